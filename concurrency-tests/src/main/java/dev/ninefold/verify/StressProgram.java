package dev.ninefold.verify;

import java.util.List;

/** Does things at random for a while, and then counts what has to be conserved. Round follows round, each with a seed of its own. */
interface StressProgram {

  /** All of them. */
  static List<StressProgram> all() {
    return List.of(new Messages(), new Ties(), new Calls(), new Timers(), new Supervisors());
  }

  /** What {@code --only} calls it. */
  String name();

  /** Its laws, in a line. */
  String laws();

  /** One round. Afterwards nothing may be left on the node. */
  void round(World world) throws Exception;
}
