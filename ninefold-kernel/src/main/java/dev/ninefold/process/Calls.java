package dev.ninefold.process;

import dev.ninefold.process.CallException.Call;
import dev.ninefold.process.CallException.CallCycleException;
import dev.ninefold.process.CallException.CallInterruptedException;
import dev.ninefold.process.CallException.CallTimeoutException;
import dev.ninefold.process.CallException.CallingSelfException;
import dev.ninefold.process.CallException.NoProcessException;
import dev.ninefold.process.CallException.NodeDownException;
import dev.ninefold.process.CallException.RequestRefusedException;
import dev.ninefold.process.CallException.ServerExitedException;
import dev.ninefold.process.CallException.ServerOverloadedException;
import dev.ninefold.scheduler.Spin;
import dev.ninefold.scheduler.Worker;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import dev.ninefold.time.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Requests with a reply, for behaviours: a {@link ReplyPlace} is sent, and its reply awaited. Any thread may call. */
public final class Calls {

  private static final Spin REPLY = new Spin();
  private static final Object TIMED_OUT = new Object();
  private static final Object INTERRUPTED = new Object();

  private Calls() {}

  /**
   * Sends a request and waits for the reply.
   *
   * @param function what the caller called, as {@code gen_server:call}, for the exception
   * @param server a pid or a name
   * @param request what the server finds in {@link ReplyPlace#request}
   * @param timeout how long to wait
   * @return the reply
   * @throws CallException if there is none
   */
  public static @Nullable Object call(String function, Destination server, Object request, Duration timeout) {
    return value(exchange(function, server, request, timeout), () -> new Call(function, server, request, timeout));
  }

  /**
   * As {@link #call}, for who asks a server to end: that it has ended is an outcome then, and no exception.
   *
   * @throws CallException if there is no reply for another reason
   */
  public static Outcome callUntilExit(String function, Destination server, Object request, Duration timeout) {
    Object outcome = exchange(function, server, request, timeout);
    return outcome instanceof ReplyPlace.Failed.Exited(ExitReason reason) ? new Outcome.Exited(reason)
        : new Outcome.Replied(value(outcome, () -> new Call(function, server, request, timeout)));
  }

  private static Object exchange(String function, Destination server, Object request, Duration timeout) {
    Timeout.check(timeout);
    Cell caller = Current.liveOrNull();
    Pid pid = Names.resolve(server).orElse(null);
    if (caller != null && pid == caller.pid) {
      throw new CallingSelfException(new Call(function, server, request, timeout));
    }
    Cell target = pid == null ? null : pid.cell();
    if (target == null) {
      throw unreachable(new Call(function, server, request, timeout), server);
    }
    ReplyPlace place = new ReplyPlace(request, caller, target);
    MailboxGuard guard = request instanceof SystemMessage ? null : target.guard;
    Object outcome;
    if (caller == null) {
      Duration left = send(target, guard, place, timeout);
      outcome = left == null ? settle(place, INTERRUPTED) : await(place, null, target.node, left);
    } else {
      Wait before = caller.waiting;
      caller.waiting = place;
      try {
        CallCycles.breakCycle(caller, place);
        Duration left = place.isSettled() ? timeout : send(target, guard, place, timeout);
        outcome = await(place, caller, caller.node, left == null ? timeout : left);
      } finally {
        caller.waiting = before;
      }
    }
    return outcome;
  }

  /**
   * Sends the request. Returns how long its sender may still wait: less if it had to wait for room in the mailbox; null if it is no process,
   * and was interrupted meanwhile.
   */
  private static @Nullable Duration send(Cell target, @Nullable MailboxGuard guard, ReplyPlace place, Duration timeout) {
    if (guard == null) {
      Router.send(target, place);
      return timeout;
    }
    long deadline = Timeout.deadline(target.node.clock().nanoTime(), timeout);
    MailboxGuard.Sent sent = guard.request(target, place, place, deadline);
    if (sent == MailboxGuard.Sent.INTERRUPTED) {
      return null;
    }
    if (sent == MailboxGuard.Sent.YES) {
      return Timeout.isInfinite(timeout) ? timeout
          : Duration.ofNanos(Math.max(0, deadline - target.node.clock().nanoTime()));
    }
    if (Timeout.isInfinite(timeout) || target.node.clock().nanoTime() < deadline) {
      place.failOverloaded(guard.reason());
    }
    return Duration.ZERO;
  }

  /**
   * Sends a request whose reply is no reply place, without waiting for it; for room in the mailbox it waits, if the mailbox has that policy.
   *
   * @param deadline until when to wait for room, on the clock of the server's node; {@link Long#MAX_VALUE} for as long as it takes
   * @return why it was not sent; empty if it was, or the server has ended
   */
  public static Optional<ExitReason> sendRequest(Pid server, Object request, long deadline) {
    Cell target = server.cell();
    MailboxGuard guard = target == null ? null : target.guard;
    if (target == null || guard == null) {
      Router.send(target, request);
      return Optional.empty();
    }
    return guard.request(target, request, null, deadline) == MailboxGuard.Sent.YES ? Optional.empty()
        : Optional.of(guard.reason());
  }

