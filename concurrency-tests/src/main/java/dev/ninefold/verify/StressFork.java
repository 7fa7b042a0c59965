package dev.ninefold.verify;

import dev.ninefold.process.Node;
import dev.ninefold.process.NodeOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Runs a stress program, round after round, until its time is over or a law is broken. */
final class StressFork {

  private static final long PROGRESS_NANOS = 10_000_000_000L;
  /** A round is run by one of these: with a slot for each processor, with one, with more than there are processors. */
  private static final int[] SLOTS = {0, 1, 5};

  private StressFork() {}

  /**
   * Runs a program.
   *
   * @param args its name, the first seed, seconds
   */
  public static void main(String[] args) {
    StressProgram program =
        StressProgram.all().stream().filter(candidate -> candidate.name().equals(args[0])).findFirst().orElseThrow();
    System.exit(run(program, Long.parseLong(args[1]), Duration.ofSeconds(Long.parseLong(args[2]))) ? 0 : 1);
  }

  static boolean run(StressProgram program, long firstSeed, Duration time) {
    List<Node> nodes = new ArrayList<>();
    for (int slots : SLOTS) {
      NodeOptions options = NodeOptions.named("stress").withReportHandlers();
      nodes.add(Node.start(slots == 0 ? options : options.withSlots(slots)));
    }
    AtomicLong events = new AtomicLong();
    long start = System.nanoTime();
    long told = start;
    long seed = firstSeed;
    do {
      World world = new World(nodes.get(Math.floorMod(seed, SLOTS.length)), seed, events);
      try {
        program.round(world);
        world.end();
      } catch (Exception | AssertionError e) {
        System.out.println("seed " + seed + ", " + (seed - firstSeed) + " rounds after the first. Broken:");
        System.out.println(e instanceof World.LawBroken ? e.getMessage() : "an exception left the round");
        e.printStackTrace(System.out);
        System.out.println(ForkOutput.SEED + seed);
        return false;
      }
      seed++;
      if (System.nanoTime() - told > PROGRESS_NANOS) {
        told = System.nanoTime();
        System.out.println(ForkOutput.PROGRESS + (seed - firstSeed) + " rounds, " + events + " events");
      }
    } while (System.nanoTime() - start < time.toNanos());
    nodes.forEach(Node::close);
    System.out.println(ForkOutput.DONE + (seed - firstSeed) + " rounds from seed " + firstSeed + ", " + events + " events");
    return true;
  }
}
