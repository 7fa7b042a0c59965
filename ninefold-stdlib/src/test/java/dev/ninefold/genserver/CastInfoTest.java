package dev.ninefold.genserver;

import static dev.ninefold.genserver.TestServer.answer;
import static dev.ninefold.genserver.TestServer.calling;
import static dev.ninefold.genserver.TestServer.continuing;
import static dev.ninefold.genserver.TestServer.message;
import static dev.ninefold.genserver.TestServer.telling;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genserver.MultiCallResult.NodeReply;
import dev.ninefold.genserver.TestServer.Ask;
import dev.ninefold.genserver.TestServer.Heard;
import dev.ninefold.genserver.TestServer.OnOther;
import dev.ninefold.genserver.TestServer.Tell;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Casts, plain messages, continuations, and the same on several nodes. */
@WithNode(manualTime = true)
class CastInfoTest {

  private static final String NAME = "my_test_name";

  private static ServerRef<Ask<?>, Tell> start() {
    Pid tester = Process.self();
    GenServer.start(() -> new TestServer(tester, () -> Init.ok("s")), StartOptions.named(NAME)).orElseThrow();
    return ServerRef.named(NAME);
  }

  /** Tells the tester and goes on. */
  private static OnOther handled(Pid tester, String what) {
    return state -> {
      Process.send(tester, what);
      return Next.noReply(state);
    };
  }

  private static OnOther delayed(Duration by) {
    return state -> Next.noReply(state, Then.timeout(by));
  }

  private static OnOther stop(ExitReason reason) {
    return state -> Next.stop(reason, state);
  }

