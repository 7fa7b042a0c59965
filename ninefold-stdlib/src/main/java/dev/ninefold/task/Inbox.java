package dev.ninefold.task;

import dev.ninefold.process.CallException.Call;
import dev.ninefold.process.CallException.CallTimeoutException;
import dev.ninefold.process.CallException.NoProcessException;
import dev.ninefold.process.Calls;
import dev.ninefold.process.Calls.Outcome;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Process.DemonitorOption;
import dev.ninefold.process.Ref;
import dev.ninefold.process.ReplyPlace;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the result of a task comes to: it is taken once, by its owner.
 *
 * @param <T> the result
 */
abstract sealed class Inbox<T> {

  /** Throws if somebody else than the owner wants to have the result. */
  abstract void checkOwner(Task<T> task);

  abstract Optional<Pid> owner();

  /** The result, if it is there; it is taken then. */
  abstract Optional<TaskResult<T>> poll();

  /** From now on no result comes. Returns one that has come. */
  abstract Optional<TaskResult<T>> abandon();

  /** The end of the task is no end of the owner any more. */
  abstract void unlink(Pid task);

  /** Ends the task, and waits for its end: its reason; noproc if it was dead before. */
  abstract ExitReason end(Pid task, ExitReason how, Duration timeout);

  @SuppressWarnings({"unchecked", "NullAway"}) // the value comes from the task's code, which makes a T
  private static <T> TaskResult<T> ok(@Nullable Object value) {
    return new TaskResult.Ok<>((T) value);
  }

  /**
   * Of a process: a message through the reference of the monitor, which is also an alias until the monitor is removed.
   */
  static final class OfProcess<T> extends Inbox<T> {
    private final Pid owner;
    private final Ref ref;

    OfProcess(Pid owner, Ref ref) {
      this.owner = owner;
      this.ref = ref;
    }

    /** Of which task the message tells, if it can be one. */
    static @Nullable Ref reference(Object message) {
      return switch (message) {
        case Task.Reply<?> reply -> reply.ref();
        case Info.Down down -> down.ref();
        case Object _ -> null;
      };
    }

    TaskResult<T> take(Object message) {
      if (message instanceof Task.Reply<?>(Ref _, var value)) {
        Process.demonitor(ref, DemonitorOption.FLUSH);
        return ok(value);
      }
      return new TaskResult.Exit<>(((Info.Down) message).reason());
    }

    @Override
    void checkOwner(Task<T> task) {
      if (!Process.isProcess() || Process.self() != owner) {
        throw new IllegalStateException(
            "the task " + task + " belongs to its owner " + owner + ", which alone can wait for it or end it; this is "
                + (Process.isProcess() ? Process.self() : "a thread"));
      }
    }

    @Override
    Optional<Pid> owner() {
      return Optional.of(owner);
    }

    @Override
    Optional<TaskResult<T>> poll() {
      return Process.receive(ref, Object.class, message -> reference(message) == ref, Duration.ZERO).map(this::take);
    }

    @Override
    Optional<TaskResult<T>> abandon() {
      Process.demonitor(ref);
      return poll();
    }

    @Override
    void unlink(Pid task) {
      Process.unlink(task);
    }

    @Override
    ExitReason end(Pid task, ExitReason how, Duration timeout) {
      Ref monitor = Process.monitor(task);
      Ref sent = Process.makeRef();
      Pid enforcer = Process.spawn(() -> enforce(task, how, sent));
      Process.unlink(task);
      Process.exit(task, how);
      Process.send(enforcer, sent);
      return down(monitor, timeout).orElseGet(() -> {
        Process.exit(task, ExitReason.KILL);
        return down(monitor, Timeout.INFINITY).orElse(ExitReason.KILLED);
      });
    }

    /** An owner that is killed after it has removed the link, and before it has sent the signal, leaves no task behind. */
    private void enforce(Pid task, ExitReason how, Ref sent) {
      Process.monitor(owner);
      if (Process.receive() != sent) {
        Process.exit(task, how);
      }
    }

    private static Optional<ExitReason> down(Ref monitor, Duration timeout) {
      return Process.receive(monitor, Info.Down.class, down -> down.ref() == monitor, timeout).map(Info.Down::reason);
    }
  }

  /** Of a thread that is no process: a place of its own. */
  static final class OfThread<T> extends Inbox<T> {
    private final ReplyPlace place;
    private final @Nullable TaskResult<T> known;
    private boolean taken;

    OfThread(ReplyPlace place) {
      this.place = place;
      this.known = null;
    }

    /** It has come before anybody asked. */
    OfThread(TaskResult<T> known) {
      this.place = Calls.notSent(Task.REQUEST, ExitReason.NORMAL);
      this.known = known;
    }

    /** The place, unless the result was taken already. */
    Optional<ReplyPlace> open() {
      return taken ? Optional.empty() : Optional.of(place);
    }

    @Override
    void checkOwner(Task<T> task) {
      if (Process.isProcess()) {
        throw new IllegalStateException("the task " + task
            + " belongs to an ordinary thread, its owner, which alone can wait for it or end it; this is " + Process.self());
      }
      Calls.checkSender(place);
    }

    @Override
    Optional<Pid> owner() {
      return Optional.empty();
    }

    @Override
    Optional<TaskResult<T>> poll() {
      if (taken) {
        return Optional.empty();
      }
      Optional<TaskResult<T>> result = known != null ? Optional.of(known) : Calls.outcome(place).map(OfThread::result);
      taken = result.isPresent();
      return result;
    }

    private static <T> TaskResult<T> result(Outcome outcome) {
      return switch (outcome) {
        case Outcome.Replied(var value) -> ok(value);
        case Outcome.Exited(ExitReason reason) -> new TaskResult.Exit<>(reason);
      };
    }

    @Override
    Optional<TaskResult<T>> abandon() {
      Calls.abandon(place);
      Optional<TaskResult<T>> last = poll();
      taken = true;
      return last;
    }

    @Override
    void unlink(Pid task) {
      // A thread has no links.
    }

    @Override
    ExitReason end(Pid task, ExitReason how, Duration timeout) {
      Call call = new Call("Task.shutdown", task, how, timeout);
      try {
        ReplyPlace exit = Calls.watchExit(task, call);
        Process.exit(task, how);
        return Calls.awaitExit(exit, timeout, call);
      } catch (CallTimeoutException _) {
        return end(task, ExitReason.KILL, Timeout.INFINITY);
      } catch (NoProcessException _) {
        return ExitReason.NOPROC;
      }
    }
  }
}
