package dev.ninefold.genserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.ninefold.gen.BadReturnValue;
import dev.ninefold.gen.From;
import dev.ninefold.gen.ReplyTo;
import dev.ninefold.gen.Request;
import dev.ninefold.process.Info;
import dev.ninefold.process.Process;
import dev.ninefold.process.ThrownException;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenServerRunTest {

  sealed interface Call<R> extends Request<R> {}

  /** Replies, and does what is said next. */
  record Get(Then then) implements Call<List<String>> {}

  /** Is answered by the next cast. */
  record Later() implements Call<String> {}

  record Stop(boolean reply) implements Call<String> {}

  record Fail() implements Call<String> {}

  /** Notes what comes; a string "stop" stops it. */
  static final class Notes implements GenServer<List<String>, Call<?>, Object> {
    private final Supplier<Init<List<String>>> init;
    private final List<String> terminated = new ArrayList<>();
    private ReplyTo<String> waiting = _ -> {};

    Notes(Supplier<Init<List<String>>> init) {
      this.init = init;
    }

    Notes() {
      this(() -> Init.ok(List.of()));
    }

    @Override
    public Init<List<String>> init() {
      return init.get();
    }

    @Override
    public CallResult<List<String>> handleCall(Call<?> request, From from, List<String> notes) {
      return switch (request) {
        case Get get -> CallResult.reply(get, notes, notes, get.then());
        case Later later -> {
          waiting = from.to(later);
          yield Next.noReply(with(notes, "later"));
        }
        case Stop stop when stop.reply() ->
          CallResult.stopAndReply(ExitReason.shutdown("asked"), stop, "stopped", with(notes, "stop"));
        case Stop _ -> Next.stop(ExitReason.NORMAL, with(notes, "stop"));
        case Fail _ -> throw new IllegalStateException("boom");
      };
    }

    @Override
    public Next<List<String>> handleCast(Object message, List<String> notes) {
      return switch (message) {
        case String it when it.equals("stop") -> Next.stop(ExitReason.SHUTDOWN, with(notes, "stop"));
        case String it when it.equals("throw") -> throw new ThrownException(Next.noReply(with(notes, "thrown")));
        case String it when it.equals("bad") -> null;
        case String it when it.equals("exit") -> throw Process.exit(ExitReason.shutdown("exit"));
        case Then then -> Next.noReply(with(notes, "then"), then);
        default -> {
          waiting.reply(message.toString());
          yield Next.noReply(with(notes, "cast " + message));
        }
      };
    }

    @Override
    public Next<List<String>> handleInfo(Info info, List<String> notes) {
      return Next.noReply(with(notes, "info " + (info instanceof Info.Message(Object body) ? body : info)));
    }

    @Override
    public Next<List<String>> handleContinue(Object term, List<String> notes) {
      return term.equals("more") ? Next.noReply(with(notes, "more"), Then.continueWith("on"))
          : Next.noReply(with(notes, "continue " + term));
    }

    @Override
    public void terminate(ExitReason reason, List<String> notes) {
      terminated.add(reason + " " + notes);
      if (notes.contains("cast fail at the end")) {
        throw new IllegalStateException("at the end");
      }
    }

    private static List<String> with(List<String> notes, String note) {
      var longer = new ArrayList<>(notes);
      longer.add(note);
      return List.copyOf(longer);
    }
  }

  private final Notes module = new Notes();

  @Test
  void callbacksAreCalledOneAfterTheOther() {
    var run = GenServerRun.of(module);
    assertThat(run.state()).isEmpty();
    run.cast("a");
    run.info("b");
    run.info(Info.Timeout.TIMEOUT);
    assertThat(run.call(new Get(Then.None.NONE))).containsExactly("cast a", "info b", "info Timeout[]");
    assertThat(run.state()).hasSize(3);
    assertThat(run.stopped()).isEmpty();
    assertThat(run).hasToString("Notes in state [cast a, info b, info Timeout[]]");
  }

  @Test
  void continuationsFollowAtOnce() {
    var run = GenServerRun.of(new Notes(() -> Init.ok(List.of(), Then.continueWith("more"))));
    assertThat(run.state()).containsExactly("more", "continue on");
    assertThat(run.call(new Get(Then.continueWith("x")))).hasSize(2);
    assertThat(run.state()).endsWith("continue x");
    assertThat(run.then()).isEqualTo(Then.None.NONE);
  }

  @Test
  void aTimeoutIsShownAndFiresWhenItIsTold() {
    var run = GenServerRun.of(module);
    run.cast(Then.timeout(Duration.ofSeconds(5)));
    assertThat(run.then()).isEqualTo(Then.timeout(Duration.ofSeconds(5)));
    run.timeout();
    assertThat(run.state()).endsWith("info Timeout[]");
    assertThat(run.then()).isEqualTo(Then.None.NONE);
    run.cast(Then.timeout(Duration.ofSeconds(5), "tick"));
    run.timeout();
    assertThat(run.state()).endsWith("info tick");
  }

  @Test
  void aMessageCancelsTheTimeout() {
    var run = GenServerRun.of(module);
    run.cast(Then.timeout(Duration.ofSeconds(5)));
    run.cast("a");
    assertThatIllegalStateException().isThrownBy(run::timeout).withMessageContaining("got one that does None[] next");
    run.cast(Then.timeout(Timeout.INFINITY));
    assertThatIllegalStateException().isThrownBy(run::timeout);
  }

  @Test
  void aMessageWithoutDelayComesAtOnce() {
    var run = GenServerRun.of(module);
    run.cast(Then.timeout(Duration.ZERO, "now"));
    assertThat(run.state()).containsExactly("then", "info now");
    // That without a message waits for what is in the mailbox, which the test decides.
    run.cast(Then.timeout(Duration.ZERO));
    assertThat(run.then()).isEqualTo(Then.timeout(Duration.ZERO));
  }

  @Test
  void aReplyMayComeLater() {
    var run = GenServerRun.of(module);
    var asked = run.ask(new Later());
    assertThat(asked.isAnswered()).isFalse();
    assertThat(asked).hasToString("Later[], not answered");
    assertThatIllegalStateException().isThrownBy(asked::reply).withMessage("expected a reply to Later[], got none so far");
    run.cast("the reply");
    assertThat(asked.reply()).isEqualTo("the reply");
    run.cast("another one");
    assertThat(asked.reply()).isEqualTo("the reply");
    assertThat(asked).hasToString("Later[], answered with the reply");
    assertThatIllegalStateException().isThrownBy(() -> run.call(new Later()))
        .withMessage("expected a reply to Later[], got none; for one that comes later use ask");
  }

  @Test
  void itStops() {
    var run = GenServerRun.of(module);
    assertThat(run.call(new Stop(true))).isEqualTo("stopped");
    assertThat(run.stopped()).contains(ExitReason.shutdown("asked"));
    assertThat(run.state()).containsExactly("stop");
    assertThat(module.terminated).containsExactly("{shutdown, asked} [stop]");
    assertThatIllegalStateException().isThrownBy(() -> run.cast("a"))
        .withMessage("expected a server that runs, got one that has ended: {shutdown, asked}");
  }

  @Test
  void itStopsWithoutAReply() {
    var run = GenServerRun.of(module);
    assertThatIllegalStateException().isThrownBy(() -> run.call(new Stop(false)))
        .withMessageContaining("got none; the server has ended: normal");
    assertThat(run.stopped()).contains(ExitReason.NORMAL);
  }

  @Test
  void itIsStopped() {
    var run = GenServerRun.of(module);
    run.stop(ExitReason.SHUTDOWN);
    assertThat(module.terminated).containsExactly("shutdown []");
    assertThat(run.stopped()).contains(ExitReason.SHUTDOWN);
    assertThat(run).hasToString("Notes that has ended: shutdown");
  }

  @Test
  void aFailureEndsItWithTheStateBefore() {
    var run = GenServerRun.of(module);
    run.cast("a");
    assertThatIllegalStateException().isThrownBy(() -> run.call(new Fail())).havingCause().withMessage("boom");
    assertThat(module.terminated).singleElement().asString().endsWith("boom [cast a]");
    assertThat(run.stopped().orElseThrow()).isInstanceOf(ExitReason.Crashed.class);
    assertThatIllegalStateException().isThrownBy(run::state).havingCause().withMessage("boom");
  }

  @Test
  void whatACallbackThrowsOrReturnsIsTakenAsTheProcessTakesIt() {
    var run = GenServerRun.of(module);
    run.cast("throw");
    assertThat(run.state()).containsExactly("thrown");
    run.cast("exit");
    assertThat(run.stopped()).contains(ExitReason.shutdown("exit"));

    var other = GenServerRun.of(module);
    other.cast("bad");
    assertThat(other.stopped()).contains(new ExitReason.Other(new BadReturnValue("null")));
  }

  @Test
  void aFailureOfTerminateIsTheReason() {
    var run = GenServerRun.of(module);
    run.cast("fail at the end");
    run.stop(ExitReason.SHUTDOWN);
    assertThat(run.stopped().orElseThrow().toString()).contains("at the end");
  }

  @Test
  void anInitThatIsNotOkIsTheEnd() {
    assertThat(GenServerRun.of(new Notes(Init::ignore)).stopped()).contains(ExitReason.NORMAL);
    assertThat(GenServerRun.of(new Notes(() -> Init.stop(ExitReason.SHUTDOWN))).stopped()).contains(ExitReason.SHUTDOWN);
    assertThat(GenServerRun.of(new Notes(() -> Init.failed(ExitReason.SHUTDOWN))).stopped()).contains(ExitReason.SHUTDOWN);
    assertThat(GenServerRun.of(new Notes(() -> null)).stopped()).contains(new ExitReason.Other(new BadReturnValue("null")));
    var failed = GenServerRun.of(new Notes(() -> {
      throw new IllegalStateException("boom");
    }));
    assertThat(failed.stopped()).map(Object::toString).isEqualTo(Optional.of("java.lang.IllegalStateException: boom"));
    assertThatIllegalStateException().isThrownBy(failed::state).havingCause().withMessage("boom");
    assertThatIllegalStateException().isThrownBy(() -> failed.cast("a"));
  }

  record Foreign() implements Request<String> {}

  @Test
  void aForeignRequestFailsAsInTheProcess() {
    var run = GenServerRun.of(module);
    assertThatIllegalStateException().isThrownBy(() -> run.call(new Foreign())).withCauseInstanceOf(ClassCastException.class);
  }

  @Test
  void nullIsRefused() {
    assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> GenServerRun.of(null))
        .withMessageContaining("module: expected");
    var run = GenServerRun.of(module);
    assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> run.call(null))
        .withMessageContaining("request: expected");
    assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> run.cast(null))
        .withMessageContaining("message: expected");
    assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> run.info(null))
        .withMessageContaining("message: expected");
    assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> run.stop(null))
        .withMessageContaining("reason: expected");
  }

  /** Counts down, by a continuation or a message at once for each number. */
  private record Countdown(boolean continuing) implements GenServer<Integer, Request<?>, Integer> {
    @Override
    public Init<Integer> init() {
      return Init.ok(0);
    }

    @Override
    public Next<Integer> handleCast(Integer from, Integer left) {
      return next(from);
    }

    @Override
    public Next<Integer> handleContinue(Object term, Integer left) {
      return next(left - 1);
    }

    @Override
    public Next<Integer> handleInfo(Info info, Integer left) {
      return next(left - 1);
    }

    private Next<Integer> next(int left) {
      return left == 0 ? Next.noReply(left)
          : Next.noReply(left, continuing ? Then.continueWith("on") : Then.timeout(Duration.ZERO, "on"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatGoesOnAndOnNeedsNoStack(boolean continuing) {
    var run = GenServerRun.of(new Countdown(continuing));
    run.cast(100_000);
    assertThat(run.stopped()).isEmpty();
    assertThat(run.state()).isZero();
  }
}
