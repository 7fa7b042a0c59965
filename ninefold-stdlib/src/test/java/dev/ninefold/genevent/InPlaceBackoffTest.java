package dev.ninefold.genevent;

import static dev.ninefold.genevent.TestHandler.key;
import static dev.ninefold.genevent.TestHandler.run;
import static dev.ninefold.genevent.TestHandler.script;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.Backoff;
import dev.ninefold.gen.Response;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genevent.TestHandler.Heard;
import dev.ninefold.genevent.TestHandler.Script;
import dev.ninefold.process.Info;
import dev.ninefold.process.Node;
import dev.ninefold.process.NodeOptions;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ThrownException;
import dev.ninefold.report.HandlerTerminateReport;
import dev.ninefold.sys.Sys;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.ManualTime;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Handlers whose rule has a backoff: while one is away, the manager puts off what it would miss, and nothing else. */
@WithNode(manualTime = true)
class InPlaceBackoffTest {

  private static final Backoff BACKOFF = Backoff.of(Duration.ofSeconds(1), Duration.ofSeconds(3)).withJitter(0);
  private static final RestartRule RULE =
      RestartRule.DEFAULT.withIntensity(10, Duration.ofMinutes(1)).withBackoff(BACKOFF);
  private static final HandlerFailure BAD = new HandlerFailure.BadReturn("bad");

  TestNode node;

  @BeforeEach
  void failuresAreReported() {
    node.ignoreReports(HandlerTerminateReport.class);
  }

  private static TestHandler.Run bad(String handler) {
    return run(handler, _ -> {
      throw new ThrownException("bad");
    });
  }

  /** A manager whose handler has failed and is away, for a second. */
  private static ManagerRef<Object> away(Script script, RestartRule rule) {
    ManagerRef<Object> manager = GenEvent.start().orElseThrow();
    GenEvent.addSupHandler(manager, script.key(), script.module(), rule);
    fail(manager, script.name());
    return manager;
  }

  private static void fail(ManagerRef<Object> manager, String handler) {
    GenEvent.syncNotify(manager, bad(handler));
    assertThat(Process.receive(Heard.class)).isEqualTo(new Heard(handler, "terminate", new Removal.Failed(BAD)));
    assertThat(Process.receive(HandlerRestart.class).delay()).isPositive();
  }

  /** All that was sent to the manager before has been looked at. */
  private static void settle(ManagerRef<Object> manager) {
    Sys.getStatus(manager);
  }

