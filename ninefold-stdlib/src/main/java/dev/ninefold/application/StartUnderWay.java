package dev.ninefold.application;

import dev.ninefold.process.Pid;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A start under way. Who waits for it waits for the end of its process; then the controller knows what it came to. */
final class StartUnderWay {

  private final String application;
  private final Pid process;
  private volatile @Nullable ApplicationResult result;

  StartUnderWay(String application, Pid process) {
    this.application = application;
    this.process = process;
  }

  String application() {
    return application;
  }

  /** The process that carries it out. */
  Pid process() {
    return process;
  }

  /** What it came to; empty until the controller knows. */
  Optional<ApplicationResult> result() {
    return Optional.ofNullable(result);
  }

  /** The start has come to that. Called by the controller alone. */
  void end(ApplicationResult with) {
    result = with;
  }

  @Override
  public String toString() {
    return "start of " + application + " by " + process;
  }
}
