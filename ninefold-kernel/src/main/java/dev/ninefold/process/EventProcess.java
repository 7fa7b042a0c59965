package dev.ninefold.process;

import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Event-driven processes, for behaviours: they own no thread, and an idle one is a small object. */
public final class EventProcess {

  private EventProcess() {}

  /**
   * Spawns an event-driven process. Its {@link EventBody#start} runs first, in the process.
   *
   * @param options as for a plain process
   * @param body what it runs; made by the caller, used by the process alone
   */
  public static Pid spawn(SpawnOptions options, EventBody body) {
    return Spawner.spawn(options, body, null, null).pid;
  }

  /** The own process, a plain one, runs that body from now on, as an event-driven one would: it receives the messages, and gives them to the body. */
  public static void enter(EventBody body) {
    Cell self = Current.cell();
    Simulation simulation = self.node.simulation;
    if (simulation != null) {
      simulation.entered(self, body);
    }
  }

  /** What a start came to. */
  public sealed interface StartOutcome {
    /**
     * The process acknowledged.
     *
     * @param pid the process
     * @param value what it said
     */
    record Acknowledged(Pid pid, Object value) implements StartOutcome {}

    /**
     * The process ended before it did.
     *
     * @param reason why
     */
    record Exited(ExitReason reason) implements StartOutcome {}

    /** It took too long, and was killed. */
    record TimedOut() implements StartOutcome {}
  }

  /**
   * Spawns a process and waits until it acknowledges, by {@code acknowledge.accept(value)}, or ends. Where this returns a failure
   * the process is dead, its name is free, and the caller is not linked to it any more and finds no exit message of it: OTP's
   * {@code proc_lib:start_link}.
   *
   * @param options how to spawn it
   * @param body makes the body, from what is to be called with the value of the acknowledgement
   * @param timeout how long the start may take
   * @param monitor what to register as a monitor of the caller at the same time
   */
  public static StartOutcome start(
      SpawnOptions options, Starting<EventBody> body, Duration timeout, Optional<Ref> monitor) {
    return Starts.start(options, body, null, timeout, monitor.orElse(null));
  }

  /** The same for a plain process. */
  public static StartOutcome startPlain(
      SpawnOptions options, Starting<Process.Body> body, Duration timeout, Optional<Ref> monitor) {
    return Starts.start(options, null, body, timeout, monitor.orElse(null));
  }

  /**
   * Makes what a starting process runs.
   *
   * @param <B> the kind of body
   */
  @FunctionalInterface
  public interface Starting<B> {
    /** The body. The acknowledgement can be given once, by any process. */
    B body(Consumer<Object> acknowledge);
  }

  /**
   * From now on the own process is given only messages that match, in their order; the others wait. Null: all messages.
   */
  public static void select(@Nullable Predicate<Object> pattern) {
    Current.cell().select(pattern);
  }

  /** Whether a message waits in the own mailbox. */
  public static boolean hasMessages() {
    return Current.cell().hasMessages();
  }

  /**
   * Runs code of the own process that waits for another to go on, for example to end, so that cycles of waits are found. If that
   * one waits for this one already, its call fails; unless it does not trap exits, because it is expected to end by a signal then.
   *
   * @param pid who is waited for
   * @param code the waiting code
   */
  public static <T> T waitingFor(Pid pid, Callable<T> code) throws Exception {
    Cell self = Current.cell();
    Cell target = pid.cell();
    Wait before = self.waiting;
    Wait wait = new ProcessWait(target);
    self.waiting = wait;
    if (target != null && target.trapExit) {
      CallCycles.breakCycle(self, wait);
    }
    try {
      return code.call();
    } finally {
      self.waiting = before;
    }
  }

  /** Sends a message of a behaviour's own protocol that no limit of the receiver's mailbox refuses or counts, as an exit signal. */
  public static void tell(Pid pid, Object message) {
    Current.liveOrNull();
    Router.send(pid.cell(), message);
  }

  /** Sends a message to the own process: one that no limit of its mailbox refuses or counts. */
  public static void sendToSelf(Object message) {
    Router.send(Current.cell(), message);
  }
}
