package dev.ninefold.task;

import static dev.ninefold.task.Tasks.UNKNOWN;
import static dev.ninefold.task.Tasks.expectEmptyMailbox;
import static dev.ninefold.task.Tasks.links;
import static dev.ninefold.task.Tasks.oks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessInfo;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.supervisor.DynamicSupervisorFlags;
import dev.ninefold.supervisor.Shutdown;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.task.StreamOptions.OnTimeout;
import dev.ninefold.task.TaskException.TaskExitedException;
import dev.ninefold.task.TaskException.TaskTimeoutException;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams of supervised tasks, linked to their consumer and not. */
@WithNode
class TaskSupervisorStreamTest {
  private static final String SUITE = "Elixir task supervisor_test";

  private static final StreamOptions FOUR = StreamOptions.DEFAULT.withMaxConcurrency(4);

  TestNode node;

  @BeforeEach
  void reportsOfTheSupervisorDoNotMatter() {
    node.ignoreReports(SupervisorReport.class);
  }

  private static SupervisorRef started() {
    return TaskSupervisor.startLink().orElseThrow();
  }

  /** How a test has its stream. */
  private interface Streaming {
    <T, R> Stream<TaskResult<R>> of(SupervisorRef supervisor, Iterable<T> source, TaskFunction<T, R> function,
        StreamOptions options);
  }

  private static final Streaming LINKED = new Streaming() {
    @Override
    public <T, R> Stream<TaskResult<R>> of(
        SupervisorRef supervisor, Iterable<T> source, TaskFunction<T, R> function, StreamOptions options) {
      return TaskSupervisor.asyncStream(supervisor, source, function, options);
    }
  };

  private static final Streaming NOT_LINKED = new Streaming() {
    @Override
    public <T, R> Stream<TaskResult<R>> of(
        SupervisorRef supervisor, Iterable<T> source, TaskFunction<T, R> function, StreamOptions options) {
      return TaskSupervisor.asyncStreamNolink(supervisor, source, function, options);
    }
  };

  private static int same(int n) {
    return n;
  }

  private static int exit(int n) {
    throw Process.exit(ExitReason.of(n));
  }

  private static TaskResult<Integer> exited(int n) {
    return new TaskResult.Exit<>(ExitReason.of(n));
  }

