package dev.ninefold.genserver;

import static dev.ninefold.genserver.TestServer.answer;
import static dev.ninefold.genserver.TestServer.calling;
import static dev.ninefold.genserver.TestServer.continuing;
import static dev.ninefold.genserver.TestServer.quiet;
import static dev.ninefold.genserver.TestServer.telling;
import static dev.ninefold.genserver.TestServer.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genserver.TestServer.Ask;
import dev.ninefold.genserver.TestServer.Msg;
import dev.ninefold.genserver.TestServer.Tell;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.proclib.ProcLib;
import dev.ninefold.sys.Sys;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Timeouts as actions: GS-26 to GS-33. The clock stands still; hibernation is free here, so a server that waits is just waiting. */
@WithNode(manualTime = true)
class EventTimeoutTest {

  private static final long T = 500;

  /** A message that, handled, tells the tester. */
  private static Msg event(String name, Pid tester) {
    return new Msg(name, state -> {
      Process.send(tester, name);
      return Next.noReply(state);
    });
  }

  /** How a server is brought to carry out an action. */
  @FunctionalInterface
  private interface Way {
    void bring(ServerRef<Ask<?>, Tell> server, Function<Pid, Then> action);
  }

  /** By handle_call, handle_cast and handle_info. */
  private static final List<Way> WAYS = List.of(
      (server, action) -> GenServer.call(server, calling(
          (request, _, state) -> CallResult.reply(request, "ok", state, action.apply(Process.self())))),
      (server, action) -> GenServer.cast(server, telling(state -> Next.noReply(state, action.apply(Process.self())))),
      (server, action) -> Process.send(server.destination(),
          TestServer.message(state -> Next.noReply(state, action.apply(Process.self())))));

  /** A server that carries out the action after its init: by enter_loop, and by start_link. */
  private static ServerRef<Ask<?>, Tell> startWith(boolean enterLoop, Function<Pid, Then> action) {
    if (!enterLoop) {
      return GenServer.startLink(() -> with(() -> Init.ok("s", action.apply(Process.self())))).orElseThrow();
    }
    return ProcLib.<ServerRef<Ask<?>, Tell>>startLink(starter -> {
      starter.initAck(TestServer.ref(Process.self()));
      throw GenServer.enterLoop(quiet("s"), StartOptions.DEFAULT, "s", action.apply(Process.self()));
    }).orElseThrow();
  }

  /** timeout and hibernate, without and with abs, each directly and after a continue. */
  private static List<Function<Pid, Then>> actions(TestNode node, Pid tester) {
    Msg event = event("event_timeout", tester);
    Duration t = Duration.ofMillis(T);
    List<Function<Pid, Then>> direct = List.of(
        _ -> Then.timeout(t, event),
        _ -> Then.timeoutAt(node.node().clock().millis() + T, event),
        _ -> Then.hibernate(t, event),
        _ -> Then.hibernateAt(node.node().clock().millis() + T, event));
    return Stream.concat(direct.stream(), direct.stream().map(EventTimeoutTest::afterContinue)).toList();
  }

  private static Function<Pid, Then> afterContinue(Function<Pid, Then> action) {
    return pid -> Then.continueWith(continuing(state -> Next.noReply(state, action.apply(pid))));
  }

