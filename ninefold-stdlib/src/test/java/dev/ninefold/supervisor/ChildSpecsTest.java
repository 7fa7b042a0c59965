package dev.ninefold.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.StartResult;
import dev.ninefold.supervisor.ChildSpec.Modules;
import dev.ninefold.supervisor.SupervisorError.BadCombination;
import dev.ninefold.supervisor.SupervisorError.Field;
import dev.ninefold.supervisor.SupervisorError.Flag;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** SUP-3 to SUP-10: what is wrong, by OTP's name, and a sentence that names the field. */
class ChildSpecsTest {

  private static final ChildSpec GOOD = ChildSpec.worker("db", StartResult.Ignore::new);

  static List<Arguments> badSpecs() {
    return List.of(
        Arguments.of(GOOD.withId(null), Field.MISSING_ID, "missing_id (child null: id is expected"),
        Arguments.of(GOOD.withStart(null), Field.MISSING_START, "missing_start (child db: start is expected"),
        Arguments.of(GOOD.withRestart(null), Field.INVALID_RESTART_TYPE, "{invalid_restart_type, null} (child db: restart"),
        Arguments.of(GOOD.withShutdown((Shutdown) null), Field.INVALID_SHUTDOWN, "{invalid_shutdown, null} (child db: shutdown"),
        Arguments.of(GOOD.withShutdown((Duration) null), Field.INVALID_SHUTDOWN, "{invalid_shutdown, null} (child db: shutdown"),
        Arguments.of(GOOD.withShutdown(Duration.ofMillis(-10)), Field.INVALID_SHUTDOWN, "{invalid_shutdown, PT-0.01S} (child db"),
        Arguments.of(GOOD.withType(null), Field.INVALID_CHILD_TYPE, "{invalid_child_type, null} (child db: type"),
        Arguments.of(GOOD.withModules(null), Field.INVALID_MODULES, "{invalid_modules, null} (child db: modules"),
        Arguments.of(GOOD.withModules(Modules.of(String.class, null)), Field.INVALID_MODULE, "{invalid_module, null} (child db"),
        Arguments.of(null, Field.INVALID_CHILD_SPEC, "{invalid_child_spec, null} (child null: a child spec is expected"));
  }

  @ParameterizedTest
  @MethodSource("badSpecs")
  void aBadSpec(ChildSpec spec, Field field, String text) {
    Optional<SupervisorError> error = ChildSpecs.check(Arrays.asList(GOOD.withId("other"), spec), Optional.empty());
    assertThat(error).containsInstanceOf(SupervisorError.InvalidSpec.class);
    assertThat(((SupervisorError.InvalidSpec) error.orElseThrow()).field()).isEqualTo(field);
    assertThat(error.orElseThrow().toString()).startsWith(text);
    assertThat(ChildSpecs.check(spec, Optional.empty())).isEqualTo(error);
  }

  static List<Arguments> badFlags() {
    SupervisorFlags good = SupervisorFlags.DEFAULT;
    return List.of(
        Arguments.of(null, Flag.INVALID_TYPE, "{invalid_type, null}"),
        Arguments.of(good.withStrategy(null), Flag.INVALID_STRATEGY, "{invalid_strategy, null}"),
        Arguments.of(good.withIntensity(-1), Flag.INVALID_INTENSITY, "{invalid_intensity, -1}"),
        Arguments.of(good.withPeriod(null), Flag.INVALID_PERIOD, "{invalid_period, null}"),
        Arguments.of(good.withPeriod(Duration.ZERO), Flag.INVALID_PERIOD, "{invalid_period, PT0S}"),
        Arguments.of(good.withPeriod(Duration.ofSeconds(-5)), Flag.INVALID_PERIOD, "{invalid_period, PT-5S}"),
        Arguments.of(good.withPeriod(Duration.ofMillis(1500)), Flag.INVALID_PERIOD, "{invalid_period, PT1.5S}"),
        Arguments.of(good.withAutoShutdown(null), Flag.INVALID_AUTO_SHUTDOWN, "{invalid_auto_shutdown, null}"));
  }

