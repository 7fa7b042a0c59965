package dev.ninefold.benchmarks;

import java.io.PrintStream;

/** Where the run is: one line that is rewritten on a terminal, else a line for each row. */
final class Progress {
  /** To the line's beginning, and clear what is there. */
  private static final String REWRITE = "\r\u001b[K";

  private final PrintStream out;
  private final boolean terminal;

  Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void row(String place, String row) {
    if (!terminal) {
      out.println("[" + place + "] " + row);
    }
  }

  void fork(String place, String row, String contender, int fork, int forks) {
    if (terminal) {
      out.print(REWRITE + "[" + place + "] " + row + ": " + contender + ", fork " + fork + " of " + forks);
      out.flush();
    }
  }

  /** Makes room for a line of the table. */
  void clear() {
    if (terminal) {
      out.print(REWRITE);
      out.flush();
    }
  }

  /** Tells something that stays. */
  void say(String message) {
    clear();
    out.println("ninefold bench: " + message);
  }
}
