package dev.ninefold.task;

import dev.ninefold.task.StreamOptions.OnTimeout;
import dev.ninefold.task.TaskException.TaskTimeoutException;
import dev.ninefold.term.ExitReason;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;

/**
 * When a stream of tasks wants the next element, which result comes next, and when it is at its end: TSK-20 to TSK-23.
 */
final class TaskStreamEngine {

  /*
   * Follows Task.Supervised.stream of Elixir. Positions are the numbers of the elements, from 0.
   *
   * I1. No more than maxConcurrency elements are in `running` and `ended` together. So an element is asked for only when the end of
   *     a task has been looked at, however many have ended: a source without end is not read to its end before the first result.
   * I2. `ready` has the results that wait for their turn; they do not count. Without order there are none.
   * I3. After a failure no element is asked for.
   */

  /** What the consumer, who waits, is told. */
  sealed interface Answer {
    /** To give the next element. */
    record Pull() implements Answer {}

    /** The next result. */
    record Result(TaskResult<?> result) implements Answer {}

    /** There are no more. */
    record End() implements Answer {}

    /** There are no more, for that reason. */
    record Failed(ExitReason reason) implements Answer {}
  }

  private record Running(Object input, boolean late, Optional<TaskResult<?>> replied) {}

  /** A task that has ended; it has no result if it was late and that is a failure. */
  private record Ended(long position, Optional<TaskResult<?>> result) {}

  private final StreamOptions options;
  private final Map<Long, Running> running = new HashMap<>();
  private final Queue<Ended> ended = new ArrayDeque<>();
  private final Map<Long, TaskResult<?>> ready = new HashMap<>();
  private boolean open = true;
  private long started;
  private long delivered;
  private Optional<ExitReason> failure = Optional.empty();

  TaskStreamEngine(StreamOptions options) {
    this.options = options;
  }

  // ---- what happens

  /** There is an element; a task for it is to be started. Returns its position. */
  long element(Object input) {
    running.put(started, new Running(input, false, Optional.empty()));
    return started++;
  }

  /** There are no more elements. */
  void noMore() {
    open = false;
  }

  /** The task for an element could not be started: the stream fails. */
  void notStarted(long position, ExitReason reason) {
    running.remove(position);
    failure = Optional.of(reason);
  }

  /** A task has its result, which is null if its code returned null. It is about to end. */
  void replied(long position, Object value) {
    running.computeIfPresent(position,
        (_, task) -> new Running(task.input(), task.late(), Optional.of(new TaskResult.Ok<>(value))));
  }

  /** The time of an element is over: its task is to be killed. */
  void late(long position) {
    running.computeIfPresent(position, (_, task) -> new Running(task.input(), true, task.replied()));
  }

  /** A task has ended. A result that had come before counts more than that it was late. Returns whether it was killed for being late. */
  boolean ended(long position, ExitReason reason) {
    Running task = Objects.requireNonNull(running.remove(position), "position: expected that of a task that runs");
    boolean fatal = task.late() && options.onTimeout() == OnTimeout.EXIT;
    Optional<TaskResult<?>> exit = fatal ? Optional.empty()
        : Optional.of(new TaskResult.Exit<>(task.late() ? TaskTimeoutException.TIMEOUT : reason,
            options.zipInputOnExit() ? Optional.of(task.input()) : Optional.empty()));
    ended.add(new Ended(position, task.replied().or(() -> exit)));
    return task.late();
  }

  // ---- what follows

  /** What the consumer is told that waits now; empty if it goes on waiting. */
  Optional<Answer> next() {
    while (true) {
      TaskResult<?> turn = ready.remove(delivered);
      if (turn != null) {
        return Optional.of(deliver(turn));
      }
      if (failure.isPresent()) {
        return Optional.of(new Answer.Failed(failure.get()));
      }
      if (open && running.size() + ended.size() < options.maxConcurrency()) {
        return Optional.of(new Answer.Pull());
      }
      Ended task = ended.poll();
      if (task == null) {
        return running.isEmpty() ? Optional.of(new Answer.End()) : Optional.empty();
      }
      if (task.result().isEmpty()) {
        failure = Optional.of(TaskTimeoutException.TIMEOUT);
      } else if (options.ordered()) {
        ready.put(task.position(), task.result().get());
      } else {
        return Optional.of(deliver(task.result().get()));
      }
    }
  }

  private Answer deliver(TaskResult<?> result) {
    delivered++;
    return new Answer.Result(result);
  }
}
