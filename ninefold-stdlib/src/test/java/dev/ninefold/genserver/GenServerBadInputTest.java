package dev.ninefold.genserver;

import static dev.ninefold.genserver.TestServer.answer;
import static dev.ninefold.genserver.TestServer.calling;
import static dev.ninefold.genserver.TestServer.quiet;
import static dev.ninefold.genserver.TestServer.telling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ninefold.debug.DebugOption;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.RequestId;
import dev.ninefold.gen.Response;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.SystemRequest.Failure.UnknownMessage;
import dev.ninefold.genserver.TestServer.Ask;
import dev.ninefold.genserver.TestServer.Tell;
import dev.ninefold.process.CallException.CallCycleException;
import dev.ninefold.process.CallException.CallTimeoutException;
import dev.ninefold.process.CallException.CallingSelfException;
import dev.ninefold.process.CallException.ServerExitedException;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.report.FormatLimits;
import dev.ninefold.report.Report;
import dev.ninefold.report.ReportFormat;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.sys.Sys;
import dev.ninefold.sys.SysException;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.TestRegistrar;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Wrong input to gen_server: OTP's outcome or a clear error, and no harm to others. The clock stands still. */
@WithNode(manualTime = true)
class GenServerBadInputTest {

  @Test
  void nullAndNegativeTimesAreRefusedAndNothingIsSent(TestNode node) throws Exception {
    node.run(() -> {
      var server = GenServer.startLink(() -> new TestServer("s")).orElseThrow();
      assertThatThrownBy(() -> GenServer.call(server, (TestServer.Do) null)).isInstanceOf(NullPointerException.class)
          .hasMessageContaining("expected");
      assertThatThrownBy(() -> GenServer.call(null, answer(1))).isInstanceOf(NullPointerException.class)
          .hasMessageContaining("expected");
      assertThatThrownBy(() -> GenServer.cast(server, null)).isInstanceOf(NullPointerException.class)
          .hasMessageContaining("expected");
      assertThatThrownBy(() -> GenServer.sendRequest(server, (TestServer.Do) null)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> GenServer.call(server, answer(1), Duration.ofMillis(-1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected a duration of zero or more");
      assertThatThrownBy(() -> GenServer.start(null)).isInstanceOf(NullPointerException.class).hasMessageContaining("Stack::new");
      assertThatThrownBy(() -> GenServer.<Object, Ask<?>, Tell>start(() -> null)).isInstanceOf(NullPointerException.class)
          .hasMessageContaining("supplier");
      assertThatThrownBy(() -> StartOptions.DEFAULT.withTimeout(Duration.ofMillis(-1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(
          () -> GenServer.multiCall(java.util.Arrays.asList("a", null), ServerRef.<Ask<?>, Tell>named("x"), answer(1)))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> GenServer.abcast(server, telling(_ -> null))).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("by its local name");
      assertThat(GenServer.call(server, TestServer.state())).isEqualTo("s");
      assertThat(Process.isMailboxEmpty()).isTrue();
    });
  }

  @Test
  void repliesGivenTwiceGoNowhere(TestNode node) throws Exception {
    node.run(() -> {
      var server = GenServer.startLink(() -> quiet("s")).orElseThrow();
      assertThat(GenServer.call(server, calling((request, from, state) -> {
        from.to(request).reply("first");
        from.to(request).reply("second");
        return CallResult.reply(request, "third", state);
      }), Timeout.INFINITY)).isEqualTo("first");
      assertThat(GenServer.call(server, TestServer.state())).isEqualTo("s");
      assertThat(Process.isMailboxEmpty()).isTrue();
    });
  }

  @Test
  void aLateReplyVanishes(TestNode node) throws Exception {
    node.run(() -> {
      var server = GenServer.startLink(() -> quiet("s")).orElseThrow();
      var kept = new CompletableFuture<Runnable>();
      assertThatThrownBy(() -> GenServer.call(server, calling((request, from, state) -> {
        kept.complete(() -> from.to(request).reply("late"));
        return Next.noReply(state);
      }), Duration.ZERO)).isInstanceOf(CallTimeoutException.class).hasMessageContaining("no reply within 0 ms");
      kept.get().run();
      assertThat(GenServer.call(server, answer("ok"))).isEqualTo("ok");
      assertThat(Process.isMailboxEmpty()).isTrue();
    });
  }

  @Test
  void aCallToOneselfFailsAtOnce(TestNode node) throws Exception {
    node.run(() -> {
      var server = GenServer.startLink(() -> quiet("s")).orElseThrow();
      Object text = GenServer.call(server, calling((request, _, state) -> {
        try {
          GenServer.call(TestServer.ref(Process.self()), answer(1), Timeout.INFINITY);
        } catch (CallingSelfException e) {
          return CallResult.reply(request, e.getMessage(), state);
        }
        return null;
      }), Timeout.INFINITY);
      assertThat(text.toString()).contains("calling_self: a process cannot call itself");
    });
  }

  @RepeatedTest(20)
  void aCycleOfCallsFailsAtOnce(TestNode node) throws Exception {
    node.ignoreReports(TerminateReport.class);
    node.ignoreReports(CrashReport.class);
    node.run(() -> {
      var one = GenServer.start(() -> quiet("one")).orElseThrow();
      var two = GenServer.start(() -> quiet("two")).orElseThrow();
      Object text = GenServer.call(one, calling((request, _, state) -> CallResult.reply(request, GenServer.call(two,
          calling((inner, _, s) -> {
            try {
              return CallResult.reply(inner, GenServer.call(one, answer(1), Timeout.INFINITY), s);
            } catch (CallCycleException e) {
              return CallResult.reply(inner, e.cycle().size(), s);
            }
          }), Timeout.INFINITY), state)), Timeout.INFINITY);
      assertThat(text).isEqualTo(2);
      GenServer.stop(one);
      GenServer.stop(two);
    });
  }

  /** A request of another protocol, as by a reference that somebody lied about. */
  private record Foreign() implements Request<String> {}

  @Test
  void aForeignRequestEndsTheServer(TestNode node) throws Exception {
    node.run(() -> {
      var server = GenServer.startMonitor(() -> quiet("s"), StartOptions.DEFAULT).orElseThrow();
      ServerRef<Foreign, Void> lie = ServerRef.of(server.server().pid());
      var failure = catchThrowableOfType(ServerExitedException.class, () -> GenServer.call(lie, new Foreign(), Timeout.INFINITY));
      assertThat(failure).hasRootCauseInstanceOf(ClassCastException.class);
      assertThat(node.expectReport(TerminateReport.class).lastMessage()).isEqualTo(new Foreign());
      node.expectReport(CrashReport.class);
      Process.receive(Info.Down.class);
    });
  }

  @RepeatedTest(20)
  void aCallbackThatNeverReturnsIsDeadAtOnce(TestNode node) throws Exception {
    node.run(() -> {
      var entered = new CompletableFuture<Pid>();
      var release = new CountDownLatch(1);
      var server = GenServer.startMonitor(() -> quiet("s"), StartOptions.named("stuck")).orElseThrow();
      Pid caller = Process.self();
      Process.spawn(() -> {
        try {
          GenServer.call(server.server(), calling((_, _, _) -> {
            entered.complete(Process.self());
            while (release.getCount() > 0) {
              try {
                release.await();
              } catch (InterruptedException _) {
                // Swallowed.
              }
            }
            return null;
          }), Timeout.INFINITY);
        } catch (ServerExitedException e) {
          Process.send(caller, e.failure());
        }
      });
      Pid pid = entered.get();
      RequestId<Object> unread = GenServer.sendRequest(server.server(), answer(1));
      Process.exit(pid, ExitReason.KILL);
      // Dead for all: the callers, handled and unread, without any time going by; its name is free; a successor may start.
      assertThat(Process.receive(ExitReason.class)).isEqualTo(ExitReason.KILLED);
      assertThat(GenServer.waitResponse(unread, Timeout.INFINITY)).isEqualTo(new Response.Error<>(ExitReason.KILLED, pid));
      assertThat(Process.receive(Info.Down.class, d -> d.ref() == server.ref()).reason()).isEqualTo(ExitReason.KILLED);
      assertThat(Process.isAlive(pid)).isFalse();
      var successor = GenServer.startLink(() -> quiet("next"), StartOptions.named("stuck")).orElseThrow();
      assertThat(GenServer.call(successor, TestServer.state())).isEqualTo("next");
      assertThat(node.node().zombies()).containsExactly(pid);
      release.countDown();
      node.await("the zombie ends", () -> node.node().zombies().isEmpty());
      assertThat(node.reports()).isEmpty();
    });
  }

  @Test
  @WithNode(manualTime = true, slots = 1)
  void anInterruptLeftBehindReachesNobodyElse(TestNode node) throws Exception {
    node.run(() -> {
      var one = GenServer.startLink(() -> quiet("one")).orElseThrow();
      var two = GenServer.startLink(() -> quiet("two")).orElseThrow();
      for (int i = 0; i < 100; i++) {
        GenServer.cast(one, telling(state -> {
          Thread.currentThread().interrupt();
          return Next.noReply(state);
        }));
        assertThat(GenServer.call(two, calling(
            (request, _, state) -> CallResult.reply(request, Thread.currentThread().isInterrupted(), state)))).isEqualTo(false);
      }
    });
  }

  /** A state that cannot say what it is. */
  private static final class Mute {
    @Override
    public String toString() {
      throw new IllegalStateException("no words");
    }
  }

  @Test
  void whatCannotBePrintedDoesNoHarm(TestNode node) throws Exception {
    node.ignoreReports(TerminateReport.class);
    node.ignoreReports(CrashReport.class);
    node.run(() -> {
      var server = GenServer.startMonitor(() -> quiet(new Mute()), StartOptions.DEFAULT).orElseThrow();
      var failure = catchThrowableOfType(ServerExitedException.class,
          () -> GenServer.call(server.server(), calling((_, _, state) -> Next.stop(new ExitReason.Other(state), state))));
      assertThat(failure.getMessage()).contains("whose toString fails with java.lang.IllegalStateException");
      assertThat(failure.failure()).isInstanceOf(ExitReason.Other.class);
      Process.receive(Info.Down.class);
      assertThat(node.reports(TerminateReport.class)).singleElement()
          .matches(report -> report.state() instanceof Mute)
          .matches(report -> new ReportFormat(FormatLimits.DEFAULT).format(report).contains("terminating"));
      assertThat(node.reports(CrashReport.class)).hasSize(1);
    });
  }

  @Test
  void debugOptionsThatMakeNoSenseAreSkippedAndReported(TestNode node) throws Exception {
    node.run(() -> {
      var nowhere = new DebugOption.LogToFile(Path.of("no such folder", "events"));
      var options =
          StartOptions.DEFAULT.withDebug(new DebugOption.Log(0), nowhere, new DebugOption.Statistics(), new DebugOption.Log(-1));
      var server = GenServer.startLink(() -> quiet("s"), options).orElseThrow();
      Report report = node.expectReport(Report.class);
      assertThat(report.headline()).isEqualTo(server.pid() + ": ignoring erroneous debug options");
      assertThat(report.fields())
          .containsEntry("options", List.of(new DebugOption.Log(0), nowhere, new DebugOption.Log(-1)));
      // the others are on
      assertThat(GenServer.call(server, answer("ok"))).isEqualTo("ok");
      assertThat(Sys.getStatistics(server).orElseThrow().messagesIn()).isEqualTo(1);
      assertThat(Sys.getLog(server)).isEmpty();
    });
  }

  // GS-59: what is no module of a gen_server is refused by its name, and the old module goes on
  @Test
  void aNewModuleThatIsNoneIsRefused(TestNode node) throws Exception {
    node.run(() -> {
      Pid pid = GenServer.startLink(() -> quiet("s")).orElseThrow().pid();
      Sys.suspend(pid);
      Supplier<TestServer> supplier = () -> quiet("x");
      for (Object module : Arrays.asList(supplier, "no module", TestServer.class, null)) {
        assertThatThrownBy(() -> Sys.changeCode(pid, module, "v1", "extra")).isInstanceOf(SysException.class)
            .hasCauseInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("an instance of " + GenServer.class.getName() + ", got " + module);
      }
      Sys.resume(pid);
      assertThat(Sys.getState(pid)).isEqualTo("s");
      assertThat(Sys.getStatus(pid).module()).isEqualTo(TestServer.class.getName());
    });
  }

  private static ServerRef<TestServer.Ask<?>, TestServer.Tell> via(TestRegistrar registrar) {
    return ServerRef.of(Name.via(registrar, "x"));
  }

  // GS-52; gen_server:call and send_request show the error
  @Test
  void aRegistrarThatFailsIsToldToWhoAsks(TestNode node) throws Exception {
    var failing = new TestRegistrar();
    failing.fail();
    var nothing = new TestRegistrar();
    nothing.returnNull();
    var exiting = new TestRegistrar();
    exiting.exit(ExitReason.SHUTDOWN);
    Process.Body asking = () -> {
      for (TestRegistrar registrar : List.of(failing, nothing, exiting)) {
        GenServer.cast(via(registrar), TestServer.telling(Next::noReply));
      }
      assertThatThrownBy(() -> GenServer.call(via(failing), answer(1))).isInstanceOf(IllegalArgumentException.class)
          .hasMessage("badarg");
      assertThatThrownBy(() -> GenServer.sendRequest(via(failing), answer(1))).hasMessage("badarg");
      assertThatThrownBy(() -> GenServer.call(via(nothing), answer(1))).isInstanceOf(IllegalStateException.class)
          .hasMessage("whereisName of the registrar dummy_via, an instance of " + TestRegistrar.class.getName()
              + ": expected the process of x, or Optional.empty() if there is none, got null");
      assertThatThrownBy(() -> GenServer.call(via(exiting), answer(1))).isInstanceOf(ExitException.class)
          .hasMessage("shutdown");
      // {error, {exits, {via, ga, exits}}} = wait_response(send_request({via, ga, exits}, hi), 1000)
      assertThat(GenServer.waitResponse(GenServer.sendRequest(via(exiting), answer(1)), Timeout.INFINITY))
          .isEqualTo(new Response.Error<>(ExitReason.SHUTDOWN, via(exiting).destination()));
    };
    node.run(asking);
    asking.run();
  }

  @Test
  void systemMessagesThatAreWrongDoNoHarm(TestNode node) throws Exception {
    node.run(() -> {
      Pid pid = GenServer.startLink(() -> quiet("s")).orElseThrow().pid();
      // change_code of a running process: {unknown_system_msg, ..}
      var failure = catchThrowableOfType(SysException.class, () -> Sys.changeCode(pid, quiet("x"), "v1", "extra"));
      assertThat(failure.failure()).isInstanceOf(UnknownMessage.class);
      assertThatThrownBy(() -> Sys.replaceState(pid, _ -> null)).isInstanceOf(SysException.class)
          .hasMessageContaining("callback_failed");
      assertThatThrownBy(() -> Sys.replaceState(pid, _ -> {
        throw new StackOverflowError();
      })).isInstanceOf(SysException.class);
      assertThat(Sys.getState(pid)).isEqualTo("s");
    });
  }

  @Test
  void aMailboxOfADeadServerIsToldAtOnce(TestNode node) throws Exception {
    node.run(() -> {
      var server = GenServer.startMonitor(() -> quiet("s"), StartOptions.DEFAULT).orElseThrow();
      Pid pid = server.server().pid();
      Sys.suspend(pid);
      var told = new AtomicBoolean();
      Pid tester = Process.self();
      Pid caller = Process.spawn(() -> {
        assertThatThrownBy(() -> GenServer.call(server.server(), answer(1), Timeout.INFINITY))
            .isInstanceOf(ServerExitedException.class);
        told.set(true);
        Process.send(tester, "told");
      });
      node.awaitWaiting(caller);
      Process.exit(pid, ExitReason.SHUTDOWN);
      assertThat(Process.receive(String.class)).isEqualTo("told");
      assertThat(told).isTrue();
    });
  }
}
