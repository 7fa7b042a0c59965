package dev.ninefold.verify;

import java.time.Duration;
import java.util.List;

/** One of the things that are run, each in a JVM of its own. */
interface Check {

  /** What {@code --only} calls it. */
  String name();

  /** What it looks at, in a line. */
  String what();

  /** The arguments of the JVM, without the class path: flags, main class, arguments. */
  List<String> command(Plan plan);

  /** How long it may take before it counts as hanging. */
  Duration patience(Plan plan);

  /** Why a run that ended with status 0 has failed all the same, or what there is to say about it. */
  Verdict judge(List<String> output);

  /**
   * How to run it again.
   *
   * @param output what it wrote, maybe a seed
   */
  default String again(Plan plan, List<String> output) {
    return "./ninefold verify" + (plan.lane() == Plan.Lane.LONG ? " --long" : "") + " --only " + name()
        + plan.scheduler().map(kind -> " --scheduler " + kind).orElse("");
  }

  /**
   * What a run came to.
   *
   * @param ok whether everything held
   * @param text in a few words
   */
  record Verdict(boolean ok, String text) {}
}