  /** The event comes at T, unless a call comes before; a system message does not disturb it. */
  private static void check(TestNode node, ServerRef<Ask<?>, Tell> server, boolean interrupt) {
    // sys:get_status(Pid)
    Sys.getStatus((Pid) server.destination());
    if (interrupt) {
      // pong = call(Pid, ping), and event_timeout does not come within 1000 ms
      assertThat(GenServer.call(server, answer("pong"))).isEqualTo("pong");
      node.time().advance(Duration.ofSeconds(1));
      assertThat(GenServer.call(server, answer("pong"))).isEqualTo("pong");
      assertThat(Process.isMailboxEmpty()).isTrue();
    } else {
      // {Pid, event_timeout} within 1000 ms: not before T, and at T
      node.time().advance(Duration.ofMillis(T - 1));
      Sys.getState((Pid) server.destination());
      assertThat(Process.isMailboxEmpty()).isTrue();
      node.time().advance(Duration.ofMillis(1));
      assertThat(Process.receive(String.class)).isEqualTo("event_timeout");
    }
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "start_event_timeout")
  void afterInit(TestNode node) throws Exception {
    node.run(() -> {
      for (boolean enterLoop : new boolean[] {true, false}) {
        for (Function<Pid, Then> action : actions(node, Process.self())) {
          for (boolean interrupt : new boolean[] {false, true}) {
            var server = startWith(enterLoop, action);
            Pid pid = server.pid();
            check(node, server, interrupt);
            // ok = call(Pid, stop), {'EXIT', Pid, _}
            GenServer.stop(server);
            assertThat(Process.isAlive(pid)).isFalse();
          }
        }
      }
      assertThat(node.time().pending()).isZero();
    });
  }

  @Test
  void afterCallCastAndInfo(TestNode node) throws Exception {
    node.run(() -> {
      var server = GenServer.startLink(() -> quiet("s")).orElseThrow();
      for (Way way : WAYS) {
        for (Function<Pid, Then> action : actions(node, Process.self())) {
          for (boolean interrupt : new boolean[] {false, true}) {
            way.bring(server, action);
            check(node, server, interrupt);
          }
        }
      }
      assertThat(node.time().pending()).isZero();
    });
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "handle_event_timeout_zero")
  void zeroGoesBeforeTheMailbox(TestNode node) throws Exception {
    node.run(() -> {
      Pid tester = Process.self();
      Msg event = event("event_timeout", tester);
      Msg after = event("after_event_timeout_zero", tester);
      // self() ! {after_event_timeout_zero, Pid}, {.., {timeout | hibernate, 0, {event_timeout, Pid}}}
      Function<Pid, Then> timeout = self -> {
        Process.send(self, after);
        return Then.timeout(Duration.ZERO, event);
      };
      Function<Pid, Then> hibernate = self -> {
        Process.send(self, after);
        return Then.hibernate(Duration.ZERO, event);
      };
      var server = GenServer.startLink(() -> quiet("s")).orElseThrow();
      for (Way way : WAYS) {
        for (var action : List.of(timeout, hibernate, afterContinue(timeout), afterContinue(hibernate))) {
          way.bring(server, action);
          // event_timeout comes first, then after_event_timeout_zero
          assertThat(Process.receive(String.class)).isEqualTo("event_timeout");
          assertThat(Process.receive(String.class)).isEqualTo("after_event_timeout_zero");
        }
      }
      for (boolean enterLoop : new boolean[] {true, false}) {
        startWith(enterLoop, timeout);
        assertThat(Process.receive(String.class)).isEqualTo("event_timeout");
        assertThat(Process.receive(String.class)).isEqualTo("after_event_timeout_zero");
      }
    });
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "handle_event_timeout_plain")
  void plain(TestNode node) throws Exception {
    node.run(() -> {
      var server = GenServer.startLink(() -> new TestServer("s")).orElseThrow();
      Duration t = Duration.ofMillis(T);
      // a system message does not cancel a plain timeout: cast delayed_cast, sys:get_status, then {Pid, delayed}
      GenServer.cast(server, telling(state -> Next.noReply(state, Then.timeout(t))));
      Sys.getStatus(server.pid());
      node.time().advance(t);
      assertThat(Process.receive(TestServer.Heard.class).what()).isEqualTo(Info.Timeout.TIMEOUT);
      // but starts it anew (GS-27)
      GenServer.cast(server, telling(state -> Next.noReply(state, Then.timeout(t))));
      Sys.getStatus(server.pid());
      node.time().advance(t.minusMillis(1));
      Sys.getStatus(server.pid());
      node.time().advance(t.minusMillis(1));
      Sys.getStatus(server.pid());
      assertThat(Process.isMailboxEmpty()).isTrue();
      node.time().advance(t);
      assertThat(Process.receive(TestServer.Heard.class).what()).isEqualTo(Info.Timeout.TIMEOUT);
      // a request cancels it: cast delayed_cast, pong = call(Pid, ping), and no {Pid, delayed} within 1000 ms
      GenServer.cast(server, telling(state -> Next.noReply(state, Then.timeout(t))));
      assertThat(GenServer.call(server, answer("pong"))).isEqualTo("pong");
      node.time().advance(Duration.ofSeconds(1));
      assertThat(GenServer.call(server, answer("pong"))).isEqualTo("pong");
      assertThat(Process.isMailboxEmpty()).isTrue();
      // ok = call(Pid, stop), then {noproc, _}
      Pid pid = server.pid();
      GenServer.stop(server);
      assertThat(Process.isAlive(pid)).isFalse();
    });
  }

