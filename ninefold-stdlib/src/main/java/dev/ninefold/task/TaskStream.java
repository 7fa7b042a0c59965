package dev.ninefold.task;

import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.process.CallException.NoProcessException;
import dev.ninefold.process.CallException.ServerExitedException;
import dev.ninefold.process.Calls;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessKilledError;
import dev.ninefold.process.ReplyPlace;
import dev.ninefold.supervisor.SupervisorError.Refusal;
import dev.ninefold.task.TaskException.Failure;
import dev.ninefold.task.TaskException.TaskExitedException;
import dev.ninefold.task.TaskException.TaskTimeoutException;
import dev.ninefold.task.TaskStreamEngine.Answer;
import dev.ninefold.task.TaskStreamProcess.Ask;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The consumer's side of a stream of tasks. The elements are taken from the source here, in the process or thread that consumes, one when there
 * is room for a task and a result is wanted.
 *
 * @param <T> the elements
 * @param <R> the results
 */
final class TaskStream<T, R> implements Spliterator<TaskResult<R>> {

  /** How a task is started that waits for its {@link Origin.Begin}; it is linked to the calling process. */
  @FunctionalInterface
  interface Starting {
    StartResult<Pid> start(Origin origin, Object function, Callable<?> code);
  }

  /**
   * Where the elements come from.
   *
   * @param elements what is asked for the first result
   * @param close what is done when no more is wanted
   */
  record Source<T>(Supplier<? extends Spliterator<? extends T>> elements, Runnable close) {

    static <T> Source<T> of(Stream<? extends T> stream) {
      Spliterator<? extends T> elements = checked(stream).spliterator();
      return new Source<>(() -> elements, stream::close);
    }

    static <T> Source<T> of(Iterable<? extends T> iterable) {
      return new Source<>(checked(iterable)::spliterator, () -> {
        // Nothing holds anything.
      });
    }

    private static <S> S checked(S source) {
      return Objects.requireNonNull(source, "source: expected the elements of which each gets a task, got null");
    }
  }

  /**
   * What there is once a result was asked for.
   *
   * @param consumer the process that asked; empty if it was an ordinary thread
   * @param asked knows that thread
   */
  private record Running(ServerRef<Ask, Void> process, Optional<Pid> consumer, ReplyPlace asked, Spliterator<?> elements) {}

  private final Source<T> source;
  private final TaskFunction<? super T, ? extends R> function;
  private final StreamOptions options;
  private final boolean linked;
  private final Starting starting;
  private @Nullable Running running;
  private boolean ended;
  private boolean closed;

  private TaskStream(Source<T> source, TaskFunction<? super T, ? extends R> function, StreamOptions options, boolean linked,
      Starting starting) {
    this.source = source;
    this.function = function;
    this.options = options;
    this.linked = linked;
    this.starting = starting;
  }

  /**
   * A stream of the results of one task for each element.
   *
   * @param linked whether a process that does not trap exits ends with a task that crashes
   */
  static <T, R> Stream<TaskResult<R>> of(Source<T> source, TaskFunction<? super T, ? extends R> function, StreamOptions options,
      boolean linked, Starting starting) {
    Objects.requireNonNull(function, "function: expected what the tasks do with their elements, got null");
    Objects.requireNonNull(options, "options: expected how the stream works, for example StreamOptions.DEFAULT, got null");
    TaskStream<T, R> stream = new TaskStream<>(source, function, options, linked, starting);
    return StreamSupport.stream(stream, false).onClose(stream::close);
  }

  @Override
  @SuppressWarnings("unchecked") // what comes of the function are results of R
  public boolean tryAdvance(Consumer<? super TaskResult<R>> action) {
    if (ended) {
      return false;
    }
    checkConsumer();
    try {
      Running stream = running();
      Ask ask = new TaskStreamProcess.Advance();
      while (true) {
        switch (answer(stream, ask)) {
          case Answer.Pull _ -> ask = pull(stream);
          case Answer.Result(var result) -> {
            action.accept((TaskResult<R>) result);
            return true;
          }
          case Answer.End _ -> {
            ended = true;
            close();
            return false;
          }
          case Answer.Failed(ExitReason reason) -> throw failure(reason);
        }
      }
    } catch (ProcessKilledError e) {
      throw e;
    } catch (Throwable e) {
      closeAfter(e);
      throw e;
    }
  }

