package dev.ninefold.gen;

import java.nio.file.Path;

/**
 * What to observe of a process from its start: an entry of OTP's start option {@code debug}. Accepted, and without effect until
 * {@code sys} can trace.
 */
public sealed interface DebugOption {

  /** Every event is printed. */
  record Trace() implements DebugOption {}

  /**
   * The last events are kept.
   *
   * @param events how many, one or more
   */
  record Log(int events) implements DebugOption {}

  /** Messages are counted. */
  record Statistics() implements DebugOption {}

  /**
   * Every event is written to a file.
   *
   * @param file the file
   */
  record LogToFile(Path file) implements DebugOption {}

  /** Whether it makes sense. A list with one that does not is ignored, and reported. */
  default boolean isValid() {
    return !(this instanceof Log(int events)) || events > 0;
  }
}
