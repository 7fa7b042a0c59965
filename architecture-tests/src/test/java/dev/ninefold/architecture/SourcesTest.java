package dev.ninefold.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules about the text of the sources, of all modules, tests included. */
class SourcesTest {
  private static final int LIMIT = 500;
  private static final Pattern SLEEP = Pattern.compile("\\b(Thread|TimeUnit\\.[A-Z]+)" + "\\.sleep\\b|\\.SECONDS\\.sleep\\b");

  private final Path root = Path.of(System.getProperty("basedir", System.getProperty("user.dir"))).getParent();
  private final List<Path> sources = sources();

  @Test
  void theSourcesAreFound() {
    assertThat(sources).hasSizeGreaterThan(80);
  }

  @Test
  void aFileOfMoreThan500LinesHasAnAdrThatNamesIt() throws IOException {
    var decisions = decisions();
    for (var source : sources) {
      var lines = Files.readAllLines(source).size();
      if (lines > LIMIT) {
        assertThat(decisions).as("%s has %d lines; split it, or name it in an ADR", source, lines)
            .contains(source.getFileName().toString());
      }
    }
  }

  @Test
  void nothingSleeps() throws IOException {
    for (var source : sources) {
      assertThat(Files.readString(source)).as("%s: nothing sleeps; wait for the event itself, or move a manual clock", source)
          .doesNotContainPattern(SLEEP);
    }
  }

  @Test
  void publishedPackagesSayWhatTheyAre() {
    var packages = sources.stream()
        .filter(source -> root.relativize(source).toString().matches("ninefold-[a-z]+.src.main.java.dev.*"))
        .map(Path::getParent)
        .collect(Collectors.toSet());

    assertThat(packages).isNotEmpty().allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
  }

  @Test
  void everyEngineHasItsTest() {
    var engines = sources.stream().filter(source -> source.toString().endsWith("Engine.java"));

    assertThat(engines).allSatisfy(engine -> {
      var test = engine.toString().replace("/src/main/", "/src/test/").replace("Engine.java", "EngineTest.java");
      assertThat(Path.of(test)).exists();
    });
  }

  private String decisions() throws IOException {
    var text = new StringBuilder();
    for (var decision : list(root.resolve("docs/adr"), ".md")) {
      text.append(Files.readString(decision));
    }
    return text.toString();
  }

  private List<Path> sources() {
    try (Stream<Path> modules = Files.list(root)) {
      var found = new ArrayList<Path>();
      for (var module : modules.filter(folder -> Files.exists(folder.resolve("pom.xml"))).toList()) {
        found.addAll(list(module.resolve("src"), ".java"));
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> list(Path folder, String ending) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
