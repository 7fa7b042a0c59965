package dev.ninefold.task;

import dev.ninefold.gen.From;
import dev.ninefold.gen.ReplyTo;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.process.CallException;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.process.TimerRef;
import dev.ninefold.task.TaskStreamEngine.Answer;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The process between the consumer of a stream and its tasks: it starts them, waits for them, and gives the consumer what comes of them when
 * that asks for it. So nothing of them ever gets into the mailbox of the consumer, which may be a thread as well.
 */
final class TaskStreamProcess implements GenServer<TaskStreamEngine, TaskStreamProcess.Ask, Void> {

  /*
   * I1. It is linked to its tasks, so that they end with it, and traps exits. The consumer is monitored, and linked to nobody.
   * I2. The crash of a task ends a consumer that does not trap exits at that moment, as if they were linked: a helper links itself to the
   *     consumer and ends with the reason. A plain exit signal would not do, as kill would end also one that has begun to trap exits.
   *     Until the helper has ended, the consumer, which would be dead, gets no answer.
   * I3. A consumer that traps exits gets no signal.
   */

  /** What the consumer asks. */
  sealed interface Ask extends Request<Answer> {}

  /** For the next result. */
  record Advance() implements Ask {}

  /** Here is an element; for the next result. */
  record Element(Object input) implements Ask {}

  /** There are no more elements; for the next result. */
  record NoMore() implements Ask {}

  /** To kill the tasks and to end. The end is the answer. */
  record Stop() implements Ask {}

  /** How a task is started that waits for {@link Origin.Begin}; it is linked to the calling process. */
  @FunctionalInterface
  interface Starter {
    StartResult<Pid> start(Object input);
  }

  private record Started(long position, Pid pid, Optional<TimerRef> timer) {}

  /** The time of the task is over. */
  private record Late(Ref task) {}

  private final StreamOptions options;
  private final Starter starter;
  private final Optional<Pid> consumer;
  private final boolean linked;
  private final Map<Ref, Started> tasks = new HashMap<>();
  private Optional<ReplyTo<Answer>> waiting = Optional.empty();
  private Optional<Ref> consumerMonitor = Optional.empty();
  private Optional<Ref> hurting = Optional.empty();
  private boolean stopping;

  /**
   * For one stream.
   *
   * @param consumer the process that consumes it; empty if that is an ordinary thread
   * @param linked whether it is to end with a task that crashes, unless it traps exits
   */
  TaskStreamProcess(StreamOptions options, Starter starter, Optional<Pid> consumer, boolean linked) {
    this.options = options;
    this.starter = starter;
    this.consumer = consumer;
    this.linked = linked;
  }

  @Override
  public Init<TaskStreamEngine> init() {
    Process.trapExit(true);
    consumerMonitor = consumer.map(Process::monitor);
    return Init.ok(new TaskStreamEngine(options));
  }

  @Override
  public CallResult<TaskStreamEngine> handleCall(Ask request, From from, TaskStreamEngine engine) {
    waiting = Optional.of(from.to(request));
    switch (request) {
      case Advance _ -> {
        // The answer follows.
      }
      case Element(Object input) -> start(input, engine);
      case NoMore _ -> engine.noMore();
      case Stop _ -> {
        stopping = true;
        endTasks(ExitReason.KILL);
      }
    }
    return goOn(engine);
  }

  private void start(Object input, TaskStreamEngine engine) {
    long position = engine.element(input);
    switch (tried(input)) {
      case StartResult.Ok<Pid> task -> started(position, task.pid());
      case StartResult.Failed<Pid>(ExitReason reason) -> engine.notStarted(position, reason);
      case StartResult.Ignore<Pid> _ -> engine.notStarted(position, ExitReason.NORMAL);
    }
  }

  private StartResult<Pid> tried(Object input) {
    try {
      return starter.start(input);
    } catch (CallException e) {
      return StartResult.failed(e.failure());
    }
  }

  private void started(long position, Pid pid) {
    Ref ref = Process.monitor(pid, Task.FOR_REPLY);
    Optional<TimerRef> timer = Timeout.isInfinite(options.timeout()) ? Optional.empty()
        : Optional.of(Process.sendAfter(options.timeout(), Process.self(), new Late(ref)));
    tasks.put(ref, new Started(position, pid, timer));
    Process.send(pid, new Origin.Begin(ref));
  }

  @Override
  public Next<TaskStreamEngine> handleInfo(Info info, TaskStreamEngine engine) {
    switch (info) {
      case Info.Message(Task.Reply<?>(Ref ref, var value)) -> find(ref)
          .ifPresent(task -> engine.replied(task.position(), value));
      case Info.Message(Late(Ref ref)) -> find(ref).ifPresent(task -> {
        engine.late(task.position());
        Process.exit(task.pid(), ExitReason.KILL);
      });
      case Info.Down(Ref ref, var _, ExitReason reason, var _) when consumerMonitor.equals(Optional.of(ref)) -> {
        // So do the tasks, also those that are not linked to it, or trap exits.
        stopping = true;
        endTasks(reason);
        endTasks(ExitReason.KILL);
      }
      case Info.Down(Ref ref, var _, var _, var _) when hurting.equals(Optional.of(ref)) -> {
        hurting = Optional.empty();
        waiting = waiting.filter(_ -> consumer.filter(Process::isAlive).isPresent());
      }
      case Info.Down(Ref ref, var _, ExitReason reason, var _) -> find(ref).ifPresent(task -> ended(ref, task, reason, engine));
      case Info _ -> {
        // The exits of the tasks, whose ends come as downs, and what nobody should have sent.
      }
    }
    return goOn(engine);
  }

  private void ended(Ref ref, Started task, ExitReason reason, TaskStreamEngine engine) {
    tasks.remove(ref);
    task.timer().ifPresent(Process::cancelTimer);
    boolean wasLate = engine.ended(task.position(), reason);
    if (linked && !wasLate && !stopping && !reason.equals(ExitReason.NORMAL)) {
      consumer.filter(TaskStreamProcess::diesOfSignals).ifPresent(pid -> hurt(pid, reason));
    }
  }

  private Optional<Started> find(Ref ref) {
    return Optional.ofNullable(tasks.get(ref));
  }

  private void endTasks(ExitReason reason) {
    tasks.values().forEach(task -> Process.exit(task.pid(), reason));
  }

  private static boolean diesOfSignals(Pid pid) {
    return Process.info(pid).filter(info -> !info.trapExit()).isPresent();
  }

  private void hurt(Pid pid, ExitReason reason) {
    if (hurting.isEmpty()) {
      hurting = Optional.of(Process.spawnMonitor(() -> {
        Process.link(pid);
        CrashReport.omit();
        throw Process.exit(reason);
      }).ref());
    }
  }

  private Next<TaskStreamEngine> goOn(TaskStreamEngine engine) {
    if (stopping) {
      return tasks.isEmpty() ? Next.stop(ExitReason.NORMAL, engine) : Next.noReply(engine);
    }
    waiting.filter(_ -> hurting.isEmpty()).ifPresent(place -> engine.next().ifPresent(answer -> {
      waiting = Optional.empty();
      place.reply(answer);
    }));
    return Next.noReply(engine);
  }
}
