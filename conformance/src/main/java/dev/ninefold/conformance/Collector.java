package dev.ninefold.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds what the tests of all modules wrote into {@code otp-cases} during one build. */
final class Collector {
  private static final List<String> FOLDERS = List.of("target/otp-cases", "target/quick/otp-cases");

  private final Path root;
  private final String stamp;

  /**
   * @param root the folder of the modules
   * @param stamp the mark of this build; a file with another one is left over from an earlier build
   */
  Collector(Path root, String stamp) {
    this.root = root;
    this.stamp = stamp;
  }

  List<Outcome> collect() throws IOException {
    var outcomes = new ArrayList<Outcome>();
    for (var module : children(root)) {
      for (var folder : FOLDERS) {
        for (var file : children(module.resolve(folder))) {
          if (file.toString().endsWith(".tsv")) {
            outcomes.addAll(read(file));
          }
        }
      }
    }
    return outcomes;
  }

  private List<Outcome> read(Path file) throws IOException {
    var lines = Files.readAllLines(file);
    if (lines.isEmpty() || !lines.getFirst().equals("# build " + stamp)) {
      return List.of();
    }
    return lines.stream().skip(1).map(line -> parse(file, line)).toList();
  }

  private static Outcome parse(Path file, String line) {
    var fields = line.split("\t", -1);
    if (fields.length != 5) {
      throw new IllegalArgumentException(file + ": expected suite, case, class, test and outcome, got: " + line);
    }
    return new Outcome(new UpstreamCase(fields[0], fields[1]), fields[2], fields[3], fields[4].equals("passed"));
  }

  private static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found.sorted().toList();
    }
  }
}
