package dev.ninefold.benchmarks;

/** Who does the work, in the order of the table's columns and of the forks. */
enum Contender {
  NINEFOLD("Ninefold"), BEAM("BEAM"), PEKKO("Pekko");

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
