package dev.ninefold.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OptionsTest {

  private static Plan plan(String... args) throws Options.WrongOptions {
    return Options.parse(args).plan();
  }

  @Test
  void theShortLaneRunsAllForSeconds() throws Options.WrongOptions {
    Plan plan = plan();
    assertThat(plan.lane()).isEqualTo(Plan.Lane.SHORT);
    assertThat(plan.checks()).hasSameSizeAs(Checks.all());
    assertThat(plan.perProgram()).isLessThan(Duration.ofMinutes(1));
    // As the JVM that starts the checks, here that of the tests.
    assertThat(plan.scheduler()).contains(System.getProperty("ninefold.scheduler"));
  }

  @Test
  void theLongLaneRunsAMinuteEach() throws Options.WrongOptions {
    assertThat(plan("--long").perProgram()).isEqualTo(Duration.ofMinutes(1));
    assertThat(plan("--long", "--minutes", "90").perProgram()).isEqualTo(Duration.ofMinutes(90));
  }

  @Test
  void aCheckASeedAScheduler() throws Options.WrongOptions {
    Plan plan = plan("--only", "jcstress", "--seed", "7", "--scheduler", "portable");
    assertThat(plan.checks()).extracting(Check::name).containsExactly("jcstress");
    assertThat(plan.seed()).isEqualTo(7);
    assertThat(plan.schedulerFlags()).containsExactly("-Dninefold.scheduler=portable");
  }

  @Test
  void theCarrierSchedulerNeedsAnOpenPackage() throws Options.WrongOptions {
    assertThat(plan("--scheduler", "CARRIER").schedulerFlags())
        .containsExactly("-Dninefold.scheduler=carrier", "--add-opens=java.base/java.lang=ALL-UNNAMED");
  }

  @Test
  void wrongOptions() {
    assertThatThrownBy(() -> plan("--only", "x")).isInstanceOf(Options.WrongOptions.class)
        .hasMessageContaining("'x'", "jcstress");
    assertThatThrownBy(() -> plan("--minutes", "0")).isInstanceOf(Options.WrongOptions.class).hasMessageContaining("got 0");
    assertThatThrownBy(() -> plan("--seed", "x")).isInstanceOf(Options.WrongOptions.class).hasMessageContaining("--seed");
    assertThatThrownBy(() -> plan("--scheduler", "x")).isInstanceOf(Options.WrongOptions.class)
        .hasMessageContaining("--scheduler");
  }

  @Test
  void theHelpNamesAllChecks() {
    assertThat(Checks.all()).isNotEmpty().allSatisfy(check -> assertThat(Options.usage()).contains(check.name(), check.what()));
  }
}
