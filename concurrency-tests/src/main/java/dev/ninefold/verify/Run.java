package dev.ninefold.verify;

import dev.ninefold.verify.Check.Verdict;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the checks of a plan, one JVM after the other, and tells how it goes. */
final class Run {

  private static final int SHOWN = 400;

  private final Plan plan;
  private final Path folder;
  private final PrintStream out;

  Run(Plan plan, Path folder, PrintStream out) {
    this.plan = plan;
    this.folder = folder;
    this.out = out;
  }

  /** Returns whether everything held. */
  boolean execute() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    List<String> failed = new ArrayList<>();
    long start = System.nanoTime();
    for (Check check : plan.checks()) {
      out.printf("verify: %-13s %s ...%n", check.name(), check.what());
      long began = System.nanoTime();
      List<String> output = Collections.synchronizedList(new ArrayList<>());
      Verdict verdict = run(check, output);
      out.printf("verify: %-13s %s: %s (%d s)%n", check.name(), verdict.ok() ? "held" : "FAILED", verdict.text(),
          seconds(began));
      if (!verdict.ok()) {
        failed.add(check.name());
        tell(check, List.copyOf(output));
      }
    }
    if (failed.isEmpty()) {
      out.printf("verify: all %d held (%d s)%n", plan.checks().size(), seconds(start));
    } else {
      out.printf("verify: %d of %d FAILED: %s%n", failed.size(), plan.checks().size(), String.join(", ", failed));
    }
    return failed.isEmpty();
  }

  private Verdict run(Check check, List<String> output) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command(check)).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    Thread reader = Thread.ofVirtual().start(() -> read(process, output));
    Duration patience = check.patience(plan);
    if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      reader.join();
      return new Verdict(false, "it did not end within " + patience);
    }
    reader.join();
    Verdict verdict = check.judge(output);
    int status = process.exitValue();
    return status == 0 || !verdict.ok() ? verdict : new Verdict(false, "exit status " + status + ", " + verdict.text());
  }

  private List<String> command(Check check) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("-cp");
    command.add(absoluteClassPath());
    command.addAll(check.command(plan));
    return command;
  }

  /** The forks run in another folder. */
  private static String absoluteClassPath() {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, entries);
  }

  private void read(Process process, List<String> output) {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        if (line.startsWith(ForkOutput.PROGRESS)) {
          out.println("verify:   " + line.substring(ForkOutput.PROGRESS.length()));
        }
      }
    } catch (IOException closed) {
      output.add("its output broke off: " + closed);
    }
  }

  private void tell(Check check, List<String> output) {
    int hidden = Math.max(0, output.size() - SHOWN);
    if (hidden > 0) {
      out.println("  (" + hidden + " lines left out)");
    }
    output.stream().skip(hidden).forEach(line -> out.println("  " + line));
    out.println("verify: again: " + check.again(plan, output));
  }

  private static long seconds(long since) {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
  }
}
