package dev.ninefold.task;

import static dev.ninefold.task.Tasks.UNKNOWN;
import static dev.ninefold.task.Tasks.expectEmptyMailbox;
import static dev.ninefold.task.Tasks.links;
import static dev.ninefold.task.Tasks.oks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.supervisor.Shutdown;
import dev.ninefold.task.StreamOptions.OnTimeout;
import dev.ninefold.task.TaskException.Failure;
import dev.ninefold.task.TaskException.TaskExitedException;
import dev.ninefold.task.TaskException.TaskTimeoutException;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Task#asyncStream}: what is the same for any number of tasks at a time. See {@link TaskStreamConcurrencyTest}. */
@WithNode
class TaskStreamTest {
  private static final String SUITE = "Elixir task_test";

  private static final StreamOptions FOUR = StreamOptions.DEFAULT.withMaxConcurrency(4);

  TestNode node;

  // ---- options

  @Test
  @OtpCase(suite = SUITE, name = "async_stream/2 > does not allow streaming with max_concurrency = 0")
  @OtpCase(suite = SUITE, name = "async_stream/2 > does not allow streaming with invalid :timeout")
  void optionsThatMakeNoSenseAreRefused() {
    var options = StreamOptions.DEFAULT;
    assertThatIllegalArgumentException().isThrownBy(() -> options.withMaxConcurrency(0)).withMessageContaining("got 0");
    assertThatIllegalArgumentException().isThrownBy(() -> options.withTimeout(Duration.ofSeconds(-1)));
    assertThatNullPointerException().isThrownBy(() -> options.withTimeout(null)).withMessageContaining("timeout: expected");
    assertThatNullPointerException().isThrownBy(() -> options.withOnTimeout(null)).withMessageContaining("onTimeout: expected");
    assertThatIllegalArgumentException().isThrownBy(() -> options.withShutdown(Shutdown.INFINITY))
        .withMessageContaining("infinity");
    assertThat(options.ordered()).isTrue();
    assertThat(options.timeout()).isEqualTo(Task.TIMEOUT);
    assertThat(options.onTimeout()).isEqualTo(OnTimeout.EXIT);
    assertThat(options.zipInputOnExit()).isFalse();
    assertThat(options.maxConcurrency()).isPositive();
  }

  @Test
  void nullIsRefused() throws Exception {
    List<Integer> none = null;
    assertThatNullPointerException().isThrownBy(() -> Task.asyncStream(none, n -> n)).withMessageContaining("source: expected");
    assertThatNullPointerException().isThrownBy(() -> Task.asyncStream(List.of(), null))
        .withMessageContaining("function: expected");
    assertThatNullPointerException().isThrownBy(() -> Task.asyncStream(List.of(), n -> n, null))
        .withMessageContaining("options: expected");
    node.run(() -> {
      Stream<Integer> source = Stream.of(1, null);
      assertThatNullPointerException().isThrownBy(() -> Task.asyncStream(source, n -> n).toList())
          .withMessageContaining("source: expected an element");
    });
  }

  // ---- order

  @Test
  @OtpCase(suite = SUITE, name = "async_stream/2 > streams an enumerable with ordered: false")
  void withoutOrderResultsComeWhenTheyAreThere() throws Exception {
    node.run(() -> {
      var one = StreamOptions.DEFAULT.withMaxConcurrency(1).withOrdered(false);
      assertThat(Task.asyncStream(List.of(4, 3, 2, 1), n -> n, one)).containsExactlyElementsOf(oks(4, 3, 2, 1));

      List<TaskResult<Integer>> results = new CopyOnWriteArrayList<>();
      Task.<Integer, Integer>asyncStream(List.of(4, 3, 2, 1), n -> {
        node.await("those that come before", () -> results.size() == n - 1);
        return n;
      }, FOUR.withOrdered(false)).forEach(results::add);
      assertThat(results).isEqualTo(oks(1, 2, 3, 4));
    });
  }

  // ---- time

