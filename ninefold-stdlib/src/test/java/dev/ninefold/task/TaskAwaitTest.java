package dev.ninefold.task;

import static dev.ninefold.task.Tasks.NOW;
import static dev.ninefold.task.Tasks.UNKNOWN;
import static dev.ninefold.task.Tasks.endless;
import static dev.ninefold.task.Tasks.expectCleanMailbox;
import static dev.ninefold.task.Tasks.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ninefold.process.ExitException;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ThrownException;
import dev.ninefold.task.TaskException.Failure;
import dev.ninefold.task.TaskException.TaskExitedException;
import dev.ninefold.task.TaskException.TaskTimeoutException;
import dev.ninefold.task.YieldOptions.OnTimeout;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

@WithNode
class TaskAwaitTest {
  private static final String SUITE = "Elixir task_test";

  TestNode node;

  private static final Duration LONG = Duration.ofSeconds(30);

  private static Task<String> failing(Exception exception) {
    return Task.async(() -> {
      throw exception;
    });
  }

  private static Task<String> exiting(ExitReason reason) {
    return failing(new ExitException(reason));
  }

  // ---- await

  @Test
  void theResultIsAwaited() throws Exception {
    node.run(() -> {
      // tag::use[]
      Task<Integer> task = Task.async(() -> 6 * 7);
      // … something else, meanwhile …
      int answer = task.await();
      // end::use[]
      assertThat(answer).isEqualTo(42);
      assertThat(Task.<Object>async(() -> null).await()).isNull();
      expectCleanMailbox();
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "await/2 > demonitors and unalias on timeout")
  @OtpCase(suite = SUITE, name = "await/2 > exits on timeout")
  void aTimeoutEndsTheWaitForGood() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Task<String> task = Task.async(() -> Tasks.waitAndSend(self, "done"));
      Tasks.ready();
      var exception = catchThrowableOfType(TaskTimeoutException.class, () -> task.await(NOW));
      assertThat(exception.reason()).isEqualTo(new ExitReason.Other(
          new Failure(TaskTimeoutException.TIMEOUT, "Task.await", List.of(task), NOW)));
      assertThat(exception.reason()).hasToString("{timeout, {Task.await, [[" + task + "], 0 ms]}}");

      Tasks.finish(node, task.pid().orElseThrow());
      assertThatExceptionOfType(TaskTimeoutException.class).isThrownBy(() -> task.await(NOW));
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "await/2 > exits on normal exit")
  void aNormalEndIsNoResult() throws Exception {
    node.run(() -> {
      Task<String> task = exiting(ExitReason.NORMAL);
      assertThatExceptionOfType(TaskExitedException.class).isThrownBy(task::await)
          .satisfies(e -> assertThat(e.reason()).isEqualTo(
              new ExitReason.Other(new Failure(ExitReason.NORMAL, "Task.await", List.of(task), Task.TIMEOUT))));
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "await/2 > exits on task error")
  @OtpCase(suite = SUITE, name = "await/2 > exits on task exit")
  void theCauseOfAFailureIsKept() throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      var disk = new IOException("disk full");
      assertThatExceptionOfType(TaskExitedException.class).isThrownBy(() -> failing(disk).await())
          .withMessageContaining("disk full")
          .satisfies(e -> assertThat(e.failure()).isEqualTo(ExitReason.crashed(disk)))
          .satisfies(e -> assertThat(e.getCause()).isSameAs(disk));
      assertThatExceptionOfType(TaskExitedException.class).isThrownBy(() -> exiting(UNKNOWN).await())
          .satisfies(e -> assertThat(e.failure()).isEqualTo(UNKNOWN))
          .withNoCause();
      expectCleanMailbox();
    });
    node.expectReports(2, TaskReport.class);
  }

