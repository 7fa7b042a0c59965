package dev.ninefold.verify;

import dev.ninefold.process.NamesLincheck;
import dev.ninefold.process.ProcessTableLincheck;
import dev.ninefold.time.TimerWheelLincheck;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/** Runs the Lincheck tests; a history that no order of its calls explains ends it with an exception that shows it. */
final class LincheckFork {

  /** A loop that goes round more often counts as endless; the process table has 64 stripes. */
  private static final int LOOPS = 200;

  /** What is tested, and what it has to look like. */
  private static final Map<Class<?>, Class<?>> TESTS = new LinkedHashMap<>();

  static {
    TESTS.put(NamesLincheck.class, NamesLincheck.OneAfterTheOther.class);
    TESTS.put(ProcessTableLincheck.class, ProcessTableLincheck.OneAfterTheOther.class);
    TESTS.put(TimerWheelLincheck.class, TimerWheelLincheck.OneAfterTheOther.class);
  }

  private LincheckFork() {}

  /**
   * Runs all tests.
   *
   * @param args scenarios each test, and interleavings of each scenario
   */
  public static void main(String[] args) {
    int scenarios = Integer.parseInt(args[0]);
    int interleavings = Integer.parseInt(args[1]);
    TESTS.forEach((test, sequential) -> {
      System.out.println(ForkOutput.PROGRESS + test.getSimpleName());
      new ModelCheckingOptions().iterations(scenarios)
          .invocationsPerIteration(interleavings)
          .threads(2)
          .actorsPerThread(3)
          .loopBound(LOOPS)
          .sequentialSpecification(sequential)
          .check(test);
      new StressOptions().iterations(scenarios)
          .invocationsPerIteration(interleavings)
          .threads(2)
          .actorsPerThread(3)
          .sequentialSpecification(sequential)
          .check(test);
    });
    System.out.println(ForkOutput.DONE + TESTS.size() + " tests, " + scenarios + " scenarios each");
    // The node that the tests share has threads.
    System.exit(0);
  }
}
