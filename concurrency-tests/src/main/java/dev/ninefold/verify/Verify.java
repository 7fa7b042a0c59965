package dev.ninefold.verify;

import java.io.IOException;
import java.nio.file.Path;

/** The program behind {@code ./ninefold verify}. */
public final class Verify {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private Verify() {}

  public static void main(String[] args) throws IOException, InterruptedException {
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
      System.err.println("ninefold verify: " + wrong.getMessage());
      return USAGE;
    }
    Path output = Path.of(System.getProperty("ninefold.verify.output", System.getProperty("java.io.tmpdir")));
    return new Run(plan, output, System.err).execute() ? OK : FAILED;
  }
}
