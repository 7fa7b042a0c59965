package dev.ninefold.task;

import static dev.ninefold.task.Tasks.UNKNOWN;
import static dev.ninefold.task.Tasks.expectCleanMailbox;
import static dev.ninefold.task.Tasks.links;
import static dev.ninefold.task.Tasks.waitAndSend;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.partitionsupervisor.PartitionSpec;
import dev.ninefold.partitionsupervisor.PartitionSupervisor;
import dev.ninefold.process.CallException.NoProcessException;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessInfo;
import dev.ninefold.process.ThrownException;
import dev.ninefold.proclib.ProcLib;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.supervisor.ChildResult;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.DynamicSupervisor;
import dev.ninefold.supervisor.DynamicSupervisorFlags;
import dev.ninefold.supervisor.Restart;
import dev.ninefold.supervisor.Shutdown;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.Supervisor.ChildCounts;
import dev.ninefold.supervisor.SupervisorError.Refusal;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.task.TaskException.TaskExitedException;
import dev.ninefold.task.TaskException.TaskTimeoutException;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithNode
class TaskSupervisorTest {
  private static final String SUITE = "Elixir task supervisor_test";

  private static final DynamicSupervisorFlags ONE = DynamicSupervisorFlags.DEFAULT.withMaxChildren(1);

  TestNode node;

  @BeforeEach
  void reportsOfTheSupervisorDoNotMatter() {
    node.ignoreReports(SupervisorReport.class);
  }

  private static SupervisorRef started() {
    return TaskSupervisor.startLink().orElseThrow();
  }

  /** How a test has a task awaited. */
  private interface Async {
    <T> Task<T> start(SupervisorRef supervisor, Callable<T> code, Shutdown shutdown);
  }

  private static final Async LINKED = new Async() {
    @Override
    public <T> Task<T> start(SupervisorRef supervisor, Callable<T> code, Shutdown shutdown) {
      return TaskSupervisor.async(supervisor, code, shutdown);
    }
  };

  private static final Async NOT_LINKED = new Async() {
    @Override
    public <T> Task<T> start(SupervisorRef supervisor, Callable<T> code, Shutdown shutdown) {
      return TaskSupervisor.asyncNolink(supervisor, code, shutdown);
    }
  };

  // ---- the supervisor

