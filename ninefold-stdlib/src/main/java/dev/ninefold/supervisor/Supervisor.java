package dev.ninefold.supervisor;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Calls;
import dev.ninefold.process.Pid;
import dev.ninefold.proclib.ProcLib;
import dev.ninefold.sys.Sys;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A supervisor: a process that starts other processes, its children, starts them again when they end, and stops them when it ends. OTP's
 * {@code supervisor}.
 *
 * <p>The children are started in order, one after the other, and stopped in the opposite order. A child that ends is started again,
 * alone or with its siblings, as its spec and the {@link Strategy} say. If that happens too often, the supervisor stops all children and
 * ends itself, and leaves it to its own supervisor to do better.
 *
 * <pre>{@code
 * final class StackTree implements Supervisor {
 *   public SupervisorSpec init() {
 *     return SupervisorSpec.of(REST_FOR_ONE,
 *         ChildSpec.worker("stash", StackStash::startLink),
 *         ChildSpec.supervisor("workers", () -> Supervisor.startLink(Workers::new)));
 *   }
 * }
 * }</pre>
 *
 * <p>The functions of this interface wait for the supervisor as long as it takes; any thread may call them. They throw
 * {@link dev.ninefold.process.CallException} if it is not there, or ends meanwhile.
 */
public interface Supervisor {

  /** Called first, in the new process, and again when the code is changed: says what to start. Throwing fails the start. */
  SupervisorSpec init() throws Exception;

  // ---- starting and stopping

  /**
   * Starts a supervisor linked to the calling process, and waits until all children have been started: OTP's
   * {@code supervisor:start_link}.
   *
   * @return Ok; Ignore; or Failed: with {@code {shutdown, {failed_to_start_child, Id, Reason}}} if a child could not be started (those
   *     that could have been stopped again), or with a {@link SupervisorError}
   */
  static StartResult<SupervisorRef> startLink(Supplier<? extends Supervisor> module, StartOptions options) {
    return SupervisorProcess.startLink(module, options);
  }

  /** The same with the default options. */
  static StartResult<SupervisorRef> startLink(Supplier<? extends Supervisor> module) {
    return startLink(module, StartOptions.DEFAULT);
  }

  /** Starts a supervisor without a module of its own: Elixir's {@code Supervisor.start_link/2}. */
  static StartResult<SupervisorRef> startLink(List<ChildSpec> children, SupervisorFlags flags, StartOptions options) {
    Objects.requireNonNull(children, ChildSpecs.EXPECTED);
    Objects.requireNonNull(flags,
        "flags: expected how the supervisor goes about its children, as SupervisorFlags.DEFAULT, got null");
    return startLink(() -> new Default(SupervisorSpec.of(flags, children)), options);
  }

  /** The same with a strategy and Elixir's limit, three restarts in five seconds. */
  static StartResult<SupervisorRef> startLink(List<ChildSpec> children, Strategy strategy, StartOptions options) {
    SupervisorSpec spec = init(children, strategy);
    return startLink(() -> new Default(spec), options);
  }

  /** What {@link #init()} may return: children with a strategy and Elixir's limit, three restarts in five seconds. */
  static SupervisorSpec init(List<ChildSpec> children, Strategy strategy) {
    Objects.requireNonNull(children, ChildSpecs.EXPECTED);
    return SupervisorSpec.of(SupervisorFlags.of(strategy).withIntensity(3), children);
  }

  /** Stops the children and the supervisor with reason normal, and waits for its end: OTP 29's {@code supervisor:stop/1}. */
  static void stop(SupervisorRef supervisor) {
    stop(supervisor, ExitReason.NORMAL, Timeout.INFINITY);
  }

  /**
   * Stops the children and the supervisor with a reason, and waits for its end: OTP 29's {@code supervisor:stop/3}.
   *
   * @throws dev.ninefold.process.ExitException if it is not there, ends with another reason, or not in time; then it goes on stopping
   */
  static void stop(SupervisorRef supervisor, ExitReason reason, Duration timeout) {
    ProcLib.stop(checked(supervisor).destination(), reason, timeout);
  }

  // ---- children

  /**
   * Starts another child, at the end of the start order: OTP's {@code supervisor:start_child}.
   *
   * @return Ok with the pid and what the start function said besides; Ignore, then the child is there but does not run, unless it is
   *     temporary; or Failed, then it was not added: with {@code {already_started, Pid}} if the id or the name is in use,
   *     {@link SupervisorError.Refusal#ALREADY_PRESENT}, {@link SupervisorError.StartFailed}, or what is wrong with the spec
   */
  static StartResult<Pid> startChild(SupervisorRef supervisor, ChildSpec spec) {
    Objects.requireNonNull(spec, "spec: expected the spec of the child that is to be started, got null");
    return call(supervisor, new SupervisorRequest.StartChild(spec));
  }

  /**
   * Starts a child that does not run: OTP's {@code supervisor:restart_child}.
   *
   * @return Ok with the pid; Ignore; or Failed: with NOT_FOUND, RUNNING, RESTARTING of {@link SupervisorError.Refusal}, or with what
   *     the start function said
   */
  static StartResult<Pid> restartChild(SupervisorRef supervisor, Object id) {
    return call(supervisor, new SupervisorRequest.RestartChild(checkedId(id)));
  }

