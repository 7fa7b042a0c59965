package dev.ninefold.examples.errorman;

/** What the manager is told. */
sealed interface ErrorEvent {

  /** Somebody did not reply. */
  record NoReply() implements ErrorEvent {
    @Override
    public String toString() {
      return "no_reply";
    }
  }

  /** There is no room left on a disk. */
  record DiskFull(String disk) implements ErrorEvent {
    @Override
    public String toString() {
      return "{disk_full, " + disk + "}";
    }
  }

  /** Something that not every handler can stomach. */
  record Garbled(int bytes) implements ErrorEvent {
    @Override
    public String toString() {
      return "{garbled, " + bytes + "}";
    }
  }
}
