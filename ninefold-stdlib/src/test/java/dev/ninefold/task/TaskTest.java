package dev.ninefold.task;

import static dev.ninefold.task.Tasks.NOW;
import static dev.ninefold.task.Tasks.UNKNOWN;
import static dev.ninefold.task.Tasks.expectCleanMailbox;
import static dev.ninefold.task.Tasks.links;
import static dev.ninefold.task.Tasks.ok;
import static dev.ninefold.task.Tasks.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ThrownException;
import dev.ninefold.proclib.ProcLib;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Restart;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.task.TaskException.TaskTimeoutException;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

@WithNode
class TaskTest {
  private static final String SUITE = "Elixir task_test";

  TestNode node;

  // ---- starting

  @Test
  @OtpCase(suite = SUITE, name = "async/1")
  @OtpCase(suite = SUITE, name = "async/3")
  void aTaskIsLinkedAndSendsItsResult() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Task<String> task = Task.async(() -> Tasks.waitAndSend(self, "done"));
      Pid pid = task.pid().orElseThrow();
      assertThat(task.owner()).contains(self);
      assertThat(links(self)).contains(pid);
      ready();
      assertThat(ProcLib.translateInitialCall(pid).module()).isEqualTo(TaskTest.class.getName());

      Process.send(pid, "go");
      assertThat(Process.receive(String.class)).isEqualTo("done");
      assertThat(Process.receive(Object.class)).isEqualTo(new Task.Reply<>(task.ref(), "done"));
      assertThat(Process.receive(Info.Down.class)).isEqualTo(new Info.Down(task.ref(), pid, ExitReason.NORMAL));
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "async with $callers")
  void aTaskKnowsWhoCalled() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      assertThat(Task.callers()).isEmpty();
      assertThat(Task.async(Task::callers).await()).containsExactly(self);
      Task<List<Pid>> outer = Task.async(() -> Task.async(Task::callers).await());
      assertThat(outer.await()).containsExactly(outer.pid().orElseThrow(), self);
      assertThat(Task.callers()).isEmpty();
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "start/3")
  void aStartedTaskIsLinkedToNobody() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Pid pid = Task.start(() -> Tasks.waitAndSend(self, "done"));
      assertThat(links(self)).doesNotContain(pid);
      ready();
      assertThat(ProcLib.translateInitialCall(pid).module()).isEqualTo(TaskTest.class.getName());
      Tasks.finish(node, pid);
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "start_link/1")
  @OtpCase(suite = SUITE, name = "start_link/3")
  @OtpCase(suite = SUITE, name = "start_link with $callers")
  void aLinkedTaskHasNoResult() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      var callers = new AtomicReference<List<Pid>>();
      Pid pid = Task.startLink(() -> {
        callers.set(Task.callers());
        Tasks.waitAndSend(self, "done");
      });
      assertThat(links(self)).contains(pid);
      ready();
      assertThat(ProcLib.translateInitialCall(pid).module()).isEqualTo(TaskTest.class.getName());
      assertThat(callers.get()).containsExactly(self);
      Tasks.finish(node, pid);
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "completed/1")
  void aCompletedTaskHasNoProcess() throws Exception {
    node.run(() -> {
      Task<String> task = Task.completed("done");
      assertThat(task.pid()).isEmpty();
      assertThat(task.await()).isEqualTo("done");
      assertThatExceptionOfType(IllegalStateException.class).isThrownBy(task::shutdown).withMessageContaining("completed");
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "can be supervised directly")
  @OtpCase(suite = SUITE, name = "generates child_spec/1")
  void aTaskUnderASupervisor() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      // tag::supervised[]
      ChildSpec spec = Task.childSpec(() -> Process.send(self, "done"));
      // end::supervised[]
      assertThat(spec.id()).isEqualTo(Task.class);
      assertThat(spec.restart()).isEqualTo(Restart.TEMPORARY);
      assertThat(spec.shutdown()).isEqualTo(ChildSpec.WORKER_SHUTDOWN);
      assertThat(spec.type()).isEqualTo(ChildSpec.ChildType.WORKER);
      assertThat(spec.withId("other").withRestart(Restart.PERMANENT).restart()).isEqualTo(Restart.PERMANENT);

      var supervisor = Supervisor.startLink(List.of(spec), Strategy.ONE_FOR_ONE, StartOptions.DEFAULT).orElseThrow();
      assertThat(Process.receive(String.class)).isEqualTo("done");
      Supervisor.stop(supervisor);
    });
  }

  // ---- its end

  @Test
  void aTaskThatCrashesTakesItsOwnerAlong() throws Exception {
    node.run(() -> {
      Process.Monitored owner = Process.spawnMonitor(() -> Task.async(() -> {
        throw new IllegalStateException("oops");
      }).await());
      ExitReason reason = Process.receive(Info.Down.class, down -> down.ref() == owner.ref()).reason();
      assertThat(reason.toString()).contains("oops");
    });
    node.expectReport(TaskReport.class);
  }

  @Test
  void anOwnerThatEndsTakesItsTaskAlong() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Pid owner = Process.spawn(() -> {
        Process.send(self, Tasks.endless());
        Tasks.forEver();
      });
      Task<?> task = Process.receive(Task.class);
      Process.exit(owner, ExitReason.KILL);
      node.awaitDeath(task.pid().orElseThrow());
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "default :logger reporter > logs a terminated task")
  @OtpCase(suite = SUITE, name = "default :logger reporter > logs a terminated task with a process label")
  void aTaskThatFailsMakesOneReport() throws Exception {
    var oops = new IllegalStateException("oops");
    Process.Body code = () -> {
      throw oops;
    };
    Pid self = node.run(() -> {
      node.awaitDeath(Task.start(code));
      return Process.self();
    });
    var event = node.expectReportEvent(TaskReport.class, _ -> true);
    var report = (TaskReport) event.report();
    assertThat(report.label()).isEqualTo("{Task.Supervisor, terminating}");
    assertThat(report.domain()).containsExactly("otp", "elixir");
    assertThat(report.headline()).isEqualTo("Task " + report.name() + " started from " + self + " terminating");
    assertThat(report.fields()).containsOnlyKeys("name", "starter", "function", "reason")
        .containsEntry("name", report.name())
        .containsEntry("starter", self)
        .containsEntry("function", code)
        .containsEntry("reason", ExitReason.crashed(oops));
    assertThat(report.cause()).contains(oops);

    node.run(() -> node.awaitDeath(Task.start(() -> {
      Process.setLabel("labelled");
      throw new ThrownException("value");
    })));
    report = node.expectReport(TaskReport.class);
    assertThat(report.fields()).containsEntry("process_label", "labelled");
    assertThat(report.reason().toString()).isEqualTo("{nocatch, value}");
    assertThat(report.cause()).isEmpty();
    assertThat(node.reports(CrashReport.class)).isEmpty();
  }

  @Test
  void silentEndsMakeNoReport() throws Exception {
    node.run(() -> {
      for (ExitReason reason : List.of(ExitReason.NORMAL, ExitReason.SHUTDOWN, ExitReason.shutdown("why"))) {
        node.awaitDeath(Task.start(() -> {
          throw new ExitException(reason);
        }));
      }
    });
    assertThat(node.reports()).isEmpty();
  }

  // ---- ignoring

  @Test
  @OtpCase(suite = SUITE, name = "ignore/1 > discards on time replies")
  @OtpCase(suite = SUITE, name = "ignore/1 > can ignore completed tasks")
  void aResultThatIsThereIsReturnedByIgnore() throws Exception {
    node.run(() -> {
      Task<String> task = Task.async(() -> "ok");
      node.awaitDeath(task.pid().orElseThrow());
      assertThat(task.ignore()).contains(ok("ok"));
      assertThatExceptionOfType(TaskTimeoutException.class).isThrownBy(() -> task.await(NOW));
      assertThat(Task.completed("done").ignore()).contains(ok("done"));
      expectCleanMailbox();
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "ignore/1 > discards late replies")
  void aLateResultVanishes() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Task<String> task = Task.async(() -> Tasks.waitAndSend(self, "done"));
      ready();
      assertThat(task.ignore()).isEmpty();
      Tasks.finish(node, task.pid().orElseThrow());
      assertThatExceptionOfType(TaskTimeoutException.class).isThrownBy(() -> task.await(NOW));
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "ignore/1 > discards on-time failures")
  void aFailureThatIsThereIsReturnedByIgnore() throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      Task<String> task = Task.async(() -> {
        throw Process.exit(UNKNOWN);
      });
      node.awaitDeath(task.pid().orElseThrow());
      assertThat(task.ignore()).contains(Tasks.exit(UNKNOWN));
      assertThatExceptionOfType(TaskTimeoutException.class).isThrownBy(() -> task.await(NOW));
      expectCleanMailbox();
    });
    node.expectReport(TaskReport.class);
  }

  @Test
  @OtpCase(suite = SUITE, name = "ignore/1 > discards late failures")
  void aLateFailureIsNoneOfTheOwners() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Task<String> task = Task.async(() -> {
        Tasks.waitAndSend(self, "done");
        throw Process.exit(UNKNOWN);
      });
      ready();
      assertThat(task.ignore()).isEmpty();
      Tasks.finish(node, task.pid().orElseThrow());
      assertThatExceptionOfType(TaskTimeoutException.class).isThrownBy(() -> task.await(NOW));
    });
    node.expectReport(TaskReport.class);
  }

  @Test
  void nullIsRefused() {
    assertThatNullPointerException().isThrownBy(() -> Task.async(null)).withMessageContaining("code: expected");
    assertThatNullPointerException().isThrownBy(() -> Task.start(null)).withMessageContaining("code: expected");
    assertThatNullPointerException().isThrownBy(() -> Task.childSpec(null)).withMessageContaining("code: expected");
    assertThatNullPointerException().isThrownBy(() -> Task.awaitMany(null)).withMessageContaining("tasks: expected");
    assertThatNullPointerException().isThrownBy(() -> YieldOptions.DEFAULT.withTimeout(null)).withMessageContaining("expected");

  }
}
