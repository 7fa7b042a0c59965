package dev.ninefold.genserver;

import static dev.ninefold.genserver.TestServer.STOPPED;
import static dev.ninefold.genserver.TestServer.quiet;
import static dev.ninefold.genserver.TestServer.stopping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ninefold.debug.SystemEvent;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.Status;
import dev.ninefold.gen.SystemStatus;
import dev.ninefold.genserver.TestServer.Ask;
import dev.ninefold.genserver.TestServer.Do;
import dev.ninefold.genserver.TestServer.OnTerminate;
import dev.ninefold.genserver.TestServer.Tell;
import dev.ninefold.process.CallException.ServerExitedException;
import dev.ninefold.process.ClientInfo;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Destination;
import dev.ninefold.process.Info;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ThrownException;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.sys.Sys;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.TestRegistrar;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What formatStatus does to get_status and to the report of a termination. */
@WithNode
class FormatStatusTest {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final ExitReason CRASHED = new ExitReason.Other("crashed");
  private static final String CRASH_TEXT = TestServer.class.getName() + ":formatStatus/1 crashed";

  private static ServerRef<Ask<?>, Tell> start(
      StartOptions options, Object state, UnaryOperator<Status> formatter, OnTerminate terminate) {
    return GenServer.startLink(() -> {
      TestServer server = quiet(state);
      server.formatter = formatter;
      server.onTerminate = terminate;
      return server;
    }, options).orElseThrow();
  }

  private static ServerRef<Ask<?>, Tell> start(StartOptions options, UnaryOperator<Status> formatter) {
    return start(options, "s", formatter, (_, _) -> {});
  }