  @Test
  void eventsAndCallsWaitInTheirOrder() throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = away(script("a", "s"), RULE);
      GenEvent.notify(manager, 1);
      var call = GenEvent.sendRequest(manager, key("a"), new TestHandler.Do((request, state) -> {
        Process.send(Process.parent().orElseThrow(), "called");
        return HandlerReply.reply(request, state, state);
      }));
      Process.send(manager.pid(), 2);
      GenEvent.notify(manager, 3);
      settle(manager);
      assertThat(Process.isMailboxEmpty()).isTrue();
      assertThat(GenEvent.waitResponse(call, Duration.ZERO)).isEqualTo(new Response.Timeout<>());
      node.time().advance(Duration.ofSeconds(1));
      assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("a", "event", 1));
      assertThat(Process.receive(String.class)).isEqualTo("called");
      assertThat(GenEvent.waitResponse(call, Timeout.INFINITY)).isEqualTo(new Response.Reply<>("s"));
      assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("a", "info", 2));
      assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("a", "event", 3));
      GenEvent.stop(manager);
    });
  }

  @Test
  void addingDeletingAndAskingWaitToo() throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = away(script("a", "s"), RULE);
      var module = script("b", "s").module();
      CompletableFuture<Object> done = new CompletableFuture<>();
      node.spawn(() -> {
        GenEvent.addHandler(manager, key("b"), module);
        GenEvent.deleteHandler(manager, key("a"), "args");
        done.complete(GenEvent.whichHandlers(manager));
      });
      settle(manager);
      assertThat(done).isNotDone();
      node.time().advance(Duration.ofSeconds(1));
      assertThat(node.await(done)).isEqualTo(List.of(key("b")));
      GenEvent.stop(manager);
    });
  }

  @Test
  void systemMessagesAreAnswered() throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = away(script("a", "s"), RULE);
      assertThat(Sys.getState(manager)).isEqualTo(List.of());
      assertThat(Sys.replaceState(manager, state -> state)).isEqualTo(List.of());
      assertThat(Sys.getStatus(manager).state())
          .isEqualTo(List.of(new InstalledHandler(key("a"), Optional.empty(), Optional.of(Process.self()), 1)));
      // suspended, it is not installed either; resumed, it is, and only then are events handled
      Sys.suspend(manager);
      GenEvent.notify(manager, 1);
      node.time().advance(Duration.ofSeconds(1));
      settle(manager);
      assertThat(Sys.getState(manager)).isEqualTo(List.of());
      Sys.resume(manager);
      assertThat(Process.receive()).isEqualTo(new Heard("a", "event", 1));
      assertThat(Sys.getState(manager)).isEqualTo(List.of(new HandlerState(key("a"), "s")));
      // resumed while it is away, events go on waiting
      fail(manager, "a");
      Sys.suspend(manager);
      Sys.resume(manager);
      GenEvent.notify(manager, 2);
      settle(manager);
      assertThat(Process.isMailboxEmpty()).isTrue();
      node.time().advance(Duration.ofSeconds(2));
      assertThat(Process.receive()).isEqualTo(new Heard("a", "event", 2));
      GenEvent.stop(manager);
    });
  }

  @Test
  void stopEndsTheManagerAtOnce() throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = away(script("a", "s"), RULE);
      GenEvent.notify(manager, "never handled");
      GenEvent.stop(manager);
      assertThat(Process.receive()).isEqualTo(new HandlerExit(manager.pid(), key("a"), new HandlerExit.Reason.Shutdown()));
      assertThat(Process.isMailboxEmpty()).isTrue();
    });
  }

  @Test
  void theParentsExitEndsTheManagerAtOnce() throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      ManagerRef<Object> manager = GenEvent.startLink(StartOptions.DEFAULT).orElseThrow();
      GenEvent.addSupHandler(manager, key("a"), script("a", "s").module(), RULE);
      fail(manager, "a");
      Process.exit(manager.pid(), ExitReason.SHUTDOWN);
      assertThat(Process.receive()).isEqualTo(new HandlerExit(manager.pid(), key("a"), new HandlerExit.Reason.Shutdown()));
      assertThat(Process.receive()).isEqualTo(new Info.Exit(manager.pid(), ExitReason.SHUTDOWN));
    });
  }

  // the exit acts at once; what the others are told of it comes behind what that process has sent
  @Test
  void theEndOfAnOwnerActsAtOnce() throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = away(script("a", "s"), RULE);
      var module = script("theirs", "s").module();
      node.time().advance(Duration.ofSeconds(1));
      Pid owner = node.spawn(() -> {
        GenEvent.addSupHandler(manager, key("theirs"), module);
        Process.receive(Object.class, m -> m.equals("end"));
        GenEvent.notify(manager, "last words");
      });
      node.await("both are there", () -> GenEvent.whichHandlers(manager).size() == 2);
      GenEvent.syncNotify(manager, bad("a"));
      Process.send(owner, "end");
      assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("theirs", "event", "run"));
      assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("a", "terminate", new Removal.Failed(BAD)));
      assertThat(Process.receive(Heard.class))
          .isEqualTo(new Heard("theirs", "terminate", new Removal.OwnerExited(ExitReason.NORMAL)));
      settle(manager);
      node.time().advance(Duration.ofSeconds(2));
      assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("a", "event", "last words"));
      assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("a", "info", new Info.Exit(owner, ExitReason.NORMAL)));
      GenEvent.stop(manager);
    });
  }

  @Test
  void theEndOfItsOwnOwnerEndsTheWait() throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = GenEvent.start().orElseThrow();
      GenEvent.addHandler(manager, key("b"), script("b", "s").module());
      var module = script("a", "s").module();
      Pid owner = node.spawn(() -> {
        GenEvent.addSupHandler(manager, key("a"), module, RULE);
        Process.receive(Object.class, m -> m.equals("end"));
      });
      node.await("both are there", () -> GenEvent.whichHandlers(manager).size() == 2);
      GenEvent.syncNotify(manager, bad("a"));
      GenEvent.notify(manager, "waiting");
      Process.send(owner, "end");
      assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("a", "terminate", new Removal.Failed(BAD)));
      assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("b", "event", "run"));
      // nobody is away any more: what waited is handled, without a movement of the clock, and the timer is gone
      assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("b", "event", "waiting"));
      assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("b", "info", new Info.Exit(owner, ExitReason.NORMAL)));
      assertThat(node.time().pending()).isZero();
      assertThat(GenEvent.whichHandlers(manager)).containsExactly(key("b"));
      GenEvent.stop(manager);
    });
  }

  @Test
  void theWaitGrowsAndAFailingInitCounts() throws Exception {
    node.run(() -> {
      AtomicInteger inits = new AtomicInteger();
      Script script =
          script("a", "s").withInit(_ -> inits.incrementAndGet() == 1 ? HandlerInit.ok("s") : HandlerInit.failed("no"));
      ManagerRef<Object> manager = GenEvent.start().orElseThrow();
      GenEvent.addSupHandler(manager, script.key(), script.module(), RULE.withIntensity(3, Duration.ofMinutes(1)));
      GenEvent.syncNotify(manager, bad("a"));
      Process.receive(Heard.class);
      for (Duration delay : List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3))) {
        assertThat(Process.receive(HandlerRestart.class).delay()).isEqualTo(delay);
        node.time().advance(delay.minusMillis(1));
        settle(manager);
        assertThat(Process.isMailboxEmpty()).isTrue();
        node.time().advance(Duration.ofMillis(1));
      }
      assertThat(Process.receive()).isEqualTo(
          new HandlerExit(manager.pid(), key("a"), new HandlerExit.Reason.Failed(new HandlerFailure.Refused("no"))));
      assertThat(inits).hasValue(4);
      assertThat(GenEvent.whichHandlers(manager)).isEmpty();
      GenEvent.stop(manager);
    });
  }

  @Test
  void theLastGoodStateIsKeptOverFailingInits() throws Exception {
    node.run(() -> {
      AtomicInteger restores = new AtomicInteger();
      Script script = script("a", "fresh").withAfterFailure(
          lastGood -> restores.incrementAndGet() == 1 ? HandlerInit.failed("no") : HandlerInit.ok(lastGood));
      ManagerRef<Object> manager = GenEvent.start().orElseThrow();
      GenEvent.addSupHandler(manager, script.key(), script.module(), RULE.withLastGoodState());
      GenEvent.notify(manager, run("a", _ -> HandlerNext.ok("good")));
      fail(manager, "a");
      node.time().advance(Duration.ofSeconds(1));
      assertThat(Process.receive(HandlerRestart.class).failure()).isEqualTo(new HandlerFailure.Refused("no"));
      node.time().advance(Duration.ofSeconds(2));
      assertThat(GenEvent.call(manager, key("a"), TestHandler.state())).isEqualTo("good");
      GenEvent.stop(manager);
    });
  }

  @Test
  void severalMayBeAway() throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = GenEvent.start().orElseThrow();
      GenEvent.addSupHandler(manager, key("a"), script("a", "s").module(), RULE);
      Backoff longer = Backoff.of(Duration.ofSeconds(2), Duration.ofSeconds(2)).withJitter(0);
      GenEvent.addSupHandler(manager, key("b"), script("b", "s").module(), RULE.withBackoff(longer));
      GenEvent.syncNotify(manager, bad(TestHandler.ALL));
      assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("b", "terminate", new Removal.Failed(BAD)));
      assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("a", "terminate", new Removal.Failed(BAD)));
      GenEvent.notify(manager, 1);
      // one of them is back, the other one not
      node.time().advance(Duration.ofSeconds(1));
      settle(manager);
      assertThat(Sys.getState(manager)).isEqualTo(List.of(new HandlerState(key("a"), "s")));
      assertThat(Process.receive(Heard.class, _ -> true, Duration.ZERO)).isEmpty();
      node.time().advance(Duration.ofSeconds(1));
      assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("b", "event", 1));
      assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("a", "event", 1));
      GenEvent.stop(manager);
    });
  }

  @Test
  void theJitterComesFromTheRandomNumbersOfTheNode() throws Exception {
    ManualTime time = new ManualTime();
    CompletableFuture<Duration> delay = new CompletableFuture<>();
    // a generator that answers one half
    NodeOptions options = NodeOptions.named("random").withTime(time).withReportHandlers().withRandom(() -> Long.MIN_VALUE);
    try (Node random = Node.start(options)) {
      random.spawn(() -> {
        ManagerRef<Object> manager = GenEvent.start().orElseThrow();
        GenEvent.addSupHandler(manager, key("a"), script("a", "s").module(), RULE.withBackoff(BACKOFF.withJitter(0.5)));
        GenEvent.notify(manager, bad("a"));
        delay.complete(Process.receive(HandlerRestart.class).delay());
      });
      assertThat(node.await(delay)).isEqualTo(Duration.ofMillis(750));
    }
  }
}