  /** What a call throws whose destination denotes no process: noproc, or {@code {nodedown, Node}}. Any thread may call it. */
  public static CallException unreachable(Call call, Destination server) {
    return server instanceof Name.OnNode(String _, String node) && !node.equals(Node.current().name())
        ? new NodeDownException(call, node)
        : new NoProcessException(call);
  }

  /**
   * Waits for the reply of a request that was handed over in another way, as a start.
   *
   * @return the reply; empty if none came in time
   * @throws ServerExitedException if the process ended before
   */
  static Optional<Object> await(ReplyPlace place, Duration timeout, Call call) {
    Object outcome = awaitOutcome(place, timeout);
    return outcome == TIMED_OUT ? Optional.empty() : Optional.ofNullable(value(outcome, () -> call));
  }

  private static Object awaitOutcome(ReplyPlace place, Duration timeout) {
    Cell caller = place.callerCell();
    Node node = caller != null ? caller.node : place.server() != null ? place.server().node : Node.local();
    if (caller == null) {
      return await(place, null, node, timeout);
    }
    Wait before = caller.waiting;
    caller.waiting = place;
    try {
      CallCycles.breakCycle(caller, place);
      return await(place, caller, node, timeout);
    } finally {
      caller.waiting = before;
    }
  }

  /**
   * Something to wait with for the end of a process; from now on, however it ends. Any thread may call it.
   *
   * @throws NoProcessException if it is dead
   */
  public static ReplyPlace watchExit(Pid pid, Call call) {
    Cell target = pid.cell();
    if (target == null || target.isDead()) {
      throw new NoProcessException(call);
    }
    ReplyPlace place = new ReplyPlace("exit", Current.liveOrNull(), target);
    target.defer(place);
    return place;
  }

  /**
   * Waits for the end of the process.
   *
   * @return its exit reason
   * @throws CallTimeoutException if it did not end in time
   */
  public static ExitReason awaitExit(ReplyPlace place, Duration timeout, Call call) {
    Object outcome = awaitOutcome(place, timeout);
    if (outcome instanceof ReplyPlace.Failed.Exited(ExitReason reason)) {
      return reason;
    }
    value(outcome, () -> call);
    throw new IllegalStateException("the place of an exit was replied to");
  }

  // ---- requests that a thread does not wait for at once

  /** What came of a request. */
  public sealed interface Outcome {
    /**
     * A reply.
     *
     * @param value the reply
     */
    record Replied(@Nullable Object value) implements Outcome {}

    /**
     * There will be none.
     *
     * @param reason why the server ended, or refused the request; noproc
     */
    record Exited(ExitReason reason) implements Outcome {}
  }

  /** As {@link #send(Pid, Object, long)} without a deadline. */
  public static ReplyPlace send(Pid server, Object request) {
    return send(server, request, Long.MAX_VALUE);
  }

  /**
   * Sends a request without waiting. For threads that are no processes: those have a mailbox for the reply. Only the calling thread
   * may wait for the outcome.
   *
   * @param deadline until when to wait for room in the mailbox, if it has that policy; as in {@link #sendRequest}
   */
  public static ReplyPlace send(Pid server, Object request, long deadline) {
    Cell target = server.cell();
    ReplyPlace place = new ReplyPlace(request, null, target);
    MailboxGuard guard = target == null ? null : target.guard;
    if (target == null || guard == null) {
      Router.send(target, place);
    } else if (guard.request(target, place, place, deadline) != MailboxGuard.Sent.YES) {
      place.fail(guard.reason());
    }
    return place;
  }

  /** Throws {@link IllegalStateException} unless the calling thread has sent the request, and so may wait for its outcome. */
  public static void checkSender(ReplyPlace place) {
    place.checkWaiter(Thread.currentThread());
  }

  /** A request that could not be sent: it has its outcome already. */
  public static ReplyPlace notSent(Object request, ExitReason reason) {
    ReplyPlace place = new ReplyPlace(request, null, null);
    place.fail(reason);
    return place;
  }

  /** Why a destination that denotes no process cannot be reached: noproc, or {@code {nodedown, Node}}. Any thread may call it. */
  public static ExitReason whyUnreachable(Destination server) {
    return server instanceof Name.OnNode(String _, String node) && !node.equals(Node.current().name())
        ? NodeDownException.reason(node)
        : ExitReason.NOPROC;
  }

