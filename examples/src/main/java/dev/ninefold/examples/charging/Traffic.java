package dev.ninefold.examples.charging;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What the simulated stations have seen. Any thread may count. */
final class Traffic {

  private static final int DIGITS = 3;

  private final LongAdder connections = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder requests = new LongAdder();
  private final LongAdder replies = new LongAdder();
  private final LongAdder internalErrors = new LongAdder();
  private final LongAdder missing = new LongAdder();
  private final Histogram micros = new ConcurrentHistogram(DIGITS);

  /** A station has a connection. */
  void connected() {
    connections.increment();
  }

  /** It does not have it any more, by its own will. */
  void disconnected() {
    connections.decrement();
  }

  /** A station has lost its connection, or got none, without having wanted that. */
  void droppedConnection() {
    dropped.increment();
  }

  void requested() {
    requests.increment();
  }

  /** There was an answer, after so long. */
  void answered(long nanos, boolean isInternalError) {
    replies.increment();
    micros.recordValue(TimeUnit.NANOSECONDS.toMicros(nanos));
    if (isInternalError) {
      internalErrors.increment();
    }
  }

  /** There was none. */
  void unanswered() {
    missing.increment();
  }

  long connections() {
    return connections.sum();
  }

  long dropped() {
    return dropped.sum();
  }

  long requests() {
    return requests.sum();
  }

  long replies() {
    return replies.sum();
  }

  long internalErrors() {
    return internalErrors.sum();
  }

  long missing() {
    return missing.sum();
  }

  /** How many milliseconds that part of the answers took at most; zero if there are none. */
  double latencyMillis(double percentile) {
    return micros.getValueAtPercentile(percentile) / 1_000.0;
  }
}
