package dev.ninefold.proclib;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.StartResult;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.CrashReport.Neighbour;
import dev.ninefold.process.Info;
import dev.ninefold.process.InitialCall;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.process.ThrownException;
import dev.ninefold.report.ErrorInfo;
import dev.ninefold.report.ErrorInfo.Kind;
import dev.ninefold.report.FormatLimits;
import dev.ninefold.report.ReportFormat;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The cases of OTP's proc_lib_SUITE but those of {@code stop}, see {@link StopProcessTest}. */
@WithNode
class ProcLibSuiteTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final ExitReason DIE = new ExitReason.Other("die");
  private static final ExitReason BAD_INIT = new ExitReason.Other("bad_init");
  private static final InitialCall SP1 = new InitialCall("proc_lib_SUITE", "sp1", 0);
  private static final InitialCall FUN = new InitialCall(ProcLibSuiteTest.class.getName(), "fun", 0);

  TestNode node;

  /** OTP's {@code sp1}. */
  private static void untilToldToDie() {
    Process.receive(String.class, "die"::equals);
    throw Process.exit(DIE);
  }

  private static ExitReason exitOf(Pid pid) {
    return Process.receive(Info.Exit.class, exit -> exit.from() == pid).reason();
  }

  // ---- crash reports

  private CrashReport dies(Pid pid) {
    Process.send(pid, "die");
    return reportOf(pid);
  }

  /** Besides, every report can be printed. */
  private CrashReport reportOf(Pid pid) {
    CrashReport report = node.expectReport(CrashReport.class);
    assertThat(report.pid()).isSameAs(pid);
    for (FormatLimits limits : List.of(FormatLimits.DEFAULT, FormatLimits.DEFAULT.withDepth(30))) {
      assertThat(new ReportFormat(limits).format(report)).contains("pid: " + pid, "error_info: exception exit: ");
    }
    return report;
  }

  private static void assertExit(CrashReport report, ExitReason reason) {
    assertThat(report.errorInfo().kind()).isEqualTo(Kind.EXIT);
    assertThat(report.errorInfo().reason()).isEqualTo(reason);
    assertThat(report.errorInfo().exception().orElseThrow().getStackTrace()).isNotEmpty();
  }

  @Test
  @OtpCase(suite = "proc_lib_SUITE", name = "crash")
  void crash() throws Exception {
    node.run(() -> {
      // No report of shutdown and {shutdown, _}.
      Process.trapExit(true);
      for (ExitReason silent : List.of(ExitReason.SHUTDOWN, ExitReason.shutdown(List.of("a", "b", "c")))) {
        assertThat(exitOf(ProcLib.spawnLink(() -> Process.exit(silent)))).isEqualTo(silent);
      }
      Process.trapExit(false);
      assertThat(node.reports()).isEmpty();

      // A function, and a fun.
      Pid function = ProcLib.spawn(SpawnOptions.DEFAULT.withInitialCall(SP1), ProcLibSuiteTest::untilToldToDie);
      CrashReport report = dies(function);
      assertThat(report.initialCall()).hasValue(SP1);
      assertThat(report.ancestors()).containsExactly(Process.self());
      assertExit(report, DIE);
      assertThat(report.neighbours()).isEmpty();
      report = dies(ProcLib.spawn(ProcLibSuiteTest::untilToldToDie));
      assertThat(report.initialCall()).hasValue(FUN);
      assertThat(report.ancestors()).containsExactly(Process.self());

      // With a neighbour.
      Pid self = Process.self();
      Pid pid = ProcLib.spawn(SpawnOptions.DEFAULT.withInitialCall(new InitialCall("proc_lib_SUITE", "sp2", 0)), () -> {
        Process.send(self, ProcLib.spawn(SpawnOptions.LINKED.withInitialCall(SP1), ProcLibSuiteTest::untilToldToDie));
        untilToldToDie();
      });
      Pid linked = Process.receive(Pid.class);
      assertThat(ProcLib.initialCall(pid)).hasToString("Optional[proc_lib_SUITE:sp2/0]");
      assertThat(ProcLib.translateInitialCall(pid)).hasToString("proc_lib_SUITE:sp2/0");
      report = dies(pid);
      assertExit(report, DIE);
      assertThat(report.neighbours()).hasSize(1);
      Neighbour neighbour = report.neighbours().getFirst();
      assertThat(neighbour.pid()).isSameAs(linked);
      assertThat(neighbour.initialCall()).hasValue(SP1);
      assertThat(neighbour.ancestors()).containsExactly(pid, Process.self());

      // Upstream an erased dictionary costs initial call and ancestors. Here they are not in it.
      report = reportOf(ProcLib.spawn(() -> {
        Process.put("key", "value");
        Process.eraseDictionary();
        throw Process.exit(new ExitReason.Other("abnormal"));
      }));
      assertExit(report, new ExitReason.Other("abnormal"));
      assertThat(report.dictionary()).isEmpty();
      assertThat(report.ancestors()).containsExactly(Process.self());

      // A name that is not ASCII.
      InitialCall unicode = new InitialCall("proc_lib_SUITE", "\u0447", 0);
      report = dies(ProcLib.spawn(SpawnOptions.DEFAULT.withInitialCall(unicode), ProcLibSuiteTest::untilToldToDie));
      assertThat(report.initialCall()).hasValue(unicode);
      assertThat(new ReportFormat(FormatLimits.DEFAULT).format(report)).contains("initial_call: proc_lib_SUITE:\u0447/0");
    });
  }

  @Test
  @OtpCase(suite = "proc_lib_SUITE", name = "stacktrace")
  void stacktrace() throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      var error = new ArithmeticException("1 = 2");
      // {{badmatch, 2}, Stack}: here the exception, which has its stack
      assertThat(exitOf(ProcLib.spawnLink(() -> {
        throw error;
      }))).isEqualTo(new ExitReason.Crashed(error));
      assertThat(exitOf(ProcLib.spawnLink(() -> Process.exit(DIE)))).isEqualTo(DIE);
      assertThat(exitOf(ProcLib.spawnLink(() -> {
        throw new ThrownException("ball");
      }))).hasToString("{nocatch, ball}");
      assertThat(node.expectReports(3, CrashReport.class)).extracting(r -> r.errorInfo().kind())
          .containsExactly(Kind.ERROR, Kind.EXIT, Kind.THROW);
    });
  }

  private static final List<Integer> TERM = IntStream.rangeClosed(1, 100).boxed().toList();

  @Test
  @OtpCase(suite = "proc_lib_SUITE", name = "report_cb")
  void reportCallback() throws Exception {
    node.run(() -> {
      Pid pid = ProcLib.spawn(() -> {
        Process.receive(String.class, "die"::equals);
        throw Process.exit(new ExitReason.Other(TERM));
      });
      Process.send(pid, TERM);
      Process.send(pid, "die");
      CrashReport report = node.expectReport(CrashReport.class);

      String all = format(report, FormatLimits.DEFAULT);
      assertThat(all).startsWith("Process " + pid + " crashed\n    initial_call: ")
          .contains("\n    error_info: exception exit: " + TERM, "\n    messages: [" + TERM + "]", "\n    neighbours: []");
      String shallow = format(report, FormatLimits.DEFAULT.withDepth(20));
      assertThat(shallow).contains("18, ...]").hasSizeLessThan(all.length()).doesNotContain("99");
      assertThat(format(report, FormatLimits.DEFAULT.withCharsLimit(500))).hasSizeLessThanOrEqualTo(500)
          .contains("...", "\n    pid: " + pid, "\n    messages: [[1, 2");

      String line = format(report, FormatLimits.DEFAULT.withSingleLine(true));
      assertThat(line).startsWith("Process " + pid + " crashed. Initial call: ")
          .contains(". Error info: exception exit: " + TERM, ". Messages: [" + TERM + "]. ")
          .doesNotContain("\n");
      assertThat(format(report, FormatLimits.DEFAULT.withSingleLine(true).withDepth(20))).contains("18, ...]")
          .hasSizeLessThan(line.length())
          .doesNotContain("\n", "99");
      assertThat(format(report, FormatLimits.DEFAULT.withSingleLine(true).withCharsLimit(500))).hasSizeLessThanOrEqualTo(500)
          .contains("...")
          .doesNotContain("\n");
    });
  }

  private static String format(CrashReport report, FormatLimits limits) {
    return new ReportFormat(limits).format(report);
  }

  // ---- starts wait

  private record Init(Pid pid) {}

  private record Started(Object result) {}

  /** OTP's {@code sp4}: tells the tester that it runs, and acknowledges when that wants it. */
  private static StartBody<Pid> acknowledgesWhenTold(Pid tester) {
    return starter -> {
      Process.send(tester, new Init(Process.self()));
      Process.receive(String.class, "go_on"::equals);
      starter.initAck(Process.self());
    };
  }

  /** The start is over when the process has acknowledged, and not before. Answers the process. */
  private Pid untilTold(Pid starter) {
    Pid pid = Process.receive(Init.class).pid();
    node.awaitWaiting(starter);
    assertThat(Process.isMailboxEmpty()).isTrue();
    Process.send(pid, "go_on");
    return pid;
  }

  @Test
  @OtpCase(suite = "proc_lib_SUITE", name = "sync_start_nolink")
  void startIsSynchronous() throws Exception {
    node.run(() -> {
      Pid tester = Process.self();
      Pid pid = untilTold(
          Process.spawnLink(() -> Process.send(tester, new Started(ProcLib.start(acknowledgesWhenTold(tester))))));
      assertThat(Process.receive(Started.class).result()).isEqualTo(StartResult.ok(pid, pid));
    });
  }

  @Test
  @OtpCase(suite = "proc_lib_SUITE", name = "sync_start_link")
  void startLinkIsSynchronous() throws Exception {
    node.run(() -> {
      Pid tester = Process.self();
      Pid pid = untilTold(
          Process.spawnLink(() -> Process.send(tester, new Started(ProcLib.startLink(acknowledgesWhenTold(tester))))));
      assertThat(Process.receive(Started.class).result()).isEqualTo(StartResult.ok(pid, pid));
    });
  }

  @Test
  @OtpCase(suite = "proc_lib_SUITE", name = "sync_start_monitor")
  void startMonitorIsSynchronousAndTellsOfTheEnd() throws Exception {
    node.run(() -> {
      Pid tester = Process.self();
      Pid pid = untilTold(Process.spawnLink(() -> {
        ProcLib.StartMonitored<Pid> started = ProcLib.startMonitor(acknowledgesWhenTold(tester));
        Process.send(tester, new Started(started));
        Process.send(tester, Process.receive());
      }));
      var started = (ProcLib.StartMonitored<?>) Process.receive(Started.class).result();
      assertThat(started.result()).isEqualTo(StartResult.ok(pid, pid));
      assertThat(Process.receive()).isEqualTo(new Info.Down(started.ref(), pid, ExitReason.NORMAL));
    });
  }

  @Test
  @OtpCase(suite = "proc_lib_SUITE", name = "sync_start_monitor_link")
  void startMonitorWithALinkTellsTwice() throws Exception {
    node.run(() -> {
      Pid tester = Process.self();
      Pid pid = untilTold(Process.spawnLink(() -> {
        Process.trapExit(true);
        Process.send(tester, new Started(ProcLib.startMonitor(acknowledgesWhenTold(tester), MINUTE, SpawnOptions.LINKED)));
        Process.send(tester, Process.receive());
        Process.send(tester, Process.receive());
      }));
      var started = (ProcLib.StartMonitored<?>) Process.receive(Started.class).result();
      assertThat(started.result()).isEqualTo(StartResult.ok(pid, pid));
      assertThat(List.of(Process.receive(), Process.receive())).containsExactlyInAnyOrder(new Info.Exit(pid, ExitReason.NORMAL),
          new Info.Down(started.ref(), pid, ExitReason.NORMAL));
    });
  }

  // ---- starts that take too long

  /** Never acknowledges; the time is up when its starter waits for it. Tells who it is. */
  private StartBody<String> tooSlow(Pid tester) {
    return _ -> {
      Process.register("slow", Process.self());
      Process.send(tester, Process.self());
      node.await("the starter waits", () -> node.node().timers().pending() == 1);
      Process.spawn(() -> node.time().advance(MINUTE));
      Process.receive(Object.class, _ -> false);
    };
  }

  private void assertGone() {
    assertThat(Process.isAlive(Process.receive(Pid.class))).isFalse();
    assertThat(Process.whereis("slow")).isEmpty();
    assertThat(Process.isMailboxEmpty()).isTrue();
    assertThat(Process.info(Process.self()).orElseThrow().links()).isEmpty();
  }

  @Test
  @WithNode(manualTime = true)
  @OtpCase(suite = "proc_lib_SUITE", name = "sync_start_timeout")
  void startThatTakesTooLong() throws Exception {
    node.run(() -> {
      for (boolean trap : List.of(true, false)) {
        Process.trapExit(trap);
        assertThat(ProcLib.start(tooSlow(Process.self()), MINUTE)).isEqualTo(StartResult.failed(StartResult.TIMEOUT));
        assertGone();
      }
    });
  }

  /** PL-12: whether the starter traps exits or not, it lives. */
  @Test
  @WithNode(manualTime = true)
  @OtpCase(suite = "proc_lib_SUITE", name = "sync_start_link_timeout")
  void startLinkThatTakesTooLong() throws Exception {
    node.run(() -> {
      for (boolean trap : List.of(true, false)) {
        Process.trapExit(trap);
        assertThat(ProcLib.startLink(tooSlow(Process.self()), MINUTE)).isEqualTo(StartResult.failed(StartResult.TIMEOUT));
        assertGone();
      }
    });
  }

  // PL-12, PL-13: the same with a monitor, whose message is left
  @Test
  @WithNode(manualTime = true)
  void startMonitorThatTakesTooLong() throws Exception {
    node.run(() -> {
      ProcLib.StartMonitored<String> started = ProcLib.startMonitor(tooSlow(Process.self()), MINUTE, SpawnOptions.LINKED);
      assertThat(started.result()).isEqualTo(StartResult.failed(StartResult.TIMEOUT));
      Pid pid = Process.receive(Pid.class);
      assertThat(Process.receive()).isEqualTo(new Info.Down(started.ref(), pid, ExitReason.KILLED));
    });
  }

  // ---- what a process was started for

  @Test
  @OtpCase(suite = "proc_lib_SUITE", name = "spawn_opt")
  void spawnWithOptions() throws Exception {
    node.run(() -> {
      Pid here = ProcLib.spawn(SpawnOptions.DEFAULT.withLabel("low"), ProcLibSuiteTest::untilToldToDie);
      Pid there = ProcLib.spawn(SpawnOptions.DEFAULT.withNode(node.node()), ProcLibSuiteTest::untilToldToDie);
      for (Pid pid : List.of(here, there)) {
        assertThat(ProcLib.initialCall(pid)).hasValue(FUN);
        assertThat(ProcLib.translateInitialCall(pid)).isEqualTo(FUN);
        dies(pid);
      }
    });
  }

  // PD-4: whoever is not there any more, or was not started by this, was called by nobody
  @Test
  void initialCallOfWhomNobodyCalled() throws Exception {
    node.run(() -> {
      Pid dead = ProcLib.spawnMonitor(() -> {}).pid();
      Process.receive(Info.Down.class);
      for (Pid pid : List.of(dead, Process.self())) {
        assertThat(ProcLib.initialCall(pid)).isEmpty();
        assertThat(ProcLib.translateInitialCall(pid)).hasToString("proc_lib:init_p/5");
        assertThat(ProcLib.getLabel(pid)).isEmpty();
      }
    });
  }

  private record LoopData(Ref ref, Pid parent) {}

  /** OTP's {@code hib_loop}. */
  private static void hibernating(LoopData data) throws Exception {
    while (true) {
      switch (Process.receive(String.class)) {
        case "hibernate" -> throw ProcLib.hibernate(() -> {
          Process.send(data.parent(), List.of("awaken", data));
          hibernating(data);
        });
        case "loop_data" -> Process.send(data.parent(), data);
        default -> throw Process.exit(new ExitReason.Other("i_crashed"));
      }
    }
  }

  @Test
  @OtpCase(suite = "proc_lib_SUITE", name = "hibernate")
  void hibernate() throws Exception {
    node.run(() -> {
      LoopData data = new LoopData(Process.makeRef(), Process.self());
      InitialCall call = new InitialCall("proc_lib_SUITE", "hib_loop", 1);
      Pid pid = ProcLib.spawn(SpawnOptions.LINKED.withInitialCall(call), () -> hibernating(data));
      Process.send(pid, "loop_data");
      assertThat(Process.receive()).isEqualTo(data);
      Process.send(pid, "hibernate");
      node.await("it hibernates",
          () -> Process.info(pid).filter(i -> i.messageQueueLength() == 0).isPresent());
      node.awaitWaiting(pid);
      Process.send(pid, "loop_data");
      assertThat(Process.receive()).isEqualTo(List.of("awaken", data));
      assertThat(Process.receive()).isEqualTo(data);

      Process.trapExit(true);
      Process.send(pid, "crash");
      assertThat(exitOf(pid)).hasToString("i_crashed");
      CrashReport report = reportOf(pid);
      assertThat(report.initialCall()).hasValue(call);
      assertThat(report.links()).containsExactly(Process.self());
      assertThat(report.neighbours()).isEmpty();
      assertThat(Process.isMailboxEmpty()).isTrue();
    });
  }

  // ---- tickets

  // {badarg, …} for the option monitor: there is no such option to be given, also not among the copies with a change
  @Test
  @OtpCase(suite = "proc_lib_SUITE", name = "otp_6345")
  void aStartCannotBeToldToMonitor() {
    Stream<String> options = Stream.concat(
        Arrays.stream(SpawnOptions.class.getRecordComponents()).map(RecordComponent::getName),
        Arrays.stream(SpawnOptions.class.getMethods()).map(Method::getName));
    assertThat(options).contains("linked", "withLinked").noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("monitor"));
  }

  @Test
  @OtpCase(suite = "proc_lib_SUITE", name = "init_dont_hang")
  void aStartDoesNotHangIfTheProcessCrashes() throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      var bad = new IllegalStateException("bad_init");
      StartBody<String> body = _ -> {
        throw bad;
      };
      StartResult<String> expected = StartResult.failed(new ExitReason.Crashed(bad));
      assertThat(ProcLib.startLink(body)).isEqualTo(expected);
      assertThat(ProcLib.start(body, MINUTE)).isEqualTo(expected);
      assertThat(ProcLib.start(body, MINUTE, SpawnOptions.DEFAULT)).isEqualTo(expected);
      assertThat(node.expectReports(3, CrashReport.class)).extracting(CrashReport::errorInfo).containsOnly(ErrorInfo.error(bad));
      assertThat(Process.isMailboxEmpty()).isTrue();
    });
  }

  // PL-16: the result, when the process is dead; and its end is as it wants it, with a report
  @Test
  void aStartThatFailsByAnException() throws Exception {
    node.run(() -> {
      var bad = new IllegalStateException("bad_init");
      StartResult<String> result = ProcLib.start(starter -> {
        Process.register("name", Process.self());
        throw starter.initFail(StartResult.failed(BAD_INIT), bad);
      });
      assertThat(result).isEqualTo(StartResult.failed(BAD_INIT));
      assertThat(Process.whereis("name")).isEmpty();
      assertThat(node.expectReport(CrashReport.class).errorInfo()).isEqualTo(ErrorInfo.error(bad));
    });
  }
}
