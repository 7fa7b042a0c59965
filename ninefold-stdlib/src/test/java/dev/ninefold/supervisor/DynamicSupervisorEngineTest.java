package dev.ninefold.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.Backoff;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Pid;
import dev.ninefold.supervisor.DynamicSupervisorEngine.Step;
import dev.ninefold.supervisor.Supervisor.ChildCounts;
import dev.ninefold.supervisor.SupervisorError.Refusal;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@WithNode
class DynamicSupervisorEngineTest {

  private static final ExitReason OTHER = new ExitReason.Other("other");

  TestNode node;

  private final DynamicSupervisorEngine engine =
      new DynamicSupervisorEngine(DynamicSupervisorFlags.DEFAULT.withIntensity(2, Duration.ofSeconds(5)).withMaxChildren(2),
          () -> 0.5);
  private Pid first;
  private Pid second;
  private Pid third;

  @BeforeEach
  void pids() {
    first = node.spawn(() -> {});
    second = node.spawn(() -> {});
    third = node.spawn(() -> {});
  }

  private static long at(int seconds) {
    return seconds * 1_000_000_000L;
  }

  private static ChildSpec spec(Restart restart) {
    return ChildSpec.worker("child", StartResult.Ignore::new).withRestart(restart);
  }

  /** DS-10: started again? reported? */
  @ParameterizedTest
  @CsvSource(quoteCharacter = '\'', value = {
      "PERMANENT, normal,          true,  true",
      "PERMANENT, '{shutdown, x}', true,  true",
      "PERMANENT, other,           true,  true",
      "TRANSIENT, normal,          false, false",
      "TRANSIENT, shutdown,        false, false",
      "TRANSIENT, other,           true,  true",
      "TEMPORARY, shutdown,        false, false",
      "TEMPORARY, other,           false, true"})
  void whenAChildEnds(Restart restart, String text, boolean restarts, boolean reports) {
    ExitReason reason = RestartDecisionTest.reason(text);
    engine.started(first, spec(restart), 0);
    Step step = engine.ended(first, reason, at(1));
    if (restarts) {
      assertThat(step).isEqualTo(new Step.StartAgain(engine.find(first).orElseThrow(), reports));
      assertThat(engine.find(first).orElseThrow().lastExit()).contains(reason);
      assertThat(engine.counts()).isEqualTo(new ChildCounts(1, 0, 0, 1));
    } else {
      assertThat(step).isInstanceOfSatisfying(Step.Forget.class, forget -> assertThat(forget.report()).isEqualTo(reports));
      assertThat(engine.all()).isEmpty();
    }
  }

  /** DS-11 */
  @Test
  void aRestartThatFailsIsTriedAgainUnderTheOldPid() {
    engine.started(first, spec(Restart.PERMANENT), 0);
    engine.ended(first, OTHER, at(1));
    DynamicChild child = engine.find(first).orElseThrow();
    assertThat(engine.notStarted(child, at(1))).isEqualTo(new Step.TryAgain(child));
    assertThat(engine.tryAgain(first, at(1))).isEqualTo(new Step.StartAgain(child, false));
    engine.restarted(child, second, at(1));
    assertThat(engine.find(first)).isEmpty();
    assertThat(engine.find(second).orElseThrow().restarts()).isEqualTo(1);
    assertThat(engine.tryAgain(first, at(1))).isEqualTo(new Step.Nothing());
    assertThat(engine.tryAgain(second, at(1))).isEqualTo(new Step.Nothing());
  }

  /** DS-9 */
  @Test
  void aChildThatWasTerminatedIsNotTriedAgain() {
    engine.started(first, spec(Restart.PERMANENT), 0);
    engine.ended(first, OTHER, at(1));
    engine.forget(engine.find(first).orElseThrow());
    assertThat(engine.tryAgain(first, at(1))).isEqualTo(new Step.Nothing());
    assertThat(engine.ended(first, OTHER, at(1))).isEqualTo(new Step.Nothing());
    assertThat(engine.restarts(at(1))).isEqualTo(1);
  }

  /** SUP-33, SUP-34 */
  @Test
  void tooManyRestartsOfAllTogether() {
    engine.started(first, spec(Restart.PERMANENT), 0);
    engine.started(second, spec(Restart.PERMANENT), 0);
    engine.ended(first, OTHER, at(1));
    assertThat(engine.tryAgain(first, at(2))).isInstanceOf(Step.StartAgain.class);
    assertThat(engine.ended(second, OTHER, at(6))).isInstanceOfSatisfying(Step.GiveUp.class, giveUp -> {
      assertThat(giveUp.child().pid()).isEqualTo(second);
      assertThat(giveUp.report()).isTrue();
    });
    assertThat(engine.find(second)).isEmpty();
  }

