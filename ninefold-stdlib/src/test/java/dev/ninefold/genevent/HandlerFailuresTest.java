package dev.ninefold.genevent;

import static dev.ninefold.genevent.TestHandler.key;
import static dev.ninefold.genevent.TestHandler.run;
import static dev.ninefold.genevent.TestHandler.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ninefold.genevent.TestHandler.Heard;
import dev.ninefold.process.Process;
import dev.ninefold.process.ThrownException;
import dev.ninefold.report.HandlerTerminateReport;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Handlers that fail in every way, and ask for a swap, in every callback: only they go; their neighbours and the manager do not notice. GE-19. */
@WithNode
class HandlerFailuresTest {

  /** A way to fail. */
  private enum Way {
    EXCEPTION, CHECKED, ERROR, EXIT, THROW, NULL;

    @SuppressWarnings("TypeParameterUnusedInFormals") // It never returns anything but null, which is of each type.
    <T> T fail() throws Exception {
      return switch (this) {
        case EXCEPTION -> throw new IllegalStateException("failed");
        case CHECKED -> throw new Exception("failed");
        case ERROR -> throw new StackOverflowError("failed");
        case EXIT -> throw Process.exit(ExitReason.of("failed"));
        case THROW -> throw new ThrownException("failed");
        case NULL -> null;
      };
    }

    void check(HandlerFailure failure) {
      switch (this) {
        case EXCEPTION, CHECKED, ERROR -> assertThat(failure).isInstanceOfSatisfying(HandlerFailure.Exit.class,
            exit -> assertThat(exit.reason()).isInstanceOfSatisfying(ExitReason.Crashed.class,
                crashed -> assertThat(crashed.cause()).hasMessage("failed")));
        case EXIT -> assertThat(failure).isEqualTo(new HandlerFailure.Exit(ExitReason.of("failed")));
        case THROW -> assertThat(failure).isEqualTo(new HandlerFailure.BadReturn("failed"));
        case NULL -> assertThat(failure).isEqualTo(new HandlerFailure.BadReturn("null"));
      }
    }
  }

  /** A callback that handles something. */
  private enum Callback {
    EVENT, CALL, INFO;

    /** Has the handler do that. */
    void cause(ManagerRef<Object> manager, String handler, TestHandler.OnNext next, TestHandler.OnCall reply) {
      switch (this) {
        case EVENT -> GenEvent.syncNotify(manager, run(handler, next));
        case INFO -> Process.send(manager.pid(), run(handler, next));
        case CALL -> GenEvent.call(manager, key(handler), new TestHandler.Do(reply));
      }
    }
  }

  static Stream<Arguments> everyWayInEveryCallback() {
    return Arrays.stream(Callback.values()).flatMap(c -> Arrays.stream(Way.values()).map(w -> Arguments.of(c, w)));
  }

  private static ManagerRef<Object> start() {
    ManagerRef<Object> manager = GenEvent.start().orElseThrow();
    for (String name : List.of("old", "victim", "new")) {
      GenEvent.addSupHandler(manager, key(name), script(name, name).module());
    }
    return manager;
  }

  private static List<Object> heard(int count) {
    return Stream.generate(Process::receive).limit(count).toList();
  }

  /** The manager and the two others are as they were. */
  private static void othersGoOn(ManagerRef<Object> manager) {
    GenEvent.notify(manager, "after");
    assertThat(heard(2)).isEqualTo(List.of(new Heard("new", "event", "after"), new Heard("old", "event", "after")));
    assertThat(GenEvent.call(manager, key("old"), TestHandler.state())).isEqualTo("old");
    GenEvent.stop(manager);
    assertThat(heard(4)).hasSize(4);
    assertThat(Process.isMailboxEmpty()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("everyWayInEveryCallback")
  void onlyTheHandlerThatFailsIsRemoved(Callback callback, Way way, TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = start();
      HandlerException refused = catchThrowableOfType(HandlerException.class,
          () -> callback.cause(manager, "victim", _ -> way.fail(), (_, _) -> way.fail()));
      List<Object> heard = heard(callback == Callback.CALL ? 2 : 4);
      HandlerFailure failure = ((HandlerExit.Reason.Failed) heard.stream()
          .flatMap(h -> h instanceof HandlerExit exit ? Stream.of(exit) : Stream.of())
          .findFirst()
          .orElseThrow()
          .reason()).failure();
      way.check(failure);
      // terminate has got it, the others have got what it failed on, and who called is told
      assertThat(heard).contains(new Heard("victim", "terminate", new Removal.Failed(failure)));
      if (callback == Callback.CALL) {
        assertThat(refused.error()).isEqualTo(failure);
      } else {
        String kind = callback == Callback.EVENT ? "event" : "info";
        assertThat(heard.getFirst()).isEqualTo(new Heard("new", kind, "run"));
        assertThat(heard.getLast()).isEqualTo(new Heard("old", kind, "run"));
      }
      assertThat(GenEvent.whichHandlers(manager)).isEqualTo(List.of(key("new"), key("old")));
      HandlerTerminateReport report = node.expectReport(HandlerTerminateReport.class);
      assertThat(report.handler()).isEqualTo(key("victim"));
      assertThat(report.name()).isEqualTo(manager.pid());
      assertThat(report.state()).isEqualTo("victim");
      othersGoOn(manager);
    });
  }