  private static void awaitTimeout(TestNode node) {
    node.await("the server waits", () -> node.time().pending() == 1);
    node.time().advance(Duration.ofMillis(1));
    assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("info", Info.Timeout.TIMEOUT));
  }

  private static void ignoreReports(TestNode node) {
    node.ignoreReports(TerminateReport.class);
    node.ignoreReports(CrashReport.class);
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "cast")
  void cast(TestNode node) throws Exception {
    ignoreReports(node);
    node.run(() -> {
      Pid tester = Process.self();
      var server = start();
      Pid pid = server.pid();
      // ok = call(my_test_name, started_p)
      assertThat(GenServer.call(server, answer("ok"))).isEqualTo("ok");
      // ok = cast(my_test_name, {self(),handle_cast}), {Pid, handled_cast}
      GenServer.cast(server, telling(handled(tester, "handled_cast")));
      assertThat(Process.receive(String.class)).isEqualTo("handled_cast");
      // ok = cast(my_test_name, {self(),delayed_cast,1}), {Pid, delayed}
      GenServer.cast(server, telling(delayed(Duration.ofMillis(1))));
      awaitTimeout(node);
      // a cast that hibernates is followed by others
      GenServer.cast(server, telling(state -> Next.noReply(state, Then.hibernate())));
      // ok = cast(my_test_name, {self(),stop}), {Pid, stopped} from terminate
      ExitReason stopped = new ExitReason.Other(List.of(tester, "stopped"));
      GenServer.cast(server, telling(stop(stopped)));
      assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("terminate", stopped));
      node.awaitDeath(pid);
    });
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "info")
  void info(TestNode node) throws Exception {
    ignoreReports(node);
    node.run(() -> {
      Pid tester = Process.self();
      var server = start();
      Pid pid = server.pid();
      // ok = call(my_test_name, started_p)
      assertThat(GenServer.call(server, answer("ok"))).isEqualTo("ok");
      // Pid ! {self(),handle_info}, {Pid, handled_info}
      Process.send(pid, message(handled(tester, "handled_info")));
      assertThat(Process.receive(String.class)).isEqualTo("handled_info");
      // Pid ! {self(),delayed_info,1}, {Pid, delayed_info}
      Process.send(pid, message(delayed(Duration.ofMillis(1))));
      awaitTimeout(node);
      // Pid ! {self(),stop}, {Pid, stopped_info} from terminate
      ExitReason stopped = new ExitReason.Other(List.of(tester, "stopped_info"));
      Process.send(pid, message(stop(stopped)));
      assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("terminate", stopped));
      node.awaitDeath(pid);
    });
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "abcast")
  void abcast(TestNode node) throws Exception {
    ignoreReports(node);
    node.run(() -> {
      Pid tester = Process.self();
      var server = start();
      Pid pid = server.pid();
      // ok = call(my_test_name, started_p)
      assertThat(GenServer.call(server, answer("ok"))).isEqualTo("ok");
      // abcast = abcast(my_test_name, {self(),handle_cast}), {Pid, handled_cast}
      GenServer.abcast(server, telling(handled(tester, "handled_cast")));
      assertThat(Process.receive(String.class)).isEqualTo("handled_cast");
      // abcast = abcast([node()], my_test_name, {self(),delayed_cast,1}), {Pid, delayed}
      GenServer.abcast(List.of(node.node().name()), server, telling(delayed(Duration.ofMillis(1))));
      awaitTimeout(node);
      // abcast = abcast(my_test_name, {self(),stop}), {Pid, stopped}
      ExitReason stopped = new ExitReason.Other(List.of(tester, "stopped"));
      GenServer.abcast(server, telling(stop(stopped)));
      assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("terminate", stopped));
      node.awaitDeath(pid);
    });
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "multicall")
  void multicall(TestNode node) throws Exception {
    ignoreReports(node);
    node.run(() -> {
      Process.trapExit(true);
      String here = node.node().name();
      List<String> nodes = List.of(here);
      Pid pid = (Pid) GenServer.startLink(() -> TestServer.quiet("s"), StartOptions.named(NAME)).orElseThrow().destination();
      ServerRef<Ask<?>, Tell> server = ServerRef.named(NAME);
      assertThat(GenServer.call(server, answer("ok"))).isEqualTo("ok");
      // {[{Node,delayed}],Nodes} = multi_call(my_test_name, {delayed_answer,1}): Nodes, the others, are none
      assertThat(GenServer.multiCall(server, calling((request, from, state) -> {
        var to = from.to(request);
        ProcLibHelper.later(() -> to.reply("delayed"));
        return Next.noReply(state);
      }))).isEqualTo(result(here, "delayed"));
      // {[{Node,ok}],[]} = multi_call([Node], my_test_name, {call_within, 1000}), and the next call within that time
      Duration within = Duration.ofSeconds(1);
      assertThat(GenServer.multiCall(nodes, server, callWithin(within))).isEqualTo(result(here, "ok"));
      node.time().advance(Duration.ofMillis(500));
      assertThat(GenServer.multiCall(nodes, server, nextCall())).isEqualTo(result(here, "call_within"));
      // the same, and the next call after that time: {[{Node,false}],[]}
      assertThat(GenServer.multiCall(nodes, server, callWithin(within))).isEqualTo(result(here, "ok"));
      node.await("the server waits", () -> node.time().pending() == 1);
      node.time().advance(Duration.ofMillis(1500));
      assertThat(GenServer.multiCall(nodes, server, nextCall())).isEqualTo(result(here, false));
      // a late reply is discarded, and the node is bad; so is one without the server, and one that is not known
      assertThat(GenServer.multiCall(nodes, server, calling((_, _, state) -> Next.noReply(state)), Duration.ZERO))
          .isEqualTo(new MultiCallResult<>(List.of(), nodes));
      assertThat(GenServer.multiCall(nodes, TestServerRefs.named("nobody"), answer("ok")))
          .isEqualTo(new MultiCallResult<>(List.of(), nodes));
      assertThat(GenServer.multiCall(List.of("elsewhere", here), server, answer("ok")))
          .isEqualTo(new MultiCallResult<>(List.of(new NodeReply<>(here, "ok")), List.of("elsewhere")));
      // {[{Node,ok}],[]} = multi_call([Node], my_test_name, stop), {'EXIT', Pid, stopped}
      assertThat(GenServer.multiCall(nodes, server, TestServer.stopping())).isEqualTo(result(here, "ok"));
      assertThat(Process.receive()).isEqualTo(new Info.Exit(pid, TestServer.STOPPED));
      assertThat(Process.isMailboxEmpty()).isTrue();
    });
  }

  // gen_server:multi_call([node(), node(), 'x@y'], x, hi) is {[{Node,hi},{Node,hi}],[x@y]}
  @Test
  void aNodeThatIsNamedTwiceIsAskedTwice(TestNode node) throws Exception {
    node.run(() -> {
      var server = start();
      String here = node.node().name();
      var counting = calling((request, _, state) -> CallResult.reply(request, state, state + "+"));
      assertThat(GenServer.multiCall(List.of(here, "elsewhere", here, "elsewhere"), server, counting)).isEqualTo(
          new MultiCallResult<>(List.of(new NodeReply<>(here, "s"), new NodeReply<>(here, "s+")),
              List.of("elsewhere", "elsewhere")));
      GenServer.abcast(List.of(here, here), server, telling(state -> Next.noReply(state + "-")));
      assertThat(GenServer.call(server, TestServer.state())).isEqualTo("s++--");
      GenServer.stop(server);
    });
  }

  private static MultiCallResult<Object> result(String node, Object value) {
    return new MultiCallResult<>(List.of(new NodeReply<>(node, value)), List.of());
  }

  /** The state is call_within until a timeout. */
  private static TestServer.Do callWithin(Duration time) {
    return calling((request, _, _) -> CallResult.reply(request, "ok", "call_within", Then.timeout(time, message(_ -> {
      return Next.noReply(false);
    }))));
  }

  private static TestServer.Do nextCall() {
    return calling((request, _, state) -> CallResult.reply(request, state, state));
  }

  /** Tells {@code continue}; what was sent to oneself before comes after it. */
  private static Then thenContinue(Pid tester) {
    Process.send(Process.self(), message(handled(tester, "after_continue")));
    return Then.continueWith(continuing(handled(tester, "continue")));
  }

  private static void expect(String... messages) {
    for (String message : messages) {
      assertThat(Process.receive(String.class)).isEqualTo(message);
    }
    assertThat(Process.isMailboxEmpty()).isTrue();
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "continue")
  void continuations(TestNode node) throws Exception {
    node.run(() -> {
      Pid tester = Process.self();
      // start_link(.., {continue, self()}, []): [continue, after_continue]
      var server = GenServer.startLink(() -> TestServer.with(() -> Init.ok("s", thenContinue(tester)))).orElseThrow();
      expect("continue", "after_continue");
      // call(Pid, {continue_reply, self()})
      assertThat(GenServer.call(server, calling(
          (request, _, state) -> CallResult.reply(request, "ok", state, thenContinue(tester))))).isEqualTo("ok");
      expect("continue", "after_continue");
      // call(Pid, {continue_noreply, self()}): the continuation replies
      assertThat(GenServer.call(server, calling((request, from, state) -> {
        Process.send(Process.self(), message(handled(tester, "after_continue")));
        return Next.noReply(state, Then.continueWith(continuing(s -> {
          Process.send(tester, "continue");
          from.to(request).reply("ok");
          return Next.noReply(s);
        })));
      }))).isEqualTo("ok");
      expect("continue", "after_continue");
      // cast(Pid, {continue_noreply, self()})
      GenServer.cast(server, telling(state -> Next.noReply(state, thenContinue(tester))));
      expect("continue", "after_continue");
      // Pid ! {continue_noreply, self()}
      Process.send(server.pid(), message(state -> Next.noReply(state, thenContinue(tester))));
      expect("continue", "after_continue");
      // Pid ! {continue_continue, self()}: [before_continue, continue, after_continue]
      Process.send(server.pid(), message(state -> Next.noReply(state, Then.continueWith(continuing(s -> {
        Process.send(tester, "before_continue");
        return Next.noReply(s, thenContinue(tester));
      })))));
      expect("before_continue", "continue", "after_continue");
      assertThat(Then.continueWith("term")).hasToString("{continue, term}");
      // Pid ! continue_stop: the continuation stops the server with reason normal
      var ref = Process.monitor(server.pid());
      Process.send(server.pid(),
          message(state -> Next.noReply(state, Then.continueWith(continuing(stop(ExitReason.NORMAL))))));
      assertThat(Process.receive(Info.Down.class, d -> d.ref() == ref).reason()).isEqualTo(ExitReason.NORMAL);
    });
  }

  private static final class ProcLibHelper {
    static void later(Process.Body body) {
      Process.spawnLink(body);
    }
  }

  private static final class TestServerRefs {
    static ServerRef<Ask<?>, Tell> named(String name) {
      return ServerRef.named(name);
    }
  }
}
