package dev.ninefold.application;

import static dev.ninefold.application.TestApplication.notes;
import static dev.ninefold.application.TestApplication.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.application.Application.Started;
import dev.ninefold.application.ApplicationReports.ShutdownErrorReport;
import dev.ninefold.application.ApplicationReports.TerminationReport;
import dev.ninefold.process.CallException.CallCycleException;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ThrownException;
import dev.ninefold.report.ApplicationExitReport;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** How applications end, and nodes with them. */
@WithNode
class ApplicationEndingTest {

  private static final String TERMINATING = "{error, terminating}";

  private TestNode node;

  private static List<String> running() {
    return Applications.whichApplications().stream().map(Applications.Description::name).toList();
  }

  private void awaitEnd(String application) {
    node.await(application + " has ended", () -> !running().contains(application));
  }

  /** What the node was ended for. */
  private static CompletableFuture<Termination> termination() {
    CompletableFuture<Termination> why = new CompletableFuture<>();
    Applications.onTermination(why::complete);
    return why;
  }

  private static Pid top(String application) {
    return Applications.getSupervisor(application).orElseThrow();
  }

  private static Pid master(String application) {
    return Process.groupLeaderOf(top(application)).orElseThrow();
  }

  // ---- APP-21, APP-26, APP-28

  @Test
  void theEndOfATemporaryApplicationIsReported() throws Exception {
    List<String> notes = notes();
    node.run(() -> {
      Applications.load(spec("a", notes)).orElseThrow();
      Applications.start("a").orElseThrow();
      Process.send(top("a"), ExitReason.of("crash"));
      awaitEnd("a");
      assertThat(notes).containsExactly("start normal []", "prepStop a state", "stop prepared a state");
      Applications.start("a").orElseThrow();
      Process.send(top("a"), ExitReason.NORMAL);
      awaitEnd("a");
      assertThat(Applications.stop("a").isOk()).isTrue();
      assertThat(Applications.stop("a")).hasToString("{error, {not_started, a}}");
    });
    assertThat(node.expectReports(2, ApplicationExitReport.class)).extracting(ApplicationExitReport::exited)
        .containsExactly(ExitReason.of("crash"), ExitReason.NORMAL);
    assertThat(node.expectReport(CrashReport.class).toString()).contains("application_master:init/4");
  }

  @Test
  @OtpCase(suite = "application_SUITE", name = "otp_16504")
  void aKilledMasterStillHasTheStopCallback() throws Exception {
    List<String> notes = notes();
    CompletableFuture<Pid> straggler = new CompletableFuture<>();
    node.run(() -> {
      Applications.load(spec("a", notes, () -> {
        straggler.complete(Process.spawn(() -> Process.receive(Void.class)));
        return Started.ok(TestApplication.top(), "state");
      })).orElseThrow();
      Applications.start("a").orElseThrow();
      Pid top = top("a");
      // exit(Master, kill): the top process ends, and stop is called
      Process.exit(master("a"), ExitReason.KILL);
      node.await("stop was called", () -> notes.contains("stop prepared state"));
      assertThat(notes).containsExactly("start normal []", "prepStop state", "stop prepared state");
      assertThat(Process.isAlive(top)).isFalse();
      node.awaitDeath(straggler.join());
      awaitEnd("a");
      assertThat(Applications.start("a").isOk()).isTrue();
      Applications.stop("a").orElseThrow();
    });
    assertThat(node.expectReport(ApplicationExitReport.class).exited()).isEqualTo(ExitReason.KILLED);
  }

