package dev.ninefold.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorTest {
  @TempDir private Path root;

  @Test
  void onlyFilesOfThisBuildCount() throws IOException {
    write("kernel", "now.tsv", "# build 7\ns\tone\tp.ATest\tp.ATest.one\tpassed\n");
    write("kernel", "old.tsv", "# build 6\ns\ttwo\tp.ATest\tp.ATest.two\tpassed\n");
    write("stdlib", "now.tsv", "# build 7\ns\tthree\tp.BTest\tp.BTest.three\tfailed\n");
    write("stdlib", "notes.txt", "# build 7\nsomething else\n");

    assertThat(new Collector(root, "7").collect()).containsExactly(
        new Outcome(new UpstreamCase("s", "one"), "p.ATest", "p.ATest.one", true),
        new Outcome(new UpstreamCase("s", "three"), "p.BTest", "p.BTest.three", false));
  }

  @Test
  void modulesWithoutTestsAreFine() throws IOException {
    Files.createDirectories(root.resolve("docs"));
    Files.writeString(root.resolve("pom.xml"), "");

    assertThat(new Collector(root, "7").collect()).isEmpty();
  }

  private void write(String module, String name, String text) throws IOException {
    var folder = Files.createDirectories(root.resolve(module).resolve("target/otp-cases"));
    Files.writeString(folder.resolve(name), text);
  }
}