  @Test
  void plainZeroComesWhenNothingWaits(TestNode node) throws Exception {
    node.run(() -> {
      var server = GenServer.startLink(() -> new TestServer("s")).orElseThrow();
      // nothing waits (GS-28)
      GenServer.cast(server, telling(state -> Next.noReply(state, Then.timeout(Duration.ZERO))));
      assertThat(Process.receive(TestServer.Heard.class).what()).isEqualTo(Info.Timeout.TIMEOUT);
      // a message waits and cancels it
      GenServer.cast(server, telling(state -> {
        Process.send(Process.self(), "first");
        return Next.noReply(state, Then.timeout(Duration.ZERO));
      }));
      assertThat(Process.receive(TestServer.Heard.class).what()).isEqualTo(new Info.Message("first"));
      assertThat(GenServer.call(server, answer("pong"))).isEqualTo("pong");
      assertThat(Process.isMailboxEmpty()).isTrue();
      // only a system message waits: it is answered, then the timeout comes
      Sys.suspend(server.pid());
      GenServer.cast(server, telling(state -> Next.noReply(state, Then.timeout(Duration.ZERO))));
      var statusOf = server.pid();
      Pid asker = Process.spawnLink(() -> {
        Sys.resume(statusOf);
        Sys.getStatus(statusOf);
      });
      assertThat(asker).isNotNull();
      assertThat(Process.receive(TestServer.Heard.class).what()).isEqualTo(Info.Timeout.TIMEOUT);
    });
  }

  @Test
  void aTimerThatFiredTooLateIsForgotten(TestNode node) throws Exception {
    node.run(() -> {
      var server = GenServer.startLink(() -> new TestServer("s")).orElseThrow();
      Pid pid = server.pid();
      // While suspended, the timer fires behind a message that cancels it; then a zero timeout sees only the stale timer.
      GenServer.cast(server, telling(state -> Next.noReply(state, Then.timeout(Duration.ofMillis(1), "late"))));
      Sys.suspend(pid);
      GenServer.cast(server, telling(state -> Next.noReply(state, Then.timeout(Duration.ZERO))));
      node.time().advance(Duration.ofMillis(1));
      Sys.resume(pid);
      assertThat(Process.receive(TestServer.Heard.class).what()).isEqualTo(Info.Timeout.TIMEOUT);
      assertThat(GenServer.call(server, answer("pong"))).isEqualTo("pong");
      assertThat(Process.isMailboxEmpty()).isTrue();
    });
  }

  @Test
  void infinityStartsNothing(TestNode node) throws Exception {
    node.run(() -> {
      var server = GenServer.startLink(() -> quiet("s")).orElseThrow();
      for (Then then : List.of(Then.timeout(dev.ninefold.time.Timeout.INFINITY),
          Then.timeout(dev.ninefold.time.Timeout.INFINITY, "never"))) {
        GenServer.call(server, calling((request, _, state) -> CallResult.reply(request, "ok", state, then)));
        assertThat(node.time().pending()).isZero();
      }
    });
  }
}
