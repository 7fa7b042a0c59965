package dev.ninefold.process;

/** The console of a node that was given no other: the one place that knows the standard output of the JVM. */
final class StandardOutput {

  private StandardOutput() {}

  static void println(String line) {
    System.out.println(line);
  }
}
