package dev.ninefold.debug;

import java.nio.file.Path;
import java.util.Objects;

/** What to observe of a process from its start: an entry of OTP's start option {@code debug}. */
public sealed interface DebugOption {

  /** Every event is printed. */
  record Trace() implements DebugOption {}

  /**
   * The last events are kept.
   *
   * @param events how many, one or more
   */
  record Log(int events) implements DebugOption {
    /** The last ten. */
    public Log() {
      this(DebugRequest.LOG_SIZE);
    }
  }

  /** Messages are counted. */
  record Statistics() implements DebugOption {}

  /**
   * Every event is written to a file.
   *
   * @param file the file
   */
  record LogToFile(Path file) implements DebugOption {
    public LogToFile {
      Objects.requireNonNull(file, "file: expected where to write the events, got null");
    }
  }

  /**
   * A function sees every event.
   *
   * @param id under which it can be removed
   * @param function the function
   * @param state its first state
   */
  record Install<S>(Object id, DebugFunction<S> function, S state) implements DebugOption {
    public Install {
      Objects.requireNonNull(id, "id: expected under what the function can be removed, got null");
      Objects.requireNonNull(function, "function: expected what sees the events, got null");
      Objects.requireNonNull(state, "state: expected the first state of the function, got null");
    }

    /** A function that is its own id. */
    public Install(DebugFunction<S> function, S state) {
      this(function, function, state);
    }
  }

  /** Whether it makes sense. One that does not is skipped, and reported. */
  default boolean isValid() {
    return !(this instanceof Log(int events)) || events > 0;
  }
}
