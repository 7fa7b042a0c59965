package dev.ninefold.supervisor;

import java.util.List;

/** What {@link Supervisor#init} returns. */
public sealed interface SupervisorSpec {

  /**
   * The supervisor starts these children, in this order: OTP's {@code {ok, {Flags, ChildSpecs}}}.
   *
   * @param flags how it goes about them
   * @param children what to start
   */
  record Children(SupervisorFlags flags, List<ChildSpec> children) implements SupervisorSpec {}

  /** There is nothing to supervise: start returns ignore, the process ends normally. OTP's {@code ignore}. */
  record Ignore() implements SupervisorSpec, DynamicSupervisorSpec {}

  /** The flags and the children, in start order. */
  static SupervisorSpec of(SupervisorFlags flags, ChildSpec... children) {
    return new Children(flags, List.of(children));
  }

  /** The flags and the children, in start order. */
  static SupervisorSpec of(SupervisorFlags flags, List<ChildSpec> children) {
    return new Children(flags, children);
  }

  /** OTP's default flags, one restart in five seconds, with a strategy; and the children, in start order. */
  static SupervisorSpec of(Strategy strategy, ChildSpec... children) {
    return of(SupervisorFlags.of(strategy), children);
  }

  /** OTP's {@code ignore}. */
  static SupervisorSpec ignore() {
    return new Ignore();
  }
}
