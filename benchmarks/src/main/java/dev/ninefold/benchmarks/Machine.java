package dev.ninefold.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a run took place.
 *
 * @param cpu the model of the processor
 * @param processors how many there are
 * @param memory in megabytes
 * @param os with version and architecture
 * @param jdk that ran the forks
 * @param otp that ran the others; empty without one
 */
record Machine(String cpu, int processors, long memory, String os, String jdk, String otp) {
  private static final int MEGA = 1 << 20;

  /** This one. */
  static Machine read(String otp) {
    long memory = ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize() / MEGA
        : 0;
    String os = System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch");
    String jdk = System.getProperty("java.vm.name") + " " + Runtime.version();
    return new Machine(model(), Runtime.getRuntime().availableProcessors(), memory, os, jdk, otp);
  }

  private static String model() {
    try {
      List<String> lines = Files.readAllLines(Path.of("/proc/cpuinfo"));
      return lines.stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException _) {
      return "unknown";
    }
  }

  /** In one paragraph, below the table. */
  String line(Plan plan) {
    return cpu + ", " + processors + " processors, " + memory + " MB, " + os + "; " + jdk + " with "
        + String.join(" ", ForkCommand.JVM_FLAGS) + "; " + (otp.isEmpty() ? "no Erlang/OTP" : "Erlang/OTP " + otp)
        + "; scheduler: "
        + plan.scheduler() + "; forks: " + plan.forks() + (plan.quick() ? ", quick" : "") + ".";
  }
}
