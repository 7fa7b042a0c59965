package dev.ninefold.process;

import dev.ninefold.term.ExitReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A request together with the place of its reply; what a call puts into the mailbox of the server. For behaviours. A late reply finds the
 * place settled and vanishes.
 */
public final class ReplyPlace extends Wait {

  /*
   * I1. `outcome` goes from null to its final value once, by CAS: a value, Failed, or ABANDONED.
   * I2. `counts` tells whether the caller really waits for this server: from before the request is sent until it is
   *     answered or the server put the answer off. Cycles of calls are made of places that count.
   * I3. Whoever settles the place wakes the caller.
   */

  /** How a call ended without a reply. */
  sealed interface Failed {
    record Exited(ExitReason reason) implements Failed {}

    record NoProcess() implements Failed {}

    record Cycle(List<Pid> pids) implements Failed {}

    record Overloaded(ExitReason reason) implements Failed {}

    record Refused(ExitReason reason) implements Failed {}
  }

  static final Object ABANDONED = new Object();
  private static final Object NO_VALUE = new Object();
  private static final VarHandle OUTCOME;

  static {
    try {
      OUTCOME = MethodHandles.lookup().findVarHandle(ReplyPlace.class, "outcome", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Object request;
  private final @Nullable Cell caller;
  private @Nullable Cell server;
  private final Thread thread;
  private volatile boolean counts = true;
  private volatile @Nullable Object outcome;

  ReplyPlace(Object request, @Nullable Cell caller, @Nullable Cell server) {
    this.request = request;
    this.caller = caller;
    this.server = server;
    this.thread = Thread.currentThread();
  }

  /** What was asked. */
  public Object request() {
    return request;
  }

  /** Who asked; null if it was an ordinary thread. */
  public @Nullable Pid caller() {
    return caller == null ? null : caller.pid;
  }

  /** Answers the request. Returns false if it was answered, or given up, before. Any thread may call it. */
  public boolean reply(@Nullable Object value) {
    return settle(value == null ? NO_VALUE : value);
  }

  /** Tells the caller that the server has ended. */
  public boolean fail(ExitReason reason) {
    return settle(new Failed.Exited(reason));
  }

  /** Tells the caller that the server, which goes on, does not answer such a request. Any thread may call it. */
  public boolean refuse(ExitReason reason) {
    return settle(new Failed.Refused(reason));
  }

  /** Whether it was answered or given up. */
  public boolean isSettled() {
    return outcome != null;
  }

  /**
   * The server will answer later. From now on its end, by whatever cause, fails the request. To be called by the process that
   * handles it.
   */
  public void defer() {
    counts = false;
    Current.cell().defer(this);
  }

  boolean failNoProcess() {
    return settle(new Failed.NoProcess());
  }

  boolean failOverloaded(ExitReason reason) {
    return settle(new Failed.Overloaded(reason));
  }

  boolean failCycle(List<Pid> pids) {
    return settle(new Failed.Cycle(pids));
  }

  @Nullable Object outcome() {
    return outcome;
  }

  void checkWaiter(Thread waiter) {
    if (waiter != thread) {
      throw new IllegalStateException(
          "the request " + request + " was sent by thread " + thread.getName() + ", which alone can wait for its reply; this is "
              + waiter.getName());
    }
  }

  /** The reply that an outcome is, if it is one. */
  static @Nullable Object value(Object outcome) {
    return outcome == NO_VALUE ? null : outcome;
  }

  @Override
  @Nullable Cell server() {
    return server;
  }

  void server(Cell cell) {
    server = cell;
  }

  @Nullable Cell callerCell() {
    return caller;
  }

  @Override
  boolean counts() {
    return counts && outcome == null;
  }

  /** The caller does not wait any more. Returns false if the outcome has come before. */
  boolean abandon() {
    return OUTCOME.compareAndSet(this, null, ABANDONED);
  }

  Object outcomeNow() {
    Object now = outcome;
    if (now == null) {
      throw new IllegalStateException("the request has no outcome yet");
    }
    return now;
  }

  private boolean settle(Object value) {
    if (outcome != null || !OUTCOME.compareAndSet(this, null, value)) {
      return false;
    }
    if (Thread.currentThread() != thread) {
      wake();
    }
    return true;
  }

  private void wake() {
    if (caller != null) {
      caller.node.scheduler().unpark(thread);
    } else {
      LockSupport.unpark(thread);
    }
  }

  /** The call as Erlang's mailboxes show it. */
  @Override
  public String toString() {
    return "{'$gen_call', " + (caller == null ? "a thread" : caller.pid) + ", " + request + "}";
  }
}
