package dev.ninefold.application;

import static dev.ninefold.application.TestApplication.notes;
import static dev.ninefold.application.TestApplication.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.application.Application.Started;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.process.ThrownException;
import dev.ninefold.report.ApplicationExitReport;
import dev.ninefold.report.ProgressReport;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Loading, starting and stopping. */
@WithNode
class ApplicationsTest {

  private TestNode node;

  // ---- APP-2, APP-3

  @Test
  void loadsOnce() throws Exception {
    node.run(() -> {
      ApplicationSpec a = spec("a").withEnv("k", "v");
      assertThat(Applications.load(a).isOk()).isTrue();
      assertThat(Applications.load(a)).hasToString("{error, {already_loaded, " + a + "}}");
      assertThat(Applications.load("a")).hasToString("{error, {already_loaded, a}}");
      assertThat(Applications.getKey("a", "vsn")).contains("1.0");
      assertThat(Applications.getKey("a", "maxT")).contains("infinity");
      assertThat(Applications.getKey("a", "nonsense")).isEmpty();
      assertThat(Applications.getEnv("a", "k")).contains("v");
      assertThat(Applications.loadedApplications())
          .containsExactly(new Applications.Description("a", "test application a", "1.0"));

      assertThat(Applications.unload("a").isOk()).isTrue();
      assertThat(Applications.unload("a")).hasToString("{error, {not_loaded, a}}");
      assertThat(Applications.getEnv("a", "k")).isEmpty();
      assertThat(Applications.getKey("a", "vsn")).isEmpty();
      assertThat(Applications.load("a")).hasToString("{error, {\"no such specification\", a}}");
    });
  }

  @Test
  void includedApplicationsAreLoadedWithTheirIncluder() throws Exception {
    node.run(() -> {
      Applications.addProvider(() -> List.of(spec("inner").withEnv("k", "v")));
      assertThat(Applications.load(spec("outer").withIncludedApplications("inner")).isOk()).isTrue();
      assertThat(Applications.getEnv("inner", "k")).contains("v");
      assertThat(Applications.unload("outer").isOk()).isTrue();
      assertThat(Applications.loadedApplications()).isEmpty();
      assertThat(Applications.getEnv("inner", "k")).isEmpty();
    });
  }

  // ---- APP-7

  @Test
  void startsAndStops() throws Exception {
    List<String> notes = notes();
    node.run(() -> {
      Applications.load(spec("a", notes));
      assertThat(Applications.start("a")).isEqualTo(ApplicationResult.ok("a"));
      assertThat(Applications.start("a")).hasToString("{error, {already_started, a}}");
      assertThat(Applications.unload("a")).hasToString("{error, {running, a}}");
      assertThat(Applications.whichApplications())
          .containsExactly(new Applications.Description("a", "test application a", "1.0"));
      Pid top = Applications.getSupervisor("a").orElseThrow();
      assertThat(Process.isAlive(top)).isTrue();
      assertThat(Applications.getApplication(top)).contains("a");

      assertThat(Applications.stop("a").isOk()).isTrue();
      assertThat(Process.isAlive(top)).isFalse();
      assertThat(Applications.getSupervisor("a")).isEmpty();
      assertThat(Applications.stop("a")).hasToString("{error, {not_started, a}}");
      assertThat(notes).containsExactly("start normal []", "prepStop a state", "stop prepared a state");
      assertThat(Applications.whichApplications()).isEmpty();
    });
    assertThat(node.expectReport(ProgressReport.class).fields()).containsEntry("application", "a")
        .containsEntry("started_at", "test");
    assertThat(node.expectReport(ApplicationExitReport.class).fields()).containsEntry("application", "a")
        .containsEntry("exited", "stopped")
        .containsEntry("type", RestartType.TEMPORARY);
  }

  @Test
  void anApplicationWithoutProcessesJustRuns() throws Exception {
    node.run(() -> {
      Applications.load(ApplicationSpec.named("library"));
      assertThat(Applications.start("library")).isEqualTo(ApplicationResult.ok("library"));
      assertThat(Applications.whichApplications()).extracting(Applications.Description::name).containsExactly("library");
      assertThat(Applications.getSupervisor("library")).isEmpty();
      assertThat(Applications.stop("library").isOk()).isTrue();
    });
  }

  @Test
  void dependenciesMustBeStartedBefore() throws Exception {
    node.run(() -> {
      Applications.load(spec("a"));
      Applications.load(spec("b").withApplications("a"));
      assertThat(Applications.start("b")).hasToString("{error, {not_started, a}}");
      Applications.start("a").orElseThrow();
      Applications.start("b").orElseThrow();
      assertThat(Applications.whichApplications()).extracting(Applications.Description::name).containsExactly("b", "a");
      // APP-32
      Applications.stop("a").orElseThrow();
      assertThat(Applications.whichApplications()).extracting(Applications.Description::name).containsExactly("b");
      Applications.stop("b").orElseThrow();
    });
  }

  // ---- APP-14

