package dev.ninefold.report;

/** Takes the reports of a node: prints, counts, forwards them. Called by the process that makes the report; must not block long. */
@FunctionalInterface
public interface ReportHandler {

  /** Handles one report. A handler that throws is removed, and the others are told. */
  void handle(ReportEvent event);

  /** What comes next is to stand behind all that was before: print or forward what was held back. */
  default void flush() {}

  /** The node ends: print or forward what was held back. Called once; reports of ordinary threads may still come. */
  default void close() {}
}
