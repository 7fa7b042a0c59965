package dev.ninefold.test;

import java.time.Duration;

/**
 * Something in a simulated run that is not as it usually is. Usually the process goes on that could do so first, nobody dies, and time goes on only
 * when nobody can.
 */
public sealed interface Deviation {

  /** How many times it was chosen before who goes on. */
  int turn();

  /** A process goes on before others that could do so earlier. */
  record GoesFirst(int turn, String process) implements Deviation {
    @Override
    public String toString() {
      return "turn " + turn + ": " + process + " goes first";
    }
  }

  /** All wait until the next timer has fired. */
  record AllWait(int turn) implements Deviation {
    @Override
    public String toString() {
      return "turn " + turn + ": all wait for the next timer";
    }
  }

  /** A process does not go on for that long, whatever comes. */
  record Stalls(int turn, String process, Duration time) implements Deviation {
    @Override
    public String toString() {
      return "turn " + turn + ": " + process + " stalls for " + time.toMillis() + " ms";
    }
  }

  /** A process is killed, which is found by its registered name or its pid. */
  record Killed(int turn, String process) implements Deviation {
    @Override
    public String toString() {
      return "turn " + turn + ": " + process + " is killed";
    }
  }

  /** A process crashes in a callback for a message or an event, or at a receive, after so many others. It is found by its registered name or its pid. */
  record Crashes(int turn, String process, int after) implements Deviation {
    @Override
    public String toString() {
      return "turn " + turn + ": " + process + " crashes in its next callback" + (after == 0 ? "" : " but " + after);
    }
  }
}
