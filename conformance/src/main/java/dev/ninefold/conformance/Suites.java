package dev.ninefold.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The upstream suites as facts: which cases there are, and which of them apply. */
final class Suites {
  private final Map<UpstreamCase, Mark> marks;

  private Suites(Map<UpstreamCase, Mark> marks) {
    this.marks = marks;
  }

  /** The list that is part of this module. */
  static Suites upstream() {
    try (var in = Suites.class.getResourceAsStream("suites.tsv")) {
      if (in == null) {
        throw new IllegalStateException("suites.tsv is not beside " + Suites.class);
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads lines of suite, case, mark and comment, separated by tabs. */
  static Suites parse(List<String> lines) {
    var marks = new LinkedHashMap<UpstreamCase, Mark>();
    for (var line : lines) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      var fields = line.split("\t", -1);
      if (fields.length != 4) {
        throw new IllegalArgumentException("expected suite, case, mark and comment between tabs, got: " + line);
      }
      var upstream = new UpstreamCase(fields[0], fields[1]);
      if (marks.put(upstream, Mark.valueOf(fields[2])) != null) {
        throw new IllegalArgumentException("listed twice: " + upstream);
      }
    }
    return new Suites(marks);
  }

  Optional<Mark> mark(UpstreamCase upstream) {
    return Optional.ofNullable(marks.get(upstream));
  }

  /** The names of the suites, in the order of the list. */
  List<String> names() {
    return marks.keySet().stream().map(UpstreamCase::suite).distinct().toList();
  }

  /** The cases of a suite that count. */
  List<UpstreamCase> applicable(String suite) {
    return marks.entrySet()
        .stream()
        .filter(entry -> entry.getValue() == Mark.A && entry.getKey().suite().equals(suite))
        .map(Map.Entry::getKey)
        .toList();
  }
}
