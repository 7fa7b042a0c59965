package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.report.ErrorInfo;
import dev.ninefold.report.FormatLimits;
import dev.ninefold.report.Level;
import dev.ninefold.report.Report;
import dev.ninefold.report.ReportFormat;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Crash reports of processes that really crash. */
@WithNode
class CrashReportTest {

  private static final InitialCall CALL = new InitialCall("app.Counter", "init", 1);

  private TestNode test;

  private Pid procLib(Process.Body body) {
    return Process.spawn(SpawnOptions.DEFAULT.withNode(test.node()).withInitialCall(CALL), body);
  }

  private void awaitEnd(Pid pid) {
    test.awaitDeath(pid);
  }

  /** PL-5. */
  @Test
  void theCrasherHasAllItemsInOrder() throws Exception {
    var boom = new IllegalStateException("boom");
    Pid friend = test.spawnIdle();
    Pid pid = procLib(() -> {
      Process.register("counter", Process.self());
      Process.setLabel("the label");
      Process.put("key", "value");
      Process.trapExit(true);
      Process.link(friend);
      Process.send(Process.self(), "unread");
      throw boom;
    });

    CrashReport report = test.expectReport(CrashReport.class);

    assertThat(report.label()).isEqualTo("{proc_lib, crash}");
    assertThat(report.level()).isEqualTo(Level.ERROR);
    assertThat(report.domain()).containsExactly("otp", "sasl");
    assertThat(report.cause()).containsSame(boom);
    assertThat(report.fields().keySet()).containsExactly("initial_call", "pid", "registered_name", "process_label", "error_info",
        "ancestors", "message_queue_len", "messages", "links", "dictionary", "trap_exit", "status", "neighbours");
    assertThat(report.fields()).containsEntry("initial_call", CALL)
        .containsEntry("pid", pid)
        .containsEntry("registered_name", "counter")
        .containsEntry("process_label", "the label")
        .containsEntry("message_queue_len", 1)
        .containsEntry("messages", List.of("unread"))
        .containsEntry("links", List.of(friend))
        .containsEntry("dictionary", Map.of("key", "value"))
        .containsEntry("trap_exit", true)
        .containsEntry("status", ProcessInfo.Status.RUNNING)
        .containsEntry("error_info", ErrorInfo.error(boom));
    assertThat(report.neighbours()).extracting(CrashReport.Neighbour::pid).containsExactly(friend);
    awaitEnd(friend);
  }

  @Test
  void aNamelessOneLeavesOutWhatItHasNot() {
    procLib(() -> {
      throw new IllegalStateException("boom");
    });

    CrashReport report = test.expectReport(CrashReport.class);

    assertThat(report.fields()).containsEntry("registered_name", List.of()).doesNotContainKey("process_label");
    assertThat(report.ancestors()).isEmpty();
  }

  @Test
  void ancestorsAreThoseOfTheProcess() throws Exception {
    test.run(() -> {
      Pid parent = procLib(() -> {
        Process.register("parent", Process.self());
        procLib(() -> {
          throw new IllegalStateException("boom");
        });
        Process.receive();
      });
      assertThat(test.expectReport(CrashReport.class).ancestors()).startsWith("parent");
      test.kill(parent);
    });
  }

  /** PL-2: only an exit with one of the three reasons is silent; the class matters. */
  @ParameterizedTest
  @MethodSource("silent")
  void silentExitsMakeNoReport(ExitReason reason) {
    Pid pid = procLib(() -> {
      throw Process.exit(reason);
    });
    awaitEnd(pid);
    assertThat(test.reports()).isEmpty();
  }

  static List<ExitReason> silent() {
    return List.of(ExitReason.NORMAL, ExitReason.SHUTDOWN, ExitReason.shutdown("maintenance"));
  }

  @Test
  void anExitWithAnyOtherReasonIsReported() {
    procLib(() -> {
      throw Process.exit(ExitReason.of("why"));
    });
    ErrorInfo error = test.expectReport(CrashReport.class).errorInfo();
    assertThat(error.kind()).isEqualTo(ErrorInfo.Kind.EXIT);
    assertThat(error.reason()).isEqualTo(ExitReason.of("why"));
    assertThat(error.exception()).containsInstanceOf(ExitException.class);
  }

  @Test
  void aThrownValueIsReportedAsThrow() {
    procLib(() -> {
      throw new ThrownException("value");
    });
    ErrorInfo error = test.expectReport(CrashReport.class).errorInfo();
    assertThat(error.kind()).isEqualTo(ErrorInfo.Kind.THROW);
    assertThat(error.reason()).isEqualTo("value");
  }