  @ParameterizedTest
  @EnumSource
  void aSwapInEveryCallback(Callback callback, TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = start();
      var next = script("next", "s").withAfterSwap(HandlerInit::ok);
      callback.cause(manager, "victim", s -> HandlerNext.swap("args", s, next.key(), next.module()),
          (request, s) -> HandlerReply.swap(request, "ok", "args", s, next.key(), next.module()));
      assertThat(GenEvent.call(manager, key("next"), TestHandler.state())).isEqualTo(new Predecessor.Terminated("ok"));
      assertThat(GenEvent.whichHandlers(manager)).isEqualTo(List.of(key("new"), key("next"), key("old")));
      assertThat(Process.receive(HandlerExit.class).handler()).isEqualTo(key("victim"));
      GenEvent.stop(manager);
    });
    assertThat(node.reports(HandlerTerminateReport.class)).isEmpty();
  }

  static Stream<Arguments> everyWayOfASwapToFail() {
    return everyWayInEveryCallback();
  }

  // GE-33: the reply of a call is given nevertheless
  @ParameterizedTest
  @MethodSource("everyWayOfASwapToFail")
  void aSwapWhoseInitFailsRemovesBoth(Callback callback, Way way, TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = start();
      var next = script("next", "s").withAfterSwap(_ -> way.fail());
      callback.cause(manager, "victim", s -> HandlerNext.swap("args", s, next.key(), next.module()),
          (request, s) -> HandlerReply.swap(request, "ok", "args", s, next.key(), next.module()));
      assertThat(GenEvent.whichHandlers(manager)).isEqualTo(List.of(key("new"), key("old")));
      assertThat(Process.receive(HandlerExit.class).reason()).isInstanceOf(HandlerExit.Reason.Swapped.class);
      assertThat(Process.receive(HandlerExit.class).reason()).isInstanceOfSatisfying(HandlerExit.Reason.SwapFailed.class,
          failed -> way.check(failed.failure()));
      HandlerTerminateReport report = node.expectReport(HandlerTerminateReport.class);
      assertThat(report.handler()).isEqualTo(key("next"));
      assertThat(report.lastMessage()).isEqualTo("init");
      GenEvent.stop(manager);
    });
  }

  // a terminate that fails as well changes nothing for anybody
  @ParameterizedTest
  @EnumSource
  void terminateFailsToo(Way way, TestNode node) throws Exception {
    node.ignoreReports(HandlerTerminateReport.class);
    node.run(() -> {
      ManagerRef<Object> manager = GenEvent.start().orElseThrow();
      GenEvent.addSupHandler(manager, key("a"), script("a", "s").withTerminate((_, _) -> way.fail()).module(),
          RestartRule.DEFAULT.withLastGoodState());
      GenEvent.syncNotify(manager, TestHandler.crash("a"));
      assertThat(Process.receive(HandlerRestart.class).restarts()).isEqualTo(1);
      assertThat(GenEvent.call(manager, key("a"), TestHandler.state())).isEqualTo("s");
      GenEvent.syncNotify(manager, TestHandler.crash("a"));
      assertThat(Process.receive(HandlerExit.class).reason()).isInstanceOf(HandlerExit.Reason.Failed.class);
      GenEvent.stop(manager);
    });
  }

  @ParameterizedTest
  @EnumSource
  void initAfterFailureFailsToo(Way way, TestNode node) throws Exception {
    node.ignoreReports(HandlerTerminateReport.class);
    node.run(() -> {
      ManagerRef<Object> manager = GenEvent.start().orElseThrow();
      GenEvent.addSupHandler(manager, key("a"), script("a", "s").withAfterFailure(_ -> way.fail()).module(),
          RestartRule.DEFAULT.withLastGoodState());
      GenEvent.syncNotify(manager, TestHandler.crash("a"));
      Process.receive(HandlerRestart.class);
      way.check(((HandlerExit.Reason.Failed) Process.receive(HandlerExit.class).reason()).failure());
      assertThat(GenEvent.whichHandlers(manager)).isEmpty();
      GenEvent.stop(manager);
    });
  }

  @Test
  void aHandlerThatCallsItsOwnManagerFails(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = start();
      GenEvent.syncNotify(manager, run("victim", _ -> {
        GenEvent.whichHandlers(manager);
        return HandlerNext.remove();
      }));
      HandlerTerminateReport report = node.expectReport(HandlerTerminateReport.class);
      assertThat(report.reason()).isEqualTo(ExitReason.of("calling_self"));
      GenEvent.stop(manager);
    });
  }
}
