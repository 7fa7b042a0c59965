package dev.ninefold.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

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
      new DynamicSupervisorEngine(DynamicSupervisorFlags.DEFAULT.withIntensity(2, Duration.ofSeconds(5)).withMaxChildren(2));
  private Pid first;
  private Pid second;
  private Pid third;

  @BeforeEach
  void pids() {
    first = node.spawn(() -> {});
    second = node.spawn(() -> {});
    third = node.spawn(() -> {});
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
    engine.started(first, spec(restart));
    Step step = engine.ended(first, reason, 1);
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
    engine.started(first, spec(Restart.PERMANENT));
    engine.ended(first, OTHER, 1);
    DynamicChild child = engine.find(first).orElseThrow();
    assertThat(engine.tryAgain(first, 1)).isEqualTo(new Step.StartAgain(child, false));
    engine.restarted(child, second);
    assertThat(engine.find(first)).isEmpty();
    assertThat(engine.find(second).orElseThrow().restarts()).isEqualTo(1);
    assertThat(engine.tryAgain(first, 1)).isEqualTo(new Step.Nothing());
    assertThat(engine.tryAgain(second, 1)).isEqualTo(new Step.Nothing());
  }

  /** DS-9 */
  @Test
  void aChildThatWasTerminatedIsNotTriedAgain() {
    engine.started(first, spec(Restart.PERMANENT));
    engine.ended(first, OTHER, 1);
    engine.forget(engine.find(first).orElseThrow());
    assertThat(engine.tryAgain(first, 1)).isEqualTo(new Step.Nothing());
    assertThat(engine.ended(first, OTHER, 1)).isEqualTo(new Step.Nothing());
    assertThat(engine.restarts(1)).isEqualTo(1);
  }

  /** SUP-33, SUP-34 */
  @Test
  void tooManyRestartsOfAllTogether() {
    engine.started(first, spec(Restart.PERMANENT));
    engine.started(second, spec(Restart.PERMANENT));
    engine.ended(first, OTHER, 1);
    assertThat(engine.tryAgain(first, 2)).isInstanceOf(Step.StartAgain.class);
    assertThat(engine.ended(second, OTHER, 6)).isInstanceOfSatisfying(Step.GiveUp.class, giveUp -> {
      assertThat(giveUp.child().pid()).isEqualTo(second);
      assertThat(giveUp.report()).isTrue();
    });
    assertThat(engine.find(second)).isEmpty();
  }

  /** DS-8 */
  @Test
  void placesAreTakenAlsoByThoseThatAreBeingRestarted() {
    engine.started(first, spec(Restart.PERMANENT));
    assertThat(engine.refusal()).isEmpty();
    engine.started(second, spec(Restart.PERMANENT));
    engine.ended(second, OTHER, 1);
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
    engine.started(first, spec(Restart.TEMPORARY));
    engine.started(second, spec(Restart.PERMANENT).withType(ChildSpec.ChildType.SUPERVISOR));
    engine.started(third, spec(Restart.TRANSIENT));
    assertThat(engine.find(first).orElseThrow().spec().start()).isEqualTo(ChildSpec.Forgotten.START);
    assertThat(engine.find(third).orElseThrow().spec()).isNotEqualTo(spec(Restart.TEMPORARY));
    engine.ended(second, OTHER, 1);
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