  /**
   * Stops a child as its spec says, and keeps the spec unless it is temporary: OTP's {@code supervisor:terminate_child}. Ok also if it did
   * not run; NOT_FOUND if there is none of that id.
   */
  static ChildResult terminateChild(SupervisorRef supervisor, Object id) {
    return call(supervisor, new SupervisorRequest.TerminateChild(checkedId(id)));
  }

  /** Forgets a child that does not run: OTP's {@code supervisor:delete_child}. Else NOT_FOUND, RUNNING, or RESTARTING. */
  static ChildResult deleteChild(SupervisorRef supervisor, Object id) {
    return call(supervisor, new SupervisorRequest.DeleteChild(checkedId(id)));
  }

  /** All children, last started first: OTP's {@code supervisor:which_children}. */
  static List<ChildInfo> whichChildren(SupervisorRef supervisor) {
    return call(supervisor, new SupervisorRequest.WhichChildren());
  }

  /** One child; empty if there is none of that id: OTP 28's {@code supervisor:which_child}. */
  static Optional<ChildInfo> whichChild(SupervisorRef supervisor, Object id) {
    return call(supervisor, new SupervisorRequest.WhichChild(checkedId(id)));
  }

  /** How many children there are: OTP's {@code supervisor:count_children}. */
  static ChildCounts countChildren(SupervisorRef supervisor) {
    return call(supervisor, new SupervisorRequest.CountChildren());
  }

  /** The spec of a child; empty if there is none of that id: OTP's {@code supervisor:get_childspec}. */
  static Optional<ChildSpec> getChildspec(SupervisorRef supervisor, Object id) {
    return call(supervisor, new SupervisorRequest.GetChildspec(checkedId(id)));
  }

  /** Whether a supervisor without automatic shutdown, or with any, would take the specs: OTP's {@code check_childspecs/1}. */
  static ChildResult checkChildspecs(List<ChildSpec> specs) {
    return result(ChildSpecs.check(Objects.requireNonNull(specs, ChildSpecs.EXPECTED), Optional.empty()));
  }

  /** Whether a supervisor with that automatic shutdown would take the specs: OTP's {@code supervisor:check_childspecs/2}. */
  static ChildResult checkChildspecs(List<ChildSpec> specs, AutoShutdown autoShutdown) {
    Objects.requireNonNull(autoShutdown, "autoShutdown: expected NEVER, ANY_SIGNIFICANT or ALL_SIGNIFICANT, got null");
    return result(ChildSpecs.check(Objects.requireNonNull(specs, ChildSpecs.EXPECTED), Optional.of(autoShutdown)));
  }

  /** The name of the class of the callbacks: OTP's {@code supervisor:get_callback_module}. */
  static String getCallbackModule(SupervisorRef supervisor) {
    return Sys.getStatus(checked(supervisor), Timeout.INFINITY).module();
  }

  // ---- looking at trees

  /**
   * The supervisor, its children, their children and so on. One that does not answer in time is shown without children, and with what it
   * is busy with.
   *
   * @param timeout for all together
   */
  static SupervisionTree tree(SupervisorRef supervisor, Duration timeout) {
    return SupervisionTree.of(checked(supervisor), timeout);
  }

  /** What a supervisor waits for just now, if it starts or stops a child. Asks nobody, so it answers at once. */
  static Optional<Busy> busyWith(SupervisorRef supervisor) {
    return checked(supervisor).whereis().flatMap(Busy::of);
  }

  /**
   * The numbers of children.
   *
   * @param specs all
   * @param active those that are alive
   * @param supervisors all whose type is supervisor, alive or not
   * @param workers all whose type is worker, alive or not
   */
  record ChildCounts(int specs, int active, int supervisors, int workers) {}

  /**
   * What {@code sys:get_state} tells of a supervisor.
   *
   * @param name its name, or its pid and module
   * @param module the class of its callbacks
   * @param flags as they are now
   * @param restarts how many count against the intensity
   * @param children in start order
   * @param specs their specs, in the same order
   */
  record State(
      Object name, String module, SupervisorFlags flags, int restarts, List<ChildInfo> children, List<ChildSpec> specs) {}

  /**
   * A supervisor without a module of its own.
   *
   * @param init what it starts
   */
  record Default(SupervisorSpec init) implements Supervisor {}

  private static SupervisorRef checked(SupervisorRef supervisor) {
    return Objects.requireNonNull(supervisor, "supervisor: expected a reference to a supervisor, as its start returns, got null");
  }

  private static Object checkedId(Object id) {
    return Objects.requireNonNull(id, "id: expected the id of a child, got null");
  }

  private static ChildResult result(Optional<SupervisorError> error) {
    return error.<ChildResult>map(ChildResult.Failed::new).orElse(ChildResult.Ok.OK);
  }

  @SuppressWarnings("unchecked") // the request names the type of its reply
  private static <R> R call(SupervisorRef supervisor, SupervisorRequest<R> request) {
    return (R) Objects
        .requireNonNull(Calls.call("gen_server:call", checked(supervisor).destination(), request, Timeout.INFINITY));
  }
}
