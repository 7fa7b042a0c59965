package dev.ninefold.genserver;

import static dev.ninefold.genserver.TestServer.answer;
import static dev.ninefold.genserver.TestServer.calling;
import static dev.ninefold.genserver.TestServer.continuing;
import static dev.ninefold.genserver.TestServer.telling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genserver.TestServer.Heard;
import dev.ninefold.process.CallException.ServerExitedException;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.MailboxLimit;
import dev.ninefold.process.MailboxLimit.WhenFull;
import dev.ninefold.process.Name;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessInfo;
import dev.ninefold.proclib.ProcLib;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.sys.Sys;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A plain process that becomes a server and keeps its thread: GN-41 to GN-44. The exits are in {@code SpecInitTest}. */
@WithNode
class EnterLoopTest {

  private static ServerRef<TestServer.Ask<?>, TestServer.Tell> enter(Object state, Then then) {
    Pid tester = Process.self();
    return ProcLib.<ServerRef<TestServer.Ask<?>, TestServer.Tell>>startLink(starter -> {
      Process.trapExit(true);
      starter.initAck(TestServer.ref(Process.self()));
      TestServer module = new TestServer(tester, () -> {
        throw new AssertionError("init is not called");
      });
      throw GenServer.enterLoop(module, StartOptions.DEFAULT, state, then);
    }).orElseThrow();
  }

