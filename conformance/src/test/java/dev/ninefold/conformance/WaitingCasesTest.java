package dev.ninefold.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The section "Cases that wait" of docs/differences.md: what applies, and has no test of ours. It is checked for the suites below. */
class WaitingCasesTest {
  private static final List<String> SUITES =
      List.of("gen_server_SUITE", "gen_event_SUITE", "gen_statem_SUITE", "supervisor_SUITE", "supervisor_bridge_SUITE",
          "application_SUITE", "process_SUITE", "erl_link_SUITE", "monitor_SUITE", "signal_SUITE", "sys_SUITE",
          "proc_lib_SUITE", "Elixir gen_server_test", "Elixir supervisor_test", "Elixir dynamic_supervisor_test",
          "Elixir partition_supervisor_test", "Elixir process_test",
          "Elixir application_test", "Elixir agent_test", "Elixir task_test", "Elixir task supervisor_test", "timer_SUITE",
          "timer_simple_SUITE");

  private static final Pattern ROW = Pattern.compile("\\| ([^|`]+) \\| (`[^|]+`) \\| [^|]+ \\|");
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");
  private static final Pattern CONSTANT = Pattern.compile("String (\\w+) = \"([^\"]*)\"");
  private static final Pattern CLAIM =
      Pattern.compile("@OtpCase\\(\\s*suite = (\"[^\"]*\"|\\w+),\\s*name = (\"[^\"]*\"|\\w+)\\s*\\)");

  private final Path root = Path.of(System.getProperty("basedir", System.getProperty("user.dir"))).toAbsolutePath().getParent();

  @Test
  void thePageListsWhatNoTestClaims() throws IOException {
    var claimed = claimed();
    var open = new LinkedHashSet<UpstreamCase>();
    for (var suite : SUITES) {
      Suites.upstream().applicable(suite).stream().filter(upstream -> !claimed.contains(upstream)).forEach(open::add);
    }

    assertThat(listed()).containsExactlyInAnyOrderElementsOf(open);
  }

  private Set<UpstreamCase> listed() throws IOException {
    var page = Files.readString(root.resolve("docs/differences.md"));
    var section = page.substring(page.indexOf("## Cases that wait"));
    var listed = new LinkedHashSet<UpstreamCase>();
    ROW.matcher(section)
        .results()
        .forEach(row -> NAME.matcher(row.group(2))
            .results()
            .forEach(name -> listed.add(new UpstreamCase(row.group(1), name.group(1)))));
    return listed;
  }

  private Set<UpstreamCase> claimed() throws IOException {
    var claimed = new LinkedHashSet<UpstreamCase>();
    try (Stream<Path> modules = Files.list(root)) {
      modules.map(module -> module.resolve("src/test/java"))
          .filter(Files::isDirectory)
          .forEach(folder -> addAll(claimed, folder));
    }
    return claimed;
  }

  private static void addAll(Set<UpstreamCase> claimed, Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (var file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        var text = Files.readString(file);
        Map<String, String> constants = new HashMap<>();
        CONSTANT.matcher(text).results().forEach(found -> constants.put(found.group(1), found.group(2)));
        CLAIM.matcher(text)
            .results()
            .forEach(found -> claimed.add(new UpstreamCase(value(found.group(1), constants), value(found.group(2), constants))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String value(String expression, Map<String, String> constants) {
    return expression.startsWith("\"") ? expression.substring(1, expression.length() - 1)
        : constants.getOrDefault(expression, expression);
  }
}
