package dev.ninefold.supervisor;

/** What {@link DynamicSupervisor#init} returns: {@link DynamicSupervisorFlags}, or ignore. */
public sealed interface DynamicSupervisorSpec permits DynamicSupervisorFlags, SupervisorSpec.Ignore {

  /** There is nothing to supervise: start returns ignore, the process ends normally. OTP's {@code ignore}. */
  static DynamicSupervisorSpec ignore() {
    return new SupervisorSpec.Ignore();
  }
}
