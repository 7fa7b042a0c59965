package dev.ninefold.process;

import org.jspecify.annotations.Nullable;

/** That a process waits for another to go on, other than in a call: in a stop, or for room in its mailbox. */
final class ProcessWait extends Wait {

  private final @Nullable Cell server;

  ProcessWait(@Nullable Cell server) {
    this.server = server;
  }

  @Override
  @Nullable Cell server() {
    return server;
  }

  @Override
  boolean counts() {
    return true;
  }
}