  /** Whatever an Error leaves behind, the process ends and its report is made. */
  @Test
  void errorsAreReportedToo() {
    class Deep {
      int down(int n) {
        return n < 0 ? 0 : down(n + 1) + 1;
      }
    }
    Pid deep = procLib(() -> new Deep().down(0));
    assertThat(test.expectReport(CrashReport.class).cause()).containsInstanceOf(StackOverflowError.class);
    Pid memory = procLib(() -> {
      throw new OutOfMemoryError("made up");
    });
    assertThat(test.expectReport(CrashReport.class).cause()).containsInstanceOf(OutOfMemoryError.class);
    awaitEnd(deep);
    awaitEnd(memory);
  }

  /** PL-3. */
  @Test
  void anEndBySignalMakesNoReport() {
    Pid pid = procLib(Process::receive);
    test.exit(ExitReason.of("why"), pid);
    Pid killed = procLib(() -> {
      Process.exit(Process.self(), ExitReason.KILL);
      throw new IllegalStateException("of the zombie");
    });
    awaitEnd(killed);
    assertThat(test.reports()).isEmpty();
  }

  /** LOG-7: whoever sees the exit can rely on the report having been handed over. */
  @Test
  void theReportComesBeforeTheExitSignal() throws Exception {
    test.run(() -> {
      Process.trapExit(true);
      for (int i = 0; i < 100; i++) {
        Process.spawn(SpawnOptions.LINKED.withInitialCall(CALL), () -> {
          throw new IllegalStateException("boom");
        });
        Process.receive(Info.Exit.class);
        assertThat(test.reports(CrashReport.class)).hasSize(i + 1);
      }
      test.expectReports(100, CrashReport.class);
    });
  }

  /** LOG-2. */
  @Test
  void theReporterIsTheCrasher() {
    Pid pid = procLib(() -> {
      throw new IllegalStateException("boom");
    });
    var event = test.expectReportEvent(CrashReport.class, _ -> true);
    assertThat(event.process()).isSameAs(pid);
    assertThat(event.metadata()).containsEntry("initial_call", CALL);
  }

  // ---- neighbours

  /** PL-6: those that do not trap exits, breadth first. */
  @Test
  void neighboursAreVisitedBreadthFirst() throws Exception {
    var linked = new ArrayList<Pid>();
    var trapper = new CompletableFuture<Pid>();
    Pid crasher = procLib(() -> {
      Process.receive("go".getClass());
      throw new IllegalStateException("boom");
    });
    test.run(() -> {
      Pid behindTrapper = test.spawnIdle();
      Pid traps = test.spawn(() -> {
        Process.trapExit(true);
        Process.link(behindTrapper);
        Process.link(crasher);
        trapper.complete(Process.self());
        Process.receive("stop".getClass());
      });
      test.await(trapper);
      Pid near = linkedTo(crasher);
      Pid near2 = linkedTo(crasher);
      linked.addAll(List.of(near, near2, linkedTo(near), linkedTo(near2)));
      Process.send(crasher, "go");
      CrashReport report = test.expectReport(CrashReport.class);

      assertThat(report.links()).containsExactly(traps, near, near2);
      assertThat(report.neighbours()).extracting(CrashReport.Neighbour::pid).containsExactlyElementsOf(linked);
      assertThat(report.neighbours().getFirst().fields().keySet()).containsExactly("pid", "registered_name", "ancestors",
          "message_queue_len", "links", "trap_exit", "status", "current_stacktrace");
      assertThat(report.neighbours().getFirst().stack()).isNotEmpty();
      test.kill(traps);
    });
    linked.forEach(this::awaitEnd);
  }

  private Pid linkedTo(Pid other) throws Exception {
    var ready = new CompletableFuture<Pid>();
    Pid pid = test.spawn(() -> {
      Process.link(other);
      ready.complete(Process.self());
      Process.receive(Object.class, _ -> false);
    });
    test.await(ready);
    return pid;
  }

  @Test
  void atMostFifteenNeighbours() throws Exception {
    Pid crasher = procLib(() -> {
      Process.receive("go".getClass());
      throw new IllegalStateException("boom");
    });
    var all = new ArrayList<Pid>();
    for (int i = 0; i < 40; i++) {
      all.add(linkedTo(crasher));
    }
    Process.send(crasher, "go");
    CrashReport report = test.expectReport(CrashReport.class);
    assertThat(report.neighbours()).hasSize(15);
    assertThat(report.links()).hasSize(40);
    all.forEach(this::awaitEnd);
  }

