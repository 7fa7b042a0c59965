package dev.ninefold.process;

import java.util.Map;
import org.slf4j.MDC;
import org.slf4j.helpers.NOPMDCAdapter;

/** SLF4J's MDC, which belongs to threads: what the code of one process leaves there must not show in the log lines of another. */
final class LogContext {

  /** A logging system without MDC never gets one later. */
  private static final boolean NONE = MDC.getMDCAdapter() instanceof NOPMDCAdapter;

  private LogContext() {}

  /** Binds SLF4J now, by the calling thread, and not by several workers at once. */
  static void prepare() {
    clear();
  }

  /** Clears the MDC of the calling thread. An empty one, which is usual, is only looked at: clearing costs more. */
  static void clear() {
    if (NONE) {
      return;
    }
    Map<String, String> context = MDC.getCopyOfContextMap();
    if (context != null && !context.isEmpty()) {
      MDC.clear();
    }
  }
}
