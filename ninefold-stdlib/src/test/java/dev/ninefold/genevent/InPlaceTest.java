package dev.ninefold.genevent;

import static dev.ninefold.genevent.TestHandler.crash;
import static dev.ninefold.genevent.TestHandler.key;
import static dev.ninefold.genevent.TestHandler.run;
import static dev.ninefold.genevent.TestHandler.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ninefold.genevent.HandlerExit.Reason;
import dev.ninefold.genevent.TestHandler.Heard;
import dev.ninefold.genevent.TestHandler.Script;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ThrownException;
import dev.ninefold.report.HandlerTerminateReport;
import dev.ninefold.sys.Sys;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Handlers with a restart rule and without a backoff: a failure leaves no gap. */
@WithNode(manualTime = true)
class InPlaceTest {

  private static final RestartRule RULE = RestartRule.DEFAULT.withIntensity(2, Duration.ofSeconds(10));
  private static final HandlerFailure BAD = new HandlerFailure.BadReturn("bad");

  private static ManagerRef<Object> start(Script script, RestartRule rule) {
    ManagerRef<Object> manager = GenEvent.start().orElseThrow();
    GenEvent.addSupHandler(manager, script.key(), script.module(), rule);
    return manager;
  }

  /** An event on which the handler fails. */
  private static TestHandler.Run bad(String handler) {
    return run(handler, _ -> {
      throw new ThrownException("bad");
    });
  }

  private static HandlerRestart restarted() {
    return Process.receive(HandlerRestart.class);
  }

  private static void heard(String handler, String callback, Object what) {
    assertThat(Process.receive(Heard.class)).isEqualTo(new Heard(handler, callback, what));
  }

  private static Object state(ManagerRef<Object> manager, String handler) {
    return GenEvent.call(manager, key(handler), TestHandler.state());
  }

  /** A handler that counts its events, and crashes on one. */
  private static final class Counting implements EventHandler<Integer, String, CountingAsk> {
    static final HandlerKey<Counting> KEY = HandlerKey.of(Counting.class);

    @Override
    public HandlerInit<Integer> init() {
      return HandlerInit.ok(0);
    }

    @Override
    public HandlerNext<Integer> handleEvent(String event, Integer count) {
      if (event.equals("poison")) {
        throw new IllegalStateException("poisoned");
      }
      return HandlerNext.ok(count + 1);
    }

    @Override
    public HandlerReply<Integer> handleCall(CountingAsk request, Integer count) {
      return HandlerReply.reply(request, count, count);
    }
  }

  private record CountingAsk() implements dev.ninefold.gen.Request<Integer> {}

