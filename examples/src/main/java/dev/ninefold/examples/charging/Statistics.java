package dev.ninefold.examples.charging;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What has happened so far on the side of the management system. Any thread may count. */
final class Statistics {

  /** What is counted. */
  enum Count {
    /** Requests of stations that were understood. */
    REQUESTS("requests"),
    /** Answers to them that were sent. */
    REPLIES("replies"),
    /** Those of them that were internal errors. */
    INTERNAL_ERRORS("internal errors"),
    /** How many times a handler crashed. */
    HANDLER_CRASHES("handler crashes"),
    /** How many times one was installed again. */
    REINSTALLS("re-installs"),
    /** Answers that found their connection closed. */
    UNDELIVERED("answers undelivered"),
    /** Requests that were answered with another error, for they were not understood. */
    REJECTED("requests rejected"),
    /** Messages that cannot be answered: no JSON, or no usable id. */
    UNUSABLE("messages unusable"),
    /** Requests with an id that was in use before: passed over. */
    DUPLICATES("duplicate ids"),
    /** Answers to what was not asked: passed over. */
    REPLIES_TO_NOTHING("replies to nothing"),
    /** Connections that were closed because of a message that is too long. */
    OVERSIZED("messages too long"),
    /** Handshakes that were refused. */
    HANDSHAKES_REFUSED("handshakes refused"),
    /** Connections that were opened. */
    CONNECTIONS("connections");

    private final String words;

    Count(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);

  Statistics() {
    for (Count count : Count.values()) {
      counts.put(count, new LongAdder());
    }
  }

  void add(Count count) {
    adder(count).increment();
  }

  long get(Count count) {
    return adder(count).sum();
  }

  // All of them are there from the beginning.
  @SuppressWarnings("NullAway")
  private LongAdder adder(Count count) {
    return counts.get(count);
  }
}
