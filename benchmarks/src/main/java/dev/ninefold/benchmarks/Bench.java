package dev.ninefold.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/** The program behind {@code ./ninefold bench}. */
public final class Bench {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private Bench() {}

  public static void main(String[] args) throws Exception {
    System.exit(run(args));
  }

  private static int run(String[] args) throws IOException, InterruptedException {
    Options options;
    Plan plan;
    try {
      options = Options.parse(args);
      if (options.help()) {
        System.out.print(Options.usage());
        return OK;
      }
      plan = options.plan();
    } catch (Options.WrongOptions wrong) {
      System.err.println("ninefold bench: " + wrong.getMessage());
      return USAGE;
    }
    Path output = Path.of(System.getProperty("ninefold.bench.output", System.getProperty("java.io.tmpdir")));
    Forks forks = new Forks(plan, output);
    Progress progress = new Progress(System.err, Boolean.getBoolean("ninefold.bench.terminal"));
    return new Run(plan, forks, progress, options.json()).execute() ? OK : FAILED;
  }
}