  private void checkConsumer() {
    if (closed) {
      throw new IllegalStateException("the stream of tasks is closed, and has no more results");
    }
    if (running == null) {
      return;
    }
    if (!running.consumer().equals(self())) {
      throw new IllegalStateException("the stream of tasks belongs to " + who(running.consumer())
          + ", which has taken its first result, and alone can go on; this is " + who(self()));
    }
    if (running.consumer().isEmpty()) {
      Calls.checkSender(running.asked());
    }
  }

  private Running running() {
    if (running == null) {
      Spliterator<?> elements = source.elements().get();
      running = new Running(start(), self(), Calls.notSent("for the results of a stream of tasks", ExitReason.NORMAL), elements);
    }
    return running;
  }

  private static Optional<Pid> self() {
    return Process.isProcess() ? Optional.of(Process.self()) : Optional.empty();
  }

  private static Object who(Optional<Pid> consumer) {
    return consumer.<Object>map(pid -> pid).orElse("a thread");
  }

  @SuppressWarnings("unchecked") // only elements of the source get to the function
  private ServerRef<Ask, Void> start() {
    Origin origin = Origin.here();
    return GenServer.start(
        () -> new TaskStreamProcess(options, input -> starting.start(origin, function, () -> function.apply((T) input)), self(),
            linked),
        StartOptions.DEFAULT.withLabel("Task.asyncStream").withoutDefaultMailbox()).orElseThrow();
  }

  private Answer answer(Running stream, Ask ask) {
    try {
      return GenServer.call(stream.process(), ask, Timeout.INFINITY);
    } catch (ServerExitedException | NoProcessException e) {
      throw new TaskExitedException(failed(e.failure()), "the process of the stream has ended: " + e.failure());
    }
  }

  private static Ask pull(Running stream) {
    Object[] element = new Object[1];
    boolean more = stream.elements()
        .tryAdvance(next -> element[0] =
            Objects.requireNonNull(next, "source: expected an element for a task, got null"));
    return more ? new TaskStreamProcess.Element(element[0]) : new TaskStreamProcess.NoMore();
  }

  private RuntimeException failure(ExitReason reason) {
    if (reason.equals(TaskTimeoutException.TIMEOUT)) {
      return new TaskTimeoutException(failed(reason), "the task of an element took longer than "
          + Timeout.format(options.timeout()) + "; raise the timeout, or go on without that element by OnTimeout.KILL_TASK");
    }
    if (reason.equals(Refusal.MAX_CHILDREN.asReason())) {
      return new IllegalStateException(
          "the supervisor has reached the maximum number of tasks, its maxChildren; raise that, or lower"
              + " the maxConcurrency of the stream, which is " + options.maxConcurrency());
    }
    if (reason.equals(ExitReason.NOPROC)) {
      return new TaskExitedException(failed(reason),
          "a task could not be started: noproc; its supervisor is not there, which has to"
              + " be started before the first result is asked for, and to stay until the last");
    }
    return new TaskExitedException(failed(reason), "a task could not be started: " + reason);
  }

  private Failure failed(ExitReason reason) {
    return new Failure(reason, "Task.asyncStream", List.of(), options.timeout());
  }

  private void closeAfter(Throwable failure) {
    try {
      close();
    } catch (RuntimeException | Error e) {
      if (e != failure) {
        failure.addSuppressed(e);
      }
    }
  }

  /** Kills what still runs, waits for its end, and closes the source. */
  private void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (running != null) {
        Calls.callUntilExit("Task.asyncStream", running.process().destination(), new TaskStreamProcess.Stop(), Timeout.INFINITY);
      }
    } catch (NoProcessException _) {
      // It has ended before, and its tasks with it.
    } finally {
      source.close().run();
    }
  }

  @Override
  public @Nullable Spliterator<TaskResult<R>> trySplit() {
    return null;
  }

  @Override
  public long estimateSize() {
    return Long.MAX_VALUE;
  }

  @Override
  public int characteristics() {
    return options.ordered() ? ORDERED | NONNULL : NONNULL;
  }
}