  /** What came of a request that was sent; empty if nothing so far. Any thread may call it. */
  public static Optional<Outcome> outcome(ReplyPlace place) {
    Object outcome = place.outcome();
    return outcome == null || outcome == ReplyPlace.ABANDONED ? Optional.empty() : Optional.of(switch (outcome) {
      case ReplyPlace.Failed.NoProcess _ -> new Outcome.Exited(ExitReason.NOPROC);
      case ReplyPlace.Failed.Exited(ExitReason reason) -> new Outcome.Exited(reason);
      case ReplyPlace.Failed.Overloaded(ExitReason reason) -> new Outcome.Exited(reason);
      case ReplyPlace.Failed.Refused(ExitReason reason) -> new Outcome.Exited(reason);
      case Object value -> new Outcome.Replied(ReplyPlace.value(value));
    });
  }

  /** Gives up a request: a later reply vanishes. Returns false if there is an outcome already. Any thread may call it. */
  public static boolean abandon(ReplyPlace place) {
    return place.abandon();
  }

  /**
   * Waits until one of the requests has an outcome, or the deadline has passed on the clock of the node; no request is given up then.
   *
   * @param places requests that the calling thread sent; none waits for the deadline
   * @param call for the exception
   * @throws CallInterruptedException if the thread was interrupted; its interrupt status stays set
   */
  public static void awaitAny(Collection<ReplyPlace> places, Node node, long deadline, Call call) {
    Thread thread = Thread.currentThread();
    for (ReplyPlace place : places) {
      place.checkWaiter(thread);
    }
    if (deadline <= node.clock().nanoTime()) {
      return;
    }
    Timer timer =
        deadline == Long.MAX_VALUE ? null : node.timers().schedule(deadline, _ -> node.scheduler().unpark(thread));
    try {
      while (places.stream().noneMatch(ReplyPlace::isSettled) && (timer == null || timer.isPending())) {
        node.scheduler().park(places);
        if (thread.isInterrupted()) {
          throw new CallInterruptedException(call);
        }
      }
    } finally {
      if (timer != null) {
        timer.cancel();
      }
    }
  }

  private static @Nullable Object value(Object outcome, Supplier<Call> call) {
    if (outcome == TIMED_OUT) {
      throw new CallTimeoutException(call.get());
    }
    if (outcome == INTERRUPTED) {
      throw new CallInterruptedException(call.get());
    }
    if (outcome instanceof ReplyPlace.Failed failed) {
      throw switch (failed) {
        case ReplyPlace.Failed.NoProcess _ -> new NoProcessException(call.get());
        case ReplyPlace.Failed.Exited(ExitReason reason) -> new ServerExitedException(call.get(), reason);
        case ReplyPlace.Failed.Overloaded(ExitReason reason) -> new ServerOverloadedException(call.get(), reason);
        case ReplyPlace.Failed.Refused(ExitReason reason) -> new RequestRefusedException(call.get(), reason);
        case ReplyPlace.Failed.Cycle(var pids) -> new CallCycleException(call.get(), pids);
      };
    }
    return ReplyPlace.value(outcome);
  }

  private static Object await(ReplyPlace place, @Nullable Cell caller, Node node, Duration timeout) {
    Object outcome = place.outcome();
    if (outcome != null) {
      return outcome;
    }
    if (timeout.isZero()) {
      return settle(place, TIMED_OUT);
    }
    Thread thread = Thread.currentThread();
    Timer timer = startTimer(node, timeout, thread);
    Worker worker = Worker.current();
    if (worker != null) {
      worker.beforeBlocking();
    }
    boolean foreignInterrupt = false;
    try {
      if (node.scheduler().mayLook() && REPLY.await(place::isSettled)) {
        return place.outcomeNow();
      }
      while ((outcome = place.outcome()) == null) {
        if (timer != null && !timer.isPending()) {
          return settle(place, TIMED_OUT);
        }
        node.scheduler().park(place);
        if (caller != null && caller.isDead()) {
          place.abandon();
          caller.live();
        }
        if (place.outcome() == null && Thread.interrupted()) {
          foreignInterrupt = true;
          if (caller == null) {
            return settle(place, INTERRUPTED);
          }
        }
      }
      return outcome;
    } finally {
      if (timer != null) {
        timer.cancel();
      }
      if (foreignInterrupt) {
        thread.interrupt();
      }
    }
  }

  /** Gives up; but a reply that has come meanwhile wins. */
  private static Object settle(ReplyPlace place, Object instead) {
    return place.abandon() ? instead : place.outcomeNow();
  }

  private static @Nullable Timer startTimer(Node node, Duration timeout, Thread thread) {
    if (Timeout.isInfinite(timeout)) {
      return null;
    }
    long deadline = Timeout.deadline(node.clock().nanoTime(), timeout);
    return node.timers().schedule(deadline, _ -> node.scheduler().unpark(thread));
  }
}
