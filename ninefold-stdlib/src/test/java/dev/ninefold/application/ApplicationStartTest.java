package dev.ninefold.application;

import static dev.ninefold.application.TestApplication.notes;
import static dev.ninefold.application.TestApplication.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ninefold.application.Application.Started;
import dev.ninefold.application.Applications.Mode;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.CallException.CallCycleException;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.report.ApplicationExitReport;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.sys.Sys;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Several starts of one application at the same time, and starts that wait for themselves. All wait without a limit, and the clock stands still. */
@WithNode(manualTime = true)
class ApplicationStartTest {

  private TestNode node;

  /** Loads an application whose start tells that it runs, and then waits until it is let go on. */
  private static void loadLatched(
      String name, CompletableFuture<Void> entered, CompletableFuture<Void> go, Supplier<Started> result) {
    Applications.load(spec(name, notes(), () -> {
      entered.complete(null);
      go.join();
      return result.get();
    })).orElseThrow();
  }

  private static CompletableFuture<ApplicationResult> starting(String name) {
    CompletableFuture<ApplicationResult> result = new CompletableFuture<>();
    Process.spawn(() -> result.complete(Applications.start(name)));
    return result;
  }

  /** How many starts of the application the controller has been asked for, and not finished. */
  private static int requests(String name) {
    ControllerState state = (ControllerState) Sys.getState(ServerRef.named(NodeApplications.CONTROLLER));
    return state.starting().containsKey(name) ? state.starting().get(name).requests() : 0;
  }

  @Test
  @OtpCase(suite = "application_SUITE", name = "otp_2973")
  void twoStartOneApplicationAtTheSameTime() throws Exception {
    node.run(() -> {
      // Pid1 ! {start, self(), app0}, Pid2 ! {start, self(), app0}
      CompletableFuture<Void> entered = new CompletableFuture<>();
      CompletableFuture<Void> go = new CompletableFuture<>();
      loadLatched("app0", entered, go, () -> Started.ok(TestApplication.top()));
      CompletableFuture<ApplicationResult> first = starting("app0");
      node.await(entered);
      CompletableFuture<ApplicationResult> second = starting("app0");
      // Both are under way: the controller has taken both, and the callback of the one start has not returned.
      node.await("the second start", () -> requests("app0") == 2);
      assertThat(first).isNotDone();
      assertThat(second).isNotDone();
      go.complete(null);
      // {Res1, Res2} = {ok, ok}
      assertThat(node.await(first)).isEqualTo(ApplicationResult.ok("app0"));
      assertThat(node.await(second)).isEqualTo(ApplicationResult.ok("app0"));
      // It was started once. ok = stop(app0)
      assertThat(Applications.start("app0")).hasToString("{error, {already_started, app0}}");
      assertThat(Applications.stop("app0").isOk()).isTrue();

      // The same with app_start_error: both get {error, {'start error', {app_start_error, start, [normal, []]}}}
      CompletableFuture<Void> enteredError = new CompletableFuture<>();
      CompletableFuture<Void> goError = new CompletableFuture<>();
      loadLatched("app_start_error", enteredError, goError, () -> Started.error("start error"));
      CompletableFuture<ApplicationResult> firstError = starting("app_start_error");
      node.await(enteredError);
      CompletableFuture<ApplicationResult> secondError = starting("app_start_error");
      node.await("the second start", () -> requests("app_start_error") == 2);
      goError.complete(null);
      String error = "{error, {start error, {" + TestApplication.class.getName() + ", start, [normal, []]}}}";
      assertThat(node.await(firstError)).hasToString(error);
      assertThat(node.await(secondError)).hasToString(error);
    });
    node.expectReport(CrashReport.class);
  }

  /** Whoever kills the process that carries out a start leaves nothing of it behind, and those who wait are told. */
  @Test
  void aStartThatIsKilled() throws Exception {
    node.run(() -> {
      CompletableFuture<Pid> process = new CompletableFuture<>();
      CompletableFuture<Void> entered = new CompletableFuture<>();
      Applications.load(spec("a", notes(), () -> {
        if (entered.isDone()) {
          return Started.ok(TestApplication.top());
        }
        process.complete(TestApplication.top());
        entered.complete(null);
        return Process.receive(Started.class);
      })).orElseThrow();
      CompletableFuture<ApplicationResult> first = starting("a");
      node.await(entered);
      CompletableFuture<ApplicationResult> second = starting("a");
      node.await("the second start", () -> requests("a") == 2);
      ControllerState state = (ControllerState) Sys.getState(ServerRef.named(NodeApplications.CONTROLLER));
      Process.exit(state.starting().get("a").start().process(), ExitReason.KILL);
      assertThat(node.await(first)).hasToString("{error, killed}");
      assertThat(node.await(second)).hasToString("{error, killed}");
      node.awaitDeath(process.join());
      assertThat(Applications.start("a")).isEqualTo(ApplicationResult.ok("a"));
      Applications.stop("a").orElseThrow();
    });
    node.ignoreReports(ApplicationExitReport.class);
  }

  // ---- starts that wait for themselves

