package dev.ninefold.test;

/** The scenario has not come to its end, because its process was ended, or waits for what cannot come any more. */
final class StuckException extends Exception {

  private static final long serialVersionUID = 1L;

  StuckException() {
    super("the scenario did not come to its end: its process was ended, or waits, and nobody can go on");
  }
}
