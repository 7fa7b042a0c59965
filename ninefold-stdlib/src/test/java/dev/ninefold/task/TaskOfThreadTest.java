package dev.ninefold.task;

import static dev.ninefold.task.Tasks.NOW;
import static dev.ninefold.task.Tasks.UNKNOWN;
import static dev.ninefold.task.Tasks.endless;
import static dev.ninefold.task.Tasks.exit;
import static dev.ninefold.task.Tasks.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.task.TaskException.TaskExitedException;
import dev.ninefold.task.TaskException.TaskTimeoutException;
import dev.ninefold.task.YieldOptions.OnTimeout;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.Eventually;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Tasks of a thread that is no process; they run on the default node. */
@WithNode
class TaskOfThreadTest {
  TestNode node;

  private static void dead(Task<?> task) {
    Eventually.await("end of " + task, () -> !Process.isAlive(task.pid().orElseThrow()));
  }

  @Test
  void theResultIsAwaitedOnce() {
    Task<List<Pid>> task = Task.async(Task::callers);
    assertThat(task.owner()).isEmpty();
    assertThat(task.await()).isEmpty();
    assertThatExceptionOfType(TaskTimeoutException.class).isThrownBy(() -> task.await(NOW));
    assertThat(Task.<Object>async(() -> null).await()).isNull();
    assertThat(Task.completed("done").await()).isEqualTo("done");
    assertThat(Task.awaitMany(List.of(Task.async(() -> 1), Task.completed(2), Task.async(() -> 3)))).containsExactly(1, 2, 3);
  }

  @Test
  void theCauseOfAFailureIsKept() {
    var disk = new IOException("disk full");
    // tag::cause[]
    Task<String> task = Task.async(() -> {
      throw disk;
    });
    assertThatExceptionOfType(TaskExitedException.class).isThrownBy(task::await).withCause(disk);
    // end::cause[]
    Task<String> exits = Task.async(() -> {
      throw Process.exit(ExitReason.SHUTDOWN);
    });
    Task<String> other = endless();
    assertThatExceptionOfType(TaskExitedException.class).isThrownBy(() -> Task.awaitMany(List.of(other, exits)))
        .satisfies(e -> assertThat(e.failure()).isEqualTo(ExitReason.SHUTDOWN));
    assertThatExceptionOfType(TaskTimeoutException.class).isThrownBy(() -> other.await(NOW));
    assertThat(other.kill()).isEmpty();
  }

  @Test
  void afterYieldOneMayWaitAgain() {
    var go = new CompletableFuture<String>();
    Task<String> task = Task.async(() -> go.get());
    assertThat(task.yield(NOW)).isEmpty();
    assertThat(task.yield(Duration.ofMillis(1))).isEmpty();
    go.complete("done");
    assertThat(task.yield()).contains(ok("done"));

    Task<String> late = endless();
    var yielded = Task.yieldMany(List.of(late, Task.completed("done")),
        YieldOptions.DEFAULT.withTimeout(NOW).withOnTimeout(OnTimeout.KILL_TASK));
    assertThat(yielded.getFirst().result()).isEmpty();
    assertThat(yielded.getLast().result()).contains(ok("done"));
    assertThat(Process.isAlive(late.pid().orElseThrow())).isFalse();
  }

  @Test
  void aTaskIsIgnoredOrEnded() {
    assertThat(endless().shutdown()).isEmpty();
    assertThat(endless().kill()).isEmpty();

    Task<String> done = Task.async(() -> "done");
    dead(done);
    assertThat(done.shutdown()).contains(ok("done"));
    assertThat(done.shutdown()).contains(exit(ExitReason.NOPROC));

    Task<String> failed = Task.async(() -> {
      throw Process.exit(ExitReason.shutdown(UNKNOWN));
    });
    dead(failed);
    assertThat(failed.kill()).contains(exit(ExitReason.shutdown(UNKNOWN)));

    Task<String> ignored = endless();
    assertThat(ignored.ignore()).isEmpty();
    assertThat(Process.isAlive(ignored.pid().orElseThrow())).isTrue();
    assertThat(ignored.shutdown()).isEmpty();
  }

  @Test
  void aStubbornTaskIsKilledInTheEnd() {
    var ready = new CompletableFuture<String>();
    Task<String> task = Task.async(() -> {
      Process.trapExit(true);
      ready.complete("ready");
      return Tasks.forEver();
    });
    ready.join();
    assertThat(task.shutdown(Duration.ofMillis(1))).contains(exit(ExitReason.KILLED));
  }

  @Test
  void anotherThreadCannotWaitForIt() throws Exception {
    Task<String> task = endless();
    var thrown = node.await(CompletableFuture.supplyAsync(() -> {
      try {
        return task.await(NOW);
      } catch (IllegalStateException e) {
        return e.getMessage();
      }
    }));
    assertThat(thrown).contains(Thread.currentThread().getName());
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> node.run(() -> task.await(NOW)));
    assertThat(task.kill()).isEmpty();
  }
}
