package dev.ninefold.genevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.gen.Request;
import dev.ninefold.genevent.GenEventEngine.Answer;
import dev.ninefold.genevent.GenEventEngine.CallDecision;
import dev.ninefold.genevent.GenEventEngine.Decision;
import dev.ninefold.genevent.GenEventEngine.InitDecision;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What follows from a result, the list of handlers, and the count of restarts: as tables. */
class GenEventEngineTest {

  private record Ask(int number) implements Request<String> {}

  private static final Ask ASKED = new Ask(1);
  private static final HandlerKey<DummyH> KEY = DummyH.KEY;
  private static final Supplier<DummyH> MODULE = DummyH::makeError;

  private static Decision fail(Object value) {
    return new Decision.Fail(new HandlerFailure.BadReturn(value));
  }

  @Test
  void afterAnEvent() {
    assertThat(GenEventEngine.afterEvent(HandlerNext.ok("s"))).isEqualTo(new Decision.Keep("s"));
    assertThat(GenEventEngine.afterEvent(HandlerNext.hibernate("s"))).isEqualTo(new Decision.Keep("s"));
    assertThat(GenEventEngine.afterEvent(HandlerNext.remove())).isEqualTo(new Decision.Remove());
    assertThat(GenEventEngine.afterEvent(HandlerNext.swap("args", "s", KEY, MODULE)))
        .isEqualTo(new Decision.Swap("args", "s", KEY, MODULE));
    assertThat(GenEventEngine.afterEvent("other")).isEqualTo(fail("other"));
    assertThat(GenEventEngine.afterEvent(null)).isEqualTo(fail("null"));
    var reply = HandlerReply.reply(ASKED, "r", "s");
    assertThat(GenEventEngine.afterEvent(reply)).isEqualTo(fail(reply));
  }

  @Test
  void afterACall() {
    assertThat(GenEventEngine.afterCall(HandlerReply.reply(ASKED, "r", "s"), ASKED)).isEqualTo(answered(new Decision.Keep("s")));
    assertThat(GenEventEngine.afterCall(HandlerReply.hibernate(ASKED, "r", "s"), ASKED))
        .isEqualTo(answered(new Decision.Keep("s")));
    assertThat(GenEventEngine.afterCall(HandlerReply.remove(ASKED, "r"), ASKED)).isEqualTo(answered(new Decision.Remove()));
    assertThat(GenEventEngine.afterCall(HandlerReply.swap(ASKED, "r", "args", "s", KEY, MODULE), ASKED))
        .isEqualTo(answered(new Decision.Swap("args", "s", KEY, MODULE)));
    // an equal request will do, another one not
    assertThat(GenEventEngine.afterCall(HandlerReply.remove(new Ask(1), "r"), ASKED)).isEqualTo(answered(new Decision.Remove()));
    for (Object wrong : List.of(HandlerReply.remove(new Ask(2), "r"), HandlerReply.reply(new Ask(2), "r", "s"),
        HandlerReply.swap(new Ask(2), "r", "args", "s", KEY, MODULE), HandlerNext.ok("s"), "other")) {
      assertThat(GenEventEngine.afterCall(wrong, ASKED)).isEqualTo(new CallDecision(fail(wrong), Optional.empty()));
    }
  }

  private static CallDecision answered(Decision decision) {
    return new CallDecision(decision, Optional.of(new Answer("r")));
  }

  @Test
  void afterAnInit() {
    for (boolean inPlace : List.of(true, false)) {
      assertThat(GenEventEngine.afterInit(HandlerInit.ok("s"), inPlace)).isEqualTo(new InitDecision.Install("s"));
      assertThat(GenEventEngine.afterInit(HandlerInit.failed("no"), inPlace))
          .isEqualTo(new InitDecision.Fail(new HandlerFailure.Refused("no")));
      assertThat(GenEventEngine.afterInit("other", inPlace))
          .isEqualTo(new InitDecision.Fail(new HandlerFailure.BadReturn("other")));
    }
    // GE-33: a wish to hibernate counts as failure after a swap that a handler returned
    var hibernating = HandlerInit.hibernate("s");
    assertThat(GenEventEngine.afterInit(hibernating, false)).isEqualTo(new InitDecision.Install("s"));
    assertThat(GenEventEngine.afterInit(hibernating, true))
        .isEqualTo(new InitDecision.Fail(new HandlerFailure.BadReturn(hibernating)));
  }

  // ---- the list

  private static Installed handler(HandlerKey<?> key) {
    return Installed.notYet(new ManagerRequest.NewHandler(key, MODULE), Optional.empty(), Optional.empty(), Optional.empty());
  }

  @Test
  void theListHasTheNewestFirstAndKeepsPlaces() {
    Installed old = handler(KEY);
    Installed other = handler(Dummy1H.KEY);
    Installed young = handler(KEY);
    HandlerList list = HandlerList.EMPTY.add(old).add(other).add(young);
    assertThat(list.keys()).isEqualTo(List.of(KEY, Dummy1H.KEY, KEY));
    assertThat(list.find(KEY).orElseThrow()).isSameAs(young);
    assertThat(list.find(HandlerKey.of(DummyH.class, "id"))).isEmpty();
    // equal ones are told apart
    HandlerList without = list.remove(young);
    assertThat(without.find(KEY).orElseThrow()).isSameAs(old);
    assertThat(without.all()).hasSize(2);
    Installed with = handler(HandlerKey.of(DummyH.class, "id"));
    assertThat(list.replace(other, with).keys()).isEqualTo(List.of(KEY, HandlerKey.of(DummyH.class, "id"), KEY));
    assertThat(list.isAnyAway()).isFalse();
  }

  // ---- the count

  private static List<Boolean> allowed(RestartRule rule, long... millis) {
    RestartHistory history = RestartHistory.of(rule);
    List<Boolean> allowed = new ArrayList<>();
    for (long time : millis) {
      RestartHistory.Step step = history.add(time * 1_000_000);
      allowed.add(step.allowed());
      history = step.next();
    }
    assertThat(history.total()).isEqualTo(millis.length);
    return allowed;
  }

  @Test
  void restartsCountForThePeriod() {
    RestartRule rule = RestartRule.DEFAULT.withIntensity(2, Duration.ofSeconds(1));
    assertThat(allowed(rule, 0, 500, 1000)).containsExactly(true, true, false);
    assertThat(allowed(rule, 0, 500, 1001, 1501)).containsExactly(true, true, true, true);
    assertThat(allowed(rule, -500, 0, 500)).containsExactly(true, true, false);
    assertThat(allowed(rule.withIntensity(0, Duration.ofSeconds(1)), 0)).containsExactly(false);
    assertThat(allowed(rule.withIntensity(1, Timeout.INFINITY), 0, Long.MAX_VALUE / 1_000_000))
        .containsExactly(true, false);
  }

  @Test
  void rulesThatMakeNoSense() {
    assertThatThrownBy(() -> RestartRule.DEFAULT.withIntensity(-1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("intensity: expected zero or more restarts, got -1");
    assertThatThrownBy(() -> RestartRule.DEFAULT.withIntensity(1, Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RestartRule.DEFAULT.withIntensity(1, null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> RestartRule.DEFAULT.withBackoff(null)).isInstanceOf(NullPointerException.class)
        .hasMessageContaining("expected");
  }
}
