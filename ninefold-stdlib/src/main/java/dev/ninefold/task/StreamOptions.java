package dev.ninefold.task;

import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Shutdown;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.Objects;

/**
 * How {@link Task#asyncStream} works. Copies with one change: {@code StreamOptions.DEFAULT.withMaxConcurrency(100)}.
 *
 * @param maxConcurrency how many tasks may run at the same time
 * @param ordered whether the results come in the order of the elements; else each comes when it is there
 * @param timeout how long the task of one element may take
 * @param onTimeout what becomes of the stream when one takes longer
 * @param zipInputOnExit whether {@link TaskResult.Exit#input} is the element whose task has failed
 * @param shutdown how a {@link TaskSupervisor} that ends stops the tasks; not used without one
 */
public record StreamOptions(
    int maxConcurrency, boolean ordered, Duration timeout, OnTimeout onTimeout, boolean zipInputOnExit, Shutdown shutdown) {

  /** What becomes of a stream when a task takes too long. The task is killed in any case. */
  public enum OnTimeout {
    /** The stream ends with a {@link TaskException.TaskTimeoutException}: Elixir's {@code :exit}. */
    EXIT,
    /** The element has the result {@code Exit(timeout)}, and the stream goes on: Elixir's {@code :kill_task}. */
    KILL_TASK
  }

  /** As many tasks as there are processors, in order, five seconds for each, after which the stream ends with an exception. */
  public static final StreamOptions DEFAULT = new StreamOptions(Runtime.getRuntime().availableProcessors(), true, Task.TIMEOUT,
      OnTimeout.EXIT, false, ChildSpec.WORKER_SHUTDOWN);

  public StreamOptions {
    if (maxConcurrency < 1) {
      throw new IllegalArgumentException("maxConcurrency: expected a number of tasks, one or more, got " + maxConcurrency);
    }
    Objects.requireNonNull(timeout, "timeout: expected a duration of zero or more, got null");
    Timeout.check(timeout);
    Objects.requireNonNull(onTimeout, "onTimeout: expected EXIT or KILL_TASK, got null");
    switch (Objects.requireNonNull(shutdown, "shutdown: expected a duration or BRUTAL_KILL, got null")) {
      case Shutdown.BrutalKill _ -> {
      }
      case Shutdown.After(Duration time) when time != null && !time.isNegative() -> {
      }
      case Shutdown.After _, Shutdown.Infinity _ -> throw new IllegalArgumentException(
          "shutdown: expected a duration of zero or more, or BRUTAL_KILL, got " + shutdown);
    }
  }

  /** The same with another number of tasks at the same time. */
  public StreamOptions withMaxConcurrency(int maxConcurrency) {
    return new StreamOptions(maxConcurrency, ordered, timeout, onTimeout, zipInputOnExit, shutdown);
  }

  /** The same, with results in order or as they come. */
  public StreamOptions withOrdered(boolean ordered) {
    return new StreamOptions(maxConcurrency, ordered, timeout, onTimeout, zipInputOnExit, shutdown);
  }

  /** The same with another time for each element, or {@link Timeout#INFINITY}. */
  public StreamOptions withTimeout(Duration timeout) {
    return new StreamOptions(maxConcurrency, ordered, timeout, onTimeout, zipInputOnExit, shutdown);
  }

  /** The same with something else that follows when a task takes too long. */
  public StreamOptions withOnTimeout(OnTimeout onTimeout) {
    return new StreamOptions(maxConcurrency, ordered, timeout, onTimeout, zipInputOnExit, shutdown);
  }

  /** The same, with or without the element in the results of failed tasks. */
  public StreamOptions withZipInputOnExit(boolean zipInputOnExit) {
    return new StreamOptions(maxConcurrency, ordered, timeout, onTimeout, zipInputOnExit, shutdown);
  }

  /** The same, with tasks that their supervisor stops otherwise. */
  public StreamOptions withShutdown(Shutdown shutdown) {
    return new StreamOptions(maxConcurrency, ordered, timeout, onTimeout, zipInputOnExit, shutdown);
  }
}
