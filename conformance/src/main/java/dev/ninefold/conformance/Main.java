package dev.ninefold.conformance;

import java.io.IOException;
import java.nio.file.Path;

/** The last step of the build: prints the conformance figure, and fails on a claim that must not stand. */
public final class Main {
  private Main() {}

  /**
   * Reports on what the tests of one build left behind.
   *
   * @param args the folder of the modules, and the mark of this build
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      System.err.println("expected the folder of the modules and the mark of the build");
      System.exit(2);
    }
    var conformance = new Conformance(Suites.upstream(), new Collector(Path.of(args[0]), args[1]).collect());
    System.out.print(conformance.report());
    var problems = conformance.problems();
    problems.forEach(problem -> System.err.println("conformance: " + problem));
    if (!problems.isEmpty()) {
      System.exit(1);
    }
  }
}
