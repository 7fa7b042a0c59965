package dev.ninefold.task;

import static dev.ninefold.task.Tasks.expectEmptyMailbox;
import static dev.ninefold.task.Tasks.links;
import static dev.ninefold.task.Tasks.oks;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.task.StreamOptions.OnTimeout;
import dev.ninefold.task.TaskException.TaskTimeoutException;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Task#asyncStream} of four elements with as many tasks at a time as there are elements, with fewer, and with more. */
@WithNode
class TaskStreamConcurrencyTest {
  private static final String SUITE = "Elixir task_test";
  private static final List<Integer> ELEMENTS = List.of(1, 2, 3, 4);

  TestNode node;

  private static StreamOptions options(int max) {
    return StreamOptions.DEFAULT.withMaxConcurrency(max);
  }

  private static int same(int n) {
    return n;
  }

  private static int exit(int n) {
    throw Process.exit(ExitReason.of(n));
  }

  private static List<TaskResult<Integer>> exits(int... numbers) {
    return IntStream.of(numbers).<TaskResult<Integer>>mapToObj(n -> new TaskResult.Exit<>(ExitReason.of(n))).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 2, 8})
  @OtpCase(suite = SUITE, name = "async_stream with max_concurrency #{desc} tasks > streams an enumerable with mfa")
  @OtpCase(suite = SUITE, name = "async_stream with max_concurrency #{desc} tasks > streams an enumerable without leaking tasks")
  void theResultsOfAllElements(int max) throws Exception {
    node.run(() -> {
      assertThat(Task.asyncStream(ELEMENTS, TaskStreamConcurrencyTest::same, options(max))).isEqualTo(oks(1, 2, 3, 4));
      expectEmptyMailbox();
      assertThat(links(Process.self())).isEmpty();
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 2, 8})
  @OtpCase(suite = SUITE, name = "async_stream with max_concurrency #{desc} tasks > streams an enumerable with slowest first")
  void theSlowestFirst(int max) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      assertThat(Task.asyncStream(List.of(4, 3, 2, 1), new Tasks.SlowestFirst(node, 4, List.of(3, 2, 1)), options(max)))
          .isEqualTo(oks(4, 3, 2, 1));
      expectEmptyMailbox();
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 2, 8})
  @OtpCase(suite = SUITE, name = "async_stream with max_concurrency #{desc} tasks > streams an enumerable with exits")
  void tasksThatFail(int max) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      assertThat(Task.asyncStream(ELEMENTS, TaskStreamConcurrencyTest::exit, options(max))).isEqualTo(exits(1, 2, 3, 4));
      expectEmptyMailbox();
    });
    node.expectReports(4, TaskReport.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 2, 8})
  @OtpCase(suite = SUITE, name = "async_stream with max_concurrency #{desc} tasks > shuts down unused tasks")
  @OtpCase(suite = SUITE, name = "async_stream with max_concurrency #{desc} tasks > shuts down unused tasks without leaking messages")
  void whatIsNotWantedIsEnded(int max) throws Exception {
    node.run(() -> {
      var tasks = new CopyOnWriteArrayList<Pid>();
      try (var stream = Task.asyncStream(List.of("0", "endless", "endless", "endless"), element -> {
        tasks.add(Process.self());
        if (!element.equals("0")) {
          return Tasks.forEver();
        }
        node.await("as many as may run do", () -> tasks.size() == Math.min(max, 4));
        return element;
      }, options(max))) {
        assertThat(stream.limit(1)).containsExactly(Tasks.ok("0"));
      }
      assertThat(tasks).hasSizeGreaterThanOrEqualTo(Math.min(max, 4)).noneMatch(Process::isAlive);
      assertThat(links(Process.self())).isEmpty();
      expectEmptyMailbox();
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 2, 8})
  @OtpCase(suite = SUITE, name = "async_stream with max_concurrency #{desc} tasks > is zippable on success")
  @OtpCase(suite = SUITE, name = "async_stream with max_concurrency #{desc} tasks > is zippable with slowest first")
  void twoStreamsInTurn(int max) throws Exception {
    node.run(() -> {
      var one = Task.asyncStream(ELEMENTS, TaskStreamConcurrencyTest::same, options(max)).iterator();
      var two = Task.asyncStream(List.of(4, 3, 2, 1), new Tasks.SlowestFirst(node, 4, List.of(3, 2, 1)), options(max)).iterator();
      var three =
          Task.asyncStream(List.of(4, 3, 2, 1), new Tasks.SlowestFirst(node, 4, List.of(3, 2, 1)), options(max)).iterator();
      for (int i = 1; i <= 4; i++) {
        assertThat(one.next()).isEqualTo(new TaskResult.Ok<>(i));
        assertThat(two.next()).isEqualTo(new TaskResult.Ok<>(5 - i));
        assertThat(three.next()).isEqualTo(new TaskResult.Ok<>(5 - i));
      }
      assertThat(List.of(one, two, three)).noneMatch(Iterator::hasNext);
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 2, 8})
  void twoStreamsOfTasksThatFailInTurn(int max) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      var one = Task.asyncStream(ELEMENTS, TaskStreamConcurrencyTest::exit, options(max)).iterator();
      var two = Task.asyncStream(ELEMENTS, TaskStreamConcurrencyTest::exit, options(max)).iterator();
      for (TaskResult<Integer> exit : exits(1, 2, 3, 4)) {
        assertThat(one.next()).isEqualTo(exit);
        assertThat(two.next()).isEqualTo(exit);
      }
      assertThat(List.of(one, two)).noneMatch(Iterator::hasNext);
      expectEmptyMailbox();
    });
    node.expectReports(8, TaskReport.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 2, 8})
  @OtpCase(suite = SUITE, name = "async_stream with max_concurrency #{desc} tasks > with inner halt on success")
  @OtpCase(suite = SUITE, name = "async_stream with max_concurrency #{desc} tasks > with inner halt on failure")
  @OtpCase(suite = SUITE, name = "async_stream with max_concurrency #{desc} tasks > with inner halt and slowest first")
  void aSourceThatIsLimited(int max) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      assertThat(Task.asyncStream(up().limit(4), TaskStreamConcurrencyTest::same, options(max))).isEqualTo(oks(1, 2, 3, 4));
      assertThat(Task.asyncStream(up().limit(4), TaskStreamConcurrencyTest::exit, options(max))).isEqualTo(exits(1, 2, 3, 4));
      assertThat(Task.asyncStream(down().limit(4), new Tasks.SlowestFirst(node, 8, List.of(7, 6, 5)), options(max)))
          .isEqualTo(oks(8, 7, 6, 5));
      expectEmptyMailbox();
    });
    node.expectReports(4, TaskReport.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 2, 8})
  @OtpCase(suite = SUITE, name = "async_stream with max_concurrency #{desc} tasks > with outer halt on success")
  @OtpCase(suite = SUITE, name = "async_stream with max_concurrency #{desc} tasks > with outer halt on failure")
  @OtpCase(suite = SUITE, name = "async_stream with max_concurrency #{desc} tasks > with outer halt and slowest first")
  void aConsumerThatStops(int max) throws Exception {
    node.ignoreReports(TaskReport.class); // of how many it had started, nobody knows
    node.run(() -> {
      Process.trapExit(true);
      assertThat(four(Task.asyncStream(up(), TaskStreamConcurrencyTest::same, options(max)))).isEqualTo(oks(1, 2, 3, 4));
      assertThat(four(Task.asyncStream(up(), TaskStreamConcurrencyTest::exit, options(max)))).isEqualTo(exits(1, 2, 3, 4));
      assertThat(four(Task.asyncStream(down(), new Tasks.SlowestFirst(node, 8, List.of(7, 6, 5)), options(max))))
          .isEqualTo(oks(8, 7, 6, 5));
      expectEmptyMailbox();
      assertThat(links(Process.self())).isEmpty();
    });
  }

  private static Stream<Integer> up() {
    return IntStream.rangeClosed(1, 8).boxed();
  }

  private static Stream<Integer> down() {
    return IntStream.rangeClosed(1, 8).mapToObj(n -> 9 - n);
  }

  private static <T> List<T> four(Stream<T> stream) {
    try (stream) {
      return stream.limit(4).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 2, 8})
  @OtpCase(suite = SUITE, name = "async_stream with max_concurrency #{desc} tasks > terminates inner effect")
  @OtpCase(suite = SUITE, name = "async_stream with max_concurrency #{desc} tasks > terminates outer effect")
  void whatIsToBeClosedIsClosed(int max) throws Exception {
    node.run(() -> {
      var closed = new CopyOnWriteArrayList<String>();
      var source = ELEMENTS.stream().onClose(() -> closed.add("source"));
      try (var stream =
          Task.asyncStream(source, TaskStreamConcurrencyTest::same, options(max)).onClose(() -> closed.add("stream"))) {
        assertThat(stream.toList()).isEqualTo(oks(1, 2, 3, 4));
        assertThat(closed).as("at the end, by itself").containsExactly("source");
      }
      assertThat(closed).containsExactly("source", "stream");
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 2, 8})
  @WithNode(manualTime = true)
  @OtpCase(suite = SUITE, name = "async_stream with max_concurrency #{desc} tasks > with :on_timeout set to :kill_task")
  void lateElements(int max) throws Exception {
    node.run(() -> {
      var slow = new Tasks.Slow(node);
      slow.lateWhen(3, 2);
      var options = options(max).withOnTimeout(OnTimeout.KILL_TASK).withTimeout(Tasks.Slow.TIMEOUT);
      assertThat(Task.<String, String>asyncStream(List.of("slow", "a", "slow", "b"), slow::run, options))
          .isEqualTo(List.of(Tasks.Slow.LATE, Tasks.ok("a"), Tasks.Slow.LATE, Tasks.ok("b")));
      expectEmptyMailbox();
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 2, 8})
  @WithNode(manualTime = true)
  @OtpCase(suite = SUITE, name = "async_stream with max_concurrency #{desc} tasks > with timeout and :zip_input_on_exit set to true")
  void lateElementsAreNamed(int max) throws Exception {
    node.run(() -> {
      var slow = new Tasks.Slow(node);
      slow.lateWhen(2, 1);
      var options =
          options(max).withOnTimeout(OnTimeout.KILL_TASK).withZipInputOnExit(true).withTimeout(Tasks.Slow.TIMEOUT);
      assertThat(Task.<String, String>asyncStream(List.of("a", "slow"), slow::run, options))
          .isEqualTo(List.of(Tasks.ok("a"), new TaskResult.Exit<String>(TaskTimeoutException.TIMEOUT, Optional.of("slow"))));
      expectEmptyMailbox();
    });
  }
}
