package dev.ninefold.report;

/** Takes the reports of a node: prints, counts, forwards them. Called by the process that makes the report; must not block long. */
@FunctionalInterface
public interface ReportHandler {

  /** Handles one report. A handler that throws is removed, and the others are told. */
  void handle(ReportEvent event);

  /**
   * Whether it would do anything with such reports. If no handler would, a report need not be made: that costs more than all else when
   * processes crash and are restarted again and again.
   *
   * @param level how grave they are
   * @param label what kind
   */
  default boolean takes(Level level, String label) {
    return true;
  }

  /** What comes next is to stand behind all that was before: print or forward what was held back. */
  default void flush() {}

  /** The node ends: print or forward what was held back. Called once; reports of ordinary threads may still come. */
  default void close() {}
}