  @Test
  @WithNode(manualTime = true)
  @OtpCase(suite = SUITE, name = "async_stream/2 > timeout")
  void aTaskThatTakesTooLongEndsTheStream() throws Exception {
    node.run(() -> {
      var slow = new Tasks.Slow(node);
      slow.lateWhen(1, 1);
      var tasks = new CopyOnWriteArrayList<Pid>();
      var exception =
          catchThrowableOfType(TaskTimeoutException.class, () -> Task.<String, String>asyncStream(List.of("slow"), s -> {
            tasks.add(Process.self());
            return slow.run(s);
          }, StreamOptions.DEFAULT.withTimeout(Tasks.Slow.TIMEOUT)).toList());
      assertThat(exception.reason()).isEqualTo(new ExitReason.Other(
          new Failure(TaskTimeoutException.TIMEOUT, "Task.asyncStream", List.of(), Tasks.Slow.TIMEOUT)));
      assertThat(exception.reason()).hasToString("{timeout, {Task.asyncStream, [50 ms]}}");
      assertThat(exception).hasMessageContaining("Task.asyncStream: the task of an element took longer than 50 ms");
      assertThat(tasks).hasSize(1).noneMatch(Process::isAlive);
      assertThat(links(Process.self())).isEmpty();
      expectEmptyMailbox();
    });
  }

