package dev.ninefold.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A page that names a test, {@code `ProcessBadInputTest.aNameInUse`}, names one that is there. */
class CitedTestsTest {
  private static final Pattern CITED = Pattern.compile("`(?<type>\\w+Test)\\.(?!java`)(?<method>\\w+)`");

  private final Path root = Path.of(System.getProperty("basedir", System.getProperty("user.dir"))).toAbsolutePath().getParent();

  @TestFactory
  List<DynamicTest> everyCitedTestIsThere() throws IOException {
    var sources = sources();
    var tests = new ArrayList<DynamicTest>();
    for (var page : pages()) {
      var cited = CITED.matcher(Files.readString(page));
      while (cited.find()) {
        var type = cited.group("type");
        var method = cited.group("method");
        tests.add(DynamicTest.dynamicTest(root.relativize(page) + ": " + type + "." + method, () -> {
          assertThat(sources).as("the page cites a test class that is not there").containsKey(type);
          assertThat(Files.readString(sources.get(type))).as("the page cites a test that is not there")
              .containsPattern("\\s" + method + "\\(");
        }));
      }
    }
    return tests;
  }

  private Map<String, Path> sources() throws IOException {
    var sources = new HashMap<String, Path>();
    try (Stream<Path> modules = Files.list(root)) {
      for (var module : modules.map(folder -> folder.resolve("src/test/java")).filter(Files::isDirectory).toList()) {
        for (var source : list(module, "Test.java")) {
          sources.put(source.getFileName().toString().replace(".java", ""), source);
        }
      }
    }
    return sources;
  }

  private List<Path> pages() throws IOException {
    return list(root.resolve("docs"), ".md");
  }

  private static List<Path> list(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
