package dev.ninefold.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The Java code in the README and the guide is code that compiles: each block names the region of a source file that it quotes, by a comment
 * above it, {@code <!-- snippet: examples/src/main/java/…/Stack.java#stack -->}.
 */
class DocsSnippetTest {
  private static final Pattern LINK = Pattern.compile("\\]\\((?<path>[^)#:\\s]+)(#[^)]*)?\\)");

  private final Path root = Path.of(System.getProperty("basedir", System.getProperty("user.dir"))).toAbsolutePath().getParent();

  @Test
  void thePagesAreFound() throws IOException {
    assertThat(pages()).contains(root.resolve("CONTRIBUTING.md")).hasSizeGreaterThan(2);
  }

  @TestFactory
  List<DynamicTest> everyBlockEqualsItsSource() throws IOException {
    var tests = new ArrayList<DynamicTest>();
    for (var page : pages()) {
      for (var block : Snippets.blocks(Files.readAllLines(page))) {
        var where = root.relativize(page) + ":" + block.line();
        tests.add(DynamicTest.dynamicTest(where, () -> check(where, block)));
      }
    }
    return tests;
  }

  @TestFactory
  List<DynamicTest> everyRelativeLinkLeadsSomewhere() throws IOException {
    var tests = new ArrayList<DynamicTest>();
    for (var page : pages()) {
      var links = LINK.matcher(Files.readString(page));
      while (links.find()) {
        var target = page.resolveSibling(links.group("path"));
        tests.add(
            DynamicTest.dynamicTest(root.relativize(page) + " -> " + links.group("path"), () -> assertThat(target).exists()));
      }
    }
    return tests;
  }

  private void check(String where, Snippets.Block block) throws IOException {
    assertThat(block.file()).as("%s: a block of Java needs a comment above it, <!-- snippet: path/To/File.java#tag -->", where)
        .isNotEmpty();
    var source = root.resolve(block.file());
    assertThat(source).as("%s quotes a file that is not there; paths start at the top of the repository", where).exists();
    assertThat(String.join("\n", block.code())).as("%s differs from %s#%s", where, block.file(), block.tag())
        .isEqualTo(String.join("\n", Snippets.region(Files.readAllLines(source), block.tag())));
  }

  private List<Path> pages() throws IOException {
    var pages = new ArrayList<Path>();
    try (Stream<Path> files = Files.list(root)) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    try (Stream<Path> files = Files.walk(root.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }
}