  @Test
  @WithNode(manualTime = true)
  @OtpCase(suite = SUITE, name = "async_stream/2 > streams an enumerable with ordered: false, on_timeout: :kill_task")
  void withoutOrderLateElementsComeWhenTheyAreLate() throws Exception {
    node.run(() -> {
      var slow = new Tasks.Slow(node);
      slow.lateWhen(4, 2);
      var options = FOUR.withOrdered(false).withOnTimeout(OnTimeout.KILL_TASK).withTimeout(Tasks.Slow.TIMEOUT);
      List<TaskResult<String>> results =
          Task.<String, String>asyncStream(List.of("slow", "a", "slow", "a"), slow::run, options).toList();
      assertThat(results).containsExactly(Tasks.ok("a"), Tasks.ok("a"), Tasks.Slow.LATE, Tasks.Slow.LATE);
      expectEmptyMailbox();
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "async_stream/2 > streams an enumerable with infinite timeout")
  void thereMayBeAnyTime() throws Exception {
    node.run(() -> assertThat(Task.asyncStream(List.of(1), _ -> "ok", StreamOptions.DEFAULT.withTimeout(Timeout.INFINITY)))
        .containsExactly(Tasks.ok("ok")));
  }

  // ---- who consumes

  @Test
  @OtpCase(suite = SUITE, name = "async_stream/2 > with $callers")
  void tasksKnowTheConsumer() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      var results = Task.asyncStream(List.of(1), _ -> {
        Pid task = Process.self();
        assertThat(task).isNotEqualTo(self);
        assertThat(Task.callers()).containsExactly(self);
        assertThat(Task.asyncStream(List.of(1), _ -> Task.callers()).toList())
            .isEqualTo(List.of(new TaskResult.Ok<>(List.of(task, self))));
        return "done";
      });
      assertThat(results).containsExactly(Tasks.ok("done"));
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "async_stream/2 > consuming from another process")
  void theConsumerIsWhoTakesTheFirstResult() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      var stream = Task.asyncStream(List.of(1, 2, 3), n -> {
        Process.send(self, Task.callers());
        return Process.send(self, n);
      });
      Pid consumer = Task.start(() -> stream.forEach(_ -> {}));
      for (int n : List.of(1, 2, 3)) {
        Process.receive(Integer.class, i -> i == n);
        assertThat((Object) Process.receive(List.class)).isEqualTo(List.of(consumer, self));
      }
    });
  }

  @Test
  void nobodyElseCanGoOn() throws Exception {
    node.run(() -> {
      try (var stream = Task.asyncStream(List.of(1, 2), n -> n)) {
        var results = stream.iterator();
        assertThat(results.next()).isEqualTo(new TaskResult.Ok<>(1));
        String refused = Task.async(() -> {
          var thrown = catchThrowableOfType(IllegalStateException.class, results::hasNext);
          return thrown.getMessage();
        }).await();
        assertThat(refused).contains("belongs to " + Process.self());
        assertThat(results.next()).isEqualTo(new TaskResult.Ok<>(2));
      }
    });
  }

  // ---- the source

  @Test
  @OtpCase(suite = SUITE, name = "async_stream/2 > wrapping a flat_map/concat with a haltable stream")
  void aSourceMayBeMadeOfSeveral() throws Exception {
    node.run(() -> {
      assertThat(Task.asyncStream(Stream.concat(Stream.of("foo", "bar").limit(1), Stream.of("1", "2")), s -> s))
          .extracting(TaskResult::toString)
          .containsExactly("Ok[value=foo]", "Ok[value=1]", "Ok[value=2]");
      assertThat(Task.asyncStream(Stream.of(1, 2).flatMap(n -> Stream.of(n, n * 10, n * 100).limit(2)), n -> n))
          .containsExactlyElementsOf(oks(1, 10, 2, 20));
    });
  }

  @Test
  void nothingHappensBeforeTheFirstResultIsAskedFor() throws Exception {
    node.run(() -> {
      var taken = new AtomicInteger();
      var closed = new AtomicInteger();
      var source = IntStream.iterate(1, n -> n + 1).boxed().peek(_ -> taken.incrementAndGet()).onClose(closed::incrementAndGet);
      int before = node.node().processCount();
      try (var stream = Task.asyncStream(source, n -> n, FOUR.withOrdered(false))) {
        assertThat(taken).hasValue(0);
        assertThat(node.node().processCount()).isEqualTo(before);
        // The source has no end: no more is read ahead than may run.
        assertThat(stream.limit(100).toList()).hasSize(100);
        assertThat(taken.get()).isBetween(100, 104);
        assertThat(closed).hasValue(0);
      }
      assertThat(closed).hasValue(1);
    });
  }

  @Test
  void aSourceThatThrowsEndsTheStream() throws Exception {
    node.run(() -> {
      var tasks = new CopyOnWriteArrayList<Pid>();
      var closed = new AtomicInteger();
      var source = IntStream.iterate(1, n -> n + 1).boxed().onClose(closed::incrementAndGet).peek(n -> {
        if (n == 3) {
          node.await("the two before run", () -> tasks.size() == 2);
          throw new IllegalArgumentException("no third");
        }
      });
      assertThatIllegalArgumentException().isThrownBy(() -> Task.asyncStream(source, _ -> endless(tasks), FOUR).toList())
          .withMessage("no third");
      assertThat(tasks).hasSize(2).noneMatch(Process::isAlive);
      assertThat(closed).hasValue(1);
      expectEmptyMailbox();
    });
  }

  @Test
  void aSourceThatCannotBeReadEndsTheStream() throws Exception {
    node.run(() -> {
      Iterable<Integer> none = () -> {
        throw new IllegalArgumentException("no elements");
      };
      var stream = Task.asyncStream(none, n -> n).spliterator();
      assertThatIllegalArgumentException().isThrownBy(() -> stream.tryAdvance(_ -> {})).withMessage("no elements");
      assertThatIllegalStateException().isThrownBy(() -> stream.tryAdvance(_ -> {})).withMessageContaining("closed");
    });
  }

  // ---- the end of the consumer, or of a task

  private static String endless(List<Pid> tasks) {
    tasks.add(Process.self());
    return Tasks.forEver();
  }

  @Test
  void aConsumerThatThrowsEndsTheTasksAndTheSource() throws Exception {
    node.run(() -> {
      var tasks = new CopyOnWriteArrayList<Pid>();
      var closed = new AtomicInteger();
      var source = Stream.of(0, 1, 2, 3).onClose(closed::incrementAndGet);
      var stream = Task.asyncStream(source, n -> n == 0 ? "first" : endless(tasks), FOUR);
      assertThatIllegalStateException().isThrownBy(() -> stream.forEach(_ -> {
        node.await("the others run", () -> tasks.size() == 3);
        throw new IllegalStateException("enough");
      })).withMessage("enough");
      assertThat(tasks).noneMatch(Process::isAlive);
      assertThat(closed).hasValue(1);
      expectEmptyMailbox();
    });
  }

  @Test
  void aSourceThatThrowsTheSameAgainWhenItIsClosedHidesNothing() throws Exception {
    var disk = new IllegalStateException("disk gone");
    Stream<Integer> source = Stream.<Integer>generate(() -> {
      throw disk;
    }).onClose(() -> {
      throw disk;
    });
    node.run(() -> assertThatIllegalStateException().isThrownBy(() -> Task.asyncStream(source, n -> n).toList()).isSameAs(disk));
  }

  @Test
  void aClosedStreamHasNoResults() throws Exception {
    node.run(() -> {
      var stream = Task.asyncStream(List.of(1, 2), n -> n);
      var results = stream.spliterator();
      assertThat(results.tryAdvance(_ -> {})).isTrue();
      stream.close();
      stream.close();
      assertThatIllegalStateException().isThrownBy(() -> results.tryAdvance(_ -> {})).withMessageContaining("closed");
    });
  }

  @Test
  void aTaskThatCrashesTakesAConsumerAlongThatDoesNotTrapExits() throws Exception {
    node.run(() -> {
      for (boolean ordered : List.of(true, false)) {
        var oops = new IOException("oops");
        var got = new CopyOnWriteArrayList<Object>();
        var tasks = new CopyOnWriteArrayList<Pid>();
        Process.Monitored consumer = Process.spawnMonitor(() -> Task.asyncStream(List.of(1, 2), n -> {
          if (n == 1) {
            return endless(tasks);
          }
          node.await("the other one runs", () -> tasks.size() == 1);
          throw oops;
        }, FOUR.withOrdered(ordered)).forEach(got::add));
        assertThat(Process.receive(Info.Down.class, down -> down.ref() == consumer.ref()).reason())
            .isEqualTo(ExitReason.crashed(oops));
        node.awaitDeath(tasks.getFirst());
        assertThat(got).isEmpty();
      }
    });
    node.expectReports(2, TaskReport.class);
  }

  /** The second of three elements ends so, and the consumer begins to trap exits after the first. */
  @ParameterizedTest
  @ValueSource(strings = {"normal", "kill", "unknown"})
  void aConsumerThatBeginsToTrapExitsGetsNoSignal(String how) throws Exception {
    ExitReason reason = switch (how) {
      case "normal" -> ExitReason.NORMAL;
      case "kill" -> ExitReason.KILL;
      default -> UNKNOWN;
    };
    node.ignoreReports(TaskReport.class); // an end that is normal has none
    node.run(() -> {
      var stream = Task.<Integer, Integer>asyncStream(List.of(1, 2, 3), n -> {
        if (n == 2) {
          throw Process.exit(reason);
        }
        return n;
      }, StreamOptions.DEFAULT.withMaxConcurrency(1)).iterator();
      assertThat(stream.next()).isEqualTo(new TaskResult.Ok<>(1));
      Process.trapExit(true);
      assertThat(stream.next()).isEqualTo(new TaskResult.Exit<>(reason));
      assertThat(stream.next()).isEqualTo(new TaskResult.Ok<>(3));
      assertThat(stream.hasNext()).isFalse();
      expectEmptyMailbox();
      assertThat(links(Process.self())).isEmpty();
    });
  }

  @Test
  void aConsumerThatDoesNotTrapExitsDiesOfTheReasonOfItsTask() throws Exception {
    node.ignoreReports(TaskReport.class); // an end that is shutdown has none
    node.run(() -> {
      for (ExitReason reason : List.of(ExitReason.KILL, ExitReason.KILLED, ExitReason.SHUTDOWN, UNKNOWN)) {
        Process.Monitored consumer = Process.spawnMonitor(() -> Task.asyncStream(List.of(1), _ -> {
          throw Process.exit(reason);
        }).toList());
        assertThat(Process.receive(Info.Down.class, down -> down.ref() == consumer.ref()).reason()).isEqualTo(reason);
      }
      expectEmptyMailbox();
    });
  }

  @Test
  void anEndThatIsNormalHurtsNoConsumer() throws Exception {
    node.run(() -> {
      assertThat(Task.<Integer, Integer>asyncStream(List.of(1, 2), _ -> {
        throw Process.exit(ExitReason.NORMAL);
      })).containsExactly(new TaskResult.Exit<>(ExitReason.NORMAL), new TaskResult.Exit<>(ExitReason.NORMAL));
      expectEmptyMailbox();
    });
  }

  private record End(ExitReason ofConsumer, ExitReason ofTask) {}

  @Test
  void tasksThatTrapExitsEndWithTheirConsumerToo() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      for (ExitReason end : List.of(ExitReason.KILL, UNKNOWN, ExitReason.NORMAL)) {
        Pid consumer = Process.spawn(() -> {
          var results = Task.asyncStream(List.of(1, 2), n -> {
            Process.trapExit(true);
            return n == 1 ? "first" : announced(self);
          }, FOUR).iterator();
          assertThat(results.next()).isEqualTo(Tasks.ok("first"));
          Process.receive(String.class, "end"::equals);
          throw Process.exit(end);
        });
        Pid task = Process.receive(Pid.class);
        Ref monitor = Process.monitor(task);
        Process.send(consumer, "end");
        assertThat(Process.receive(Info.Down.class, down -> down.ref() == monitor).reason()).as("%s", end)
            .isEqualTo(ExitReason.KILLED);
      }
    });
  }

  @Test
  void aConsumerThatEndsTakesItsTasksAlong() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      for (End end : List.of(new End(ExitReason.KILL, ExitReason.KILLED), new End(UNKNOWN, UNKNOWN),
          new End(ExitReason.NORMAL, ExitReason.KILLED))) {
        for (boolean traps : List.of(true, false)) {
          Pid consumer = Process.spawn(() -> {
            Process.trapExit(traps);
            var results = Task.asyncStream(List.of(1, 2), n -> n == 1 ? "first" : announced(self), FOUR).iterator();
            assertThat(results.next()).isEqualTo(Tasks.ok("first"));
            Process.receive(String.class, "end"::equals);
            throw Process.exit(end.ofConsumer());
          });
          Pid task = Process.receive(Pid.class);
          Ref monitor = Process.monitor(task);
          if (end.ofConsumer() == ExitReason.KILL) {
            Process.exit(consumer, ExitReason.KILL);
          } else {
            Process.send(consumer, "end");
          }
          assertThat(Process.receive(Info.Down.class, down -> down.ref() == monitor).reason()).as("%s", end)
              .isEqualTo(end.ofTask());
        }
      }
    });
  }

  private static String announced(Pid to) {
    Process.send(to, Process.self());
    return Tasks.forEver();
  }

  @Test
  void theProcessBetweenThemMayBeKilledToo() throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      Pid self = Process.self();
      var helper = Task.async(() -> {
        Pid task = Process.receive(Pid.class);
        Pid between = links(task).getFirst();
        assertThat(between).isNotEqualTo(self);
        Process.exit(between, ExitReason.KILL);
        node.awaitDeath(task);
        return "killed";
      });
      assertThatExceptionOfType(TaskExitedException.class)
          .isThrownBy(() -> Task.asyncStream(List.of(1), _ -> announced(helper.pid().orElseThrow())).toList())
          // The latter, if the consumer was about to ask.
          .satisfies(e -> assertThat(e.failure()).isIn(ExitReason.KILLED, ExitReason.NOPROC));
      assertThat(helper.await()).isEqualTo("killed");
      Tasks.expectCleanMailbox();
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "async_stream/2 > streams with fake down messages on the inbox")
  void downsOfOthersAreNotTheConsumers() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      assertThat(Task.asyncStream(List.of("a"), element -> {
        assertThat(links(Process.self())).isNotEmpty();
        for (Pid link : links(Process.self())) {
          Process.send(link, new Info.Down(Process.makeRef(), self, UNKNOWN));
        }
        return element;
      })).containsExactly(Tasks.ok("a"));
    });
  }
}
