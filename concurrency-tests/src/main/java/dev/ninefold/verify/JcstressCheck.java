package dev.ninefold.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The jcstress tests: they lie in the packages of the classes that they test. */
final class JcstressCheck implements Check {

  private static final Pattern RESULTS =
      Pattern.compile("\\(Results: (\\d+) planned; (\\d+) passed, (\\d+) failed, (\\d+) soft errs, (\\d+) hard errs\\)");
  private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

  @Override
  public String name() {
    return "jcstress";
  }

  @Override
  public String what() {
    return "mailbox hand-over, ties and names against death, reply places, timers: two threads, all outcomes";
  }

  @Override
  public List<String> command(Plan plan) {
    List<String> command = new ArrayList<>(List.of("-Xmx256m", NATIVE, "org.openjdk.jcstress.Main"));
    String flags = String.join(" ", plan.schedulerFlags());
    command.addAll(switch (plan.lane()) {
      // One fork of each test, compiled as the JVM likes it.
      case SHORT -> List.of("-f", "1", "-fsm", "1", "-iters", "1", "-time", "100", "-sc", "false", "-jvmArgs",
          ("-Xmx256m -XX:+UseSerialGC " + NATIVE + " " + flags).strip());
      // Interpreted, compiled by C1, by C2 with its orders shuffled, on one core and on two, in all combinations.
      case LONG ->
        List.of("-f", "1", "-fsm", "1", "-iters", "2", "-time", "200", "-jvmArgsPrepend", (NATIVE + " " + flags).strip());
    });
    command.addAll(List.of("-r", "jcstress"));
    return command;
  }

  @Override
  public Duration patience(Plan plan) {
    return plan.lane() == Plan.Lane.SHORT ? Duration.ofMinutes(30) : Duration.ofHours(4);
  }

  /** jcstress ends with status 0, too, when it found no test. */
  @Override
  public Verdict judge(List<String> output) {
    Matcher last = null;
    for (String line : output) {
      Matcher matcher = RESULTS.matcher(line);
      if (matcher.find()) {
        last = matcher;
      }
    }
    if (last == null) {
      return new Verdict(false, "jcstress ran no test");
    }
    int planned = Integer.parseInt(last.group(1));
    int passed = Integer.parseInt(last.group(2));
    boolean ok = planned > 0 && passed == planned;
    return new Verdict(ok, passed + " of " + planned + " test runs passed");
  }
}