  @ParameterizedTest
  @MethodSource("badFlags")
  void aBadFlag(SupervisorFlags flags, Flag flag, String term) {
    SupervisorError error = ChildSpecs.check(flags).orElseThrow();
    assertThat(((SupervisorError.InvalidFlag) error).flag()).isEqualTo(flag);
    assertThat(error.term()).isEqualTo(term);
    assertThat(error.toString()).startsWith(term + " (").contains("expected");
  }

  @Test
  void goodOnes() {
    assertThat(ChildSpecs.check(SupervisorFlags.DEFAULT)).isEmpty();
    assertThat(ChildSpecs.check(SupervisorFlags.DEFAULT.withIntensity(0, Duration.ofSeconds(1)))).isEmpty();
    assertThat(ChildSpecs.check(List.of(), Optional.empty())).isEmpty();
    assertThat(ChildSpecs.check(List.of(GOOD, GOOD.withId("b").withShutdown(Duration.ZERO)), Optional.empty())).isEmpty();
    assertThat(ChildSpecs.check(List.of(GOOD.withModules(Modules.dynamic())), Optional.empty())).isEmpty();
    assertThat(ChildSpecs.check(List.of(GOOD.withModules(Modules.of())), Optional.empty())).isEmpty();
  }

  @Test
  void idsAreUnique() {
    SupervisorError error = ChildSpecs.check(List.of(GOOD, GOOD.withId(1), GOOD.withId(1L), GOOD.withId(1)), Optional.empty())
        .orElseThrow();
    assertThat(error.toString())
        .isEqualTo("{duplicate_child_name, 1} (child 1: ids are expected to be unique within a supervisor)");
  }

  /** SUP-6. */
  @Test
  void significantChildren() {
    ChildSpec significant = GOOD.withRestart(Restart.TRANSIENT).withSignificant(true);
    assertThat(ChildSpecs.check(significant, Optional.empty())).isEmpty();
    assertThat(ChildSpecs.check(significant, Optional.of(AutoShutdown.ANY_SIGNIFICANT))).isEmpty();
    assertThat(ChildSpecs.check(significant, Optional.of(AutoShutdown.NEVER)))
        .contains(new BadCombination("db", "{auto_shutdown, never}"));
    assertThat(ChildSpecs.check(significant.withRestart(Restart.PERMANENT), Optional.empty()))
        .contains(new BadCombination("db", "{restart, permanent}"));
  }

  @Test
  void errorsInsideErrorsPrintAsInOtp() {
    SupervisorError error = new SupervisorError.StartSpec(ChildSpecs.field(Field.INVALID_SHUTDOWN, "db", -10));
    assertThat(error.toString()).isEqualTo("{start_spec, {invalid_shutdown, -10}} (child db: shutdown is expected to be "
        + "BRUTAL_KILL, INFINITY, or a time of zero or more)");
    assertThat(new HashSet<>(List.of(error))).contains(new SupervisorError.StartSpec(
        ChildSpecs.field(Field.INVALID_SHUTDOWN, "db", -10)));
  }

  @Test
  void aSpecPrintsItself() {
    assertThat(ChildSpec.worker("db", new Named())).hasToString(
        "#{id => db, start => db:start_link, restart => permanent, significant => false, shutdown => 5000 ms, "
            + "type => worker, modules => [ChildSpecsTest]}");
    assertThat(ChildSpec.supervisor("tree", () -> StartResult.failed(StartResult.TIMEOUT)).withRestart(Restart.TEMPORARY))
        .hasToString("#{id => tree, start => dev.ninefold.supervisor.ChildSpecsTest (lambda), restart => temporary, "
            + "significant => false, shutdown => infinity, type => supervisor, modules => [ChildSpecsTest]}");
    assertThat(GOOD.withShutdown(Shutdown.BRUTAL_KILL).withModules(Modules.dynamic()).toString())
        .contains("shutdown => brutal_kill")
        .endsWith("modules => dynamic}");
  }

  private static final class Named implements StartFunction {
    @Override
    public StartResult<?> start() {
      return new StartResult.Ignore<>();
    }

    @Override
    public String toString() {
      return "db:start_link";
    }
  }
}
