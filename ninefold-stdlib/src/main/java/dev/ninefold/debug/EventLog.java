package dev.ninefold.debug;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last so many events: an immutable value. */
final class EventLog {

  /*
   * Two lists, so that adding costs the same however many are kept: `front` has the oldest events, oldest first, `back` the newer ones,
   * newest first. While it is full, each that comes drops the first of front; if that is empty, it is made of back.
   */

  private record Link(DebugItem item, @Nullable Link next) {}

  private final int limit;
  private final int size;
  private final @Nullable Link front;
  private final @Nullable Link back;

  private EventLog(int limit, int size, @Nullable Link front, @Nullable Link back) {
    this.limit = limit;
    this.size = size;
    this.front = front;
    this.back = back;
  }

  static EventLog empty(int limit) {
    return new EventLog(limit, 0, null, null);
  }

  EventLog add(DebugItem item) {
    Link newest = new Link(item, back);
    if (size < limit) {
      return new EventLog(limit, size + 1, front, newest);
    }
    if (front != null) {
      return new EventLog(limit, size, front.next, newest);
    }
    Link reversed = null;
    for (Link link = newest; link != null; link = link.next) {
      reversed = new Link(link.item, reversed);
    }
    return new EventLog(limit, size, reversed == null ? null : reversed.next, null);
  }

  /** Oldest first. */
  List<DebugItem> items() {
    List<DebugItem> newer = new ArrayList<>();
    for (Link link = back; link != null; link = link.next) {
      newer.add(link.item);
    }
    List<DebugItem> all = new ArrayList<>(size);
    for (Link link = front; link != null; link = link.next) {
      all.add(link.item);
    }
    all.addAll(newer.reversed());
    return all;
  }
}
