package dev.ninefold.test;

import java.util.Arrays;
import java.util.List;

/** Which frames of a stack a reader looks for. */
final class Frames {

  private static final List<String> MACHINERY =
      List.of("dev.ninefold.process.", "dev.ninefold.scheduler.", "dev.ninefold.time.", "dev.ninefold.timer.", "java.", "jdk.");

  private Frames() {}

  /** Whether it is not of what carries all code. */
  static boolean tells(String className) {
    return MACHINERY.stream().noneMatch(className::startsWith) && !className.equals(WatchedTimers.class.getName());
  }

  /** What was thrown on another thread, with the frames of who waits for it here below its own. */
  static Throwable withThoseOfTheCaller(Throwable thrown) {
    StackTraceElement[] there = thrown.getStackTrace();
    StackTraceElement[] here = new Throwable().getStackTrace();
    StackTraceElement[] both = Arrays.copyOf(there, there.length + here.length);
    System.arraycopy(here, 0, both, there.length, here.length);
    thrown.setStackTrace(both);
    return thrown;
  }
}