  /** A wait before each restart, longer for each failure in a row, and shorter by chance. */
  @Test
  void backoff() {
    engine.setFlags(DynamicSupervisorFlags.DEFAULT.withIntensity(3)
        .withBackoff(Backoff.of(Duration.ofSeconds(1), Duration.ofSeconds(10)).withJitter(0.2)));
    engine.started(first, spec(Restart.PERMANENT), 0);
    assertThat(engine.startAgain(first)).isEqualTo(new Step.Nothing());
    Step.Wait wait = waits(engine.ended(first, OTHER, at(1)), 900, true);
    assertThat(engine.startAgain(first)).isEqualTo(new Step.StartAgain(wait.child(), false));
    wait = waits(engine.notStarted(wait.child(), at(2)), 1800, false);
    engine.restarted(wait.child(), second, at(4));
    assertThat(engine.startAgain(first)).isEqualTo(new Step.Nothing());
    wait = waits(engine.ended(second, OTHER, at(5)), 3600, true);
    assertThat(engine.notStarted(wait.child(), at(6))).isInstanceOf(Step.GiveUp.class);
    assertThat(engine.startAgain(second)).isEqualTo(new Step.Nothing());
  }

  private static Step.Wait waits(Step step, int millis, boolean report) {
    assertThat(step).isInstanceOf(Step.Wait.class);
    Step.Wait wait = (Step.Wait) step;
    assertThat(wait.delay()).isEqualTo(Duration.ofMillis(millis));
    assertThat(wait.report()).isEqualTo(report);
    return wait;
  }

  /** DS-8 */
  @Test
  void placesAreTakenAlsoByThoseThatAreBeingRestarted() {
    engine.started(first, spec(Restart.PERMANENT), 0);
    assertThat(engine.refusal()).isEmpty();
    engine.started(second, spec(Restart.PERMANENT), 0);
    engine.ended(second, OTHER, at(1));
    assertThat(engine.refusal()).contains(Refusal.MAX_CHILDREN);
    engine.forget(engine.find(second).orElseThrow());
    assertThat(engine.refusal()).isEmpty();
    // DS-18: they stay, also if there may be fewer now.
    engine.setFlags(engine.flags().withMaxChildren(1));
    assertThat(engine.refusal()).contains(Refusal.MAX_CHILDREN);
    assertThat(engine.all()).hasSize(1);
  }

  /** DS-13, DS-16 */
  @Test
  void listsAndCounts() {
    engine.started(first, spec(Restart.TEMPORARY), 0);
    engine.started(second, spec(Restart.PERMANENT).withType(ChildSpec.ChildType.SUPERVISOR), 0);
    engine.started(third, spec(Restart.TRANSIENT), 0);
    assertThat(engine.find(first).orElseThrow().spec().start()).isEqualTo(ChildSpec.Forgotten.START);
    assertThat(engine.find(third).orElseThrow().spec()).isNotEqualTo(spec(Restart.TEMPORARY));
    engine.ended(second, OTHER, at(1));
    assertThat(engine.all()).extracting(child -> child.info().toString()).hasSize(3);
    assertThat(engine.all()).extracting(child -> child.info().state().toString())
        .isEqualTo(List.of(first.toString(), "restarting", third.toString()));
    assertThat(engine.counts()).isEqualTo(new ChildCounts(3, 2, 1, 2));
  }

  /** DS-15: proper when told to stop? proper when killed brutally? */
  @ParameterizedTest
  @CsvSource(quoteCharacter = '\'', value = {
      "PERMANENT, shutdown,        true,  false",
      "PERMANENT, '{shutdown, x}', true,  false",
      "PERMANENT, normal,          false, false",
      "PERMANENT, killed,          false, true",
      "TRANSIENT, normal,          true,  false",
      "TEMPORARY, normal,          true,  false",
      "TEMPORARY, shutdown,        true,  false",
      "TEMPORARY, killed,          false, true",
      "TEMPORARY, noproc,          false, false",
      "TEMPORARY, crash,           false, false",
      "TEMPORARY, other,           false, false"})
  void afterAStop(Restart restart, String text, boolean whenTold, boolean whenKilled) {
    ExitReason reason = RestartDecisionTest.reason(text);
    assertThat(DynamicSupervisorEngine.isProperStop(spec(restart), reason)).isEqualTo(whenTold);
    assertThat(DynamicSupervisorEngine.isProperStop(spec(restart).withShutdown(Shutdown.BRUTAL_KILL), reason))
        .isEqualTo(whenKilled);
  }
}