  @Test
  void callbacksThatFailDoNotKeepAnApplicationFromStopping() throws Exception {
    List<String> notes = notes();
    node.run(() -> {
      Applications.load(
          ApplicationSpec.named("a").withModule(() -> new TestApplication(notes, () -> Started.ok(TestApplication.top(), 1)) {
            @Override
            public Object prepStop(Object state) {
              throw new IllegalStateException("prep");
            }

            @Override
            public void stop(Object state) {
              super.stop(state);
              throw new StackOverflowError();
            }
          })).orElseThrow();
      Applications.start("a").orElseThrow();
      assertThat(Applications.stop("a").isOk()).isTrue();
      assertThat(notes).containsExactly("start normal []", "stop 1");
    });
    ShutdownErrorReport prepStop = node.expectReport(ShutdownErrorReport.class);
    assertThat(prepStop.headline()).isEqualTo("Application a: prep_stop failed");
    assertThat(prepStop.reason()).hasToString("java.lang.IllegalStateException: prep");
    ShutdownErrorReport stop = node.expectReport(ShutdownErrorReport.class);
    assertThat(stop.headline()).isEqualTo("Application a: stop failed");
    assertThat(stop.state()).isEqualTo(1);
    assertThat(stop.cause()).containsInstanceOf(StackOverflowError.class);
  }

  @Test
  void aPrepStopThatReturnsNullIsReportedAndTheStateStays() throws Exception {
    List<String> notes = notes();
    node.run(() -> {
      Applications.load(
          ApplicationSpec.named("a").withModule(() -> new TestApplication(notes, () -> Started.ok(TestApplication.top(), 1)) {
            @Override
            public Object prepStop(Object state) {
              return null;
            }
          })).orElseThrow();
      Applications.start("a").orElseThrow();
      assertThat(Applications.stop("a").isOk()).isTrue();
      assertThat(notes).containsExactly("start normal []", "stop 1");
    });
    ShutdownErrorReport report = node.expectReport(ShutdownErrorReport.class);
    assertThat(report.headline()).isEqualTo("Application a: prep_stop failed");
    assertThat(report.reason()).hasToString("{bad_return_value, null}");
  }

  /** OTP's throw: the value counts as returned. */
  @Test
  void whatAStopThrowsAsAValueIsNoFailure() throws Exception {
    List<String> notes = notes();
    node.run(() -> {
      Applications.load(
          ApplicationSpec.named("a").withModule(() -> new TestApplication(notes, () -> Started.ok(TestApplication.top(), 1)) {
            @Override
            public Object prepStop(Object state) {
              throw new ThrownException("thrown");
            }

            @Override
            public void stop(Object state) {
              super.stop(state);
              throw new ThrownException("ignored");
            }
          })).orElseThrow();
      Applications.start("a").orElseThrow();
      assertThat(Applications.stop("a").isOk()).isTrue();
      assertThat(notes).containsExactly("start normal []", "stop thrown");
    });
    assertThat(node.reports(ShutdownErrorReport.class)).isEmpty();
  }

  // ---- APP-24, APP-25, APP-27

  @Test
  void theEndOfAPermanentApplicationEndsTheNode() throws Exception {
    List<String> notes = notes();
    node.run(() -> {
      CompletableFuture<Termination> why = termination();
      for (String name : List.of("first", "second", "permanent", "third")) {
        Applications.load(spec(name, notes, () -> Started.ok(TestApplication.top(), name))).orElseThrow();
        Applications.start(name, name.equals("permanent") ? RestartType.PERMANENT : RestartType.TEMPORARY).orElseThrow();
      }
      notes.clear();
      Process.send(top("permanent"), ExitReason.NORMAL);
      assertThat(node.await(why)).hasToString("{application_terminated, permanent, normal}");
      assertThat(notes).containsExactly("prepStop permanent", "stop prepared permanent", "prepStop third", "stop prepared third",
          "prepStop second", "stop prepared second", "prepStop first", "stop prepared first");
      assertThat(Applications.start("first")).hasToString(TERMINATING);
      assertThatThrownBy(() -> Applications.setEnv("a", "k", 1)).isInstanceOf(ApplicationException.class);
    });
    node.expectReport(ApplicationExitReport.class, r -> r.application().equals("permanent"));
    node.expectReport(TerminationReport.class);
  }

