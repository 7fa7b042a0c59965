package dev.ninefold.task;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Process.Body;
import dev.ninefold.supervisor.ChildInfo.State;
import dev.ninefold.supervisor.ChildResult;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.ChildSpec.Modules;
import dev.ninefold.supervisor.DynamicSupervisor;
import dev.ninefold.supervisor.DynamicSupervisorFlags;
import dev.ninefold.supervisor.Restart;
import dev.ninefold.supervisor.Shutdown;
import dev.ninefold.supervisor.StartFunction;
import dev.ninefold.supervisor.SupervisorError.Refusal;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.term.ExitReason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * A supervisor of tasks: Elixir's {@code Task.Supervisor}. Its tasks have a place in the tree, so that they are ended in order when that is
 * stopped, and can be seen and counted; and they may fail without their owner, by {@link #asyncNolink}.
 *
 * <pre>{@code
 * ChildSpec jobs = TaskSupervisor.childSpec(DynamicSupervisorFlags.DEFAULT, StartOptions.named("jobs"));
 * …
 * Task<Page> task = TaskSupervisor.asyncNolink(SupervisorRef.named("jobs"), () -> fetch(url));
 * }</pre>
 *
 * <p>It is a {@link DynamicSupervisor}, and the functions of that work on it too. Where there are very many tasks, several of them below a
 * {@link dev.ninefold.partitionsupervisor.PartitionSupervisor} share the work of starting them. Any thread may call the functions of this class;
 * they wait for the supervisor as long as it takes, and throw {@link dev.ninefold.process.CallException} if it is not there;
 * asking a stream for a result throws {@link TaskException.TaskExitedException} then.
 */
public final class TaskSupervisor {

  private TaskSupervisor() {}

  // ---- starting

  /**
   * Starts a supervisor of tasks, linked to the calling process: Elixir's {@code Task.Supervisor.start_link/1}.
   *
   * @param flags how many tasks there may be, and how often those may be started again that are not temporary
   * @return Ok; or Failed, with a {@link dev.ninefold.supervisor.SupervisorError} if a flag is wrong
   */
  public static StartResult<SupervisorRef> startLink(DynamicSupervisorFlags flags, StartOptions options) {
    return DynamicSupervisor.startLink(flags, options);
  }

  /** The same with the default flags: any number of tasks. */
  public static StartResult<SupervisorRef> startLink(StartOptions options) {
    return startLink(DynamicSupervisorFlags.DEFAULT, options);
  }

  /** The same without a name. */
  public static StartResult<SupervisorRef> startLink() {
    return startLink(StartOptions.DEFAULT);
  }

  /** A supervisor of tasks as a child, whose id is its name, or this class if it has none: Elixir's {@code Task.Supervisor.child_spec/1}. */
  public static ChildSpec childSpec(DynamicSupervisorFlags flags, StartOptions options) {
    ChildSpec spec = ChildSpec.ofDynamicSupervisor(flags, options).withModules(Modules.of(TaskSupervisor.class));
    return options.name().isPresent() ? spec : spec.withId(TaskSupervisor.class);
  }

  /** The same with the default flags. */
  public static ChildSpec childSpec(StartOptions options) {
    return childSpec(DynamicSupervisorFlags.DEFAULT, options);
  }

  // ---- tasks

  /**
   * Starts work that nobody awaits, linked to nobody but the supervisor: Elixir's {@code Task.Supervisor.start_child/2}. It is not started
   * again, and has five seconds to end.
   *
   * @return Ok; or Failed, with {@link Refusal#MAX_CHILDREN} if there are as many tasks as may be
   */
  public static StartResult<Pid> startChild(SupervisorRef supervisor, Body code) {
    return startChild(supervisor, code, Restart.TEMPORARY, ChildSpec.WORKER_SHUTDOWN);
  }

  /** The same, started again when it ends if {@code restart} says so, and stopped otherwise: Elixir's {@code Task.Supervisor.start_child/3}. */
  public static StartResult<Pid> startChild(SupervisorRef supervisor, Body code, Restart restart, Shutdown shutdown) {
    Origin origin = Origin.here();
    Body body = origin.plain(Task.checked(code));
    return start(supervisor, code, body, restart, shutdown);
  }

  /**
   * Starts a task whose result the caller awaits, as {@link Task#async} does, and linked to it too: Elixir's {@code Task.Supervisor.async/2}.
   *
   * @throws IllegalStateException if the supervisor has as many tasks as it may have
   */
  public static <T> Task<T> async(SupervisorRef supervisor, Callable<? extends T> code) {
    return async(supervisor, code, ChildSpec.WORKER_SHUTDOWN);
  }

  /** The same, stopped otherwise by the supervisor: Elixir's {@code Task.Supervisor.async/3}. */
  public static <T> Task<T> async(SupervisorRef supervisor, Callable<? extends T> code, Shutdown shutdown) {
    Pid pid = waiting(supervisor, code, shutdown);
    if (Process.isProcess()) {
      Process.link(pid);
    }
    return Task.begin(pid);
  }

  /**
   * Starts a task whose result the caller awaits, and whose failure does not hurt it: Elixir's {@code Task.Supervisor.async_nolink/2}. For a
   * server that does not wait: it gets {@link Task.Reply}, or {@link dev.ninefold.process.Info.Down} with the reference of the task.
   *
   * @throws IllegalStateException if the supervisor has as many tasks as it may have
   */
  public static <T> Task<T> asyncNolink(SupervisorRef supervisor, Callable<? extends T> code) {
    return asyncNolink(supervisor, code, ChildSpec.WORKER_SHUTDOWN);
  }

  /** The same, stopped otherwise by the supervisor: Elixir's {@code Task.Supervisor.async_nolink/3}. */
  public static <T> Task<T> asyncNolink(SupervisorRef supervisor, Callable<? extends T> code, Shutdown shutdown) {
    return Task.begin(waiting(supervisor, code, shutdown));
  }

  private static Pid waiting(SupervisorRef supervisor, Callable<?> code, Shutdown shutdown) {
    Origin origin = Origin.here();
    StartResult<Pid> started = waiting(supervisor, origin, Task.checked(code), code, shutdown);
    if (started instanceof StartResult.Failed<Pid>(ExitReason reason) && reason.equals(Refusal.MAX_CHILDREN.asReason())) {
      throw new IllegalStateException("the supervisor " + supervisor
          + " has reached the maximum number of tasks, its maxChildren; raise that, or wait until some have ended");
    }
    return started.orElseThrow();
  }

  /** Starts a task that waits for its {@link Origin.Begin}, from the calling process. */
  private static StartResult<Pid> waiting(SupervisorRef supervisor, Origin origin, Object function, Callable<?> code,
      Shutdown shutdown) {
    Optional<Pid> owner = Process.isProcess() ? Optional.of(Process.self()) : Optional.empty();
    return start(supervisor, function, origin.supervised(owner, function, code), Restart.TEMPORARY, shutdown);
  }

  private static StartResult<Pid> start(SupervisorRef supervisor, Object function, Body body, Restart restart,
      Shutdown shutdown) {
    checked(supervisor);
    StartFunction start = () -> Task.started(Process.spawn(Origin.options(function).withLinked(true), body));
    return DynamicSupervisor.startChild(supervisor,
        ChildSpec.worker(Task.class, start).withRestart(restart).withShutdown(shutdown).withModules(Modules.of(Task.class)));
  }

  private static void checked(SupervisorRef supervisor) {
    Objects.requireNonNull(supervisor,
        "supervisor: expected a supervisor of tasks, for example SupervisorRef.named(\"jobs\"), got null");
  }

  // ---- streams

  /**
   * {@link Task#asyncStream} with tasks of a supervisor: Elixir's {@code Task.Supervisor.async_stream}. A task that crashes takes a process along
   * that does not trap exits.
   *
   * <p>Asking for a result throws {@link IllegalStateException} if the supervisor has as many tasks as it may have.
   */
  public static <T, R> Stream<TaskResult<R>> asyncStream(SupervisorRef supervisor, Stream<? extends T> source,
      TaskFunction<? super T, ? extends R> function, StreamOptions options) {
    return stream(supervisor, TaskStream.Source.<T>of(source), function, options, true);
  }

  /** The same with elements from a collection, or from anywhere else. */
  public static <T, R> Stream<TaskResult<R>> asyncStream(SupervisorRef supervisor, Iterable<? extends T> source,
      TaskFunction<? super T, ? extends R> function, StreamOptions options) {
    return stream(supervisor, TaskStream.Source.<T>of(source), function, options, true);
  }

  /** The same, but a task that crashes hurts nobody: its result is an {@link TaskResult.Exit}. Elixir's {@code async_stream_nolink}. */
  public static <T, R> Stream<TaskResult<R>> asyncStreamNolink(SupervisorRef supervisor, Stream<? extends T> source,
      TaskFunction<? super T, ? extends R> function, StreamOptions options) {
    return stream(supervisor, TaskStream.Source.<T>of(source), function, options, false);
  }

  /** The same with elements from a collection, or from anywhere else. */
  public static <T, R> Stream<TaskResult<R>> asyncStreamNolink(SupervisorRef supervisor, Iterable<? extends T> source,
      TaskFunction<? super T, ? extends R> function, StreamOptions options) {
    return stream(supervisor, TaskStream.Source.<T>of(source), function, options, false);
  }

  private static <T, R> Stream<TaskResult<R>> stream(SupervisorRef supervisor, TaskStream.Source<T> source,
      TaskFunction<? super T, ? extends R> function, StreamOptions options, boolean linked) {
    checked(supervisor);
    return TaskStream.of(source, function, options, linked, (origin, code, body) -> {
      StartResult<Pid> started = waiting(supervisor, origin, code, body, options.shutdown());
      if (started instanceof StartResult.Ok<Pid> task) {
        Process.link(task.pid());
      }
      return started;
    });
  }

  // ---- looking at them

  /** The tasks that run, last started first: Elixir's {@code Task.Supervisor.children/1}. */
  public static List<Pid> children(SupervisorRef supervisor) {
    return DynamicSupervisor.whichChildren(supervisor)
        .stream()
        .flatMap(child -> child.state() instanceof State.Running(Pid pid) ? Stream.of(pid) : Stream.empty())
        .toList();
  }

  /** Stops a task: Elixir's {@code Task.Supervisor.terminate_child/2}. {@link Refusal#NOT_FOUND} if it is none of the supervisor's. */
  public static ChildResult terminateChild(SupervisorRef supervisor, Pid task) {
    return DynamicSupervisor.terminateChild(supervisor, task);
  }
}
