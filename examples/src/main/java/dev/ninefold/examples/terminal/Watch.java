package dev.ninefold.examples.terminal;

import dev.ninefold.gen.ServerRef;
import dev.ninefold.process.CallException;
import dev.ninefold.process.CallException.CallTimeoutException;
import dev.ninefold.process.CallException.NoProcessException;
import dev.ninefold.process.CallException.ServerExitedException;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Process.DemonitorOption;
import dev.ninefold.process.Ref;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.sys.Sys;
import dev.ninefold.time.Timeout;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Uses a supervised server as somebody does who looks at what comes of each command before he gives the next: it waits until a cast has been
 * handled, and until a server that has crashed has a successor. No wait is endless, and nothing is ever sent twice.
 */
public final class Watch {

  /** How long a server may take for one message, and its supervisor for a restart. */
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ServerRef<?, ?> server;
  private final Pid supervisor;

  /**
   * Of one server.
   *
   * @param server by its name, which its successor takes over
   * @param supervisor the top of its tree: when that has ended, no successor is waited for
   */
  public Watch(ServerRef<?, ?> server, Pid supervisor) {
    this.server = server;
    this.supervisor = supervisor;
  }

  /** Whether the tree is there. */
  public boolean isThere() {
    return Process.isAlive(supervisor);
  }

  /** Makes a call and prints what came of it: the reply, or how the call failed. */
  public void call(Supplier<?> call, PrintStream out) {
    withServer(out, (pid, end) -> {
      try {
        out.println(call.get());
      } catch (CallException e) {
        out.println(words(e));
        settle(pid, end, out);
      }
    });
  }

  /** Makes a cast, prints ok, and waits until it has been handled, or has crashed the server. */
  public void cast(Runnable cast, PrintStream out) {
    withServer(out, (pid, end) -> {
      cast.run();
      out.println("ok");
      settle(pid, end, out);
    });
  }

  /** Does something with the server of this moment, whose end is known by a monitor. */
  private void withServer(PrintStream out, BiConsumer<Pid, Ref> action) {
    Optional<Pid> pid = await(_ -> true);
    if (pid.isEmpty()) {
      out.println("there is no server");
      return;
    }
    Ref end = Process.monitor(pid.get());
    try {
      action.accept(pid.get(), end);
    } finally {
      Process.demonitor(end, DemonitorOption.FLUSH);
    }
  }

  /** Messages arrive in their order: once the server has answered this, it has handled all that came before. */
  private void settle(Pid pid, Ref end, PrintStream out) {
    try {
      Sys.getState(pid, PATIENCE);
    } catch (CallTimeoutException e) {
      out.println(words(e));
    } catch (CallException _) {
      // Its supervisor is told before us.
      Process.receive(end, Info.Down.class, down -> down.ref().equals(end), PATIENCE);
      // So that those are there, too, who are started anew after it.
      askSupervisors();
      if (await(successor -> successor != pid).isEmpty() && isThere()) {
        out.println("the server has crashed, and has no successor within " + Timeout.format(PATIENCE));
      }
    }
  }

  /**
   * Waits until there is a server of that kind; empty if there is none in time, or nobody who could start one. A supervisor that answers has
   * restarted every child of whose end it was told.
   */
  private Optional<Pid> await(Predicate<Pid> kind) {
    long deadline = Timeout.deadline(now(), PATIENCE);
    Optional<Pid> pid = server.whereis().filter(kind);
    while (pid.isEmpty() && isThere() && now() < deadline) {
      askSupervisors();
      pid = server.whereis().filter(kind);
    }
    return pid;
  }

  private void askSupervisors() {
    try {
      Supervisor.tree(SupervisorRef.of(supervisor), PATIENCE);
    } catch (CallException _) {
      // It gives up: what is left to wait for is its end.
    }
  }

  private long now() {
    return supervisor.node().clock().nanoTime();
  }

  private static String words(CallException e) {
    return switch (e) {
      case ServerExitedException _ -> "the server has crashed: " + e.failure();
      case NoProcessException _ -> "there is no server";
      case CallTimeoutException _ -> "no answer within " + Timeout.format(e.timeout());
      case CallException other -> "the call failed: " + other.failure();
    };
  }
}