  // the race: an event comes between the failure and the moment when the owner, who was told of it, has added the handler again
  @Test
  void theClassicWayLosesWhatComesWhileTheHandlerIsAway(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<String> manager = GenEvent.<String>start().orElseThrow();
      GenEvent.addSupHandler(manager, Counting.KEY, Counting::new);
      // the next request follows at once; the owner learns of the failure only afterwards
      GenEvent.notify(manager, "poison");
      GenEvent.notify(manager, "the next request");
      assertThat(Process.receive(HandlerExit.class).handler()).isEqualTo(Counting.KEY);
      GenEvent.addSupHandler(manager, Counting.KEY, Counting::new);
      // nobody has handled it, and nobody knows
      assertThat(GenEvent.call(manager, Counting.KEY, new CountingAsk())).isZero();
      node.expectReport(HandlerTerminateReport.class);
      GenEvent.stop(manager);
    });
  }

  @Test
  void inPlaceNoEventIsHandledWithoutTheHandler(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<String> manager = GenEvent.<String>start().orElseThrow();
      GenEvent.addSupHandler(manager, Counting.KEY, Counting::new, RULE);
      GenEvent.notify(manager, "poison");
      GenEvent.notify(manager, "the next request");
      // the owner learns which request has failed, and has nothing to do
      HandlerRestart restart = restarted();
      assertThat(restart.message()).contains("poison");
      assertThat(restart.restarts()).isEqualTo(1);
      assertThat(GenEvent.call(manager, Counting.KEY, new CountingAsk())).isEqualTo(1);
      node.expectReport(HandlerTerminateReport.class);
      GenEvent.stop(manager);
    });
  }

  @Test
  void theOwnerIsToldWhichHandlerWhatWhyAndHowOften(TestNode node) throws Exception {
    node.ignoreReports(HandlerTerminateReport.class);
    node.run(() -> {
      ManagerRef<Object> manager = start(script("a", "s"), RULE.withIntensity(5, Duration.ofSeconds(10)));
      Pid pid = manager.pid();
      TestHandler.Run event = bad("a");
      GenEvent.notify(manager, event);
      assertThat(restarted()).isEqualTo(new HandlerRestart(pid, key("a"), BAD, Optional.of(event), 1, Duration.ZERO));
      Process.send(pid, event);
      assertThat(restarted()).isEqualTo(new HandlerRestart(pid, key("a"), BAD, Optional.of(event), 2, Duration.ZERO));
      TestHandler.Do request = new TestHandler.Do((_, _) -> {
        throw new ThrownException("bad");
      });
      // who called is told of the failure, after the owner
      assertThat(catchThrowableOfType(HandlerException.class, () -> GenEvent.call(manager, key("a"), request)).error())
          .isEqualTo(BAD);
      assertThat(Process.receive(HandlerRestart.class, _ -> true, Duration.ZERO))
          .contains(new HandlerRestart(pid, key("a"), BAD, Optional.of(request), 3, Duration.ZERO));
      for (int i = 0; i < 3; i++) {
        heard("a", "terminate", new Removal.Failed(BAD));
      }
      GenEvent.stop(manager);
    });
  }

  @Test
  void itKeepsItsPlaceAndTheOthersGetTheEvent(TestNode node) throws Exception {
    node.ignoreReports(HandlerTerminateReport.class);
    node.run(() -> {
      ManagerRef<Object> manager = GenEvent.start().orElseThrow();
      GenEvent.addHandler(manager, key("old"), script("old", "s").module());
      GenEvent.addSupHandler(manager, key("a"), script("a", "s").module(), RULE);
      GenEvent.addHandler(manager, key("new"), script("new", "s").module());
      GenEvent.syncNotify(manager, crash("a"));
      heard("new", "event", "crash");
      assertThat(Process.receive(Heard.class)).extracting(Heard::handler, Heard::callback).containsExactly("a", "terminate");
      heard("old", "event", "crash");
      assertThat(GenEvent.whichHandlers(manager)).isEqualTo(List.of(key("new"), key("a"), key("old")));
      GenEvent.notify(manager, "next");
      heard("new", "event", "next");
      heard("a", "event", "next");
      heard("old", "event", "next");
      GenEvent.stop(manager);
    });
  }

  @Test
  void freshOrTheLastGoodState(TestNode node) throws Exception {
    node.ignoreReports(HandlerTerminateReport.class);
    node.run(() -> {
      Script script = script("a", "fresh").withAfterFailure(lastGood -> HandlerInit.ok(List.of("restored", lastGood)));
      ManagerRef<Object> manager = start(script, RULE);
      GenEvent.notify(manager, run("a", _ -> HandlerNext.ok("changed")));
      assertThat(state(manager, "a")).isEqualTo("changed");
      GenEvent.notify(manager, bad("a"));
      assertThat(state(manager, "a")).isEqualTo("fresh");
      GenEvent.swapSupHandler(manager, key("a"), "args", key("a"), script.module(), RULE.withLastGoodState());
      GenEvent.notify(manager, run("a", _ -> HandlerNext.ok("changed")));
      GenEvent.notify(manager, bad("a"));
      assertThat(state(manager, "a")).isEqualTo(List.of("restored", "changed"));
      GenEvent.stop(manager);
    });
  }

  @Test
  void freshIsAsItWasInstalledFirst(TestNode node) throws Exception {
    node.ignoreReports(HandlerTerminateReport.class);
    node.run(() -> {
      ManagerRef<Object> manager = start(script("a", "s").withTerminate((_, _) -> "left"), RULE);
      // the successor has the owner and the rule, and what was left for it also when it is installed again
      Script next = script("b", "s").withAfterSwap(HandlerInit::ok);
      GenEvent.syncNotify(manager, run("a", s -> HandlerNext.swap("args", s, next.key(), next.module())));
      GenEvent.notify(manager, run("b", _ -> HandlerNext.ok("changed")));
      GenEvent.notify(manager, bad("b"));
      assertThat(restarted().handler()).isEqualTo(key("b"));
      assertThat(state(manager, "b")).isEqualTo(new Predecessor.Terminated("left"));
      GenEvent.stop(manager);
    });
  }

  // as a handler without a rule
  @Test
  void whenTheRuleIsUsedUpItIsRemoved(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = start(script("a", "s"), RULE);
      for (int i = 0; i < 3; i++) {
        GenEvent.notify(manager, bad("a"));
      }
      assertThat(restarted().restarts()).isEqualTo(1);
      assertThat(restarted().restarts()).isEqualTo(2);
      assertThat(Process.receive(HandlerExit.class)).isEqualTo(new HandlerExit(manager.pid(), key("a"), new Reason.Failed(BAD)));
      assertThat(GenEvent.whichHandlers(manager)).isEmpty();
      assertThat(node.expectReports(3, HandlerTerminateReport.class)).extracting(HandlerTerminateReport::restart)
          .containsExactly(Optional.of("at once, 1 of 2 allowed within 10000 ms"),
              Optional.of("at once, 2 of 2 allowed within 10000 ms"), Optional.empty());
      GenEvent.stop(manager);
    });
  }

  @Test
  void whatIsLongAgoDoesNotCount(TestNode node) throws Exception {
    node.ignoreReports(HandlerTerminateReport.class);
    node.run(() -> {
      ManagerRef<Object> manager = start(script("a", "s"), RULE);
      for (int i = 1; i <= 6; i++) {
        GenEvent.notify(manager, bad("a"));
        assertThat(restarted().restarts()).isEqualTo(i);
        node.time().advance(Duration.ofMillis(5001));
      }
      GenEvent.stop(manager);
    });
  }

  @Test
  void aFailingInitCounts(TestNode node) throws Exception {
    node.ignoreReports(HandlerTerminateReport.class);
    node.run(() -> {
      AtomicInteger inits = new AtomicInteger();
      // works at first, refuses at the second time, works again
      Script script =
          script("a", "s").withInit(_ -> inits.incrementAndGet() == 2 ? HandlerInit.failed("no") : HandlerInit.ok("s"));
      ManagerRef<Object> manager = start(script, RULE);
      GenEvent.notify(manager, bad("a"));
      assertThat(restarted().failure()).isEqualTo(BAD);
      HandlerRestart second = restarted();
      assertThat(second.failure()).isEqualTo(new HandlerFailure.Refused("no"));
      assertThat(second.message()).isEmpty();
      assertThat(second.restarts()).isEqualTo(2);
      assertThat(state(manager, "a")).isEqualTo("s");
      // the rule is used up
      GenEvent.notify(manager, bad("a"));
      assertThat(Process.receive(HandlerExit.class).reason()).isEqualTo(new Reason.Failed(BAD));
      GenEvent.stop(manager);
    });
  }

  @Test
  void anInitThatAlwaysFailsUsesTheRuleUp(TestNode node) throws Exception {
    node.ignoreReports(HandlerTerminateReport.class);
    node.run(() -> {
      AtomicInteger inits = new AtomicInteger();
      Script script =
          script("a", "s").withInit(_ -> inits.incrementAndGet() > 1 ? HandlerInit.failed("no") : HandlerInit.ok("s"));
      ManagerRef<Object> manager = start(script, RULE);
      GenEvent.syncNotify(manager, bad("a"));
      assertThat(inits).hasValue(3);
      assertThat(Process.receive(HandlerExit.class).reason()).isEqualTo(new Reason.Failed(new HandlerFailure.Refused("no")));
      assertThat(GenEvent.whichHandlers(manager)).isEmpty();
      GenEvent.stop(manager);
    });
  }

  // a handler that asks for a successor whose init fails has failed, too
  @Test
  void aFailedSwapIsTriedAgain(TestNode node) throws Exception {
    node.ignoreReports(HandlerTerminateReport.class);
    node.run(() -> {
      AtomicInteger inits = new AtomicInteger();
      Script next =
          script("b", "s").withAfterSwap(_ -> inits.incrementAndGet() == 1 ? HandlerInit.failed("no") : HandlerInit.ok("s"));
      ManagerRef<Object> manager = start(script("a", "s"), RULE);
      GenEvent.syncNotify(manager, run("a", s -> HandlerNext.swap("args", s, next.key(), next.module())));
      assertThat(Process.receive(HandlerExit.class).reason()).isInstanceOf(Reason.Swapped.class);
      assertThat(restarted()).isEqualTo(
          new HandlerRestart(manager.pid(), key("b"), new HandlerFailure.Refused("no"), Optional.empty(), 1, Duration.ZERO));
      assertThat(GenEvent.whichHandlers(manager)).containsExactly(key("b"));
      GenEvent.stop(manager);
    });
  }

  @Test
  void theStatusShowsHowOften(TestNode node) throws Exception {
    node.ignoreReports(HandlerTerminateReport.class);
    node.run(() -> {
      ManagerRef<Object> manager = start(script("a", "s"), RULE);
      GenEvent.syncNotify(manager, bad("a"));
      assertThat(Sys.getStatus(manager).state())
          .isEqualTo(List.of(new InstalledHandler(key("a"), Optional.of("s"), Optional.of(Process.self()), 1)));
      GenEvent.stop(manager);
    });
  }
}