  @Test
  @OtpCase(suite = SUITE, name = "can be supervised directly")
  @OtpCase(suite = SUITE, name = "multiple supervisors can be supervised and identified with simple child spec")
  void asChildrenOfASupervisor() throws Exception {
    node.run(() -> {
      var global = Name.global("global jobs");
      var via = Name.via(Tasks.Registry.LOCAL, "via jobs");
      ChildSpec jobs = TaskSupervisor.childSpec(StartOptions.named("jobs"));
      assertThat(jobs.type()).isEqualTo(ChildSpec.ChildType.SUPERVISOR);
      var specs = List.of(jobs, TaskSupervisor.childSpec(StartOptions.DEFAULT.withName(global)),
          TaskSupervisor.childSpec(StartOptions.DEFAULT.withName(via)));
      assertThat(specs).extracting(ChildSpec::id).containsExactly(Name.local("jobs"), global, via);
      var top = Supervisor.startLink(specs, Strategy.ONE_FOR_ONE, StartOptions.DEFAULT).orElseThrow();
      assertThat(Process.whereis("jobs")).isPresent();

      var unnamed = TaskSupervisor.childSpec(StartOptions.DEFAULT);
      assertThat(unnamed.id()).isEqualTo(TaskSupervisor.class);
      Pid pid = ((StartResult.Ok<Pid>) Supervisor.startChild(top, unnamed)).pid();
      for (var supervisor : List.of(SupervisorRef.named("jobs"), SupervisorRef.of(global), SupervisorRef.of(via),
          SupervisorRef.of(pid))) {
        assertThat(TaskSupervisor.children(supervisor)).isEmpty();
      }
      assertThat(Supervisor.startChild(top, unnamed).toString()).contains("already_started").contains(pid.toString());
      Supervisor.stop(top);
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "counts and returns children")
  void itsTasksAreCounted() throws Exception {
    node.run(() -> {
      SupervisorRef supervisor = started();
      assertThat(TaskSupervisor.children(supervisor)).isEmpty();
      assertThat(Supervisor.countChildren(supervisor)).isEqualTo(new ChildCounts(0, 0, 0, 0));
      assertThat(DynamicSupervisor.countChildren(supervisor)).isEqualTo(new ChildCounts(0, 0, 0, 0));

      Pid first = TaskSupervisor.startChild(supervisor, Tasks::forEver).orElseThrow();
      Pid second = TaskSupervisor.async(supervisor, Tasks::forEver).pid().orElseThrow();
      assertThat(TaskSupervisor.children(supervisor)).containsExactly(second, first);
      assertThat(Supervisor.countChildren(supervisor)).isEqualTo(new ChildCounts(2, 2, 0, 2));
    });
  }

  // ---- async and asyncNolink

  @Test
  @OtpCase(suite = SUITE, name = "async/1 > spawns tasks under the supervisor")
  @OtpCase(suite = SUITE, name = "async/3")
  @OtpCase(suite = SUITE, name = "async_nolink/1 > spawns a task under the supervisor without linking to the caller")
  @OtpCase(suite = SUITE, name = "async_nolink/3")
  void aTaskIsTheSupervisorsAndItsOwners() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      for (Async async : List.of(LINKED, NOT_LINKED)) {
        SupervisorRef supervisor = started();
        Task<String> task = async.start(supervisor, () -> waitAndSend(self, "done"), ChildSpec.WORKER_SHUTDOWN);
        Pid pid = task.pid().orElseThrow();
        assertThat(task.owner()).contains(self);
        assertThat(TaskSupervisor.children(supervisor)).containsExactly(pid);
        assertThat(links(self).contains(pid)).isEqualTo(async == LINKED);
        Tasks.ready();
        assertThat(ProcLib.translateInitialCall(pid).module()).isEqualTo(TaskSupervisorTest.class.getName());

        Process.send(pid, "go");
        assertThat(Process.receive(String.class)).isEqualTo("done");
        assertThat(Process.receive(Object.class)).isEqualTo(new Task.Reply<>(task.ref(), "done"));
        assertThat(Process.receive(Info.Down.class)).isEqualTo(new Info.Down(task.ref(), pid, ExitReason.NORMAL));

        assertThat(async.start(supervisor, () -> "awaited", ChildSpec.WORKER_SHUTDOWN).await()).isEqualTo("awaited");
        expectCleanMailbox();
      }
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "async/1 > with custom shutdown")
  @OtpCase(suite = SUITE, name = "async_nolink/1 > with custom shutdown")
  void aTaskIsStoppedAsWasSaid() throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      Pid self = Process.self();
      for (Async async : List.of(LINKED, NOT_LINKED)) {
        for (Shutdown shutdown : List.of(Shutdown.BRUTAL_KILL, ChildSpec.WORKER_SHUTDOWN)) {
          SupervisorRef supervisor = started();
          Task<String> task = async.start(supervisor, () -> waitAndSend(self, "done"), shutdown);
          Process.exit(supervisor.pid(), ExitReason.SHUTDOWN);
          assertThat(Process.receive(Info.Down.class)).isEqualTo(new Info.Down(task.ref(), task.pid().orElseThrow(),
              shutdown == Shutdown.BRUTAL_KILL ? ExitReason.KILLED : ExitReason.SHUTDOWN));
          node.awaitDeath(supervisor.pid());
        }
      }
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "async/1 > raises when :max_children is reached")
  @OtpCase(suite = SUITE, name = "async_nolink/1 > raises when :max_children is reached")
  void moreTasksThanMayBeAreRefused() throws Exception {
    node.run(() -> {
      for (Async async : List.of(LINKED, NOT_LINKED)) {
        SupervisorRef supervisor = TaskSupervisor.startLink(ONE, StartOptions.DEFAULT).orElseThrow();
        async.start(supervisor, Tasks::forEver, ChildSpec.WORKER_SHUTDOWN);
        assertThatIllegalStateException()
            .isThrownBy(() -> async.start(supervisor, () -> "ok", ChildSpec.WORKER_SHUTDOWN))
            .withMessageContaining("reached the maximum number of tasks");
        assertThat(TaskSupervisor.startChild(supervisor, () -> {})).isEqualTo(
            StartResult.failed(Refusal.MAX_CHILDREN.asReason()));
      }
    });
  }

