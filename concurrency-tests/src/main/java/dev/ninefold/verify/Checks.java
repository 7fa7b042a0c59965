package dev.ninefold.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** All checks, in the order in which they run. */
final class Checks {

  /** Small heaps show leaks, and leave room for others. */
  private static final List<String> FLAGS = List.of("-Xmx512m", "-XX:+UseParallelGC");

  private Checks() {}

  static List<Check> all() {
    List<Check> all = new ArrayList<>();
    all.add(new JcstressCheck());
    all.add(
        new ForkCheck("lincheck", "names, process table and timer wheel: every history is one of calls in some order",
            LincheckFork.class, List.of("-Xmx1g"),
            plan -> plan.lane() == Plan.Lane.SHORT ? List.of("5", "300") : List.of("60", "3000"),
            _ -> Duration.ofMinutes(60)));
    StressProgram.all().forEach(program -> all.add(stress(program)));
    all.add(
        new ForkCheck("leaks", "a child that crashes again and again leaves nothing on the heap", LeakFork.class,
            List.of("-Xmx256m", "-XX:+UseSerialGC"),
            plan -> plan.lane() == Plan.Lane.SHORT ? List.of("10000", "50000") : List.of("100000", "1000000"),
            _ -> Duration.ofMinutes(30)));
    return all;
  }

  private static Check stress(StressProgram program) {
    return new ForkCheck(program.name(), program.laws(), StressFork.class, FLAGS,
        plan -> List.of(program.name(), Long.toString(plan.seed()), Long.toString(plan.perProgram().toSeconds())),
        plan -> plan.perProgram().multipliedBy(2).plusMinutes(20));
  }
}
