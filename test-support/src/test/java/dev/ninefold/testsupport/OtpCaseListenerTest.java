package dev.ninefold.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class OtpCaseListenerTest {
  @TempDir private Path folder;

  @Test
  void methodsTellTheirOwnOutcome() throws IOException {
    assertThat(outcomes(Methods.class)).containsExactlyInAnyOrder("s green passed", "s red failed", "s off failed",
        "s both1 passed", "s both2 passed");
  }

  @Test
  void oneFailedInvocationFailsTheCase() throws IOException {
    assertThat(outcomes(Parameters.class)).containsExactlyInAnyOrder("s all passed", "s some failed");
  }

  @Test
  void aClassCarriesItsCaseWithEachOfItsTests() throws IOException {
    assertThat(outcomes(WholeClass.class)).containsExactlyInAnyOrder("s whole passed", "s whole passed", "s inner passed");
  }

  @Test
  void whatFailsAroundATestFailsItsCase() throws IOException {
    assertThat(outcomes(FailsBefore.class)).containsExactly("s before failed");
    assertThat(outcomes(FailsAfter.class)).containsExactly("s after failed");
  }

  @Test
  void linesNameTheClaimingClassAndTheTest() throws IOException {
    var inner = OtpCaseListenerTest.class.getName();

    assertThat(lines("1", FailsAfter.class)).containsExactly("# build 1", String.join("\t", "s", "after", inner, inner
        + "$FailsAfter.test", "failed"));
  }

  @Test
  void resultsOfAnEarlierBuildAreRemoved() throws IOException {
    lines("1", Methods.class);
    lines("2", FailsAfter.class);

    try (var files = Files.list(folder)) {
      assertThat(files).singleElement().asString().contains("/2-");
    }
  }

  private List<String> outcomes(Class<?> type) throws IOException {
    return lines("1", type).stream().skip(1).map(line -> line.split("\t", -1)).map(f -> f[0] + " " + f[1] + " " + f[4]).toList();
  }

  private List<String> lines(String stamp, Class<?> type) throws IOException {
    var config = LauncherConfig.builder()
        .enableTestExecutionListenerAutoRegistration(false)
        .addTestExecutionListeners(new OtpCaseListener(Optional.of(folder), stamp))
        .build();
    var before = files();
    LauncherFactory.create(config).execute(LauncherDiscoveryRequestBuilder.request().selectors(selectClass(type)).build());
    var written = new ArrayList<>(files());
    written.removeAll(before);
    assertThat(written).hasSize(1);
    return Files.readAllLines(written.getFirst());
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }

  static class Methods {
    @Test
    @OtpCase(suite = "s", name = "green")
    void green() {}

    @Test
    @OtpCase(suite = "s", name = "red")
    void red() {
      throw new AssertionError("red");
    }

    @Test
    @Disabled("for this test")
    @OtpCase(suite = "s", name = "off")
    void off() {}

    @Test
    @OtpCase(suite = "s", name = "both1")
    @OtpCase(suite = "s", name = "both2")
    void both() {}

    @Test
    void none() {}
  }

  static class Parameters {
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @OtpCase(suite = "s", name = "all")
    void all(int value) {
      assertThat(value).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    @OtpCase(suite = "s", name = "some")
    void some(int value) {
      assertThat(value).isNotEqualTo(2);
    }
  }

  @OtpCase(suite = "s", name = "whole")
  static class WholeClass {
    @Test
    void outer() {}

    @Nested
    class Inner {
      @Test
      @OtpCase(suite = "s", name = "inner")
      void inner() {}
    }
  }

  static class FailsBefore {
    @BeforeAll
    static void fail() {
      throw new AssertionError("before");
    }

    @Test
    @OtpCase(suite = "s", name = "before")
    void test() {}
  }

  static class FailsAfter {
    @AfterAll
    static void fail() {
      throw new AssertionError("after");
    }

    @Test
    @OtpCase(suite = "s", name = "after")
    void test() {}
  }
}
