package dev.ninefold.genserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.BadReturnValue;
import dev.ninefold.gen.Request;
import dev.ninefold.genserver.GenServerEngine.Answer;
import dev.ninefold.genserver.GenServerEngine.Decision;
import dev.ninefold.term.ExitReason;
import org.junit.jupiter.api.Test;

/** What follows from what a callback returned: GS-12 to GS-17. */
class GenServerEngineTest {

  private record Ask(int n) implements Request<String> {}

  private static final ExitReason WHY = new ExitReason.Other("why");

  private static Decision<String> afterCall(Object returned) {
    return GenServerEngine.afterCall(returned, new Ask(1), "old");
  }

  private static Decision<String> bad(Object value) {
    return new Decision.End<>(new ExitReason.Other(new BadReturnValue(value)), "old", null);
  }

  @Test
  void replies() {
    assertThat(afterCall(CallResult.reply(new Ask(1), "value", "new")))
        .isEqualTo(new Decision.Loop<>("new", Then.None.NONE, new Answer("value")));
    assertThat(afterCall(CallResult.reply(new Ask(1), "value", "new", Then.hibernate())))
        .isEqualTo(new Decision.Loop<>("new", Then.hibernate(), new Answer("value")));
    assertThat(afterCall(CallResult.stopAndReply(WHY, new Ask(1), "value", "new")))
        .isEqualTo(new Decision.End<>(WHY, "new", new Answer("value")));
  }

  @Test
  void aReplyToAnotherRequestIsABadReturn() {
    var other = CallResult.reply(new Ask(2), "value", "new");
    assertThat(afterCall(other)).isEqualTo(bad(other));
    var stop = CallResult.stopAndReply(WHY, new Ask(2), "value", "new");
    assertThat(afterCall(stop)).isEqualTo(bad(stop));
  }

  @Test
  void noReplyAndStopGoForAllCallbacks() {
    var next = Next.noReply("new", Then.continueWith("c"));
    var loop = new Decision.Loop<>("new", Then.continueWith("c"), null);
    assertThat(afterCall(next)).isEqualTo(loop);
    assertThat(GenServerEngine.afterOther(next, "old")).isEqualTo(loop);
    var stop = Next.stop(WHY, "new");
    var end = new Decision.End<>(WHY, "new", null);
    assertThat(afterCall(stop)).isEqualTo(end);
    assertThat(GenServerEngine.afterOther(stop, "old")).isEqualTo(end);
  }

  @Test
  void anythingElseIsABadReturn() {
    assertThat(afterCall(4711)).isEqualTo(bad(4711));
    assertThat(afterCall(null)).isEqualTo(bad("null"));
    var reply = CallResult.reply(new Ask(1), "value", "new");
    assertThat(GenServerEngine.afterOther(reply, "old")).isEqualTo(bad(reply));
    assertThat(GenServerEngine.badReturn(4711)).hasToString("{bad_return_value, 4711}");
  }
}
