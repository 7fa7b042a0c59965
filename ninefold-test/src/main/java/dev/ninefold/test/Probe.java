package dev.ninefold.test;

import dev.ninefold.gen.From;
import dev.ninefold.gen.Gen;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.process.Destination;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.process.ReplyPlace;
import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * A process with a mailbox that the test reads: give its pid to what is tested, and assert what it sends. It can stand for a server, whose
 * calls the test answers. A test has as many as it likes, by {@link TestKit#probe()} or as parameters; they end with it. Any thread may
 * use it, one at a time.
 */
public final class Probe {

  private final Hosted process;
  private final List<Predicate<Object>> ignored = new CopyOnWriteArrayList<>();

  Probe(Hosted process) {
    this.process = process;
  }

  /** Its pid. */
  public Pid pid() {
    return process.pid();
  }

  /** It as a server that understands what it is taken for. */
  public <Q extends Request<?>, C> ServerRef<Q, C> server() {
    return ServerRef.of(pid());
  }

  // ---- what it does

  /**
   * Runs code in its process and waits for it: all that a process can do, for example receive, register a name, or start a server that is
   * linked to it.
   *
   * @return what the code returns
   * @throws Exception what the code throws
   */
  public <T> T run(Callable<T> code) throws Exception {
    Objects.requireNonNull(code, "code: expected what to run, got null");
    try {
      return process.run(code::call);
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends a message that comes from it. */
  public <M> M send(Destination to, M message) {
    return process.get(() -> Process.send(to, message));
  }

  /** Monitors a process. Its end is told to {@link #assertDown(Ref)}. */
  public Ref monitor(Destination target) {
    return process.get(() -> Process.monitor(target));
  }

  /** Links it with a process. It traps exits from now on, so that the end of the other comes as a message, an {@code Info.Exit}. */
  public void link(Pid target) {
    process.get(() -> {
      Process.trapExit(true);
      Process.link(target);
      return target;
    });
  }

  /**
   * Messages for which that holds are thrown away from now on, those that wait included. Of a cast it is asked for what was told. A
   * request is asked for, too; but who waits for an answer to it waits until the probe ends.
   */
  public void ignore(Predicate<Object> messages) {
    ignored.add(Objects.requireNonNull(messages, "messages: expected which messages do not matter, got null"));
  }

  // ---- what it has got

  /** Waits up to five seconds for a message of the type, takes it out of the mailbox and returns it. */
  public <T> T assertReceive(Class<T> type) {
    return assertReceive(type, _ -> true);
  }

  /** The same for one for which the condition holds. */
  public <T> T assertReceive(Class<T> type, Predicate<? super T> condition) {
    return process.get(() -> assertReceive(type, condition, Patience.current().longest()));
  }

  /**
   * The same within a time of your own.
   *
   * @throws AssertionError with what is in the mailbox, if no such message comes
   */
  public <T> T assertReceive(Class<T> type, Predicate<? super T> condition, Duration timeout) {
    return asserting(() -> {
      try {
        return ProcessAssertions.assertReceive(type, message -> matters(message) && condition.test(message), timeout);
      } finally {
        forget();
      }
    });
  }

  /** Takes a message of the type that has come already. */
  public <T> T assertReceived(Class<T> type) {
    return assertReceive(type, _ -> true, Duration.ZERO);
  }

  /** No message of the type is there, nor comes within a tenth of a second. */
  public void refuteReceive(Class<?> type) {
    refuteReceive(type, _ -> true, Patience.SHORT);
  }

  /** The same for one for which the condition holds, within a time of your own. */
  public <T> void refuteReceive(Class<T> type, Predicate<? super T> condition, Duration timeout) {
    asserting(() -> {
      ProcessAssertions.refuteReceive(type, message -> matters(message) && condition.test(message), timeout);
      return pid();
    });
  }

  /** No message of the type is there now. See {@link ProcessAssertions#refuteReceived}. */
  public void refuteReceived(Class<?> type) {
    refuteReceive(type, _ -> true, Duration.ZERO);
  }

  /** Waits up to five seconds until a process has ended; returns why. See {@link ProcessAssertions#assertDown(Pid)}. */
  public ExitReason assertDown(Pid target) {
    return asserting(() -> ProcessAssertions.assertDown(target));
  }

  /** The same for a process that it monitors. */
  public ExitReason assertDown(Ref monitor) {
    return asserting(() -> ProcessAssertions.assertDown(monitor));
  }

  /** The messages that wait, oldest first. */
  public List<Object> messages() {
    return Process.messages(pid()).stream().filter(this::matters).toList();
  }

  // ---- as a server

  /**
   * A request that somebody waits for.
   *
   * @param <R> the reply
   * @param request what is asked
   * @param from who asks
   */
  public record Asked<Q extends Request<R>, R>(Q request, From from) {
    /** Answers it. Any thread may call it, once. */
    public void reply(R value) {
      from.to(request).reply(value);
    }
  }

  /**
   * Waits up to five seconds for a request of the type, by {@code call} or {@code sendRequest}. Who asks waits until it is answered; if it
   * never is, until the probe ends.
   */
  public <R, Q extends Request<R>> Asked<Q, R> expectCall(Class<Q> type) {
    return expectCall(type, _ -> true);
  }

  /** The same for one for which the condition holds. */
  public <R, Q extends Request<R>> Asked<Q, R> expectCall(Class<Q> type, Predicate<? super Q> condition) {
    return asserting(() -> {
      Object message = wanted(Kind.CALL, type, condition);
      From from = switch (message) {
        case ReplyPlace place -> Gen.from(place);
        case Gen.AsyncRequest async -> Gen.from(async);
        default -> throw new IllegalStateException("no request: " + message);
      };
      from.defer();
      return new Asked<>(type.cast(Kind.CALL.content(message)), from);
    });
  }

  /** Waits up to five seconds for a cast of the type and returns it. */
  public <C> C expectCast(Class<C> type) {
    return expectCast(type, _ -> true);
  }

  /** The same for one for which the condition holds. */
  public <C> C expectCast(Class<C> type, Predicate<? super C> condition) {
    return asserting(() -> type.cast(Kind.CAST.content(wanted(Kind.CAST, type, condition))));
  }

  private <T> Object wanted(Kind kind, Class<T> type, Predicate<? super T> condition) {
    Objects.requireNonNull(type, "type: expected the class of what comes, got null");
    Predicate<Object> wanted = message -> Kind.of(message) == kind && matters(message) && type.isInstance(kind.content(message))
        && condition.test(type.cast(kind.content(message)));
    Patience patience = Patience.current();
    return patience.receive(Object.class, wanted, patience.longest())
        .orElseThrow(() -> new AssertionError("expected within " + patience.longest().toMillis() + " ms a "
            + (kind == Kind.CALL ? "call with a " : "cast of a ") + type.getSimpleName() + " for probe " + pid() + ", got none. "
            + MailboxText.of(messages(), type, kind)));
  }

  // ---- its end

  void stop() {
    process.stop();
  }

  /** First what is ignored goes, so that no failure shows it. */
  private <T> T asserting(Hosted.Code<T> code) {
    return process.get(() -> {
      forget();
      return code.run();
    });
  }

  private boolean matters(Object message) {
    Object content = Kind.of(message).content(message);
    return ignored.stream().noneMatch(predicate -> predicate.test(content));
  }

  private void forget() {
    if (ignored.isEmpty()) {
      return;
    }
    boolean more = true;
    while (more) {
      more =
          Process.receive(Object.class, message -> Kind.of(message) != Kind.CALL && !matters(message), Duration.ZERO).isPresent();
    }
  }

  @Override
  public String toString() {
    return "probe " + pid();
  }
}
