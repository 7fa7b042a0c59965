package dev.ninefold.examples.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a user sees who runs an example: the launcher in a JVM of its own, with the class path of {@code ./ninefold}.
 *
 * @param status the exit status
 * @param out what was printed on standard output
 * @param err what was printed on standard error
 */
public record Program(int status, String out, String err) {

  /** Runs an example with these lines as its input. */
  public static Program run(List<String> arguments, String... lines) throws IOException, InterruptedException {
    var output = Path.of(System.getProperty("ninefold.output"));
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--add-opens", "java.base/java.lang=ALL-UNNAMED", "-Dninefold.scheduler=" + System.getProperty("ninefold.scheduler", ""),
        "-cp",
        output.resolve("classes") + File.pathSeparator + Files.readString(output.resolve("classpath")),
        Launcher.class.getName()));
    command.addAll(arguments);
    var files = Files.createTempDirectory("program");
    var in = Files.write(files.resolve("in"), List.of(lines));
    var out = files.resolve("out");
    var err = files.resolve("err");
    try {
      var builder = new ProcessBuilder(command).redirectInput(in.toFile())
          .redirectOutput(out.toFile())
          .redirectError(err.toFile());
      // Java would say on standard error that it has read them.
      builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
      var process = builder.start();
      try {
        return new Program(process.waitFor(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
      } finally {
        process.destroyForcibly();
      }
    } finally {
      for (var file : List.of(in, out, err, files)) {
        Files.deleteIfExists(file);
      }
    }
  }
}