  @Test
  void theEndOfATransientApplicationEndsTheNodeUnlessItIsNormal() throws Exception {
    node.run(() -> {
      CompletableFuture<Termination> why = termination();
      Applications.load(spec("a")).orElseThrow();
      Applications.start("a", RestartType.TRANSIENT).orElseThrow();
      Process.send(top("a"), ExitReason.NORMAL);
      awaitEnd("a");
      Applications.start("a", RestartType.TRANSIENT).orElseThrow();
      assertThat(why).isNotDone();
      Process.send(top("a"), ExitReason.SHUTDOWN);
      assertThat(node.await(why)).hasToString("{application_terminated, a, shutdown}");
    });
    node.expectReport(TerminationReport.class);
  }

  @Test
  void aFailedStartOfAPermanentApplicationEndsTheNode() throws Exception {
    node.run(() -> {
      CompletableFuture<Termination> why = termination();
      Applications.load(spec("normal", notes(), () -> {
        throw new ExitException(ExitReason.NORMAL);
      })).orElseThrow();
      Applications.load(spec("error", notes(), () -> Started.error("no"))).orElseThrow();
      assertThat(Applications.start("error")).asString().startsWith("{error, {no, ");
      assertThat(Applications.start("normal", RestartType.TRANSIENT)).asString().startsWith("{error, {{'EXIT', normal}, ");
      assertThat(why).isNotDone();
      assertThat(Applications.start("error", RestartType.PERMANENT)).asString().startsWith("{error, {no, ");
      assertThat(node.await(why)).asString().startsWith("{application_start_failure, error, {no, ");
    });
    node.expectReports(3, CrashReport.class);
    node.expectReport(TerminationReport.class);
  }

  @Test
  void whoThrowsAnErrorWhenToldOfTheEndKeepsNobodyElseFromBeingTold() throws Exception {
    node.run(() -> {
      Applications.setEnv("kernel", "shutdown_func", (Consumer<Termination>) _ -> {
        throw new StackOverflowError("function");
      });
      Applications.onTermination(_ -> {
        throw new LinkageError("handler");
      });
      CompletableFuture<Termination> why = termination();
      Applications.load(spec("a")).orElseThrow();
      Applications.start("a", RestartType.PERMANENT).orElseThrow();
      Process.send(top("a"), ExitReason.NORMAL);
      assertThat(node.await(why)).isEqualTo(new Termination.ApplicationTerminated("a", ExitReason.NORMAL));
    });
    assertThat(node.expectReports(2, ShutdownErrorReport.class)).extracting(report -> report.reason().toString())
        .containsExactly("java.lang.StackOverflowError: function", "java.lang.LinkageError: handler");
    node.expectReport(TerminationReport.class);
  }

  // ---- APP-19

  @Test
  @WithNode(manualTime = true)
  void maxTimeEndsAnApplicationNormally() throws Exception {
    List<String> notes = notes();
    node.run(() -> {
      Applications.load(spec("a", notes).withMaxT(Duration.ofSeconds(7))).orElseThrow();
      Applications.start("a").orElseThrow();
      node.time().advance(Duration.ofMillis(6_999));
      assertThat(running()).containsExactly("a");
      node.time().advance(Duration.ofMillis(1));
      awaitEnd("a");
      assertThat(notes).endsWith("stop prepared a state");
    });
    assertThat(node.expectReport(ApplicationExitReport.class).exited()).isEqualTo(ExitReason.NORMAL);
  }

  // ---- APP-22, APP-23, APP-31

  @Test
  void aCallToTheControllerFromTheStoppingApplicationFailsAsACycle() throws Exception {
    CompletableFuture<Throwable> inTop = new CompletableFuture<>();
    CompletableFuture<Throwable> inStop = new CompletableFuture<>();
    node.run(() -> {
      Applications.load(ApplicationSpec.named("a")
          .withEnv("k", 1)
          .withModule(() -> new TestApplication(notes(), () -> trappingTop(() -> {
            Process.receive(Info.Exit.class);
            inTop.complete(thrown(() -> Applications.start("b")));
          })) {
            @Override
            public void stop(Object state) {
              inStop.complete(thrown(() -> Applications.stop("a")));
              assertThat(Applications.getEnv("a", "k")).contains(1);
            }
          })).orElseThrow();
      Applications.load(spec("b")).orElseThrow();
      Applications.start("a").orElseThrow();
      assertThat(Applications.stop("a").isOk()).isTrue();
      assertThat(inTop.join()).isInstanceOf(CallCycleException.class);
      assertThat(inStop.join()).isInstanceOf(CallCycleException.class);
      assertThat(Applications.start("b").isOk()).isTrue();
      Applications.stop("b").orElseThrow();
    });
  }

