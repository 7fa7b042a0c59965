package dev.ninefold.genserver;

import static dev.ninefold.genserver.TestServer.calling;
import static dev.ninefold.genserver.TestServer.message;
import static dev.ninefold.genserver.TestServer.quiet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.SystemRequest.Failure.CallbackFailed;
import dev.ninefold.gen.UndefinedCallbackException;
import dev.ninefold.genserver.TestServer.Ask;
import dev.ninefold.genserver.TestServer.OnCall;
import dev.ninefold.genserver.TestServer.Tell;
import dev.ninefold.process.CallException.ServerExitedException;
import dev.ninefold.process.ClientInfo;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.report.ErrorInfo.Kind;
import dev.ninefold.report.NoHandleInfoReport;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.sys.Sys;
import dev.ninefold.sys.SysException;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How servers end, what is reported, and what happens without a callback. */
@WithNode
class CrashTest {

  private static void silent(OnCall action, ExitReason reason) {
    var server = GenServer.startLink(() -> quiet("s")).orElseThrow();
    Pid pid = server.pid();
    var failure = catchThrowableOfType(ServerExitedException.class, () -> GenServer.call(server, calling(action)));
    assertThat(failure.failure()).isEqualTo(reason);
    assertThat(Process.receive()).isEqualTo(new Info.Exit(pid, reason));
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "crash")
  void crash(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      // exit({shutdown,reason}) in handle_call: the caller and the link get it, no report
      ExitReason why = ExitReason.shutdown("reason");
      silent((_, _, _) -> {
        throw Process.exit(why);
      }, why);
      // {stop, {shutdown,stop_reason}, State}
      ExitReason stopReason = ExitReason.shutdown("stop_reason");
      silent((_, _, state) -> Next.stop(stopReason, state), stopReason);
      // exit(shutdown)
      silent((_, _, _) -> {
        throw Process.exit(ExitReason.SHUTDOWN);
      }, ExitReason.SHUTDOWN);
      // {stop, shutdown, State}
      silent((_, _, state) -> Next.stop(ExitReason.SHUTDOWN, state), ExitReason.SHUTDOWN);
      assertThat(node.reports()).isEmpty();

      Process.trapExit(false);
      // exit(crashed): {'EXIT',{crashed,_}}, a report of the server and a crash report
      ExitReason crashed = new ExitReason.Other("crashed");
      var server = GenServer.start(() -> {
        TestServer module = quiet("state4");
        module.formatter = status -> status.withState(List.of("formatted", status.state()));
        return module;
      }).orElseThrow();
      Pid pid = server.pid();
      var request = new TestServer.Do("crash", (_, _, _) -> {
        throw Process.exit(crashed);
      });
      var failure = catchThrowableOfType(ServerExitedException.class, () -> GenServer.call(server, request));
      assertThat(failure.failure()).isEqualTo(crashed);
      // [Pid4, crash, {formatted, state4}, {crashed, Stack}, ClientPid, ClientStack]; an exit has no stack here (GS-48)
      TerminateReport terminate = node.expectReport(TerminateReport.class);
      assertThat(terminate.name()).isEqualTo(pid);
      assertThat(terminate.lastMessage()).isSameAs(request);
      assertThat(terminate.state()).isEqualTo(List.of("formatted", "state4"));
      assertThat(terminate.reason()).isEqualTo(crashed);
      ClientInfo client = (ClientInfo) terminate.clientInfo().orElseThrow();
      assertThat(client.client()).isEqualTo(Process.self());
      assertThat(client.stack()).isNotEmpty();
      // error_info is {exit, crashed, Stack}, and pid is Pid4
      CrashReport crash = node.expectReport(CrashReport.class);
      assertThat(crash.errorInfo().kind()).isEqualTo(Kind.EXIT);
      assertThat(crash.errorInfo().reason()).isEqualTo(crashed);
      assertThat(crash.pid()).isEqualTo(pid);
      // and nothing else
      assertThat(node.reports()).hasSize(2);
    });
  }

  // ---- without callbacks: oc_server

  private static final class Bare implements GenServer<String, Ask<?>, Tell> {
    private final boolean continues;

    Bare(boolean continues) {
      this.continues = continues;
    }

    @Override
    public Init<String> init() {
      return continues ? Init.ok("s", Then.continueWith("go")) : Init.ok("s");
    }
  }

  private static ServerRef<Ask<?>, Tell> bare() {
    return GenServer.start(() -> new Bare(false)).orElseThrow();
  }

  private static void endsUndefined(TestNode node, Ref ref, String callback) {
    ExitReason reason = Process.receive(Info.Down.class, d -> d.ref() == ref).reason();
    assertThat(reason).isInstanceOfSatisfying(ExitReason.Crashed.class, crashed -> assertThat(crashed.cause())
        .isInstanceOf(UndefinedCallbackException.class)
        .hasMessageContaining(callback));
    node.expectReport(TerminateReport.class);
    node.expectReport(CrashReport.class);
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "undef_handle_call")
  void noHandleCall(TestNode node) throws Exception {
    node.run(() -> {
      var server = bare();
      // exit:{{undef, [{oc_server, handle_call, _, _}|_]}, {gen_server, call, _}}
      var failure = catchThrowableOfType(ServerExitedException.class, () -> GenServer.call(server, calling((_, _, _) -> null)));
      assertThat(failure.failure()).isInstanceOfSatisfying(ExitReason.Crashed.class,
          crashed -> assertThat(crashed.cause()).isInstanceOf(UndefinedCallbackException.class)
              .hasMessageContaining("handleCall"));
      assertThat(failure.call().function()).isEqualTo("gen_server:call");
      node.expectReport(TerminateReport.class);
      node.expectReport(CrashReport.class);
    });
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "undef_handle_cast")
  void noHandleCast(TestNode node) throws Exception {
    node.run(() -> {
      // cast(Server, cast_msg), {'DOWN', .., {undef, [{oc_server, handle_cast, _, _}|_]}}
      var server = bare();
      Ref ref = Process.monitor(server.destination());
      GenServer.cast(server, TestServer.telling(_ -> null));
      endsUndefined(node, ref, "handleCast");
    });
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "undef_handle_continue")
  void noHandleContinue(TestNode node) throws Exception {
    node.run(() -> {
      // {ok, Server} = oc_server:start(continue), {'DOWN', .., {undef, [{oc_server, handle_continue, _, _}|_]}}
      var server = GenServer.startMonitor(() -> new Bare(true), dev.ninefold.gen.StartOptions.DEFAULT).orElseThrow();
      endsUndefined(node, server.ref(), "handleContinue");
    });
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "undef_handle_info")
  void noHandleInfo(TestNode node) throws Exception {
    node.run(() -> {
      // Server ! hej, true = is_process_alive(Server)
      Pid pid = bare().pid();
      Process.send(pid, "hej");
      Sys.getState(pid);
      assertThat(Process.isAlive(pid)).isTrue();
      // warning "** Undefined handle_info in " [oc_server, hej]
      NoHandleInfoReport report = node.expectReport(NoHandleInfoReport.class);
      assertThat(report.module()).isEqualTo(Bare.class.getName());
      assertThat(report.message()).isEqualTo("hej");
      GenServer.stop(TestServer.ref(pid));
    });
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "undef_in_handle_info")
  void anUndefinedFunctionInsideHandleInfo(TestNode node) throws Exception {
    node.run(() -> {
      // Server ! {call_undef_fun, ..}: the server crashes, for handle_info itself is there
      var server = GenServer.startMonitor(() -> quiet("s"), dev.ninefold.gen.StartOptions.DEFAULT).orElseThrow();
      Process.send(server.server().pid(), message(state -> {
        new Bare(false).handleContinue("undefined", "s");
        return Next.noReply(state);
      }));
      endsUndefined(node, server.ref(), "handleContinue");
      assertThat(node.reports(NoHandleInfoReport.class)).isEmpty();
    });
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "undef_code_change")
  void noCodeChange(TestNode node) throws Exception {
    node.run(() -> {
      // suspend, replace_state({new, State}), change_code: {error, {'EXIT', {undef, [{oc_server, code_change, ..}]}}}, resume
      Pid pid = bare().pid();
      Sys.suspend(pid);
      Sys.replaceState(pid, state -> "new " + state);
      var failure = catchThrowableOfType(SysException.class, () -> Sys.changeCode(pid, new Bare(false), "old_vsn", List.of()));
      assertThat(failure.failure()).isInstanceOfSatisfying(CallbackFailed.class,
          failed -> assertThat(((ExitReason.Crashed) failed.reason()).cause()).isInstanceOf(UndefinedCallbackException.class)
              .hasMessageContaining("codeChange"));
      Sys.resume(pid);
      // true = is_process_alive(Server), with the old state
      assertThat(Process.isAlive(pid)).isTrue();
      assertThat(Sys.getState(pid)).isEqualTo("new s");
      GenServer.stop(TestServer.ref(pid));
    });
  }

  private static void stopsWith(ExitReason reason) {
    // MRef = monitor(process, Server), ok = stop(Server, Reason, infinity), {'DOWN', MRef, process, Server, Reason}
    var server = bare();
    Ref ref = Process.monitor(server.pid());
    GenServer.stop(server, reason, Timeout.INFINITY);
    assertThat(Process.receive(Info.Down.class, d -> d.ref() == ref).reason()).isEqualTo(reason);
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "undef_terminate1")
  void noTerminateNormal(TestNode node) throws Exception {
    node.run(() -> stopsWith(ExitReason.NORMAL));
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "undef_terminate2")
  void noTerminateAbnormal(TestNode node) throws Exception {
    node.run(() -> stopsWith(new ExitReason.Other(List.of("error", "test"))));
    node.expectReport(TerminateReport.class);
    node.expectReport(CrashReport.class);
  }
}
