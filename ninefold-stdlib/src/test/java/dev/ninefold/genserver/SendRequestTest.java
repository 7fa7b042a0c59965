package dev.ninefold.genserver;

import static dev.ninefold.genserver.TestServer.answer;
import static dev.ninefold.genserver.TestServer.calling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.gen.AwaitedResponse;
import dev.ninefold.gen.From;
import dev.ninefold.gen.RequestId;
import dev.ninefold.gen.RequestIds;
import dev.ninefold.gen.Response;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.process.CallException.NodeDownException;
import dev.ninefold.process.Info;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Asynchronous requests: GN-27 to GN-39, of processes and of threads. */
@WithNode
class SendRequestTest {

  private static final Duration SOON = Duration.ofMillis(1);

  private static ServerRef<TestServer.Ask<?>, TestServer.Tell> start() {
    return GenServer.startLink(() -> new TestServer("state")).orElseThrow();
  }

  private static RequestId<Object> pending(ServerRef<TestServer.Ask<?>, TestServer.Tell> server, AtomicReference<From> kept) {
    RequestId<Object> id = GenServer.sendRequest(server, calling((_, from, state) -> {
      kept.set(from);
      return Next.noReply(state);
    }));
    assertThat(GenServer.call(server, answer("sync"))).isEqualTo("sync");
    return id;
  }

  @Test
  void aProcessGetsTheReplyAndNothingStaysBehind(TestNode node) throws Exception {
    node.run(() -> {
      var server = start();
      RequestId<Object> id = GenServer.sendRequest(server, answer(1));
      assertThat(GenServer.waitResponse(id, Timeout.INFINITY)).isEqualTo(new Response.Reply<>(1));
      assertThat(Process.info(Process.self()).orElseThrow().monitors()).isEmpty();
      assertThat(Process.isMailboxEmpty()).isTrue();
    });
  }

  @Test
  void aResponseIsTakenOnce(TestNode node) throws Exception {
    node.run(() -> {
      RequestId<Object> id = GenServer.sendRequest(start(), answer(1));
      assertThat(GenServer.receiveResponse(id, Timeout.INFINITY)).isEqualTo(new Response.Reply<>(1));
      assertThat(GenServer.waitResponse(id, SOON)).isEqualTo(new Response.Timeout<>());
      assertThat(GenServer.waitResponse(id, Duration.ZERO)).isEqualTo(new Response.Timeout<>());
    });
  }

  @Test
  void afterATimeoutOneMayWaitAgain(TestNode node) throws Exception {
    node.run(() -> {
      var kept = new AtomicReference<From>();
      var request = calling((_, _, _) -> null);
      var id = pending(start(), kept);
      assertThat(GenServer.waitResponse(id, SOON)).isEqualTo(new Response.Timeout<>());
      kept.get().to(request).reply("late");
      assertThat(GenServer.waitResponse(id, Timeout.INFINITY)).isEqualTo(new Response.Reply<>("late"));
    });
  }

  @Test
  void anAbandonedRequestLosesItsReply(TestNode node) throws Exception {
    node.run(() -> {
      var kept = new AtomicReference<From>();
      var server = start();
      var id = pending(server, kept);
      assertThat(GenServer.receiveResponse(id, SOON)).isEqualTo(new Response.Timeout<>());
      kept.get().to(calling((_, _, _) -> null)).reply("late");
      assertThat(GenServer.call(server, answer("sync"))).isEqualTo("sync");
      assertThat(Process.isMailboxEmpty()).isTrue();
      assertThat(Process.info(Process.self()).orElseThrow().monitors()).isEmpty();
    });
  }

  @Test
  void aReplyThatCameBeforeTheTimeoutWins(TestNode node) throws Exception {
    node.run(() -> {
      var server = start();
      var id = GenServer.sendRequest(server, answer("there"));
      GenServer.call(server, answer("sync"));
      assertThat(GenServer.receiveResponse(id, Duration.ZERO)).isEqualTo(new Response.Reply<>("there"));
    });
  }

  @Test
  void aSecondReplyGoesNowhere(TestNode node) throws Exception {
    node.run(() -> {
      var server = start();
      RequestId<Object> id = GenServer.sendRequest(server, calling((request, from, state) -> {
        from.to(request).reply("first");
        from.to(request).reply("second");
        return CallResult.reply(request, "third", state);
      }));
      assertThat(GenServer.waitResponse(id, Timeout.INFINITY)).isEqualTo(new Response.Reply<>("first"));
      GenServer.call(server, answer("sync"));
      assertThat(Process.isMailboxEmpty()).isTrue();
    });
  }