  private static List<Object> ancestors() {
    return Process.info(Process.self()).map(ProcessInfo::ancestors).orElseThrow();
  }

  @Test
  @OtpCase(suite = SUITE, name = "async/1 > with $callers")
  void aTaskKnowsWhoCalledAndWhoSupervises() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      SupervisorRef supervisor = started();
      String done = TaskSupervisor.async(supervisor, () -> {
        Pid outer = Process.self();
        assertThat(Task.callers()).containsExactly(self);
        assertThat(ancestors()).startsWith(supervisor.pid(), self);
        return TaskSupervisor.async(supervisor, () -> {
          assertThat(Task.callers()).containsExactly(outer, self);
          assertThat(ancestors()).startsWith(supervisor.pid(), self);
          return "done";
        }).await();
      }).await();
      assertThat(done).isEqualTo("done");
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "await/1 > exits on task throw")
  @OtpCase(suite = SUITE, name = "await/1 > exits on task error")
  @OtpCase(suite = SUITE, name = "await/1 > exits on task exit")
  void theFailureOfATaskThatIsAwaited() throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      SupervisorRef supervisor = started();
      for (Exception failure : List.of(new ThrownException("unknown"), new IOException("oops"), new ExitException(UNKNOWN))) {
        Task<String> task = TaskSupervisor.async(supervisor, () -> {
          throw failure;
        });
        var thrown = catchThrowableOfType(TaskExitedException.class, task::await);
        assertThat(thrown.reason()).isEqualTo(
            new ExitReason.Other(new TaskException.Failure(thrown.failure(), "Task.await", List.of(task), Task.TIMEOUT)));
        assertThat(thrown.failure().toString()).isEqualTo(switch (failure) {
          case ThrownException _ -> "{nocatch, unknown}";
          case IOException oops -> oops.toString();
          default -> "unknown";
        });
        expectCleanMailbox();
      }
    });
    node.expectReports(3, TaskReport.class);
  }

  @Test
  void aTimeoutEndsTheWaitForGood() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      SupervisorRef supervisor = started();
      for (Async async : List.of(LINKED, NOT_LINKED)) {
        Task<String> task = async.start(supervisor, () -> Tasks.waitAndSend(self, "done"), ChildSpec.WORKER_SHUTDOWN);
        Tasks.ready();
        assertThatExceptionOfType(TaskTimeoutException.class).isThrownBy(() -> task.await(Tasks.NOW));
        Tasks.finish(node, task.pid().orElseThrow());
      }
    });
  }

  @Test
  void onlyALinkedTaskTakesItsOwnerAlong() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      SupervisorRef supervisor = started();
      for (Async async : List.of(LINKED, NOT_LINKED)) {
        Process.Monitored owner = Process.spawnMonitor(() -> {
          Task<String> task = async.start(supervisor, () -> {
            throw Process.exit(UNKNOWN);
          }, ChildSpec.WORKER_SHUTDOWN);
          Process.receive(Info.Down.class, down -> down.ref() == task.ref());
          throw Process.exit(ExitReason.SHUTDOWN);
        });
        assertThat(Process.receive(Info.Down.class, down -> down.ref() == owner.ref()).reason())
            .isEqualTo(async == LINKED ? UNKNOWN : ExitReason.SHUTDOWN);
      }
      assertThat(Process.isAlive(self)).isTrue();
    });
    node.expectReports(2, TaskReport.class);
  }

  // ---- a task that has not begun

  @Test
  @WithNode(manualTime = true)
  void aTaskThatIsNotToldToBeginEnds() throws Exception {
    node.run(() -> {
      Process.Monitored task = Process.spawnMonitor(Origin.here().supervised(Optional.of(Process.self()), "code", () -> "never"));
      node.awaitWaiting(task.pid());
      node.time().advance(Duration.ofSeconds(5));
      assertThat(Process.receive(Info.Down.class).reason()).isEqualTo(StartResult.TIMEOUT);
    });
  }

  @Test
  void aTaskWhoseOwnerIsGoneBeforeItBeginsEnds() throws Exception {
    node.run(() -> {
      Pid owner = Process.spawn(() -> {
        throw Process.exit(UNKNOWN);
      });
      node.awaitDeath(owner);
      Process.Monitored task = Process.spawnMonitor(Origin.here().supervised(Optional.of(owner), "code", () -> "never"));
      assertThat(Process.receive(Info.Down.class, down -> down.ref() == task.ref()).reason())
          .isEqualTo(ExitReason.shutdown(ExitReason.NOPROC));
    });
  }

  @Test
  void aTaskWhoseOwnerDiesWhileItWaitsToBeginEnds() throws Exception {
    node.run(() -> {
      Pid owner = Process.spawn(() -> {
        Process.receive(String.class, "end"::equals);
        throw Process.exit(UNKNOWN);
      });
      Process.Monitored task = Process.spawnMonitor(Origin.here().supervised(Optional.of(owner), "code", () -> "never"));
      node.awaitWaiting(task.pid());
      Process.send(owner, "end");
      assertThat(Process.receive(Info.Down.class, down -> down.ref() == task.ref()).reason())
          .isEqualTo(ExitReason.shutdown(UNKNOWN));
    });
  }

  // ---- startChild

  @Test
  @OtpCase(suite = SUITE, name = "start_child/1")
  @OtpCase(suite = SUITE, name = "start_child/3")
  void workThatNobodyAwaits() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      SupervisorRef supervisor = started();
      Pid pid = TaskSupervisor.startChild(supervisor, () -> waitAndSend(self, "done")).orElseThrow();
      assertThat(TaskSupervisor.children(supervisor)).containsExactly(pid);
      assertThat(links(self)).doesNotContain(pid);
      Tasks.ready();
      assertThat(ProcLib.translateInitialCall(pid).module()).isEqualTo(TaskSupervisorTest.class.getName());
      Tasks.finish(node, pid);
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "start_child/1 with custom shutdown")
  void workThatIsKilledAtOnce() throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      Pid self = Process.self();
      SupervisorRef supervisor = started();
      Pid pid = TaskSupervisor.startChild(supervisor, () -> waitAndSend(self, "done"), Restart.TEMPORARY, Shutdown.BRUTAL_KILL)
          .orElseThrow();
      Process.monitor(pid);
      Process.exit(supervisor.pid(), ExitReason.SHUTDOWN);
      assertThat(Process.receive(Info.Down.class).reason()).isEqualTo(ExitReason.KILLED);
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "start_child/1 with custom restart")
  void workThatIsStartedAgain() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      SupervisorRef supervisor = started();
      Pid pid = TaskSupervisor.startChild(supervisor, () -> {
        Process.send(self, Task.callers());
        waitAndSend(self, "done");
      }, Restart.PERMANENT, ChildSpec.WORKER_SHUTDOWN).orElseThrow();
      Tasks.ready();
      Process.monitor(pid);
      Process.exit(pid, ExitReason.SHUTDOWN);
      assertThat(Process.receive(Info.Down.class).reason()).isEqualTo(ExitReason.SHUTDOWN);
      Tasks.ready();
      assertThat(TaskSupervisor.children(supervisor)).hasSize(1).doesNotContain(pid);
      // Both know the same caller, whoever started the second.
      assertThat((Object) Process.receive(List.class)).isEqualTo(List.of(self));
      assertThat((Object) Process.receive(List.class)).isEqualTo(List.of(self));
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "start_child/1 with $callers")
  void workKnowsWhoCalledAndWhoSupervises() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      SupervisorRef supervisor = started();
      TaskSupervisor.startChild(supervisor, () -> {
        Pid outer = Process.self();
        assertThat(Task.callers()).containsExactly(self);
        assertThat(ancestors()).startsWith(supervisor.pid(), self);
        TaskSupervisor.startChild(supervisor, () -> {
          assertThat(Task.callers()).containsExactly(outer, self);
          assertThat(ancestors()).startsWith(supervisor.pid(), self);
          Process.send(self, "done");
        });
      });
      assertThat(Process.receive(String.class)).isEqualTo("done");
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "terminate_child/2")
  void aTaskIsStoppedByItsPid() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      SupervisorRef supervisor = started();
      Pid pid = TaskSupervisor.startChild(supervisor, () -> waitAndSend(self, "done")).orElseThrow();
      assertThat(TaskSupervisor.children(supervisor)).containsExactly(pid);
      assertThat(TaskSupervisor.terminateChild(supervisor, pid).isOk()).isTrue();
      assertThat(TaskSupervisor.children(supervisor)).isEmpty();
      assertThat(TaskSupervisor.terminateChild(supervisor, pid)).isEqualTo(new ChildResult.Failed(Refusal.NOT_FOUND));
    });
  }

  // ---- others

  @Test
  void aThreadHasSupervisedTasksToo() throws Exception {
    SupervisorRef supervisor = node.run(() -> {
      SupervisorRef started = started();
      Process.unlink(started.pid());
      return started;
    });
    for (Async async : List.of(LINKED, NOT_LINKED)) {
      assertThat(async.start(supervisor, () -> Task.callers(), ChildSpec.WORKER_SHUTDOWN).await()).isEmpty();
    }
    Task<String> task = TaskSupervisor.async(supervisor, () -> {
      throw new IOException("disk full");
    });
    assertThatExceptionOfType(TaskExitedException.class).isThrownBy(task::await).withMessageContaining("disk full");
    node.expectReport(TaskReport.class);
    TaskSupervisor.asyncStream(supervisor, List.of(1), n -> n, StreamOptions.DEFAULT)
        .forEach(result -> assertThat(result).isEqualTo(new TaskResult.Ok<>(1)));
    Supervisor.stop(supervisor);
    assertThatExceptionOfType(NoProcessException.class).isThrownBy(() -> TaskSupervisor.async(supervisor, () -> "late"));
  }

  @Test
  void severalSupervisorsShareTheWork() throws Exception {
    node.run(() -> {
      var name = Name.local("jobs");
      PartitionSpec jobs = PartitionSpec.of(name, TaskSupervisor.childSpec(StartOptions.DEFAULT));
      PartitionSupervisor.startLink(jobs).orElseThrow();
      SupervisorRef mine = SupervisorRef.of(PartitionSupervisor.partition(name, Process.self()));
      Task<String> task = TaskSupervisor.async(mine, () -> "done");
      assertThat(task.await()).isEqualTo("done");
      assertThat(TaskSupervisor.asyncStreamNolink(mine, List.of(1, 2), n -> n, StreamOptions.DEFAULT)).isEqualTo(Tasks.oks(1, 2));
    });
  }

  @Test
  void nullIsRefused() throws Exception {
    node.run(() -> {
      SupervisorRef supervisor = started();
      assertThatNullPointerException().isThrownBy(() -> TaskSupervisor.async(supervisor, null))
          .withMessageContaining("code: expected");
      assertThatNullPointerException().isThrownBy(() -> TaskSupervisor.startChild(supervisor, null))
          .withMessageContaining("code: expected");
      assertThatNullPointerException().isThrownBy(() -> TaskSupervisor.async(null, () -> "ok"))
          .withMessageContaining("supervisor: expected");
      assertThatNullPointerException()
          .isThrownBy(() -> TaskSupervisor.asyncStream(null, List.of(), n -> n, StreamOptions.DEFAULT))
          .withMessageContaining("supervisor: expected");
    });
  }
}
