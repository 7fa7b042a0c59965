package dev.ninefold.test;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A run in which a scenario failed. Prints itself as what to look at, and how to see it again.
 *
 * @param seed the seed of the run
 * @param trace what was not as usual in it; without any one of these, the failure vanishes
 * @param cause what the scenario threw
 */
public record Failure(long seed, List<Deviation> trace, Throwable cause) {

  public Failure {
    trace = List.copyOf(trace);
  }

  @Override
  public String toString() {
    String events = trace.isEmpty() ? "  nothing: it fails in the usual order\n"
        : trace.stream().map(deviation -> "  " + deviation + "\n").collect(Collectors.joining());
    return "seed " + seed + ": " + cause + "\nIt takes all of this, and nothing else:\n" + events;
  }
}