  @Test
  void theEndOfTheServerIsTheResponse(TestNode node) throws Exception {
    node.run(() -> {
      var server = GenServer.start(() -> new TestServer("state")).orElseThrow();
      Pid pid = server.pid();
      var id = GenServer.sendRequest(server, calling((_, _, state) -> Next.stop(ExitReason.SHUTDOWN, state)));
      assertThat(GenServer.waitResponse(id, Timeout.INFINITY)).isEqualTo(new Response.Error<>(ExitReason.SHUTDOWN, pid));
      var dead = GenServer.sendRequest(server, answer(1));
      assertThat(GenServer.waitResponse(dead, Timeout.INFINITY)).isEqualTo(new Response.Error<>(ExitReason.NOPROC, pid));
    });
  }

  // {error, {bang, Pid}}, not the name, as with erl; and then {error, {noproc, Name}}
  @Test
  void theEndOfAServerThatWasReachedByNameTellsItsPid(TestNode node) throws Exception {
    node.run(() -> {
      for (Name name : new Name[] {Name.local("x"), Name.global("x"), Name.on("x", node.node())}) {
        Name own = name instanceof Name.OnNode ? Name.local("x") : name;
        Pid pid = GenServer.start(() -> new TestServer("state"), StartOptions.DEFAULT.withName(own)).orElseThrow().pid();
        var id = GenServer.sendRequest(TestServerRef.of(name), calling((_, _, state) -> Next.stop(ExitReason.SHUTDOWN, state)));
        assertThat(GenServer.receiveResponse(id, Timeout.INFINITY)).isEqualTo(new Response.Error<>(ExitReason.SHUTDOWN, pid));
        id = GenServer.sendRequest(TestServerRef.of(name), answer(1));
        assertThat(GenServer.receiveResponse(id, Timeout.INFINITY)).isEqualTo(new Response.Error<>(ExitReason.NOPROC, name));
      }
    });
  }

  @Test
  void anUnknownNameShowsInTheResponse(TestNode node) throws Exception {
    node.run(() -> {
      for (Name name : new Name[] {Name.local("nobody"), Name.global("nobody"), Name.on("nobody", node.node())}) {
        var id = GenServer.sendRequest(TestServerRef.of(name), answer(1));
        assertThat(GenServer.waitResponse(id, Timeout.INFINITY)).isEqualTo(new Response.Error<>(ExitReason.NOPROC, name));
      }
      var elsewhere = new Name.OnNode("nobody", "elsewhere");
      var id = GenServer.sendRequest(TestServerRef.of(elsewhere), answer(1));
      assertThat(GenServer.waitResponse(id, Timeout.INFINITY))
          .isEqualTo(new Response.Error<>(NodeDownException.reason("elsewhere"), elsewhere));
    });
  }

  @Test
  void aRequestToOneselfTimesOutAndLeavesNothing(TestNode node) throws Exception {
    node.run(() -> {
      var id = GenServer.sendRequest(TestServer.ref(Process.self()), answer(1));
      assertThat(Process.receive().toString()).startsWith("AsyncRequest");
      assertThat(GenServer.receiveResponse(id, SOON)).isEqualTo(new Response.Timeout<>());
      assertThat(Process.isMailboxEmpty()).isTrue();
    });
  }

  @Test
  void anyMessageCanBeChecked(TestNode node) throws Exception {
    node.run(() -> {
      var id = GenServer.sendRequest(start(), answer(1));
      Object message = Process.receive();
      assertThat(GenServer.checkResponse("unrelated", id)).isEqualTo(new Response.NoReply<>());
      assertThat(GenServer.checkResponse(message, id)).isEqualTo(new Response.Reply<>(1));
      assertThat(GenServer.checkResponse(Info.of(message), id)).isEqualTo(new Response.Reply<>(1));
    });
  }

  @Test
  @WithNode(manualTime = true)
  void aPointOnTheClock(TestNode node) throws Exception {
    node.run(() -> {
      var id = pending(start(), new AtomicReference<>());
      node.time().advance(Duration.ofMillis(10));
      assertThat(GenServer.waitResponseUntil(id, 10)).isEqualTo(new Response.Timeout<>());
      assertThat(GenServer.waitResponseUntil(id, -7)).isEqualTo(new Response.Timeout<>());
      var waiting = Process.self();
      Process.spawn(() -> {
        node.awaitWaiting(waiting);
        node.time().advance(Duration.ofMillis(5));
      });
      assertThat(GenServer.receiveResponseUntil(id, 15)).isEqualTo(new Response.Timeout<>());
      assertThat(node.node().clock().millis()).isEqualTo(15);
      assertThatThrownBy(() -> GenServer.waitResponseUntil(id, Long.MAX_VALUE)).isInstanceOf(IllegalArgumentException.class);
    });
  }

