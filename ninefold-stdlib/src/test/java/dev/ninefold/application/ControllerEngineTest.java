package dev.ninefold.application;

import static dev.ninefold.application.ControllerEngine.Ending.GO_ON;
import static dev.ninefold.application.ControllerEngine.Ending.TERMINATE_NODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.application.ApplicationError.Exit;
import dev.ninefold.application.ApplicationError.Invocation;
import dev.ninefold.application.ApplicationSpec.Module;
import dev.ninefold.application.ApplicationSpec.Phase;
import dev.ninefold.application.ControllerEngine.PhaseCall;
import dev.ninefold.term.ExitReason;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ControllerEngineTest {

  private static final ExitReason CRASH = ExitReason.of("crash");
  private static final Invocation CALL = new Invocation("mod", "start", List.of());

  /** APP-24 to APP-26. */
  @Test
  void whatAnEndMeansDependsOnTheType() {
    for (var reason : List.of(ExitReason.NORMAL, ExitReason.SHUTDOWN, ExitReason.KILLED, CRASH)) {
      assertThat(ControllerEngine.afterExit(RestartType.PERMANENT, reason)).isEqualTo(TERMINATE_NODE);
      assertThat(ControllerEngine.afterExit(RestartType.TEMPORARY, reason)).isEqualTo(GO_ON);
    }
    assertThat(ControllerEngine.afterExit(RestartType.TRANSIENT, ExitReason.NORMAL)).isEqualTo(GO_ON);
    assertThat(ControllerEngine.afterExit(RestartType.TRANSIENT, ExitReason.SHUTDOWN)).isEqualTo(TERMINATE_NODE);
    assertThat(ControllerEngine.afterExit(RestartType.TRANSIENT, ExitReason.shutdown("x"))).isEqualTo(TERMINATE_NODE);
    assertThat(ControllerEngine.afterExit(RestartType.TRANSIENT, CRASH)).isEqualTo(TERMINATE_NODE);
  }

  /** APP-27. */
  @Test
  void whatAFailedStartMeansDependsOnTheType() {
    var normal = new ApplicationError.StartFailed(new Exit(ExitReason.NORMAL), CALL);
    var error = new ApplicationError.StartFailed("no", CALL);
    var notRunning = new ApplicationError.NotRunning("a");
    for (var failure : List.of(normal, error, notRunning)) {
      assertThat(ControllerEngine.afterStartFailure(RestartType.PERMANENT, failure)).isEqualTo(TERMINATE_NODE);
      assertThat(ControllerEngine.afterStartFailure(RestartType.TEMPORARY, failure)).isEqualTo(GO_ON);
    }
    assertThat(ControllerEngine.afterStartFailure(RestartType.TRANSIENT, normal)).isEqualTo(GO_ON);
    assertThat(ControllerEngine.afterStartFailure(RestartType.TRANSIENT, error)).isEqualTo(TERMINATE_NODE);
    assertThat(ControllerEngine.afterStartFailure(RestartType.TRANSIENT, notRunning)).isEqualTo(TERMINATE_NODE);
    assertThat(ControllerEngine.isReported(error)).isTrue();
    assertThat(ControllerEngine.isReported(notRunning)).isFalse();
  }

  /** APP-7, APP-9. */
  @Test
  void dependenciesMustHaveBeenStartedAndRun() {
    var spec = ApplicationSpec.named("a").withApplications("b", "c", "d").withOptionalApplications("c");
    assertThat(ControllerEngine.checkStart(spec, Set.of("a"), Set.of("a"))).contains(new ApplicationError.AlreadyStarted("a"));
    assertThat(ControllerEngine.checkStart(spec, Set.of(), Set.of())).contains(new ApplicationError.NotStarted("b"));
    assertThat(ControllerEngine.checkStart(spec, Set.of(), Set.of("b"))).contains(new ApplicationError.NotStarted("d"));
    assertThat(ControllerEngine.checkStart(spec, Set.of(), Set.of("b", "d"))).isEmpty();
    assertThat(ControllerEngine.checkRunning(spec, Set.of("b"))).contains(new ApplicationError.NotRunning("d"));
    assertThat(ControllerEngine.checkRunning(spec, Set.of("b", "d"))).isEmpty();
  }

  /** APP-17. */
  @Test
  void phasesRunForTheApplicationAndThenForThoseItIncludes() {
    var init = new Phase("init", 1);
    var go = new Phase("go", 2);
    var goInner = new Phase("go", 3);
    var other = new Phase("other", 4);
    var plain = ApplicationSpec.named("a").withIncludedApplications("b").withStartPhases(init, go);
    var starter = plain.withModule(new Module(() -> null, List.of(), true));
    var specs = Map.of("b", ApplicationSpec.named("b").withStartPhases(other, goInner).withIncludedApplications("c"));

    assertThat(ControllerEngine.phases(ApplicationSpec.named("a"), specs::get)).isEmpty();
    assertThat(ControllerEngine.phases(plain, specs::get)).containsExactly(new PhaseCall("a", init), new PhaseCall("a", go));
    assertThat(ControllerEngine.phases(starter, specs::get))
        .containsExactly(new PhaseCall("a", init), new PhaseCall("a", go), new PhaseCall("b", goInner));
    assertThatThrownBy(() -> ControllerEngine.phases(starter, ApplicationSpec::named))
        .isInstanceOfSatisfying(ApplicationException.class,
            e -> assertThat(e.error()).hasToString("{start_phases_undefined, b}"));
  }
}
