package dev.ninefold.genserver;

import static dev.ninefold.genserver.TestServer.STOPPED;
import static dev.ninefold.genserver.TestServer.answer;
import static dev.ninefold.genserver.TestServer.calling;
import static dev.ninefold.genserver.TestServer.message;
import static dev.ninefold.genserver.TestServer.quiet;
import static dev.ninefold.genserver.TestServer.stopping;
import static dev.ninefold.genserver.TestServer.telling;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.From;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genserver.TestServer.Ask;
import dev.ninefold.genserver.TestServer.Tell;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessInfo;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.sys.Sys;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Hibernation. Here every idle server is as small as a hibernating one, so what can be seen of it is this: it waits, owns no thread, and
 * any message wakes it.
 */
@WithNode(manualTime = true)
class HibernateTest {

  private static final Duration LATER = Duration.ofSeconds(1);

  /** The counterpart of is_in_erlang_hibernate. */
  private static void hibernates(TestNode node, Pid pid) {
    node.awaitWaiting(pid);
    ProcessInfo info = Process.info(pid).orElseThrow();
    assertThat(info.kind()).isEqualTo(ProcessInfo.Kind.EVENT_DRIVEN);
    assertThat(info.messageQueueLength()).isZero();
  }

  private static void stops(ServerRef<Ask<?>, Tell> server, Pid pid) {
    assertThat(GenServer.call(server, stopping())).isEqualTo("ok");
    assertThat(Process.receive()).isEqualTo(new Info.Exit(pid, STOPPED));
  }

  private static void wakes(ServerRef<Ask<?>, Tell> server) {
    assertThat(GenServer.call(server, answer("ok"))).isEqualTo("ok");
  }

  private static TestServer.Do hibernating() {
    return calling((request, _, state) -> CallResult.reply(request, true, state, Then.hibernate()));
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "hibernate")
  void hibernate(TestNode node) throws Exception {
    node.ignoreReports(TerminateReport.class);
    node.ignoreReports(CrashReport.class);
    node.run(() -> {
      Process.trapExit(true);
      // {ok, Pid0} = start_link({local, my_test_name_hibernate0}, .., hibernate, []), which init returns; it hibernates, and stops
      ServerRef<Ask<?>, Tell> server0 = ServerRef.named("my_test_name_hibernate0");
      Pid pid0 = started("my_test_name_hibernate0", () -> Init.ok("s", Then.hibernate()));
      hibernates(node, pid0);
      stops(server0, pid0);

      Object state = new Object();
      ServerRef<Ask<?>, Tell> server = ServerRef.named("my_test_name_hibernate");
      Pid pid = started("my_test_name_hibernate", () -> Init.ok(state));
      // ok = call(.., started_p), true = call(.., hibernate), is_in_erlang_hibernate(Pid)
      wakes(server);
      assertThat(GenServer.call(server, hibernating())).isEqualTo(true);
      hibernates(node, pid);
      hibernatesWithoutAReply(node, server, pid);
      assertThat(GenServer.call(server, TestServer.state())).isSameAs(state);

      // cast hibernate_later, hibernate_now; ! hibernate_later, hibernate_now: it hibernates, wakes, and its state is kept
      AtomicInteger asked = new AtomicInteger();
      List<Runnable> sent = List.of(
          () -> GenServer.cast(server, telling(s -> hibernateLater(s, asked))),
          () -> GenServer.cast(server, telling(s -> hibernateNow(s, asked))),
          () -> Process.send(pid, message(s -> hibernateLater(s, asked))),
          () -> Process.send(pid, message(s -> hibernateNow(s, asked))));
      for (int i = 0; i < sent.size(); i++) {
        int before = i;
        sent.get(i).run();
        if (i % 2 == 0) {
          // later: not in hibernation when it was asked
          node.await("the timer of later", () -> node.time().pending() == 1);
          assertThat(asked).hasValue(before);
          node.time().advance(LATER);
        }
        node.await("it was asked to hibernate", () -> asked.get() == before + 1);
        hibernates(node, pid);
        wakes(server);
        assertThat(GenServer.call(server, TestServer.state())).isSameAs(state);
      }

      // true = call(.., hibernate), hibernates; so it does after sys:suspend, and after sys:resume; ok = call(.., started_p)
      assertThat(GenServer.call(server, hibernating())).isEqualTo(true);
      hibernates(node, pid);
      Sys.suspend(pid);
      hibernates(node, pid);
      Sys.resume(pid);
      hibernates(node, pid);
      wakes(server);
      assertThat(GenServer.call(server, TestServer.state())).isSameAs(state);
      // ok = call(.., stop), {'EXIT', Pid, stopped}
      stops(server, pid);
    });
  }