  @Test
  void onlyTheSenderCanWait(TestNode node) throws Exception {
    AtomicReference<RequestId<Object>> id = new AtomicReference<>();
    node.run(() -> {
      id.set(GenServer.sendRequest(start(), answer(1)));
      Pid self = Process.self();
      Process.spawnMonitor(() -> {
        try {
          GenServer.waitResponse(id.get(), Timeout.INFINITY);
        } catch (IllegalStateException e) {
          Process.send(self, e.getMessage());
        }
      });
      assertThat(Process.receive(String.class)).contains("was sent by process " + self);
    });
    assertThatThrownBy(() -> GenServer.waitResponse(id.get(), SOON)).isInstanceOf(IllegalStateException.class);
  }

  // ---- threads

  @Test
  void aThreadGetsTheReply(TestNode node) throws Exception {
    var server = GenServer.start(() -> new TestServer(node.spawnIdle(), () -> Init.ok("state")),
        StartOptions.DEFAULT.withNode(node.node())).orElseThrow();
    Pid pid = server.pid();
    var id = GenServer.sendRequest(server, answer(1));
    assertThat(GenServer.waitResponse(id, Timeout.INFINITY)).isEqualTo(new Response.Reply<>(1));
    assertThat(GenServer.waitResponse(id, SOON)).isEqualTo(new Response.Timeout<>());

    var kept = new AtomicReference<From>();
    var later = pending(server, kept);
    assertThat(GenServer.waitResponse(later, SOON)).isEqualTo(new Response.Timeout<>());
    kept.get().to(calling((_, _, _) -> null)).reply("late");
    assertThat(GenServer.receiveResponse(later, Timeout.INFINITY)).isEqualTo(new Response.Reply<>("late"));

    var lost = pending(server, kept);
    assertThat(GenServer.receiveResponse(lost, SOON)).isEqualTo(new Response.Timeout<>());
    assertThat(kept.get().reply("lost")).isFalse();
    assertThat(GenServer.waitResponse(lost, SOON)).isEqualTo(new Response.Timeout<>());

    var last = pending(server, kept);
    GenServer.stop(server);
    AwaitedResponse<Object> end = GenServer.waitResponse(last, Timeout.INFINITY);
    assertThat(end).isEqualTo(new Response.Error<>(ExitReason.NORMAL, pid));
    assertThat(GenServer.waitResponse(GenServer.sendRequest(server, answer(1)), Timeout.INFINITY))
        .isEqualTo(new Response.Error<>(ExitReason.NOPROC, pid));
    assertThat(GenServer.waitResponse(GenServer.sendRequest(TestServerRef.of(Name.local("nobody")), answer(1)), Timeout.INFINITY))
        .isEqualTo(new Response.Error<>(ExitReason.NOPROC, Name.local("nobody")));
    node.node().processes().forEach(node::kill);
  }

  @RepeatedTest(20)
  void aThreadTakesResponsesAsTheyCome(TestNode node) throws Exception {
    var server = GenServer.start(() -> new TestServer(node.spawnIdle(), () -> Init.ok("state")),
        StartOptions.DEFAULT.withNode(node.node())).orElseThrow();
    RequestIds<Object, Integer> ids = RequestIds.empty();
    for (int i = 0; i < 20; i++) {
      ids = GenServer.sendRequest(server, answer(i), i, ids);
    }
    while (true) {
      switch (GenServer.receiveResponse(ids, Timeout.INFINITY, true)) {
        case RequestIds.Received<Object, Integer>(Response.Reply<?>(var value), Integer label, var rest) -> {
          assertThat(value).isEqualTo(label);
          ids = rest;
        }
        case RequestIds.Received<Object, Integer> other -> throw new AssertionError(other);
        case RequestIds.Timeout<Object, Integer> timeout -> throw new AssertionError(timeout);
        case RequestIds.NoRequest<Object, Integer> _ -> {
          node.node().processes().forEach(node::kill);
          return;
        }
      }
    }
  }

  private static final class TestServerRef {
    static ServerRef<TestServer.Ask<?>, TestServer.Tell> of(Name name) {
      return ServerRef.of(name);
    }
  }
}