  @Test
  void aFailedStartSaysWhatTheCallbackDid() throws Exception {
    IllegalStateException crash = new IllegalStateException("x");
    node.run(() -> {
      String call = "{" + TestApplication.class.getName() + ", start, [normal, []]}";
      Applications.load(spec("error", notes(), () -> Started.error("no")));
      assertThat(Applications.start("error")).hasToString("{error, {no, " + call + "}}");
      Applications.load(spec("ignore", notes(), Started.Ignore::new));
      assertThat(Applications.start("ignore")).hasToString("{error, {bad_return, {" + call + ", ignore}}}");
      Applications.load(spec("nothing", notes(), () -> null));
      assertThat(Applications.start("nothing")).hasToString("{error, {bad_return, {" + call + ", null}}}");
      Applications.load(spec("thrown", notes(), () -> {
        throw new ThrownException("zap");
      }));
      assertThat(Applications.start("thrown")).hasToString("{error, {bad_return, {" + call + ", zap}}}");
      Applications.load(spec("normal", notes(), () -> {
        throw new ExitException(ExitReason.NORMAL);
      }));
      assertThat(Applications.start("normal")).hasToString("{error, {{'EXIT', normal}, " + call + "}}");
      Applications.load(spec("crash", notes(), () -> {
        throw crash;
      }));
      assertThat(Applications.start("crash"))
          .hasToString("{error, {bad_return, {" + call + ", {'EXIT', java.lang.IllegalStateException: x}}}}");
      Applications.load(spec("overflow", notes(), () -> {
        throw new StackOverflowError();
      }));
      assertThat(Applications.start("overflow")).isInstanceOf(ApplicationResult.Failed.class);
      assertThat(Applications.whichApplications()).isEmpty();
      assertThat(Applications.stop("error")).hasToString("{error, {not_started, error}}");
    });
    assertThat(node.expectReports(7, ApplicationExitReport.class)).first()
        .satisfies(r -> assertThat(r.exited()).asString().startsWith("{no, {"));
    node.expectReports(7, CrashReport.class);
  }

  // ---- APP-39, in the order that is seen on Erlang/OTP

  @Test
  void aChangeOfTheConfigurationIsToldToWhatWasStartedLastFirst() throws Exception {
    List<String> told = notes();
    node.run(() -> {
      for (String name : List.of("b", "a", "c", "unchanged", "not_running")) {
        Applications.load(ApplicationSpec.named(name)
            .withEnv("k", name)
            .withModule(() -> new TestApplication(notes(), () -> Started.ok(TestApplication.top())) {
              @Override
              public void configChange(Map<String, Object> changed, Map<String, Object> added, List<String> removed) {
                told.add(name + " " + changed + " " + added + " " + removed);
                if (name.equals("a")) {
                  throw new IllegalStateException("fails");
                }
              }
            })).orElseThrow();
      }
      for (String name : List.of("b", "a", "c", "unchanged")) {
        Applications.start(name).orElseThrow();
      }
      ApplicationResult result = Applications.changeConfig(List.of(ApplicationEnv.of("a").with("k", 1).with("new", 2),
          ApplicationEnv.of("b").with("k", 1), ApplicationEnv.of("c").with("k", 1),
          ApplicationEnv.of("not_running").with("k", 1)));
      assertThat(told).containsExactly("c {k=1} {} []", "a {k=1} {new=2} []", "b {k=1} {} []");
      // One that fails keeps nobody from being told, and is told of.
      assertThat(result).hasToString("{error, [{'EXIT', java.lang.IllegalStateException: fails}]}");
      assertThat(Applications.getEnv("a", "k")).contains(1);
      for (String name : List.of("b", "a", "c", "unchanged")) {
        Applications.stop(name).orElseThrow();
      }
    });
  }

  /** What is thrown can be found: each report has it as its cause, and one of them shows its stack. */
  @Test
  void theExceptionOfAFailedStartIsTheCauseOfItsReports() throws Exception {
    for (Throwable crash : List.of(new IllegalStateException("x"), new StackOverflowError(),
        new ApplicationException(new ApplicationError.NotLoaded("other")))) {
      node.run(() -> {
        Applications.load(spec("a", notes(), () -> {
          throw sneaky(crash);
        })).orElseThrow();
        ApplicationResult result = Applications.start("a");
        assertThatThrownBy(result::orElseThrow).isInstanceOf(ApplicationException.class).hasCause(crash);
        Applications.unload("a").orElseThrow();
      });
      assertThat(node.expectReport(CrashReport.class).cause().orElseThrow()).hasCause(crash);
      ApplicationExitReport exit = node.expectReport(ApplicationExitReport.class);
      assertThat(exit.cause()).containsSame(crash);
      assertThat(exit.isCauseToldBefore()).isTrue();
    }
  }

  /** An exit has no throwable in its reason; its place is in the crash report all the same. */
  @Test
  void soIsAnExit() throws Exception {
    ExitException exit = new ExitException(new ExitReason.Other("enough"));
    node.run(() -> {
      Applications.load(spec("a", notes(), () -> {
        throw exit;
      })).orElseThrow();
      assertThat(Applications.start("a").isOk()).isFalse();
    });
    assertThat(node.expectReport(CrashReport.class).cause().orElseThrow()).hasCause(exit);
  }

  private static Exception sneaky(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return (Exception) thrown;
  }

  // ---- APP-15, APP-20

  @Test
  void whatDoesNotStopIsKilled() throws Exception {
    CompletableFuture<Pid> orphan = new CompletableFuture<>();
    CompletableFuture<Pid> grandchild = new CompletableFuture<>();
    node.run(() -> {
      Applications.load(spec("a", notes(), () -> {
        orphan.complete(Process.spawn(() -> {
          Process.trapExit(true);
          grandchild.complete(Process.spawn(SpawnOptions.DEFAULT.withLabel("x"), () -> Process.receive(Void.class)));
          Process.receive(Void.class);
        }));
        grandchild.join();
        return Started.ok(TestApplication.top());
      }));
      Applications.start("a").orElseThrow();
      assertThat(Applications.getApplication(grandchild.join())).contains("a");
      Applications.stop("a").orElseThrow();
      assertThat(Process.isAlive(orphan.join())).isFalse();
      assertThat(Process.isAlive(grandchild.join())).isFalse();
    });
  }
}
