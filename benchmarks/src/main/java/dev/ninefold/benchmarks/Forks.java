package dev.ninefold.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts forks and waits for them. */
final class Forks {
  private static final List<String> SOURCES =
      List.of(ForkCommand.MODULE + ".erl", ForkCommand.MODULE + "_server.erl", ForkCommand.MODULE + "_supervisor.erl",
          ForkCommand.MODULE + "_handler.erl", ForkCommand.MODULE + "_statem.erl");
  private static final String INSTALL_ERLANG =
      "without it the BEAM's column stays empty. Install Erlang: package erlang-base (apt install erlang-base, brew install erlang).";
  private static final int SHOWN_LINES = 20;

  /** What a fork came to. */
  sealed interface Outcome {}

  record Figures(List<Double> all) implements Outcome {}

  record Failure(String why) implements Outcome {}

  private final Plan plan;
  private final Path beam;
  private final Path java = Path.of(System.getProperty("java.home"), "bin", "java");
  private final String classPath = System.getProperty("java.class.path");
  private volatile Optional<Process> current = Optional.empty();
  private String beamVersion = "";

  Forks(Plan plan, Path output) {
    this.plan = plan;
    this.beam = output.resolve("beam");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> current.ifPresent(Process::destroyForcibly), "end of the fork"));
  }

  /** Compiles the programs for the BEAM; if that is not possible, says why. */
  Optional<String> prepareBeam() throws IOException, InterruptedException {
    Files.createDirectories(beam);
    List<String> compile = new ArrayList<>(List.of("erlc", "-o", beam.toString()));
    for (String name : SOURCES) {
      Path source = beam.resolve(name);
      try (InputStream in = Forks.class.getResourceAsStream("/" + name)) {
        if (in == null) {
          throw new IOException("expected " + name + " on the class path; build the module benchmarks again");
        }
        Files.write(source, in.readAllBytes());
      }
      compile.add(source.toString());
    }
    Output version;
    Output compiled;
    try {
      String ask = "io:format(\"~s, ERTS ~s\", [erlang:system_info(otp_release), erlang:system_info(version)]), halt().";
      version = run(List.of("erl", "-noshell", "-noinput", "-eval", ask));
      compiled = run(compile);
    } catch (IOException missing) {
      return Optional.of("erl and erlc are not on the PATH (" + missing.getMessage() + "); " + INSTALL_ERLANG);
    }
    if (compiled.status() != 0) {
      return Optional.of("erlc failed: " + compiled.tail());
    }
    beamVersion = String.join("", version.lines());
    return Optional.empty();
  }

  /** OTP's release; empty without one. */
  String beamVersion() {
    return beamVersion;
  }

  /** Runs one fork to its end. */
  Outcome run(Contender contender, Row row) throws IOException, InterruptedException {
    Output output = run(ForkCommand.of(contender, row, plan, java, classPath, beam));
    List<Double> figures = ForkOutput.figures(output.lines());
    if (output.hung()) {
      return new Failure("no end within " + plan.patience() + " seconds; it was killed.");
    }
    return output.status() == 0 && !figures.isEmpty() ? new Figures(figures)
        : new Failure("status " + output.status() + ", " + figures.size() + " figures:\n" + output.tail());
  }

  private record Output(boolean hung, int status, List<String> lines, List<String> errors) {
    String tail() {
      return String.join("\n", errors.subList(Math.max(0, errors.size() - SHOWN_LINES), errors.size()));
    }
  }

  /** Into files, not pipes: a fork that prints much must not wait for us, nor we for one that hangs. */
  private Output run(List<String> command) throws IOException, InterruptedException {
    Path out = Files.createTempFile("ninefold-bench", ".out");
    Path err = Files.createTempFile("ninefold-bench", ".err");
    try {
      Process process = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
          .redirectOutput(out.toFile())
          .redirectError(err.toFile())
          .start();
      current = Optional.of(process);
      boolean ended = process.waitFor(plan.patience(), TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      current = Optional.empty();
      return new Output(!ended, process.exitValue(), lines(out), lines(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8).lines().toList();
  }
}
