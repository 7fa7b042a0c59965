package dev.ninefold.task;

import static dev.ninefold.task.Tasks.oks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ninefold.process.CallException.CallInterruptedException;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.task.StreamOptions.OnTimeout;
import dev.ninefold.task.TaskException.TaskTimeoutException;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.Eventually;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Streams of tasks that a thread consumes which is no process; the tasks run on the default node. */
@WithNode
class TaskStreamOfThreadTest {
  TestNode node;

  private static final StreamOptions FOUR = StreamOptions.DEFAULT.withMaxConcurrency(4);

  @Test
  void theResultsComeInOrder() {
    assertThat(Task.asyncStream(List.of(1, 2, 3), n -> 2 * n)).isEqualTo(oks(2, 4, 6));
    assertThat(Task.asyncStream(Stream.of(1), _ -> Task.callers())).isEqualTo(List.of(new TaskResult.Ok<>(List.<Pid>of())));
    assertThat(Task.asyncStream(List.of(), n -> n)).isEmpty();
  }

  @Test
  void theFailureOfATaskIsAResult() {
    var disk = new IOException("disk full");
    assertThat(Task.<Integer, String>asyncStream(List.of(1, 2), n -> {
      if (n == 1) {
        throw disk;
      }
      return "written";
    }, FOUR.withZipInputOnExit(true)))
        .isEqualTo(List.of(new TaskResult.Exit<>(ExitReason.crashed(disk), Optional.of(1)), Tasks.ok("written")));
  }

  @Test
  void whatIsNotWantedIsEnded() {
    var tasks = new CopyOnWriteArrayList<Pid>();
    try (var stream = Task.asyncStream(List.of("first", "endless"), element -> {
      tasks.add(Process.self());
      if (element.equals("endless")) {
        return Tasks.forEver();
      }
      node.await("the other one runs", () -> tasks.size() == 2);
      return element;
    }, FOUR)) {
      assertThat(stream.findFirst()).contains(Tasks.ok("first"));
    }
    assertThat(tasks).hasSize(2).noneMatch(Process::isAlive);
  }

  @Test
  void aTaskThatTakesTooLong() {
    for (OnTimeout what : OnTimeout.values()) {
      var options = FOUR.withTimeout(Tasks.NOW).withOnTimeout(what);
      var stream = Task.<Integer, String>asyncStream(List.of(1), _ -> Tasks.forEver(), options);
      switch (what) {
        case KILL_TASK -> assertThat(stream).isEqualTo(List.of(Tasks.Slow.LATE));
        case EXIT -> assertThatExceptionOfType(TaskTimeoutException.class).isThrownBy(stream::toList);
      }
    }
  }

  @Test
  void noOtherThreadCanGoOn() throws Exception {
    try (var stream = Task.asyncStream(List.of(1, 2), n -> n)) {
      var results = stream.spliterator();
      assertThat(results.tryAdvance(_ -> {})).isTrue();
      var refused = new CompletableFuture<String>();
      Thread.ofVirtual()
          .name("other")
          .start(() -> refused
              .complete(catchThrowableOfType(IllegalStateException.class, () -> results.tryAdvance(_ -> {})).getMessage()));
      assertThat(node.await(refused))
          .contains("the results of a stream of tasks was sent by thread " + Thread.currentThread().getName())
          .endsWith("this is other");
      assertThat(results.tryAdvance(result -> assertThat(result).isEqualTo(new TaskResult.Ok<>(2)))).isTrue();
    }
  }

  @Test
  void anInterruptEndsTheStream() throws Exception {
    var tasks = new CopyOnWriteArrayList<Pid>();
    var interrupted = new CompletableFuture<Boolean>();
    Thread consumer = Thread.ofVirtual().start(() -> {
      try {
        Task.asyncStream(List.of(1), _ -> {
          tasks.add(Process.self());
          return Tasks.forEver();
        }, FOUR).forEach(_ -> {});
        interrupted.completeExceptionally(new AssertionError("no exception"));
      } catch (CallInterruptedException _) {
        interrupted.complete(Thread.currentThread().isInterrupted());
      } catch (RuntimeException e) {
        interrupted.completeExceptionally(e);
      }
    });
    Eventually.await("the task runs", () -> !tasks.isEmpty());
    consumer.interrupt();
    assertThat(node.await(interrupted)).as("the thread stays interrupted").isTrue();
    Eventually.await("the task is ended", () -> tasks.stream().noneMatch(Process::isAlive));
  }
}