  @Test
  void itServesOnItsOwnThread(TestNode node) throws Exception {
    node.run(() -> {
      var server = enter("first", Then.continueWith(continuing(_ -> Next.noReply("continued"))));
      assertThat(GenServer.call(server, TestServer.state())).isEqualTo("continued");
      GenServer.cast(server, telling(_ -> Next.noReply("told", Then.hibernate())));
      assertThat(GenServer.call(server, TestServer.state())).isEqualTo("told");
      assertThat(Process.info(server.pid()).orElseThrow().kind()).isEqualTo(ProcessInfo.Kind.PLAIN);
      Process.send(server.pid(), "anything");
      assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("info", new Info.Message("anything")));
      GenServer.stop(server);
      assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("terminate", ExitReason.NORMAL));
    });
  }

  @Test
  void itAnswersSystemMessages(TestNode node) throws Exception {
    node.run(() -> {
      var server = enter(1, Then.hibernate());
      Pid pid = server.pid();
      Sys.suspend(pid);
      var id = GenServer.sendRequest(server, answer("after"));
      assertThat(Sys.getState(pid)).isEqualTo(1);
      assertThat(Sys.replaceState(pid, _ -> 2)).isEqualTo(2);
      assertThat(Sys.getStatus(pid).suspended()).isTrue();
      assertThat(Sys.getStatus(pid).parent()).isEqualTo(Process.self());
      assertThat(GenServer.waitResponse(id, Duration.ZERO)).hasToString("Timeout[]");
      Sys.resume(pid);
      assertThat(GenServer.waitResponse(id, Duration.ofSeconds(60))).hasToString("Reply[value=after]");
      assertThat(Sys.getState(pid)).isEqualTo(2);
    });
  }

  @Test
  @WithNode(manualTime = true)
  void itsTimeoutsWork(TestNode node) throws Exception {
    node.run(() -> {
      var server = enter("s", Then.timeout(Duration.ofSeconds(1)));
      node.awaitWaiting(server.pid());
      node.time().advance(Duration.ofSeconds(1));
      assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("info", Info.Timeout.TIMEOUT));
    });
  }

  @Test
  void itsCrashIsTheReasonOfThePlainProcess(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      var server = enter("state", Then.hibernate());
      Pid pid = server.pid();
      var broken = new IllegalStateException("broken");
      assertThatThrownBy(() -> GenServer.call(server, calling((_, _, _) -> {
        throw broken;
      }))).isInstanceOf(ServerExitedException.class).hasRootCause(broken);
      assertThat(Process.receive(Info.Exit.class)).isEqualTo(new Info.Exit(pid, ExitReason.crashed(broken)));
      assertThat(node.expectReport(TerminateReport.class).state()).isEqualTo("state");
      assertThat(node.expectReport(CrashReport.class).pid()).isEqualTo(pid);
    });
  }

  @Test
  void theParentsExitEndsIt(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      var server = enter("state", Then.hibernate());
      Sys.suspend(server.pid());
      Process.exit(server.pid(), ExitReason.SHUTDOWN);
      assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("terminate", ExitReason.SHUTDOWN));
    });
  }

  @Test
  void aBehaviourCannotBecomeOne(TestNode node) throws Exception {
    node.run(() -> {
      var server = GenServer.startLink(() -> new TestServer("state")).orElseThrow();
      Object text = GenServer.call(server, calling((request, _, state) -> {
        try {
          throw GenServer.enterLoop(new TestServer("x"), StartOptions.DEFAULT, "x");
        } catch (IllegalStateException e) {
          return CallResult.reply(request, e.getMessage(), state);
        }
      }));
      assertThat(text.toString()).contains("which is a behaviour already");
    });
  }

  /** What enter_loop with these options and that name, if any, throws in a process that has the name {@code x}, and has ended then. */
  private static Throwable refusal(StartOptions options, Optional<Name> name) {
    var started = ProcLib.<Throwable>startMonitor(starter -> {
      Process.register("x", Process.self());
      TestServer module = new TestServer("s");
      starter.initAck(catchThrowable(() -> {
        throw name.isPresent() ? GenServer.enterLoop(module, options, "s", name.get())
            : GenServer.enterLoop(module, options, "s");
      }));
    });
    assertThat(Process.receive(Info.Down.class, down -> down.ref() == started.ref()).reason()).isEqualTo(ExitReason.NORMAL);
    return started.result().orElseThrow();
  }

  @Test
  void theNameOfTheOptionsIsTheNameThatTheProcessMustHave(TestNode node) throws Exception {
    node.run(() -> {
      StartOptions x = StartOptions.named("x").withLabel("labelled");
      var server = ProcLib.<ServerRef<TestServer.Ask<?>, TestServer.Tell>>startLink(starter -> {
        Process.register("x", Process.self());
        starter.initAck(TestServer.ref(Process.self()));
        throw GenServer.enterLoop(TestServer.quiet("s"), x, "s", Name.local("x"));
      }).orElseThrow();
      assertThat(Sys.getStatus(server).name()).isEqualTo("x");
      assertThat(Process.label(server.pid())).contains("labelled");
      GenServer.stop(server);
      server = ProcLib.<ServerRef<TestServer.Ask<?>, TestServer.Tell>>startLink(starter -> {
        Process.register("x", Process.self());
        starter.initAck(TestServer.ref(Process.self()));
        throw GenServer.enterLoop(TestServer.quiet("s"), x, "s");
      }).orElseThrow();
      assertThat(Sys.getStatus(server).name()).isEqualTo("x");
      GenServer.stop(server);
      assertThat(refusal(StartOptions.named("y"), Optional.empty())).isInstanceOfSatisfying(ExitException.class,
          e -> assertThat(e.reason()).isEqualTo(new ExitReason.Other("process_not_registered")));
    });
  }

  @Test
  void optionsThatContradictAreRefused(TestNode node) throws Exception {
    node.run(() -> {
      assertThat(refusal(StartOptions.named("y"), Optional.of(Name.local("x")))).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected the name of the options, y")
          .hasMessageContaining("got x");
      assertThat(refusal(StartOptions.DEFAULT.withNode(Node.local()), Optional.empty()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("options: expected no node, or test, where the process runs and stays, got nonode@nohost");
      assertThat(refusal(StartOptions.DEFAULT.withMailbox(new MailboxLimit(1, WhenFull.REFUSE)), Optional.empty()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("say the limit when it is spawned");
    });
  }
}
