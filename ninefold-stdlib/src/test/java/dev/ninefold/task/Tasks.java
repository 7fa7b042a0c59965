package dev.ninefold.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessInfo;
import dev.ninefold.process.Registrar;
import dev.ninefold.task.TaskException.TaskTimeoutException;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Tasks for tests, and what is left of them. */
final class Tasks {

  static final Duration NOW = Duration.ZERO;
  static final ExitReason UNKNOWN = ExitReason.of("unknown");

  private Tasks() {}

  /** A task that does not end by itself. */
  static Task<String> endless() {
    return Task.async(Tasks::forEver);
  }

  static String forEver() {
    Process.sleep(Timeout.INFINITY);
    return "never";
  }

  /** A task that tells when it runs, and then waits until it is told to go on. */
  static String waitAndSend(Pid to, String message) {
    Process.send(to, "ready");
    Process.receive(String.class, "go"::equals);
    return Process.send(to, message);
  }

  /** Waits until a task of {@link #waitAndSend} to the caller runs. */
  static void ready() {
    assertThat(Process.receive(String.class, "ready"::equals)).isEqualTo("ready");
  }

  /** Lets a task of {@link #waitAndSend} to the caller come to its end, after which nothing of it is in the mailbox. */
  static void finish(TestNode node, Pid task) {
    Process.send(task, "go");
    assertThat(Process.receive(String.class)).isEqualTo("done");
    node.awaitDeath(task);
    expectCleanMailbox();
  }

  /** A task that is dead, with nothing of it in the mailbox. */
  static Task<String> dead() {
    Task<String> task = Task.async(() -> {
      throw Process.exit(ExitReason.NORMAL);
    });
    Process.receive(Info.Down.class, down -> down.ref() == task.ref());
    return task;
  }

  /** What comes of a task that ends with the reason. */
  static void down(Task<?> task, ExitReason reason) {
    Process.send(Process.self(), new Info.Down(task.ref(), Process.self(), reason));
  }

  static void reply(Task<?> task, String result) {
    Process.send(Process.self(), new Task.Reply<>(task.ref(), result));
  }

  static TaskResult<String> ok(String value) {
    return new TaskResult.Ok<>(value);
  }

  static TaskResult<String> exit(ExitReason reason) {
    return new TaskResult.Exit<>(reason);
  }

  /** What comes of each of these elements. */
  static List<TaskResult<Integer>> oks(Integer... values) {
    return Stream.of(values).<TaskResult<Integer>>map(TaskResult.Ok::new).toList();
  }

  static List<Pid> links(Pid pid) {
    return Process.info(pid).map(ProcessInfo::links).orElseThrow();
  }

  /** Neither results nor ends of tasks wait; ends of links may. */
  static void expectCleanMailbox() {
    assertThat(Process.messages(Process.self())).filteredOn(message -> !(message instanceof Info.Exit)).isEmpty();
  }

  static void expectEmptyMailbox() {
    assertThat(Process.messages(Process.self())).isEmpty();
  }

  /** What returns its elements, the first of them when the tasks of the others have ended. */
  static final class SlowestFirst implements TaskFunction<Integer, Integer> {
    private final TestNode node;
    private final int first;
    private final List<Integer> others;
    private final Map<Integer, Pid> tasks = new ConcurrentHashMap<>();

    SlowestFirst(TestNode node, int first, List<Integer> others) {
      this.node = node;
      this.first = first;
      this.others = others;
    }

    @Override
    public Integer apply(Integer n) {
      tasks.put(n, Process.self());
      if (n == first) {
        node.await("the others have been started", () -> tasks.keySet().containsAll(others));
        others.forEach(other -> node.awaitDeath(tasks.get(other)));
      }
      return n;
    }
  }

  /** Elements that take too long, and others that do not, on a clock that a process moves when all the slow ones wait. */
  static final class Slow {
    static final Duration TIMEOUT = Duration.ofMillis(50);
    static final TaskResult<String> LATE = exit(TaskTimeoutException.TIMEOUT);

    private final TestNode node;
    private final AtomicInteger started = new AtomicInteger();

    Slow(TestNode node) {
      this.node = node;
    }

    /** A task: the element is its result, unless it is {@code slow}. */
    String run(String element) {
      started.incrementAndGet();
      return element.equals("slow") ? forEver() : element;
    }

    /** Moves the clock when so many tasks have been started, and all have ended but so many slow ones. */
    void lateWhen(int tasks, int slow) {
      Process.spawn(() -> {
        node.await("only slow ones run", () -> started.get() >= tasks && node.node().timers().pending() == slow);
        node.time().advance(TIMEOUT);
      });
    }
  }

  /** A registry of names that are local ones in truth. */
  enum Registry implements Registrar {
    LOCAL;

    @Override
    public boolean registerName(Object name, Pid pid) {
      Process.register(name.toString(), pid);
      return true;
    }

    @Override
    public void unregisterName(Object name) {
      Process.unregister(name.toString());
    }

    @Override
    public Optional<Pid> whereisName(Object name) {
      return Process.whereis(name.toString());
    }
  }
}
