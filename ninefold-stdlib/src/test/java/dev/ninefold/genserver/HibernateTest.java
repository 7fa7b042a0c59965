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
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Hibernation. Here every idle server is as small as a hibernating one, so what can be seen of it is this: it waits, owns no thread, and
 * any message wakes it.
 */
@WithNode(manualTime = true)
class HibernateTest {

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

  private static TestServer.Msg hibernateNow() {
    return message(state -> Next.noReply(state, Then.hibernate()));
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
