package dev.ninefold.examples.tutorial;

import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Process.DemonitorOption;
import dev.ninefold.process.Ref;
import dev.ninefold.term.ExitReason;
import java.time.Duration;

/**
 * A generic server: the loop, the calls and the casts, written once for all servers. What one particular server does is in its
 * {@link Module}.
 */
final class SmallGenServer {

  static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

  /**
   * What a server does: functions from a message and a state to the next state.
   *
   * @param <S> the state
   */
  interface Module<S> {
    /** The first state; runs in the new process. */
    S init();

    Answer<S> handleCall(Object request, S state);

    default S handleCast(Object message, S state) {
      return state;
    }

    /** Any other message. */
    default S handleInfo(Object message, S state) {
      return state; // dropped
    }

    /** Runs before the server stops. */
    default void terminate(S state) {}
  }

  /** What a call is answered, and the next state. */
  record Answer<S>(Object reply, S state) {}

  // The shapes of our own messages. The reference tells which call a reply belongs to.
  private record Call(Pid from, Ref ref, Object request) {}

  private record Reply(Ref ref, Object value) {}

  private record Cast(Object message) {}

  private record Stop() {}

  private SmallGenServer() {}

  // ---- starting

  /** Starts a server that is linked to the caller, under a name. */
  static Started startLink(String name, Module<?> module) {
    return Started.isValid(name) ? Started.await(() -> serve(name, module)) : new Started.Failed("invalid_name");
  }

  /** Starts a server that is linked to the caller and has no name. */
  static Started startLink(Module<?> module) {
    return Started.await(() -> serve("", module));
  }

  private static <S> void serve(String name, Module<S> module) {
    if (!name.isEmpty()) {
      Started.register(name);
    }
    S state = module.init();
    Started.succeed();
    loop(module, state);
  }

  private static <S> void loop(Module<S> module, S first) {
    Pid parent = Process.parent().orElseThrow();
    S state = first;
    while (true) {
      switch (Process.receive()) {
        case Call(Pid from, Ref ref, Object request) -> {
          Answer<S> answer = module.handleCall(request, state);
          Process.send(from, new Reply(ref, answer.reply()));
          state = answer.state();
        }
        case Cast(Object message) -> state = module.handleCast(message, state);
        case Stop() -> {
          module.terminate(state);
          return;
        }
        // Seen by those that trap exits; the others end with their parent without being asked.
        case Info.Exit(Pid from, ExitReason reason) when from == parent -> {
          module.terminate(state);
          throw Process.exit(reason);
        }
        case Object other -> state = module.handleInfo(other, state);
      }
    }
  }

  // ---- the client's side

  static Object call(Pid server, Object request) {
    return call(server, request, CALL_TIMEOUT);
  }

  static Object call(String name, Object request) {
    return call(find(name), request, CALL_TIMEOUT);
  }

  /**
   * Asks and waits. The monitor tells if the server dies meanwhile, or is dead already, and its reference doubles as that of the call.
   *
   * @throws ExitException with the reason of the server, or {@code timeout}
   */
  static Object call(Pid server, Object request, Duration timeout) {
    Ref ref = Process.monitor(server);
    Process.send(server, new Call(Process.self(), ref, request));
    Object answer = Process.receive(ref, Object.class, message -> isAnswer(message, ref), timeout)
        .orElseGet(() -> new Info.Down(ref, server, ExitReason.of("timeout")));
    Process.demonitor(ref, DemonitorOption.FLUSH);
    return switch (answer) {
      case Reply(Ref _, Object value) -> value;
      case Info.Down down -> throw new ExitException(down.reason());
      case Object other -> throw new IllegalStateException("received what nobody asked for: " + other);
    };
  }

  private static boolean isAnswer(Object message, Ref ref) {
    return switch (message) {
      case Reply reply -> reply.ref() == ref;
      case Info.Down down -> down.ref() == ref;
      case Object _ -> false;
    };
  }

  /** Tells, and does not wait. */
  static void cast(Pid server, Object message) {
    Process.send(server, new Cast(message));
  }

  static void cast(String name, Object message) {
    Process.whereis(name).ifPresent(server -> cast(server, message));
  }

  /** Has the server stop, and waits until it has. */
  static void stop(Pid server) {
    Ref ref = Process.monitor(server);
    Process.send(server, new Stop());
    Process.receive(Info.Down.class, down -> down.ref() == ref);
  }

  private static Pid find(String name) {
    return Process.whereis(name).orElseThrow(() -> new ExitException(ExitReason.NOPROC));
  }
}
