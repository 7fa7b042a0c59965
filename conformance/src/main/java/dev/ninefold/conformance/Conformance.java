package dev.ninefold.conformance;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What our tests claim of the upstream suites, judged: which cases passed, and which claims are wrong. */
final class Conformance {
  private final Suites suites;
  private final Map<UpstreamCase, List<Outcome>> claims;

  Conformance(Suites suites, List<Outcome> outcomes) {
    this.suites = suites;
    this.claims = outcomes.stream().collect(groupingBy(Outcome::upstream, LinkedHashMap::new, Collectors.toList()));
  }

  /** The claims that must not stand: unknown cases, cases that do not count, cases that two classes claim. */
  List<String> problems() {
    var problems = new ArrayList<String>();
    claims.forEach((upstream, outcomes) -> {
      var claimants = new TreeSet<>(outcomes.stream().map(Outcome::claimant).toList());
      var where = String.join(" and ", claimants);
      switch (suites.mark(upstream).orElse(null)) {
        case null -> problems.add(upstream + ": no such upstream case; cited by " + where);
        case D -> problems.add(upstream + ": needs distribution and does not count; cited by " + where);
        case N -> problems.add(upstream + ": does not apply and does not count; cited by " + where);
        case A -> {
          if (claimants.size() > 1) {
            problems.add(upstream + ": one case belongs to one test class; claimed by " + where);
          }
        }
      }
    });
    return problems;
  }

  /** The cases that count and whose every test passed. */
  Set<UpstreamCase> passed() {
    return claims.entrySet()
        .stream()
        .filter(claim -> suites.mark(claim.getKey()).filter(Mark.A::equals).isPresent())
        .filter(claim -> claim.getValue().stream().allMatch(Outcome::passed))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** A table with a line per suite, the cases whose tests failed, and the total as its last line. */
  String report() {
    var passed = passed();
    var names = suites.names();
    var width = names.stream().mapToInt(String::length).max().orElse(0);
    var line = "%-" + width + "s  %6s  %6s%n";
    var text = new StringBuilder(line.formatted("suite", "passed", "of"));
    var total = 0;
    for (var name : names) {
      var applicable = suites.applicable(name);
      text.append(line.formatted(name, applicable.stream().filter(passed::contains).count(), applicable.size()));
      total += applicable.size();
    }
    claims.forEach((upstream, outcomes) -> {
      if (!outcomes.stream().allMatch(Outcome::passed)) {
        text.append("not passed: ")
            .append(upstream)
            .append(outcomes.stream()
                .filter(outcome -> !outcome.passed())
                .map(Outcome::test)
                .collect(joining(", ", " (", ")\n")));
      }
    });
    return text.append("conformance: %d of %d%n".formatted(passed.size(), total)).toString();
  }
}
