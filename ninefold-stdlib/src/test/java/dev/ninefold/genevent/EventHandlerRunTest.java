package dev.ninefold.genevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.ninefold.gen.Request;
import dev.ninefold.process.Info;
import dev.ninefold.process.ThrownException;
import org.junit.jupiter.api.Test;

class EventHandlerRunTest {

  sealed interface Call<R> extends Request<R> {}

  record Total() implements Call<Integer> {}

  record Last(boolean swap) implements Call<Integer> {}

  record Fail() implements Call<Integer> {}

  /** Adds numbers up. */
  static final class Sum implements EventHandler<Integer, Object, Call<?>> {
    private final HandlerInit<Integer> init;

    Sum(HandlerInit<Integer> init) {
      this.init = init;
    }

    @Override
    public HandlerInit<Integer> init() {
      return init;
    }

    @Override
    public HandlerNext<Integer> handleEvent(Object event, Integer sum) {
      return switch (event) {
        case Integer number -> HandlerNext.ok(sum + number);
        case String it when it.equals("remove") -> HandlerNext.remove();
        case String it when it.equals("swap") ->
          HandlerNext.swap("why", sum + 1, HandlerKey.of(Sum.class, 2), () -> new Sum(init));
        case String it when it.equals("throw") -> throw new ThrownException(HandlerNext.ok(-1));
        case String it when it.equals("bad") -> null;
        default -> throw new IllegalArgumentException("no number: " + event);
      };
    }

    @Override
    public HandlerReply<Integer> handleCall(Call<?> request, Integer sum) {
      return switch (request) {
        case Total total -> HandlerReply.reply(total, sum, sum);
        case Last last when last.swap() ->
          HandlerReply.swap(last, sum, "why", sum + 1, HandlerKey.of(Sum.class, 2), () -> new Sum(init));
        case Last last -> HandlerReply.remove(last, sum);
        case Fail _ -> throw new IllegalStateException("boom");
      };
    }

    @Override
    public HandlerNext<Integer> handleInfo(Info info, Integer sum) {
      return HandlerNext.ok(sum + ((Info.Message) info).body().toString().length());
    }

    @Override
    public Object terminate(Removal why, Integer sum) {
      return why + " at " + sum;
    }
  }

  private final EventHandlerRun<Integer, Object> run = EventHandlerRun.of(new Sum(HandlerInit.ok(0)));

  @Test
  void callbacksAreCalledOneAfterTheOther() {
    run.event(3);
    run.event("throw");
    run.event(4);
    run.info("four");
    assertThat(run.state()).isEqualTo(7);
    assertThat(run.call(new Total())).isEqualTo(7);
    assertThat(run.removed()).isEmpty();
    assertThat(run.terminated()).isEmpty();
  }

  @Test
  void itRemovesItself() {
    run.event(3);
    run.event("remove");
    assertThat(run.removed()).contains(new Removal.RemoveHandler());
    assertThat(run.terminated()).contains(new Predecessor.Terminated("RemoveHandler[] at 3"));
    assertThat(run.state()).isEqualTo(3);
    assertThatIllegalStateException().isThrownBy(() -> run.event(1))
        .withMessage("expected a handler that is installed, got one that was removed: RemoveHandler[]");
  }

  @Test
  void itIsSwapped() {
    run.event("swap");
    assertThat(run.removed()).contains(new Removal.Swapped("why"));
    assertThat(run.successor().orElseThrow()).isEqualTo(HandlerKey.of(Sum.class, 2));
    assertThat(run.terminated()).contains(new Predecessor.Terminated("Swapped[args=why] at 1"));
  }

  @Test
  void itRepliesAndGoes() {
    run.event(3);
    assertThat(run.call(new Last(false))).isEqualTo(3);
    assertThat(run.removed()).contains(new Removal.RemoveHandler());
    var other = EventHandlerRun.of(new Sum(HandlerInit.ok(5)));
    assertThat(other.call(new Last(true))).isEqualTo(5);
    assertThat(other.state()).isEqualTo(6);
  }

  @Test
  void itIsRemoved() {
    run.remove(new Removal.Stop());
    assertThat(run.terminated()).contains(new Predecessor.Terminated("Stop[] at 0"));
  }

  @Test
  void aFailureRemovesItWithTheStateBefore() {
    run.event(3);
    run.event("no number");
    assertThat(run.removed().orElseThrow()).isInstanceOf(Removal.Failed.class);
    assertThat(run.terminated().orElseThrow().toString()).contains("no number: no number").contains("at 3");
    assertThatIllegalStateException().isThrownBy(run::state).havingCause().withMessage("no number: no number");
  }

  @Test
  void aFailedCallHasNoReply() {
    assertThatIllegalStateException().isThrownBy(() -> run.call(new Fail()))
        .withMessageContaining("expected a reply to Fail[], got none")
        .havingCause()
        .withMessage("boom");
  }

  @Test
  void aBadReturnIsAFailure() {
    run.event("bad");
    assertThat(run.removed()).contains(new Removal.Failed(new HandlerFailure.BadReturn("null")));
  }

  @Test
  void anInitThatIsNotOkIsTheEnd() {
    var refused = EventHandlerRun.of(new Sum(HandlerInit.failed("no room")));
    assertThat(refused.removed()).contains(new Removal.Failed(new HandlerFailure.Refused("no room")));
    assertThat(refused.terminated()).isEmpty();
    assertThatIllegalStateException().isThrownBy(refused::state);
    assertThat(EventHandlerRun.of(new Sum(null)).removed())
        .contains(new Removal.Failed(new HandlerFailure.BadReturn("null")));
  }

  @Test
  void nullIsRefused() {
    assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> EventHandlerRun.of(null))
        .withMessageContaining("handler: expected");
    assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> run.event(null))
        .withMessageContaining("event: expected");
    assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> run.call(null))
        .withMessageContaining("request: expected");
    assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> run.info(null))
        .withMessageContaining("message: expected");
    assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> run.remove(null))
        .withMessageContaining("why: expected");
  }
}