  @Test
  void aStartThatAsksForItself() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    node.run(() -> {
      Applications.load(spec("a", notes(), () -> {
        thrown.complete(catchThrowable(() -> Applications.start("a")));
        return Started.ok(TestApplication.top());
      })).orElseThrow();
      // Only the inner one fails, and says what waits for what; the callback may go on.
      assertThat(Applications.start("a")).isEqualTo(ApplicationResult.ok("a"));
      assertThat(thrown.join()).isInstanceOf(CallCycleException.class)
          .hasMessageContaining("call_cycle")
          .hasMessageContaining("application:start");
      Applications.stop("a").orElseThrow();
    });
  }

  @Test
  void applicationsThatStartEachOther() throws Exception {
    node.run(() -> {
      Applications.load(spec("a", notes(), () -> Started.error(Applications.start("b")))).orElseThrow();
      Applications.load(spec("b", notes(), () -> Started.error(Applications.start("a")))).orElseThrow();
      // That of b fails, which makes b fail, which a is told.
      assertThat(Applications.start("a")).asString().startsWith("{error, {{error, {bad_return, ").contains("call_cycle");
      assertThat(Applications.whichApplications()).isEmpty();
    });
    node.expectReports(2, CrashReport.class);
  }

  @Test
  void aChildOfAStartingApplicationThatAsksForIt() throws Exception {
    node.run(() -> {
      ChildSpec child = ChildSpec.worker("child", () -> {
        throw new IllegalStateException(catchThrowable(() -> Applications.ensureAllStarted("a")));
      });
      ChildSpec inner = ChildSpec.supervisor("inner", () -> supervisor(child));
      Applications.load(spec("a", notes(), () -> Started.of(supervisor(inner)))).orElseThrow();
      assertThat(Applications.start("a")).asString()
          .contains("failed_to_start_child, inner")
          .contains("failed_to_start_child, child")
          .contains("call_cycle");
    });
    node.ignoreReports(SupervisorReport.class);
    node.expectReport(CrashReport.class);
  }

  private static StartResult<SupervisorRef> supervisor(ChildSpec child) {
    return Supervisor.startLink(List.of(child), Strategy.ONE_FOR_ONE, StartOptions.DEFAULT);
  }

  @Test
  void aStartThatEnsuresItselfInOrder() throws Exception {
    ensuresItself(Mode.SERIAL);
  }

  @Test
  void aStartThatEnsuresItselfAtTheSameTime() throws Exception {
    ensuresItself(Mode.CONCURRENT);
  }

  private void ensuresItself(Mode mode) throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    node.run(() -> {
      Applications.load(spec("other")).orElseThrow();
      Applications.load(spec("a", notes(), () -> {
        thrown.complete(
            catchThrowable(() -> Applications.ensureAllStarted(List.of("other", "a"), RestartType.TEMPORARY, mode)));
        return Started.ok(TestApplication.top());
      })).orElseThrow();
      assertThat(Applications.start("a")).isEqualTo(ApplicationResult.ok("a"));
      assertThat(thrown.join()).isInstanceOf(CallCycleException.class);
      // What that call had started was stopped again.
      assertThat(Applications.whichApplications()).extracting(Applications.Description::name).containsExactly("a");
      Applications.stop("a").orElseThrow();
    });
  }

  // A process of the application that nobody waits for may ask for its application, and is answered when that has started.
  @Test
  void aProcessOfAStartingApplicationMayWaitForIt() throws Exception {
    node.run(() -> {
      CompletableFuture<CompletableFuture<ApplicationResult>> inner = new CompletableFuture<>();
      CompletableFuture<Void> go = new CompletableFuture<>();
      Applications.load(spec("a", notes(), () -> {
        inner.complete(starting("a"));
        go.join();
        return Started.ok(TestApplication.top());
      })).orElseThrow();
      CompletableFuture<ApplicationResult> outer = starting("a");
      node.await("the inner start", () -> requests("a") == 2);
      go.complete(null);
      assertThat(node.await(outer)).isEqualTo(ApplicationResult.ok("a"));
      assertThat(node.await(inner.join())).isEqualTo(ApplicationResult.ok("a"));
      Applications.stop("a").orElseThrow();
    });
  }

  @Test
  void aCircleOfDependenciesIsTold() throws Exception {
    node.run(() -> {
      Applications.load(spec("a").withApplications("b")).orElseThrow();
      Applications.load(spec("b").withApplications("a")).orElseThrow();
      for (Mode mode : Mode.values()) {
        assertThat(Applications.ensureAllStarted(List.of("a"), RestartType.TEMPORARY, mode)).asString()
            .contains("{circular_dependency, [a, b]}");
      }
      assertThat(Applications.start("a")).hasToString("{error, {not_started, b}}");
    });
  }

  // Somebody outside, a thread that is no process, is answered as processes are.
  @Test
  void aThreadMayWaitForAStart() throws Exception {
    CompletableFuture<Pid> top = new CompletableFuture<>();
    node.run(() -> Applications.load(spec("a", notes(), () -> {
      top.complete(TestApplication.top());
      return Started.ok(top.join());
    })).orElseThrow());
    assertThat(NodeApplications.of(node.node()).start("a", RestartType.TEMPORARY)).isEqualTo(ApplicationResult.ok("a"));
    node.run(() -> assertThat(Applications.stop("a").isOk()).isTrue());
    assertThat(top.join()).isNotNull();
  }
}
