package dev.ninefold.task;

import dev.ninefold.gen.StartResult;
import dev.ninefold.process.AliasKind;
import dev.ninefold.process.Calls;
import dev.ninefold.process.MonitorOptions;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Process.Body;
import dev.ninefold.process.Ref;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.ChildSpec.Modules;
import dev.ninefold.supervisor.Restart;
import dev.ninefold.task.TaskException.Failure;
import dev.ninefold.task.TaskException.TaskExitedException;
import dev.ninefold.task.TaskException.TaskTimeoutException;
import dev.ninefold.task.YieldOptions.OnTimeout;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * A process for one piece of work, whose result its owner awaits: Elixir's {@code Task}.
 *
 * <pre>{@code
 * Task<Integer> task = Task.async(() -> expensive());
 * int other = somethingElse();
 * int sum = task.await() + other;
 * }</pre>
 *
 * <p>A task belongs to who started it: only that process, or that thread, can wait for it, and takes its result once. A task of a process is
 * linked to it: a task that crashes takes its owner along, unless that traps exits, and the other way round. A thread that is no process has no
 * links; for it the crash is an exception of {@link #await}. A result that comes when nobody waits for it any more vanishes.
 *
 * <p>An owner that handles messages, as a gen_server, may also leave the task alone, and gets {@link Reply}, or
 * {@link dev.ninefold.process.Info.Down} with {@link #ref} at the end of the task.
 *
 * @param <T> the result
 */
public final class Task<T> {

  /** How long to wait where nothing else is said: five seconds. */
  public static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Under what a task finds in its dictionary who called: see {@link #callers}. */
  public static final String CALLERS = "$callers";

  /** What a thread asks its task. */
  static final String REQUEST = "for the result of a task";

  /** The monitor of a task, through whose reference it sends its result. */
  static final MonitorOptions FOR_REPLY = MonitorOptions.DEFAULT.withAlias(AliasKind.DEMONITOR);

  private final Optional<Pid> pid;
  private final Ref ref;
  private final Inbox<T> inbox;

  private Task(Optional<Pid> pid, Ref ref, Inbox<T> inbox) {
    this.pid = pid;
    this.ref = ref;
    this.inbox = inbox;
  }

  /**
   * The result of a task as it lies in the mailbox of its owner.
   *
   * @param ref of the task
   * @param value the result
   */
  public record Reply<T>(Ref ref, T value) {}

  /**
   * A task, and what has come of it so far.
   *
   * @param result empty if there is none yet
   */
  public record Yielded<T>(Task<T> task, Optional<TaskResult<T>> result) {}

  // ---- starting

  /** Starts a task whose result is awaited: Elixir's {@code Task.async/1}. Linked to the calling process, if a process calls. */
  public static <T> Task<T> async(Callable<? extends T> code) {
    SpawnOptions options = Origin.options(checked(code)).withLinked(Process.isProcess());
    return begin(Process.spawn(options, Origin.here().answering(code, code)));
  }

  /** A task of the caller, whose process waits until it is told where its result is to go: it is told now. */
  static <T> Task<T> begin(Pid pid) {
    if (!Process.isProcess()) {
      return new Task<>(Optional.of(pid), Process.makeRef(), new Inbox.OfThread<>(Calls.send(pid, REQUEST)));
    }
    Ref ref = Process.monitor(pid, FOR_REPLY);
    Process.send(pid, new Origin.Begin(ref));
    return new Task<>(Optional.of(pid), ref, new Inbox.OfProcess<>(Process.self(), ref));
  }

  /** A task that has its result already, and no process: Elixir's {@code Task.completed/1}. */
  public static <T> Task<T> completed(T value) {
    Ref ref = Process.makeRef();
    if (!Process.isProcess()) {
      return new Task<>(Optional.empty(), ref, new Inbox.OfThread<>(new TaskResult.Ok<>(value)));
    }
    Process.send(Process.self(), new Reply<>(ref, value));
    return new Task<>(Optional.empty(), ref, new Inbox.OfProcess<>(Process.self(), ref));
  }

  /** Starts a process for work that nobody awaits, linked to nobody: Elixir's {@code Task.start/1}. Any thread may call it. */
  public static Pid start(Body code) {
    return Process.spawn(Origin.options(checked(code)), Origin.here().plain(code));
  }

  /** The same, linked to the calling process: Elixir's {@code Task.start_link/1}. */
  public static Pid startLink(Body code) {
    return Process.spawn(Origin.options(checked(code)).withLinked(true), Origin.here().plain(code));
  }

  /** A task as a child of a supervisor, temporary, with this class as its id: Elixir's {@code Task.child_spec/1}. */
  public static ChildSpec childSpec(Body code) {
    checked(code);
    return ChildSpec.worker(Task.class, () -> started(startLink(code)))
        .withRestart(Restart.TEMPORARY)
        .withModules(Modules.of(Task.class));
  }

  static StartResult<Pid> started(Pid pid) {
    return StartResult.ok(pid, pid);
  }

  static <C> C checked(C code) {
    return Objects.requireNonNull(code, "code: expected what the task is to run, got null");
  }

  // ---- streams

  /**
   * Has a task work on each element, several at the same time, and returns what comes of them: Elixir's {@code Task.async_stream}.
   *
   * <pre>{@code
   * try (Stream<TaskResult<Page>> pages = Task.asyncStream(urls, Crawler::fetch, StreamOptions.DEFAULT.withMaxConcurrency(20))) {
   *   pages.forEach(page -> …);
   * }
   * }</pre>
   *
   * <p>Nothing runs before the first result is asked for, and elements are taken, by who asks for the results, only when a task can have them. So
   * the source may be endless. As long as there is room for a task the next element is waited for, also while a result is there. The tasks belong
   * to the process or thread that asks for the first result, which has to ask for the others too. If that is a process that does not trap
   * exits, a task that crashes takes it along; a process that does, and a thread, get an {@link TaskResult.Exit}.
   *
   * <p>The stream ends by itself after its last result, and if the source throws, or a later stage of the stream, as {@code map} or
   * {@code forEach}. Who stops earlier closes it: after {@code limit} or {@code findFirst}, or if a loop over its {@code iterator()} throws.
   * Either way the tasks that still run are killed, their ends are waited for, and the source is closed; nothing is left in the mailbox. A
   * process that ends does not need to close it for the sake of the tasks, which end then; but the source is closed only with the stream.
   *
   * <p>Asking for a result throws {@link TaskTimeoutException} if a task has taken longer than the options allow, and they do not say that its
   * result is an exit then.
   *
   * @param source what has the elements, none of which is null; closed with the result
   * @param function what a task does with its element
   */
  public static <T, R> Stream<TaskResult<R>> asyncStream(
      Stream<? extends T> source, TaskFunction<? super T, ? extends R> function, StreamOptions options) {
    return stream(TaskStream.Source.<T>of(source), function, options);
  }

  /** The same with the default options: as many tasks as there are processors, in order, five seconds for each. */
  public static <T, R> Stream<TaskResult<R>> asyncStream(
      Stream<? extends T> source, TaskFunction<? super T, ? extends R> function) {
    return asyncStream(source, function, StreamOptions.DEFAULT);
  }

  /** The same with elements from a collection, or from anywhere else. */
  public static <T, R> Stream<TaskResult<R>> asyncStream(
      Iterable<? extends T> source, TaskFunction<? super T, ? extends R> function, StreamOptions options) {
    return stream(TaskStream.Source.<T>of(source), function, options);
  }

  /** The same with the default options. */
  public static <T, R> Stream<TaskResult<R>> asyncStream(
      Iterable<? extends T> source, TaskFunction<? super T, ? extends R> function) {
    return asyncStream(source, function, StreamOptions.DEFAULT);
  }

  private static <T, R> Stream<TaskResult<R>> stream(
      TaskStream.Source<T> source, TaskFunction<? super T, ? extends R> function, StreamOptions options) {
    return TaskStream.of(source, function, options, true, (origin, code, body) -> started(
        Process.spawn(Origin.options(code).withLinked(true), origin.answering(code, body))));
  }

  // ---- what a task is

  /** Its process; empty if it is {@link #completed}. */
  public Optional<Pid> pid() {
    return pid;
  }

  /** The reference that its result, or the message of its end, carries. */
  public Ref ref() {
    return ref;
  }

  /** The process that it belongs to; empty if that is an ordinary thread. */
  public Optional<Pid> owner() {
    return inbox.owner();
  }

  Inbox<T> inbox() {
    return inbox;
  }

  /** In a task, who started it, who had started that, and so on; none elsewhere: Elixir's {@code $callers}. */
  public static List<Pid> callers() {
    return Process.get(CALLERS)
        .filter(List.class::isInstance)
        .stream()
        .flatMap(list -> ((List<?>) list).stream())
        .filter(Pid.class::isInstance)
        .map(Pid.class::cast)
        .toList();
  }

  // ---- waiting for the result

  /** Waits for the result, up to five seconds: Elixir's {@code Task.await/1}. */
  public T await() {
    return await(TIMEOUT);
  }

  /**
   * The same with a timeout: Elixir's {@code Task.await/2}.
   *
   * @throws TaskExitedException if the task ends without a result; its cause is what the task threw
   * @throws TaskTimeoutException if there is none in time; the task goes on, but its result goes nowhere
   * @throws IllegalStateException if the caller is not the owner
   */
  public T await(Duration timeout) {
    inbox.checkOwner(this);
    List<Task<T>> own = List.of(this);
    TaskResult<T> result = new Waiting("Task.await", own, timeout).next(own)
        .map(Waiting.Arrived::result)
        .or(inbox::abandon)
        .orElseThrow(() -> new TaskTimeoutException(failure(TaskTimeoutException.TIMEOUT, timeout)));
    return switch (result) {
      case TaskResult.Ok<T>(T value) -> value;
      case TaskResult.Exit<T>(ExitReason reason, var _) -> throw new TaskExitedException(failure(reason, timeout), this);
    };
  }

  private Failure failure(ExitReason reason, Duration timeout) {
    return new Failure(reason, "Task.await", List.of(this), timeout);
  }

  /** Waits for the results of all of them, up to five seconds: Elixir's {@code Task.await_many/1}. */
  public static <T> List<T> awaitMany(List<Task<T>> tasks) {
    return awaitMany(tasks, TIMEOUT);
  }

  /**
   * The same with a timeout for all of them together: Elixir's {@code Task.await_many/2}.
   *
   * @return the results, in the order of the tasks
   * @throws TaskExitedException as soon as one of them has ended without a result; the other results go nowhere
   * @throws TaskTimeoutException if not all are there in time
   */
  public static <T> List<T> awaitMany(List<Task<T>> tasks, Duration timeout) {
    Timeout.check(timeout);
    Set<Task<T>> open = owned(tasks);
    Map<Task<T>, TaskResult<T>> results = new HashMap<>();
    Waiting waiting = new Waiting("Task.awaitMany", open, timeout);
    while (!open.isEmpty()) {
      Waiting.Arrived<T> arrived = waiting.next(open).orElseThrow(() -> {
        open.forEach(task -> task.inbox.abandon());
        return new TaskTimeoutException(new Failure(TaskTimeoutException.TIMEOUT, "Task.awaitMany", List.copyOf(tasks), timeout));
      });
      open.remove(arrived.task());
      if (arrived.result() instanceof TaskResult.Exit<T>(ExitReason reason, var _)) {
        open.forEach(task -> task.inbox.abandon());
        throw new TaskExitedException(new Failure(reason, "Task.awaitMany", List.copyOf(tasks), timeout), arrived.task());
      }
      results.put(arrived.task(), arrived.result());
    }
    List<T> values = new ArrayList<>();
    for (Task<T> task : tasks) {
      if (results.get(task) instanceof TaskResult.Ok<T>(T value)) {
        values.add(value);
      }
    }
    return values;
  }

  private static <T> Set<Task<T>> owned(List<Task<T>> tasks) {
    Objects.requireNonNull(tasks, "tasks: expected the tasks to wait for, got null");
    tasks.forEach(task -> task.inbox.checkOwner(task));
    return new LinkedHashSet<>(tasks);
  }

  /** Waits for the result, up to five seconds; one may wait again afterwards: Elixir's {@code Task.yield/1}. */
  @SuppressWarnings("NamedLikeContextualKeyword") // Elixir's word, as Process.yield is Erlang's.
  public Optional<TaskResult<T>> yield() {
    return this.yield(TIMEOUT);
  }

  /** The same with a timeout: Elixir's {@code Task.yield/2}. Empty if there is no result yet. */
  @SuppressWarnings("NamedLikeContextualKeyword") // Elixir's word, as Process.yield is Erlang's.
  public Optional<TaskResult<T>> yield(Duration timeout) {
    inbox.checkOwner(this);
    List<Task<T>> own = List.of(this);
    return new Waiting("Task.yield", own, timeout).next(own).map(Waiting.Arrived::result);
  }

  /** Waits for the results of all of them, up to five seconds: Elixir's {@code Task.yield_many/1}. */
  public static <T> List<Yielded<T>> yieldMany(List<Task<T>> tasks) {
    return yieldMany(tasks, YieldOptions.DEFAULT);
  }

  /**
   * The same with options: Elixir's {@code Task.yield_many/2}.
   *
   * @return the tasks, in their order, each with what has come of it
   */
  public static <T> List<Yielded<T>> yieldMany(List<Task<T>> tasks, YieldOptions options) {
    Objects.requireNonNull(options, "options: expected how to wait, for example YieldOptions.DEFAULT, got null");
    Set<Task<T>> open = owned(tasks);
    Map<Task<T>, TaskResult<T>> results = new HashMap<>();
    Waiting waiting = new Waiting("Task.yieldMany", open, options.timeout());
    while (!open.isEmpty() && results.size() < options.limit()) {
      Optional<Waiting.Arrived<T>> arrived = waiting.next(open);
      if (arrived.isEmpty()) {
        open.forEach(task -> task.late(options.onTimeout()).ifPresent(result -> results.put(task, result)));
        break;
      }
      open.remove(arrived.get().task());
      results.put(arrived.get().task(), arrived.get().result());
    }
    return tasks.stream().map(task -> new Yielded<>(task, Optional.ofNullable(results.get(task)))).toList();
  }

  private Optional<TaskResult<T>> late(OnTimeout what) {
    return switch (what) {
      case NOTHING -> Optional.empty();
      case IGNORE -> ignore();
      case KILL_TASK -> kill();
    };
  }

  // ---- not waiting for it

  /**
   * Removes the link to the task and its result, and lets it go on: Elixir's {@code Task.ignore/1}.
   *
   * @return what has come of it so far, if anything
   */
  public Optional<TaskResult<T>> ignore() {
    inbox.checkOwner(this);
    pid.ifPresent(inbox::unlink);
    return inbox.abandon();
  }

  /** Ends the task with reason shutdown, and waits for its end; after five seconds it is killed: Elixir's {@code Task.shutdown/1}. */
  public Optional<TaskResult<T>> shutdown() {
    return shutdown(TIMEOUT);
  }

  /**
   * The same with a timeout: Elixir's {@code Task.shutdown/2}.
   *
   * @return its result, if it had one before its end; why it ended, if that was not the shutdown; else empty
   */
  public Optional<TaskResult<T>> shutdown(Duration timeout) {
    Timeout.check(timeout);
    return end(ExitReason.SHUTDOWN, ExitReason.SHUTDOWN, timeout);
  }

  /** Kills the task, and waits for its end: Elixir's {@code Task.shutdown(task, :brutal_kill)}. Returns as {@link #shutdown(Duration)}. */
  public Optional<TaskResult<T>> kill() {
    return end(ExitReason.KILL, ExitReason.KILLED, Timeout.INFINITY);
  }

  private Optional<TaskResult<T>> end(ExitReason signal, ExitReason expected, Duration timeout) {
    inbox.checkOwner(this);
    Pid process = pid.orElseThrow(() -> new IllegalStateException(
        "the task " + this + " was made by Task.completed and has no process to end; its result can be awaited"));
    ExitReason reason = inbox.end(process, signal, timeout);
    TaskResult<T> last = inbox.abandon().orElseGet(() -> new TaskResult.Exit<>(reason));
    boolean asExpected = last instanceof TaskResult.Exit<T>(ExitReason end, var _) && end.equals(expected);
    return asExpected ? Optional.empty() : Optional.of(last);
  }

  @Override
  public String toString() {
    return "Task" + pid.map(process -> process.toString()).orElse("(completed)");
  }
}
