package dev.ninefold.task;

import static dev.ninefold.task.Tasks.UNKNOWN;
import static dev.ninefold.task.Tasks.endless;
import static dev.ninefold.task.Tasks.expectCleanMailbox;
import static dev.ninefold.task.Tasks.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@WithNode
class TaskShutdownTest {
  TestNode node;

  private static final String SUITE = "Elixir task_test";

  private static Optional<TaskResult<String>> end(Task<String> task, boolean brutal) {
    return brutal ? task.kill() : task.shutdown();
  }

  @Test
  @OtpCase(suite = SUITE, name = "shutdown/2 > returns {:ok, result} when reply and abnormal :DOWN in message queue")
  @OtpCase(suite = SUITE, name = "shutdown/2 > returns {:ok, result} when reply and normal :DOWN in message queue")
  @OtpCase(suite = SUITE, name = "shutdown/2 > returns {:ok, result} when reply and shut down :DOWN in message queue")
  @OtpCase(suite = SUITE, name = "shutdown/2 with :brutal_kill > returns {:ok, result} when reply and abnormal :DOWN in message queue")
  @OtpCase(suite = SUITE, name = "shutdown/2 with :brutal_kill > returns {:ok, result} when reply and normal :DOWN in message queue")
  @OtpCase(suite = SUITE, name = "shutdown/2 with :brutal_kill > returns {:ok, result} when reply and shut down :DOWN in message queue")
  void aResultThatIsThereIsReturned() throws Exception {
    node.run(() -> {
      for (boolean brutal : List.of(false, true)) {
        for (ExitReason reason : List.of(UNKNOWN, ExitReason.NORMAL, ExitReason.SHUTDOWN)) {
          Task<String> task = Tasks.dead();
          Tasks.reply(task, "result");
          Tasks.down(task, reason);
          assertThat(end(task, brutal)).contains(ok("result"));
          expectCleanMailbox();
        }
      }
    });
  }

  private record Ended(ExitReason reason, boolean brutal, boolean told) {}

  @Test
  @OtpCase(suite = SUITE, name = "shutdown/2 > returns exit on abnormal :DOWN in message queue")
  @OtpCase(suite = SUITE, name = "shutdown/2 > returns exit on normal :DOWN in message queue")
  @OtpCase(suite = SUITE, name = "shutdown/2 > returns nil on shutdown :DOWN in message queue")
  @OtpCase(suite = SUITE, name = "shutdown/2 > returns exit on killed :DOWN in message queue")
  @OtpCase(suite = SUITE, name = "shutdown/2 with :brutal_kill > returns nil on killed :DOWN in message queue")
  @OtpCase(suite = SUITE, name = "shutdown/2 with :brutal_kill > returns exit on abnormal :DOWN in message queue")
  @OtpCase(suite = SUITE, name = "shutdown/2 with :brutal_kill > returns exit on normal :DOWN in message queue")
  void anEndThatWasNotAskedForIsTold() throws Exception {
    node.run(() -> {
      for (Ended ended : List.of(
          new Ended(UNKNOWN, false, true),
          new Ended(ExitReason.NORMAL, false, true),
          new Ended(ExitReason.SHUTDOWN, false, false),
          new Ended(ExitReason.KILLED, false, true),
          new Ended(ExitReason.KILLED, true, false),
          new Ended(UNKNOWN, true, true),
          new Ended(ExitReason.NORMAL, true, true),
          new Ended(ExitReason.SHUTDOWN, true, true))) {
        Task<String> task = Tasks.dead();
        Tasks.down(task, ended.reason());
        Optional<TaskResult<String>> told = ended.told() ? Optional.of(Tasks.exit(ended.reason())) : Optional.empty();
        assertThat(end(task, ended.brutal())).as("%s", ended).isEqualTo(told);
        expectCleanMailbox();
      }
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "shutdown/2 > returns {:exit, :noproc} if task handled")
  @OtpCase(suite = SUITE, name = "shutdown/2 with :brutal_kill > returns {:exit, :noproc} if task handled")
  void aTaskWhoseEndIsKnownIsNotThere() throws Exception {
    node.run(() -> {
      assertThat(Tasks.dead().shutdown()).contains(Tasks.exit(ExitReason.NOPROC));
      assertThat(Tasks.dead().kill()).contains(Tasks.exit(ExitReason.NOPROC));
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "shutdown/2 > returns nil on shutting down task")
  void aTaskThatRunsIsShutDown() throws Exception {
    node.run(() -> {
      Task<String> task = endless();
      assertThat(task.shutdown()).isEmpty();
      assertThat(Process.isAlive(task.pid().orElseThrow())).isFalse();
      expectCleanMailbox();
    });
  }

  private static Task<String> stubborn() {
    Pid self = Process.self();
    Task<String> task = Task.async(() -> {
      Process.trapExit(true);
      Process.send(self, "ready");
      return Tasks.forEver();
    });
    Tasks.ready();
    return task;
  }

  @Test
  @OtpCase(suite = SUITE, name = "shutdown/2 > returns nil on killing task")
  @OtpCase(suite = SUITE, name = "shutdown/2 with :brutal_kill > returns exit on killing task after shutdown timeout")
  void aTaskThatDoesNotEndIsKilled() throws Exception {
    node.run(() -> {
      assertThat(stubborn().kill()).isEmpty();
      expectCleanMailbox();
      assertThat(stubborn().shutdown(Duration.ofMillis(1))).contains(Tasks.exit(ExitReason.KILLED));
      expectCleanMailbox();
    });
  }

  @Test
  void aTaskMayAnswerTheShutdown() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Task<String> task = Task.async(() -> {
        Process.trapExit(true);
        Process.send(self, "ready");
        Process.receive(Info.Exit.class);
        return "half";
      });
      Tasks.ready();
      assertThat(task.shutdown(Timeout.INFINITY)).contains(ok("half"));
      expectCleanMailbox();
    });
  }

  @Test
  void anOwnerThatIsKilledInAShutdownLeavesNoTask() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      for (int i = 0; i < 20; i++) {
        Pid owner = Process.spawn(() -> {
          Task<String> task = endless();
          Process.send(self, task.pid().orElseThrow());
          task.shutdown();
        });
        Pid task = Process.receive(Pid.class);
        Process.exit(owner, ExitReason.KILL);
        node.awaitDeath(task);
        node.awaitDeath(owner);
      }
    });
  }
}
