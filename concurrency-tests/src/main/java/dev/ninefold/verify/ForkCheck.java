package dev.ninefold.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A check that is a main class of ours: it ends with status 0 and a line that says what it did.
 *
 * @param main the class
 * @param flags of the JVM
 * @param arguments of the class
 * @param limit how long it may take
 */
record ForkCheck(
    String name,
    String what,
    Class<?> main,
    List<String> flags,
    Function<Plan, List<String>> arguments,
    Function<Plan, Duration> limit) implements Check {

  @Override
  public List<String> command(Plan plan) {
    List<String> command = new ArrayList<>(flags);
    command.addAll(plan.schedulerFlags());
    command.add(main.getName());
    command.addAll(arguments.apply(plan));
    return command;
  }

  @Override
  public Duration patience(Plan plan) {
    return limit.apply(plan);
  }

  @Override
  public Verdict judge(List<String> output) {
    return output.stream()
        .filter(line -> line.startsWith(ForkOutput.DONE))
        .findFirst()
        .map(line -> new Verdict(true, line.substring(ForkOutput.DONE.length())))
        .orElse(new Verdict(false, "it did not come to its end"));
  }

  @Override
  public String again(Plan plan, List<String> output) {
    return Check.super.again(plan, output) + output.stream()
        .filter(line -> line.startsWith(ForkOutput.SEED))
        .findFirst()
        .map(line -> " --seed " + line.substring(ForkOutput.SEED.length()))
        .orElse("");
  }
}