  /** A top process that traps exits, from before the application counts as started. */
  private static Started trappingTop(Process.Body body) {
    CompletableFuture<Void> trapping = new CompletableFuture<>();
    Pid top = Process.spawnLink(() -> {
      Process.trapExit(true);
      trapping.complete(null);
      body.run();
    });
    trapping.join();
    return Started.ok(top);
  }

  private static Throwable thrown(Runnable code) {
    try {
      code.run();
      return new AssertionError("nothing was thrown");
    } catch (RuntimeException e) {
      return e;
    }
  }

  @Test
  @OtpCase(suite = "application_SUITE", name = "shutdown_deadlock")
  void shutdownDoesNotDeadlock() throws Exception {
    node.run(() -> {
      CompletableFuture<ApplicationResult> inTerminate = new CompletableFuture<>();
      CompletableFuture<Void> starting = new CompletableFuture<>();
      CompletableFuture<ApplicationResult> started = new CompletableFuture<>();
      CompletableFuture<Void> terminating = new CompletableFuture<>();
      // The application "slow": its server calls the controller in terminate
      Applications.load(spec("slow", notes(), () -> trappingTop(() -> {
        Process.receive(Info.Exit.class);
        terminating.complete(null);
        inTerminate.complete(Applications.start("other"));
      }))).orElseThrow();
      // One that is still starting
      Applications.load(spec("starting", notes(), () -> {
        starting.complete(null);
        Process.receive(Void.class);
        return Started.error("never");
      })).orElseThrow();
      Applications.load(spec("other")).orElseThrow();
      Applications.start("slow").orElseThrow();
      Process.spawn(() -> started.complete(Applications.start("starting")));
      node.await(starting);
      // init:stop() ends
      assertThat(Applications.shutdown()).contains(new Termination.Shutdown());
      // The call in terminate was answered: {error, terminating}
      assertThat(node.await(inTerminate)).hasToString(TERMINATING);
      // and so was the one who started the other
      assertThat(node.await(started)).hasToString(TERMINATING);
      assertThat(Applications.start("other")).hasToString(TERMINATING);
    });
  }

  @Test
  @WithNode(manualTime = true)
  @OtpCase(suite = "application_SUITE", name = "shutdown_timeout")
  void shutdownTimeout() throws Exception {
    CompletableFuture<Pid> hanging = new CompletableFuture<>();
    node.run(() -> {
      // set_env(kernel, shutdown_timeout, 1000), start(sasl), start(deadlock); then its child hangs in init
      Applications.setEnv("kernel", "shutdown_timeout", Duration.ofSeconds(1));
      List<Object> told = new java.util.concurrent.CopyOnWriteArrayList<>();
      Applications.setEnv("kernel", "shutdown_func", (Consumer<Termination>) told::add);
      Applications.load(spec("sasl")).orElseThrow();
      Applications.load(spec("deadlock", notes(), () -> trappingTop(() -> {
        hanging.complete(Process.self());
        Process.receive(Void.class);
      }))).orElseThrow();
      Applications.start("sasl").orElseThrow();
      Applications.start("deadlock").orElseThrow();
      Pid sasl = top("sasl");
      CompletableFuture<Termination> why = termination();
      // init:stop(): the node goes down all the same
      Process.spawn(Applications::shutdown);
      node.await("asked to stop", () -> !Process.messages(hanging.join()).isEmpty());
      assertThat(told).containsExactly(new Termination.Shutdown());
      node.time().advance(Duration.ofMillis(999));
      assertThat(why).isNotDone();
      assertThat(Process.isAlive(sasl)).isTrue();
      node.time().advance(Duration.ofMillis(1));
      assertThat(node.await(why)).isEqualTo(new Termination.Shutdown());
      assertThat(Process.isAlive(hanging.join())).isFalse();
      assertThat(Process.isAlive(sasl)).isFalse();
    });
  }

