package dev.ninefold.supervisor;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Pid;
import dev.ninefold.supervisor.Supervisor.ChildCounts;
import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A supervisor that begins without children and gets them one by one, as many as there are stations, sessions or jobs: Elixir's
 * {@code DynamicSupervisor}, and what OTP's {@code simple_one_for_one} is for.
 *
 * <p>Its children have no ids and no order: each is known by its pid, the same spec may be started any number of times, and a child that is
 * stopped, or ends for good, is forgotten. Starting and stopping one takes no longer if there are many. When the supervisor ends, it stops all
 * of them at the same time.
 *
 * <pre>{@code
 * SupervisorRef stations =
 *     DynamicSupervisor.startLink(DynamicSupervisorFlags.DEFAULT, StartOptions.named("stations")).orElseThrow();
 * Pid station = DynamicSupervisor.startChild(stations, ChildSpec.worker("station", () -> Station.startLink("CP-17"))).orElseThrow();
 * }</pre>
 *
 * <p>The functions of this interface wait for the supervisor as long as it takes; any thread may call them. They throw
 * {@link dev.ninefold.process.CallException} if it is not there, or ends meanwhile. Those of {@link Supervisor} that make sense without ids
 * work too.
 */
public interface DynamicSupervisor {

  /** Called first, in the new process, and again when the code is changed. Throwing fails the start. */
  DynamicSupervisorSpec init() throws Exception;

  // ---- starting and stopping

  /**
   * Starts a dynamic supervisor linked to the calling process: Elixir's {@code DynamicSupervisor.start_link/3}.
   *
   * @return Ok; Ignore; or Failed, with a {@link SupervisorError} if a flag is wrong
   */
  static StartResult<SupervisorRef> startLink(Supplier<? extends DynamicSupervisor> module, StartOptions options) {
    return DynamicSupervisorProcess.startLink(module, options);
  }

  /** The same with the default options. */
  static StartResult<SupervisorRef> startLink(Supplier<? extends DynamicSupervisor> module) {
    return startLink(module, StartOptions.DEFAULT);
  }

  /** Starts a dynamic supervisor without a module of its own: Elixir's {@code DynamicSupervisor.start_link/1}. */
  static StartResult<SupervisorRef> startLink(DynamicSupervisorFlags flags, StartOptions options) {
    Objects.requireNonNull(flags,
        "flags: expected how the supervisor goes about its children, as DynamicSupervisorFlags.DEFAULT, got null");
    return startLink(() -> new Default(flags), options);
  }

  /** Stops the children and the supervisor with reason normal, and waits for its end: Elixir's {@code DynamicSupervisor.stop/1}. */
  static void stop(SupervisorRef supervisor) {
    Supervisor.stop(supervisor);
  }

  /**
   * Stops the children and the supervisor with a reason, and waits for its end: Elixir's {@code DynamicSupervisor.stop/3}.
   *
   * @throws dev.ninefold.process.ExitException if it is not there, ends with another reason, or not in time; then it goes on stopping
   */
  static void stop(SupervisorRef supervisor, ExitReason reason, Duration timeout) {
    Supervisor.stop(supervisor, reason, timeout);
  }

  // ---- children

  /**
   * Starts a child: Elixir's {@code DynamicSupervisor.start_child}. The spec is looked at before the supervisor is asked; its id is not used
   * but for {@link Supervisor#busyWith}, and it may not be significant.
   *
   * @return Ok with the pid and what the start function said besides; Ignore, then there is no child; or Failed: with what the start function
   *     said, with {@link SupervisorError.Refusal#MAX_CHILDREN}, or with what is wrong with the spec
   */
  static StartResult<Pid> startChild(SupervisorRef supervisor, ChildSpec spec) {
    Objects.requireNonNull(spec, "spec: expected the spec of the child that is to be started, got null");
    Optional<SupervisorError> error = ChildSpecs.checkDynamic(spec);
    return error.isPresent() ? StartResult.failed(error.get().asReason()) : Supervisor.startChild(supervisor, spec);
  }

  /**
   * Stops a child as its spec says, and forgets it: Elixir's {@code DynamicSupervisor.terminate_child}. If it is being restarted, it is not; it
   * has the pid of the process that ended then. NOT_FOUND if there is none.
   */
  static ChildResult terminateChild(SupervisorRef supervisor, Pid child) {
    Objects.requireNonNull(child, "child: expected the pid of a child, as startChild returns, got null");
    return Supervisor.terminateChild(supervisor, child);
  }

  /** All children, last started first; their id is {@link ChildInfo.NoId#UNDEFINED}: Elixir's {@code which_children}. */
  static List<ChildInfo> whichChildren(SupervisorRef supervisor) {
    return Supervisor.whichChildren(supervisor);
  }

  /** How many children there are; active are all but those that are being restarted: Elixir's {@code count_children}. */
  static ChildCounts countChildren(SupervisorRef supervisor) {
    return Supervisor.countChildren(supervisor);
  }

  /**
   * What {@code sys:get_state} tells of a dynamic supervisor.
   *
   * @param name its name, or its pid and module
   * @param module the class of its callbacks
   * @param flags as they are now
   * @param restarts how many count against the intensity
   * @param children in the order in which their processes were started
   */
  record State(Object name, String module, DynamicSupervisorFlags flags, int restarts, List<ChildInfo> children) {}

  /**
   * A dynamic supervisor without a module of its own.
   *
   * @param init its flags
   */
  record Default(DynamicSupervisorFlags init) implements DynamicSupervisor {}
}