  @Test
  void aMailboxOfAnyLengthIsCounted() {
    procLib(() -> {
      for (int i = 0; i < 1000; i++) {
        Process.send(Process.self(), i);
      }
      throw new IllegalStateException("boom");
    });
    CrashReport report = test.expectReport(CrashReport.class);
    assertThat(report.messageQueueLength()).isEqualTo(1000);
    assertThat(report.messages()).hasSize(Crashes.MAX_MESSAGES).startsWith(0, 1, 2);
  }

  // ---- by behaviours

  @Test
  void whatABehaviourReportedIsNotReportedAgain() {
    procLib(() -> {
      var boom = new IllegalStateException("boom");
      assertThat(CrashReport.reportIfAbnormal(boom)).isTrue();
      assertThat(CrashReport.reportIfAbnormal(boom)).isFalse();
      throw boom;
    });
    Pid event = EventProcess.spawn(SpawnOptions.DEFAULT.withNode(test.node()).withInitialCall(CALL), new EventBody() {
      @Override
      public void start() {
        CrashReport.reportIfAbnormal(ExitReason.of("why"));
        throw Process.exit(ExitReason.of("why"));
      }

      @Override
      public void handle(Object message) {}
    });
    test.expectReports(2, CrashReport.class);
    awaitEnd(event);
    assertThat(test.reports(CrashReport.class)).hasSize(2);
  }

  @Test
  void whatABehaviourForgotIsReported() {
    EventProcess.spawn(SpawnOptions.DEFAULT.withNode(test.node()).withInitialCall(CALL), new EventBody() {
      @Override
      public void start() {
        Process.send(Process.self(), "hello");
      }

      @Override
      public void handle(Object message) {
        throw new IllegalStateException(message.toString());
      }
    });
    assertThat(test.expectReport(CrashReport.class).cause()).get().extracting(Throwable::getMessage).isEqualTo("hello");
  }

  @Test
  void noThreadOutsideIsReported() {
    assertThat(CrashReport.reportIfAbnormal(new IllegalStateException())).isFalse();
    assertThat(CrashReport.of(ExitReason.KILLED)).isEmpty();
  }

  @Test
  void aProcessThatNobodyLooksAfterMakesAProcessError() {
    Pid pid = test.spawn(() -> {
      throw new IllegalStateException("boom");
    });
    Report report = test.expectReport(ProcessError.class);
    assertThat(new ReportFormat(FormatLimits.DEFAULT).format(report)).startsWith(
        "Error in process " + pid + "\n    reason: java.lang.IllegalStateException: boom\n            at dev.ninefold.process.");
  }

  // ---- as text

  @Test
  void text() {
    Pid pid = procLib(() -> {
      Process.register("counter", Process.self());
      var boom = new IllegalStateException("boom");
      boom.setStackTrace(new StackTraceElement[] {new StackTraceElement("app.Counter", "handleCast", "Counter.java", 12)});
      throw boom;
    });
    CrashReport report = test.expectReport(CrashReport.class);
    assertThat(new ReportFormat(FormatLimits.DEFAULT).format(report)).isEqualTo("""
        Process counter crashed
            initial_call: app.Counter:init/1
            pid: %1$s
            registered_name: counter
            error_info: exception error: java.lang.IllegalStateException: boom
                    at app.Counter.handleCast(Counter.java:12)
            ancestors: []
            message_queue_len: 0
            messages: []
            links: []
            dictionary: {}
            trap_exit: false
            status: RUNNING
            neighbours: []""".formatted(pid));
    assertThat(new ReportFormat(FormatLimits.DEFAULT.withSingleLine(true)).format(report)).startsWith(
        "Process counter crashed. Initial call: app.Counter:init/1. Pid: %1$s. Registered name: counter. ".formatted(pid)
            + "Error info: exception error: java.lang.IllegalStateException: boom at app.Counter.handleCast(Counter.java:12). "
            + "Ancestors: []. ")
        .doesNotContain("\n");
  }

  @Test
  void clientInfo() throws Exception {
    Pid client = test.spawn(() -> {
      Process.register("client", Process.self());
      Process.receive();
    });
    test.awaitWaiting(client);
    ClientInfo alive = ClientInfo.of(client);
    assertThat(alive.name()).contains("client");
    assertThat(alive.stack()).isNotEmpty();
    assertThat(alive.toString()).startsWith("client client (" + client + ") in [");
    test.kill(client);
    assertThat(ClientInfo.of(client)).hasToString("client " + client + " is dead");
    assertThat(ClientInfo.thread()).hasToString("client a thread that is no process");
  }
}
