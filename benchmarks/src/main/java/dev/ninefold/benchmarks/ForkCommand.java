package dev.ninefold.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command lines of forks. */
final class ForkCommand {
  static final String MODULE = "ninefold_bench";

  /** The same for both systems on the JVM; the collector is named because the JVM's own choice depends on the machine. */
  static final List<String> JVM_FLAGS = List.of("-XX:+UseG1GC", "-XX:MaxRAMPercentage=50");

  /** Room for processes only: all else is the BEAM's default. */
  static final List<String> MANY_PROCESSES = List.of("+P", "4000000");

  private ForkCommand() {}

  /**
   * The command of a fork.
   *
   * @param java the JVM's executable
   * @param classPath of both systems on the JVM
   * @param beam the folder of the compiled module
   */
  static List<String> of(Contender contender, Row row, Plan plan, Path java, String classPath, Path beam) {
    List<String> command = new ArrayList<>();
    switch (contender) {
      case NINEFOLD -> jvm(command, java, plan.scheduler().flags(), classPath, "dev.ninefold.benchmarks.ours.NinefoldFork");
      case PEKKO -> jvm(command, java, List.of(), classPath, "dev.ninefold.benchmarks.pekko.PekkoFork");
      case BEAM -> {
        command.addAll(List.of("erl", "-noshell", "-noinput", "-pa", beam.toString()));
        if (row.manyProcesses()) {
          command.addAll(MANY_PROCESSES);
        }
        command.addAll(List.of("-s", MODULE, "fork"));
      }
    }
    command.addAll(plan.arguments(row));
    return command;
  }

  private static void jvm(List<String> command, Path java, List<String> flags, String classPath, String main) {
    command.add(java.toString());
    command.addAll(JVM_FLAGS);
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, main));
  }
}