  @Test
  void anApplicationThatIsStartingIsNotStarted() throws Exception {
    CompletableFuture<Void> go = new CompletableFuture<>();
    CompletableFuture<Void> starting = new CompletableFuture<>();
    CompletableFuture<ApplicationResult> started = new CompletableFuture<>();
    node.run(() -> {
      Applications.load(spec("a", notes(), () -> {
        starting.complete(null);
        go.join();
        return Started.ok(TestApplication.top());
      })).orElseThrow();
      Applications.load(spec("b").withApplications("a")).orElseThrow();
      Process.spawn(() -> started.complete(Applications.start("a")));
      node.await(starting);
      // APP-8: the controller goes on
      assertThat(Applications.stop("a")).hasToString("{error, {not_started, a}}");
      assertThat(Applications.unload("a")).hasToString("{error, {running, a}}");
      assertThat(Applications.start("b")).hasToString("{error, {not_started, a}}");
      Applications.setEnv("a", "k", 1);
      go.complete(null);
      assertThat(node.await(started).isOk()).isTrue();
      assertThat(Applications.start("b").isOk()).isTrue();
      Applications.stop("b").orElseThrow();
      Applications.stop("a").orElseThrow();
    });
  }

  @Test
  void aStarterThatIsKilledFailsTheStart() throws Exception {
    CompletableFuture<Pid> starter = new CompletableFuture<>();
    CompletableFuture<ApplicationResult> started = new CompletableFuture<>();
    node.run(() -> {
      Applications.load(spec("a", notes(), () -> {
        starter.complete(Process.self());
        Process.receive(Void.class);
        return Started.error("never");
      })).orElseThrow();
      Process.spawn(() -> started.complete(Applications.start("a")));
      Process.exit(node.await(starter), ExitReason.KILL);
      assertThat(node.await(started)).hasToString("{error, killed}");
    });
    node.expectReport(CrashReport.class);
  }

  // ---- APP-17

  @Test
  void startPhasesRunInOrderAlsoOfIncludedApplications() throws Exception {
    List<String> notes = notes();
    List<String> inner = notes();
    node.run(() -> {
      Applications.addProvider(() -> List.of(spec("inner", inner).withStartPhases(new ApplicationSpec.Phase("go", "inner"))));
      Applications.load(spec("outer", notes).withIncludedApplications("inner")
          .withStartPhases(new ApplicationSpec.Phase("init", 1), new ApplicationSpec.Phase("go", 2))
          .withModule(new ApplicationSpec.Module(() -> new TestApplication(notes, () -> Started.ok(TestApplication.top())),
              "args", true)))
          .orElseThrow();
      Applications.start("outer").orElseThrow();
      assertThat(notes).containsExactly("start normal args", "phase init normal 1", "phase go normal 2");
      assertThat(inner).containsExactly("phase go normal inner");
      Applications.stop("outer").orElseThrow();
    });
  }

  @Test
  void aStartPhaseThatFailsStopsTheApplication() throws Exception {
    CompletableFuture<Pid> top = new CompletableFuture<>();
    node.run(() -> {
      Applications.load(ApplicationSpec.named("a")
          .withStartPhases(new ApplicationSpec.Phase("go", 1))
          .withModule(() -> (_, _) -> {
            top.complete(TestApplication.top());
            return Started.ok(top.join());
          })).orElseThrow();
      assertThat(Applications.start("a")).asString()
          .startsWith("{error, {bad_return_value, {{")
          .contains(", start_phase, [go, normal, 1]}, {'EXIT', ")
          .contains("undef");
      assertThat(Process.isAlive(top.join())).isFalse();
      assertThat(running()).isEmpty();
    });
    node.expectReport(CrashReport.class);
  }
}