  /** The last message, the state and the reason of the report, its client with a stack; and a crash report. */
  private static void expectReport(TestNode node, Pid pid, Object message, Object state, ExitReason reason) {
    TerminateReport report = node.expectReport(TerminateReport.class);
    assertThat(report.name()).isEqualTo(pid);
    assertThat(report.lastMessage()).isEqualTo(message);
    assertThat(report.state()).isEqualTo(state);
    assertThat(report.reason()).isEqualTo(reason);
    ClientInfo client = (ClientInfo) report.clientInfo().orElseThrow();
    assertThat(client.client()).isEqualTo(Process.self());
    assertThat(client.stack()).isNotEmpty();
    assertThat(node.expectReport(CrashReport.class).pid()).isEqualTo(pid);
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "call_format_status")
  void getStatusShowsWhatItReturns(TestNode node) throws Exception {
    node.ignoreReports(TerminateReport.class);
    node.ignoreReports(CrashReport.class);
    node.run(() -> {
      Process.trapExit(true);
      var registrar = new TestRegistrar();
      // by a local name, a pid, a global name that is a string, one that is a tuple, and a via name
      for (var name : List.of(Optional.of(Name.local("call_format_status")), Optional.<Name>empty(),
          Optional.of(Name.global("CallFormatStatus")), Optional.of(Name.global(List.of("name", "term"))),
          Optional.of(Name.via(registrar, "CallFormatStatus")))) {
        StartOptions options = name.map(StartOptions.DEFAULT::withName).orElse(StartOptions.DEFAULT);
        var server = start(options, status -> status.withState("format_status_called"));
        Pid pid = (Pid) server.destination();
        Destination destination = name.<Destination>map(n -> n).orElse(pid);
        // {status, Pid, Mod, [_Pdict, running, Parent, _, Data]}, the last of Data is what it returned; and with 5000
        for (SystemStatus status : List.of(Sys.getStatus(destination), Sys.getStatus(destination, LIMIT))) {
          assertThat(status.pid()).isEqualTo(pid);
          assertThat(status.behaviour()).isEqualTo("gen_server");
          assertThat(status.module()).isEqualTo(TestServer.class.getName());
          assertThat(status.suspended()).isFalse();
          assertThat(status.parent()).isEqualTo(Process.self());
          assertThat(status.state()).isEqualTo("format_status_called");
        }
        // call(Pid, stop), {'EXIT',_,_}
        GenServer.call(server, stopping());
        assertThat(Process.receive()).isEqualTo(new Info.Exit(pid, STOPPED));
      }
    });
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "error_format_status")
  void theReportShowsWhatItReturns(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      var server = start(StartOptions.DEFAULT, "called format_status",
          status -> status.withState(List.of("formatted", status.state())), (_, _) -> {});
      Pid pid = (Pid) server.destination();
      Do crash = new Do("crash", (_, _, _) -> {
        throw Process.exit(CRASHED);
      });
      // {'EXIT',{crashed,_}} = (catch call(Pid, crash)), {'EXIT', Pid, crashed}
      assertThat(catchThrowableOfType(ServerExitedException.class, () -> GenServer.call(server, crash)).failure())
          .isEqualTo(CRASHED);
      assertThat(Process.receive()).isEqualTo(new Info.Exit(pid, CRASHED));
      // [Pid, crash, {formatted, State}, {crashed, Stack}, ClientPid, ClientStack], and a crash report
      expectReport(node, pid, crash, List.of("formatted", "called format_status"), CRASHED);
    });
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "terminate_crash_format")
  void terminateCrashes(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      ExitReason crash = new ExitReason.Other(List.of("crash", "terminate"));
      var server = start(StartOptions.DEFAULT, "crash_terminate",
          status -> status.withState(List.of("formatted", status.state())), (_, _) -> {
            throw Process.exit(crash);
          });
      Pid pid = (Pid) server.destination();
      // call(Pid, stop), {'EXIT', Pid, {crash, terminate}}
      Do stop = stopping();
      assertThat(GenServer.call(server, stop)).isEqualTo("ok");
      assertThat(Process.receive()).isEqualTo(new Info.Exit(pid, crash));
      // [Pid, stop, {formatted, State}, {{crash, terminate}, Stack}, ClientPid, ClientStack], and a crash report
      expectReport(node, pid, stop, List.of("formatted", "crash_terminate"), crash);
    });
  }

  private static void failing(TestNode node, RuntimeException failure) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      var server = start(StartOptions.DEFAULT, _ -> {
        throw failure;
      });
      Pid pid = (Pid) server.destination();
      // {data,[{"State",Match}]} of sys:get_status: a fixed text, which names module and failure
      assertThat(Sys.getStatus(pid).state()).asString().isEqualTo(CRASH_TEXT + ": " + failure.getClass().getName());
      // call(Pid, stop), {'EXIT', Pid, stopped}
      Do stop = stopping();
      GenServer.call(server, stop);
      assertThat(Process.receive()).isEqualTo(new Info.Exit(pid, STOPPED));
      // [Pid, stop, Match, stopped, ClientPid, ClientStack], and a crash report
      expectReport(node, pid, stop, CRASH_TEXT + ": " + failure.getClass().getName(), STOPPED);
    });
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "crash_in_format_status")
  void itCrashes(TestNode node) throws Exception {
    failing(node, new dev.ninefold.process.ExitException(new ExitReason.Other(List.of("crash", "format_status"))));
  }

  // the one-argument form; the two-argument form, whose thrown value is its result, does not exist here (GN-50)
  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "throw_in_format_status")
  void itThrows(TestNode node) throws Exception {
    failing(node, new ThrownException(List.of("throw", "format_status")));
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "format_all_status")
  void itMayRewriteStateMessageReasonAndLog(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      var server = start(StartOptions.DEFAULT,
          status -> new Status(List.of("state", status.state()), status.message().map(m -> List.of("message", m)),
              status.reason().map(r -> new ExitReason.Other(List.of("reason", r))),
              status.log().stream().<Object>map(event -> "logged " + kind(event)).toList()));
      Pid pid = (Pid) server.destination();
      Sys.log(pid, 5);
      assertThat(Sys.getStatus(pid).state()).isEqualTo(List.of("state", "s"));
      assertThat(Sys.getStatus(pid).log()).isEmpty();
      GenServer.call(server, TestServer.answer(1));
      GenServer.cast(server, TestServer.telling(Next::noReply));
      // what is logged is given to it, and shown as it returns it
      assertThat(Sys.getStatus(pid).log()).containsExactly("logged In", "logged Out", "logged In", "logged NoReply");
      // sys:log(Pid, get) does not go through it
      assertThat(Sys.getLog(pid)).hasSize(4).allSatisfy(event -> assertThat(event).isInstanceOf(SystemEvent.class));
      Do stop = stopping();
      GenServer.call(server, stop);
      assertThat(Process.receive()).isEqualTo(new Info.Exit(pid, STOPPED));
      TerminateReport report = node.expectReport(TerminateReport.class);
      assertThat(report.lastMessage()).isEqualTo(List.of("message", stop));
      assertThat(report.state()).isEqualTo(List.of("state", "s"));
      assertThat(report.reason()).isEqualTo(new ExitReason.Other(List.of("reason", STOPPED)));
      // the message that ended it came last, and its reply goes out after the report
      assertThat(report.log()).isEqualTo(List.of("logged In", "logged Out", "logged In", "logged NoReply", "logged In"));
      assertThat(report.fields()).containsEntry("log", report.log());
      node.expectReport(CrashReport.class);
    });
  }

  private static String kind(Object event) {
    return event.getClass().getSimpleName();
  }

  @Test
  void nothingOrNullIsAFailureToo(TestNode node) throws Exception {
    node.run(() -> {
      Pid nothing = (Pid) start(StartOptions.DEFAULT, _ -> null).destination();
      assertThat(Sys.getStatus(nothing).state()).asString().startsWith(CRASH_TEXT);
      Pid noState = (Pid) start(StartOptions.DEFAULT, status -> status.withState(null)).destination();
      assertThat(Sys.getStatus(noState).state()).asString().startsWith(CRASH_TEXT);
      Pid overflow = (Pid) start(StartOptions.DEFAULT, FormatStatusTest::deep).destination();
      assertThat(Sys.getStatus(overflow).state()).asString().contains(StackOverflowError.class.getName());
    });
  }

  @SuppressWarnings("InfiniteRecursion")
  private static Status deep(Status status) {
    return deep(status.withState("deeper"));
  }
}