  @Test
  @OtpCase(suite = SUITE, name = "async_stream > streams an enumerable with fun")
  @OtpCase(suite = SUITE, name = "async_stream > streams an enumerable with mfa")
  @OtpCase(suite = SUITE, name = "async_stream > streams an enumerable without leaking tasks")
  @OtpCase(suite = SUITE, name = "async_stream_nolink > streams an enumerable with fun")
  @OtpCase(suite = SUITE, name = "async_stream_nolink > streams an enumerable with mfa")
  @OtpCase(suite = SUITE, name = "async_stream_nolink > streams an enumerable without leaking tasks")
  void theResultsOfAllElements() throws Exception {
    node.run(() -> {
      SupervisorRef supervisor = started();
      for (Streaming streaming : List.of(LINKED, NOT_LINKED)) {
        var children = new CopyOnWriteArrayList<Boolean>();
        assertThat(streaming.of(supervisor, List.of(1, 2, 3, 4), n -> {
          children.add(TaskSupervisor.children(supervisor).contains(Process.self()));
          return n;
        }, FOUR)).isEqualTo(oks(1, 2, 3, 4));
        assertThat(children).containsExactly(true, true, true, true);
        assertThat(streaming.of(supervisor, List.of(1, 2, 3, 4), TaskSupervisorStreamTest::same, FOUR))
            .isEqualTo(oks(1, 2, 3, 4));
        expectEmptyMailbox();
        assertThat(TaskSupervisor.children(supervisor)).isEmpty();
      }
      assertThat(TaskSupervisor.asyncStream(supervisor, Stream.of(1), n -> n, FOUR)).isEqualTo(oks(1));
      assertThat(TaskSupervisor.asyncStreamNolink(supervisor, Stream.of(1), n -> n, FOUR)).isEqualTo(oks(1));
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "async_stream > streams an enumerable with slowest first")
  @OtpCase(suite = SUITE, name = "async_stream_nolink > streams an enumerable with slowest first")
  void theSlowestFirst() throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      SupervisorRef supervisor = started();
      for (Streaming streaming : List.of(LINKED, NOT_LINKED)) {
        assertThat(streaming.of(supervisor, List.of(4, 3, 2, 1), new Tasks.SlowestFirst(node, 4, List.of(3, 2, 1)), FOUR))
            .isEqualTo(oks(4, 3, 2, 1));
      }
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "async_stream > streams an enumerable with exits")
  @OtpCase(suite = SUITE, name = "async_stream_nolink > streams an enumerable with exits")
  void tasksThatFail() throws Exception {
    node.run(() -> {
      SupervisorRef supervisor = started();
      assertThat(NOT_LINKED.of(supervisor, List.of(1, 2, 3, 4), TaskSupervisorStreamTest::exit, FOUR))
          .isEqualTo(List.of(exited(1), exited(2), exited(3), exited(4)));
      Process.trapExit(true);
      assertThat(LINKED.of(supervisor, List.of(1, 2, 3, 4), TaskSupervisorStreamTest::exit, FOUR))
          .isEqualTo(List.of(exited(1), exited(2), exited(3), exited(4)));
      expectEmptyMailbox();
    });
    node.expectReports(8, TaskReport.class);
  }

  @Test
  @OtpCase(suite = SUITE, name = "async_stream > shuts down unused tasks")
  @OtpCase(suite = SUITE, name = "async_stream > shuts down unused tasks without leaking messages")
  @OtpCase(suite = SUITE, name = "async_stream_nolink > shuts down unused tasks")
  @OtpCase(suite = SUITE, name = "async_stream_nolink > shuts down unused tasks without leaking messages")
  void whatIsNotWantedIsEnded() throws Exception {
    node.run(() -> {
      SupervisorRef supervisor = started();
      for (Streaming streaming : List.of(LINKED, NOT_LINKED)) {
        try (var stream = streaming.of(supervisor, List.of("0", "endless", "endless", "endless"),
            element -> element.equals("0") ? element : Tasks.forEver(), FOUR)) {
          assertThat(stream.limit(1).toList()).containsExactly(Tasks.ok("0"));
        }
        assertThat(links(Process.self())).containsExactly(supervisor.pid());
        expectEmptyMailbox();
        // The supervisor hears of the ends of its children in a moment.
        node.await("no child is left", () -> TaskSupervisor.children(supervisor).isEmpty());
      }
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "async_stream > raises an error if :max_children is reached with clean stream shutdown")
  @OtpCase(suite = SUITE, name = "async_stream_nolink > raises an error if :max_children is reached with clean stream shutdown")
  void moreTasksThanMayBeEndTheStream() throws Exception {
    node.run(() -> {
      SupervisorRef supervisor =
          TaskSupervisor.startLink(DynamicSupervisorFlags.DEFAULT.withMaxChildren(1), StartOptions.DEFAULT).orElseThrow();
      for (Streaming streaming : List.of(LINKED, NOT_LINKED)) {
        node.await("there is room for one", () -> TaskSupervisor.children(supervisor).isEmpty());
        assertThatIllegalStateException()
            .isThrownBy(() -> streaming
                .of(supervisor, List.of(1, 2, 3), _ -> Tasks.forEver(), StreamOptions.DEFAULT.withMaxConcurrency(2))
                .toList())
            .withMessageContaining("reached the maximum number of tasks");
        assertThat(links(Process.self())).containsExactly(supervisor.pid());
        expectEmptyMailbox();
      }
    });
  }

  private static List<Object> ancestors() {
    return Process.info(Process.self()).map(ProcessInfo::ancestors).orElseThrow();
  }

  @Test
  @OtpCase(suite = SUITE, name = "async_stream > with $callers")
  void tasksKnowWhoCalledAndWhoSupervises() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      SupervisorRef supervisor = started();
      assertThat(TaskSupervisor.asyncStream(supervisor, List.of(1), _ -> {
        Pid outer = Process.self();
        assertThat(Task.callers()).containsExactly(self);
        assertThat(ancestors()).startsWith(supervisor.pid(), self);
        return TaskSupervisor.asyncStream(supervisor, List.of(1), n -> {
          assertThat(Task.callers()).containsExactly(outer, self);
          assertThat(ancestors()).startsWith(supervisor.pid(), self);
          return n;
        }, FOUR).toList();
      }, FOUR).toList()).isEqualTo(List.of(new TaskResult.Ok<>(oks(1))));
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "async_stream > consuming from another process")
  void theConsumerIsWhoTakesTheFirstResult() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      var stream = TaskSupervisor.asyncStream(started(), List.of(1, 2, 3), n -> Process.send(self, n), FOUR);
      Task.start(() -> stream.forEach(_ -> {}));
      for (int n : List.of(1, 2, 3)) {
        assertThat(Process.receive(Integer.class, i -> i == n)).isEqualTo(n);
      }
    });
  }

  @Test
  @WithNode(manualTime = true)
  @OtpCase(suite = SUITE, name = "async_stream > with timeout and :zip_input_on_exit set to true")
  void lateElementsAreNamed() throws Exception {
    node.run(() -> {
      SupervisorRef supervisor = started();
      for (Streaming streaming : List.of(LINKED, NOT_LINKED)) {
        var slow = new Tasks.Slow(node);
        slow.lateWhen(2, 1);
        var options =
            FOUR.withOnTimeout(OnTimeout.KILL_TASK).withZipInputOnExit(true).withTimeout(Tasks.Slow.TIMEOUT);
        assertThat(streaming.of(supervisor, List.of("a", "slow"), slow::run, options)).isEqualTo(
            List.of(Tasks.ok("a"), new TaskResult.Exit<String>(TaskTimeoutException.TIMEOUT, Optional.of("slow"))));
        expectEmptyMailbox();
      }
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "async_stream > with outer halt on failure and :zip_input_on_exit")
  void elementsThatFailAreNamed() throws Exception {
    node.ignoreReports(TaskReport.class); // of how many it had started, nobody knows
    node.run(() -> {
      Process.trapExit(true);
      List<Integer> eight = IntStream.rangeClosed(1, 8).boxed().toList();
      try (var stream =
          TaskSupervisor.asyncStream(started(), eight, TaskSupervisorStreamTest::exit, FOUR.withZipInputOnExit(true))) {
        assertThat(stream.limit(4).toList()).isEqualTo(eight.subList(0, 4)
            .stream()
            .map(n -> new TaskResult.Exit<Integer>(ExitReason.of(n), Optional.of(n)))
            .toList());
      }
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "async_stream > does not allow streaming with invalid :shutdown")
  void aShutdownThatMakesNoSenseIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> FOUR.withShutdown(Shutdown.INFINITY))
        .withMessageContaining("shutdown: expected a duration of zero or more, or BRUTAL_KILL");
    assertThatIllegalArgumentException().isThrownBy(() -> FOUR.withShutdown(Shutdown.after(Duration.ofSeconds(-1))));
    assertThat(FOUR.withShutdown(Shutdown.BRUTAL_KILL).shutdown()).isEqualTo(Shutdown.BRUTAL_KILL);
  }

  // ---- ends

  @Test
  void onlyALinkedTaskTakesTheConsumerAlong() throws Exception {
    node.run(() -> {
      SupervisorRef supervisor = started();
      for (Streaming streaming : List.of(LINKED, NOT_LINKED)) {
        Process.Monitored consumer = Process.spawnMonitor(() -> {
          assertThat(streaming.of(supervisor, List.of(1), _ -> {
            throw Process.exit(UNKNOWN);
          }, FOUR)).isEqualTo(List.of(Tasks.exit(UNKNOWN)));
          throw Process.exit(ExitReason.SHUTDOWN);
        });
        assertThat(Process.receive(Info.Down.class, down -> down.ref() == consumer.ref()).reason())
            .isEqualTo(streaming == LINKED ? UNKNOWN : ExitReason.SHUTDOWN);
      }
    });
    node.expectReports(2, TaskReport.class);
  }

  @Test
  void aConsumerThatIsKilledLeavesNoTask() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      SupervisorRef supervisor = started();
      for (Streaming streaming : List.of(LINKED, NOT_LINKED)) {
        Pid consumer = Process.spawn(() -> streaming.of(supervisor, List.of(1), _ -> {
          Process.send(self, Process.self());
          return Tasks.forEver();
        }, FOUR).toList());
        Pid task = Process.receive(Pid.class);
        node.kill(consumer);
        node.awaitDeath(task);
      }
    });
  }

  @Test
  void aStreamEndsWithItsSupervisor() throws Exception {
    node.run(() -> {
      SupervisorRef supervisor = started();
      Process.unlink(supervisor.pid());
      var options = StreamOptions.DEFAULT.withMaxConcurrency(1);
      try (var stream = TaskSupervisor.asyncStreamNolink(supervisor, List.of(1, 2), n -> n, options)) {
        var results = stream.iterator();
        assertThat(results.next()).isEqualTo(new TaskResult.Ok<>(1));
        Supervisor.stop(supervisor);
        assertThatExceptionOfType(TaskExitedException.class).isThrownBy(results::next)
            .withMessageContaining("could not be started: noproc; its supervisor is not there")
            .satisfies(e -> assertThat(e.failure()).isEqualTo(ExitReason.NOPROC));
      }
      expectEmptyMailbox();
    });
  }
}
