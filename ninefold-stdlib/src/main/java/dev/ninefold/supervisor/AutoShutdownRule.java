package dev.ninefold.supervisor;

/** Whether the end of a child ends its supervisor: SUP-76 to SUP-80. */
final class AutoShutdownRule {

  private AutoShutdownRule() {}

  /**
   * A child has ended by itself and is not started again.
   *
   * @param significant whether that child is significant
   * @param othersActive whether another significant child runs or is being restarted
   */
  static boolean endsSupervisor(AutoShutdown mode, boolean significant, boolean othersActive) {
    return significant && switch (mode) {
      case NEVER -> false;
      case ANY_SIGNIFICANT -> true;
      case ALL_SIGNIFICANT -> !othersActive;
    };
  }
}
