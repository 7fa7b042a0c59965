package dev.ninefold.debug;

import java.nio.file.Path;

/** What {@code sys} asks of the debugging of a process. Users call {@code Sys}. */
public sealed interface DebugRequest {

  /** How many events a log keeps if nothing else is said. */
  int LOG_SIZE = 10;

  /** Every event is printed, or no longer. */
  record Trace(boolean on) implements DebugRequest {}

  /** The last events are kept; nothing changes if they are already. */
  record Log(int size) implements DebugRequest {}

  /** No events are kept, and those that were are forgotten. */
  record NoLog() implements DebugRequest {}

  /** The events that were kept. */
  record GetLog() implements DebugRequest {}

  /** The events that were kept are printed. */
  record PrintLog() implements DebugRequest {}

  /** Every event is written to that file, and no longer to another. */
  record LogToFile(Path file) implements DebugRequest {}

  /** No event is written to a file. */
  record NoLogToFile() implements DebugRequest {}

  /** Messages are counted, or no longer. */
  record Statistics(boolean on) implements DebugRequest {}

  /** What was counted. */
  record GetStatistics() implements DebugRequest {}

  /** A function sees every event; nothing changes if there is one of that id. */
  record Install(DebugOption.Install<?> option) implements DebugRequest {}

  /** The function of that id sees no event any more. */
  record Remove(Object id) implements DebugRequest {}

  /** Everything is off. */
  record NoDebug() implements DebugRequest {}

  /**
   * The answer if the file could not be opened: OTP's {@code {error, open_file}}.
   *
   * @param file the file
   * @param why what the system says
   */
  record NotOpened(Path file, String why) {
    @Override
    public String toString() {
      return "open_file: " + file + ": " + why;
    }
  }
}