  @Test
  @OtpCase(suite = SUITE, name = "await/2 > raises when invoked from a non-owner process")
  @OtpCase(suite = SUITE, name = "await_many/2 > raises when invoked from a non-owner process")
  @OtpCase(suite = SUITE, name = "yield/2 > raises when invoked from a non-owner process")
  @OtpCase(suite = SUITE, name = "yield_many/2 > raises when invoked from a non-owner process")
  void aTaskIsItsOwnersOnly() throws Exception {
    List<Consumer<Task<String>>> uses = List.of(Task::await, Task::yield, Task::ignore, Task::shutdown, Task::kill,
        task -> Task.awaitMany(List.of(task)), task -> Task.yieldMany(List.of(task)));
    Task<String> ours = node.run(() -> {
      Pid self = Process.self();
      Pid other = Process.spawn(() -> {
        Process.send(self, endless());
        Tasks.forEver();
      });
      @SuppressWarnings("unchecked") // endless makes it
      Task<String> task = Process.receive(Task.class);
      for (var use : uses) {
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> use.accept(task))
            .withMessageContaining("owner " + other);
      }
      node.kill(other);
      return task;
    });
    for (var use : uses) {
      assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> use.accept(ours)).withMessageContaining("owner ");
    }
  }

  // ---- awaitMany

  @Test
  @OtpCase(suite = SUITE, name = "await_many/2 > returns replies in input order ignoring response order")
  @OtpCase(suite = SUITE, name = "await_many/2 > returns an empty list immediately")
  void resultsComeInTheOrderOfTheTasks() throws Exception {
    node.run(() -> {
      assertThat(Task.awaitMany(List.<Task<String>>of())).isEmpty();
      // tag::many[]
      Task<Integer> second = Task.async(() -> 2);
      Task<Integer> first = Task.async(() -> 1);
      List<Integer> numbers = Task.awaitMany(List.of(first, second));
      // end::many[]
      assertThat(numbers).containsExactly(1, 2);
      Task<String> early = Task.completed("early");
      Task<String> late = Task.async(() -> "late");
      assertThat(Task.awaitMany(List.of(late, early, late))).containsExactly("late", "early", "late");
      expectCleanMailbox();
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "await_many/2 > ignores additional messages after reply")
  void aSecondResultStays() throws Exception {
    node.run(() -> {
      Task<String> one = Task.completed("1");
      Task<String> two = Task.completed("2");
      Tasks.reply(one, "again");
      assertThat(Task.awaitMany(List.of(two, one))).containsExactly("2", "1");
      assertThat(Process.receive()).isEqualTo(new Task.Reply<>(one.ref(), "again"));
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "await_many/2 > exits on timeout")
  void allHaveToBeThereInTime() throws Exception {
    node.run(() -> {
      List<Task<String>> tasks = List.of(Task.completed("1"), endless());
      assertThatExceptionOfType(TaskTimeoutException.class).isThrownBy(() -> Task.awaitMany(tasks, NOW))
          .satisfies(e -> assertThat(e.reason()).isEqualTo(
              new ExitReason.Other(new Failure(TaskTimeoutException.TIMEOUT, "Task.awaitMany", List.copyOf(tasks), NOW))));
      expectCleanMailbox();
      assertThatIllegalArgumentException().isThrownBy(() -> Task.awaitMany(List.of(), Duration.ofSeconds(-1)));
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "await_many/2 > exits with same reason when task exits")
  @OtpCase(suite = SUITE, name = "await_many/2 > exits immediately when any task exits")
  @OtpCase(suite = SUITE, name = "await_many/2 > exits immediately when any task crashes")
  @OtpCase(suite = SUITE, name = "await_many/2 > exits immediately when any task throws")
  @OtpCase(suite = SUITE, name = "await_many/2 > exits immediately on any task error")
  void oneThatFailsEndsTheWaitForAll() throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      var failures = List.of(new ExitException(ExitReason.NORMAL), new ExitException(UNKNOWN),
          new IllegalStateException("oops"), new ThrownException("value"));
      for (var failure : failures) {
        List<Task<String>> tasks = List.of(endless(), failing(failure), Task.completed("done"));
        var thrown = catchThrowableOfType(TaskExitedException.class, () -> Task.awaitMany(tasks, LONG));
        assertThat(thrown.reason())
            .isEqualTo(new ExitReason.Other(new Failure(thrown.failure(), "Task.awaitMany", List.copyOf(tasks), LONG)));
        assertThat(thrown.failure().toString()).isEqualTo(switch (failure) {
          case ExitException exit -> exit.reason().toString();
          case ThrownException _ -> "{nocatch, value}";
          default -> failure.toString();
        });
        assertThat(Process.info(Process.self()).orElseThrow().monitors()).isEmpty();
        Process.exit(tasks.getFirst().pid().orElseThrow(), ExitReason.KILL);
        expectCleanMailbox();
      }
    });
    node.expectReports(3, TaskReport.class);
  }

  // ---- yield

  @Test
  @OtpCase(suite = SUITE, name = "yield/2 > returns {:ok, result} when reply and :DOWN in message queue")
  @OtpCase(suite = SUITE, name = "yield_many/2 > returns {:ok, result} when reply and :DOWN in message queue")
  void aResultCountsMoreThanTheEnd() throws Exception {
    node.run(() -> {
      for (boolean many : List.of(false, true)) {
        Task<String> task = Tasks.dead();
        Tasks.reply(task, "result");
        Tasks.down(task, UNKNOWN);
        assertThat(many ? Task.yieldMany(List.of(task), YieldOptions.DEFAULT.withTimeout(NOW)).getFirst().result()
            : task.yield(NOW)).contains(ok("result"));
        expectCleanMailbox();
      }
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "yield/2 > return exit on normal exit")
  @OtpCase(suite = SUITE, name = "yield_many/2 > return exit on normal exit")
  void anEndIsAResultOfYield() throws Exception {
    node.run(() -> {
      assertThat(exiting(ExitReason.NORMAL).yield()).contains(Tasks.exit(ExitReason.NORMAL));
      Task<String> task = exiting(ExitReason.NORMAL);
      assertThat(Task.yieldMany(List.of(task)).getFirst().result()).contains(Tasks.exit(ExitReason.NORMAL));
    });
  }

  @Test
  void afterYieldOneMayWaitAgain() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Task<String> task = Task.async(() -> Tasks.waitAndSend(self, "done"));
      assertThat(task.yield(NOW)).isEmpty();
      Process.send(task.pid().orElseThrow(), "go");
      assertThat(task.await()).isEqualTo("done");
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "yield_many/2 > returns nil on timeout by default")
  @OtpCase(suite = SUITE, name = "yield_many/2 > shuts down on timeout when configured")
  void whatComesOfLateTasks() throws Exception {
    node.run(() -> {
      var soon = YieldOptions.DEFAULT.withTimeout(NOW);
      for (OnTimeout what : OnTimeout.values()) {
        Task<String> task = endless();
        Pid pid = task.pid().orElseThrow();
        assertThat(Task.yieldMany(List.of(task), soon.withOnTimeout(what)))
            .containsExactly(new Task.Yielded<>(task, Optional.empty()));
        assertThat(Process.isAlive(pid)).isEqualTo(what != OnTimeout.KILL_TASK);
        assertThat(Tasks.links(Process.self()).contains(pid)).isEqualTo(what == OnTimeout.NOTHING);
        Process.unlink(pid);
        node.kill(pid);
      }
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "yield_many/2 > returns results from multiple tasks")
  @OtpCase(suite = SUITE, name = "yield_many/2 > returns results from multiple tasks with limit")
  @OtpCase(suite = SUITE, name = "yield_many/2 > returns results from multiple tasks with limit and on timeout")
  void whatHasComeOfManyTasks() throws Exception {
    node.run(() -> {
      Task<String> result = Task.async(() -> "result");
      Task<String> exit = exiting(ExitReason.NORMAL);
      Task<String> late = endless();
      node.awaitDeath(result.pid().orElseThrow());
      node.awaitDeath(exit.pid().orElseThrow());
      // Both are there: with a limit of two nobody waits for the third, and nothing happens to it.
      var killing = YieldOptions.DEFAULT.withOnTimeout(OnTimeout.KILL_TASK);
      var yielded = Task.yieldMany(List.of(result, exit, late), killing.withLimit(2).withTimeout(LONG));
      assertThat(yielded).extracting(Task.Yielded::task).containsExactly(result, exit, late);
      assertThat(yielded.get(0).result()).contains(ok("result"));
      assertThat(yielded.get(1).result()).contains(Tasks.exit(ExitReason.NORMAL));
      assertThat(yielded.get(2).result()).isEmpty();
      assertThat(Process.isAlive(late.pid().orElseThrow())).isTrue();

      Task<String> again = Task.completed("again");
      yielded = Task.yieldMany(List.of(again, late), YieldOptions.DEFAULT.withTimeout(NOW));
      assertThat(yielded.get(0).result()).contains(ok("again"));
      assertThat(yielded.get(1).result()).isEmpty();

      yielded = Task.yieldMany(List.of(late, Task.completed("more")), killing.withLimit(2).withTimeout(NOW));
      assertThat(yielded.get(0).result()).isEmpty();
      assertThat(yielded.get(1).result()).contains(ok("more"));
      assertThat(Process.isAlive(late.pid().orElseThrow())).isFalse();
      expectCleanMailbox();
      assertThatIllegalArgumentException().isThrownBy(() -> killing.withLimit(0)).withMessageContaining("got 0");
    });
  }
}
