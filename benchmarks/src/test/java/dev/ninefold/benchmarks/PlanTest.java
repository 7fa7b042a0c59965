package dev.ninefold.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What forks are told to do. */
class PlanTest {
  private static final Path JAVA = Path.of("/jdk/bin/java");
  private static final Path BEAM = Path.of("/out/beam");

  private final Row ring = Samples.ring();
  private final Plan full = Plan.full(List.of(ring));
  private final Plan quick = Plan.quick(List.of(ring));

  @Test
  void allContendersGetTheSameArguments() {
    for (Contender contender : Contender.values()) {
      assertThat(ForkCommand.of(contender, ring, full, JAVA, "a.jar", BEAM)).endsWith("ring-503", "5000000", "12", "12000");
    }
  }

  @Test
  void aQuickRunDoesLess() {
    assertThat(quick.arguments(ring)).containsExactly("ring-503", "300000", "12", String.valueOf(quick.budget()));
    assertThat(quick.forks()).isLessThan(full.forks());
    assertThat(quick.budget()).isLessThan(full.budget());
  }

  @Test
  void bothSystemsOnTheJvmGetTheSameFlags() {
    List<String> ninefold = ForkCommand.of(Contender.NINEFOLD, ring, full, JAVA, "a.jar", BEAM);
    List<String> pekko = ForkCommand.of(Contender.PEKKO, ring, full, JAVA, "a.jar", BEAM);

    assertThat(ninefold).contains("dev.ninefold.benchmarks.ours.NinefoldFork");
    assertThat(pekko).contains("dev.ninefold.benchmarks.pekko.PekkoFork");
    int main = pekko.indexOf("dev.ninefold.benchmarks.pekko.PekkoFork");
    assertThat(ninefold).containsAll(pekko.subList(0, main))
        .contains("-Dninefold.scheduler=portable")
        .doesNotContain("--add-opens");
    assertThat(pekko).startsWith("/jdk/bin/java").doesNotContain("-Dninefold.scheduler=portable");
  }

  @Test
  void theCarrierSchedulerNeedsJavaLangToBeOpen() {
    assertThat(ForkCommand.of(Contender.NINEFOLD, ring, full.on(SchedulerKind.CARRIER), JAVA, "a.jar", BEAM))
        .containsSubsequence("--add-opens", "java.base/java.lang=ALL-UNNAMED", "-Dninefold.scheduler=carrier");
  }

  @Test
  void theBeamGetsRoomForProcessesWhereItNeedsIt() {
    Row skynet = Rows.named("skynet").orElseThrow();

    assertThat(ForkCommand.of(Contender.BEAM, skynet, full, JAVA, "a.jar", BEAM)).contains("+P", "-pa", "/out/beam");
    assertThat(ForkCommand.of(Contender.BEAM, ring, full, JAVA, "a.jar", BEAM)).doesNotContain("+P");
  }

  @Test
  void onlyMarkedLinesOfAForkAreFigures() {
    assertThat(ForkOutput.figures(List.of("figure 1.5", "a warning", "figure 2"))).containsExactly(1.5, 2.0);
  }
}