  private static Pid started(String name, TestServer.OnInit init) {
    return (Pid) GenServer.startLink(() -> TestServer.with(init), StartOptions.named(name)).orElseThrow().destination();
  }

  /**
   * The helper Pid2 of upstream waits for the server's go, and then until it hibernates, before it sends what wakes it; upstream waits for a
   * second instead.
   */
  private static void hibernatesWithoutAReply(TestNode node, ServerRef<Ask<?>, Tell> server, Pid pid) {
    Pid tester = Process.self();
    Pid helper = Process.spawnLink(() -> {
      TestServer.Msg answering = Process.receive(TestServer.Msg.class);
      hibernates(node, pid);
      Process.send(tester, "hibernated");
      Process.send(pid, answering);
    });
    // true = call(.., {hibernate_noreply, Pid2}), which is answered by handle_info(continue, ..); {result, R}: it hibernated meanwhile
    assertThat(GenServer.call(server, calling((request, from, kept) -> {
      Process.send(helper, message(s -> {
        from.to(request).reply(true);
        return Next.noReply(s);
      }));
      return Next.noReply(kept, Then.hibernate());
    }))).isEqualTo(true);
    assertThat(Process.receive(String.class)).isEqualTo("hibernated");
    assertThat(Process.receive(Info.Exit.class)).isEqualTo(new Info.Exit(helper, ExitReason.NORMAL));
  }

  private static Next<Object> hibernateNow(Object state, AtomicInteger asked) {
    asked.incrementAndGet();
    return Next.noReply(state, Then.hibernate());
  }

  private static Next<Object> hibernateLater(Object state, AtomicInteger asked) {
    Process.sendAfter(LATER, Process.self(), message(s -> hibernateNow(s, asked)));
    return Next.noReply(state);
  }

  // The case above has no continuation.
  @Test
  void hibernationAfterAContinuation(TestNode node) throws Exception {
    node.run(() -> {
      TestServer.Cont hibernate = TestServer.continuing(s -> Next.noReply(s + " continued", Then.hibernate()));
      var server = GenServer.startLink(() -> TestServer.with(() -> Init.ok("state", Then.continueWith(hibernate)))).orElseThrow();
      hibernates(node, (Pid) server.destination());
      assertThat(GenServer.call(server, TestServer.state())).isEqualTo("state continued");
    });
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "auto_hibernate")
  void autoHibernate(TestNode node) throws Exception {
    node.ignoreReports(TerminateReport.class);
    node.ignoreReports(CrashReport.class);
    node.run(() -> {
      Process.trapExit(true);
      Pid tester = Process.self();
      Object state = new Object();
      Duration after = Duration.ofMillis(100);
      Pid pid = (Pid) GenServer
          .startLink(() -> quiet(state), StartOptions.named("my_test_name_auto_hibernate").withHibernateAfter(after))
          .orElseThrow()
          .destination();
      ServerRef<Ask<?>, Tell> server = ServerRef.named("my_test_name_auto_hibernate");
      // after init: it hibernates when the time has passed; no timer is needed here
      hibernatesAfter(node, pid, after);
      // State = sys:get_state(..), and it hibernates
      assertThat(Sys.getState(server)).isSameAs(state);
      hibernatesAfter(node, pid, after);
      // ok = call(.., started_p), and it hibernates when the time has passed
      wakes(server);
      hibernatesAfter(node, pid, after);
      // cast {self(), handle_cast}, {Pid, handled_cast}, and it hibernates
      GenServer.cast(server, telling(s -> {
        Process.send(tester, "handled_cast");
        return Next.noReply(s);
      }));
      assertThat(Process.receive()).isEqualTo("handled_cast");
      hibernatesAfter(node, pid, after);
      // Pid ! {self(), handle_info}, {Pid, handled_info}, and it hibernates
      Process.send(pid, message(s -> {
        Process.send(tester, "handled_info");
        return Next.noReply(s);
      }));
      assertThat(Process.receive()).isEqualTo("handled_info");
      hibernatesAfter(node, pid, after);
      // ok = call(.., stop), {'EXIT', Pid, stopped}
      stops(server, pid);
    });
  }

  private static void hibernatesAfter(TestNode node, Pid pid, Duration time) {
    node.time().advance(time);
    hibernates(node, pid);
    assertThat(node.time().pending()).isZero();
  }

  @Test
  void aDeferredReplyMayComeFromAnyProcess(TestNode node) throws Exception {
    node.run(() -> {
      var server = GenServer.startLink(() -> quiet("s")).orElseThrow();
      assertThat(GenServer.call(server, calling((request, from, state) -> {
        From kept = from;
        Process.spawnLink(() -> kept.to(request).reply("by another"));
        return Next.noReply(state);
      }))).isEqualTo("by another");
    });
  }
}
