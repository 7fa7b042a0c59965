package dev.ninefold.testsupport;

import static org.assertj.core.api.Assertions.fail;

import dev.ninefold.process.CallException;
import dev.ninefold.process.Calls;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Node;
import dev.ninefold.process.NodeOptions;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessInfo;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.report.Report;
import dev.ninefold.report.ReportEvent;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.ManualTime;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The node of one test: see {@link WithNode}. It keeps all reports, and the test fails at its end
 *
 * <ul>
 * <li>if processes live on, names are registered, timers run or zombies run that do not go away within a short settling time,
 * also if the default node has more processes than before;
 * <li>if there was an error report that the test has neither taken ({@link #expectReport}) nor chosen to ignore
 * ({@link #ignoreReports}).
 * </ul>
 *
 * <p>Nothing of that is checked if the test has failed already. Any thread may use it.
 */
public final class TestNode {

  /** How long what a test leaves behind may take to go away. */
  static volatile Duration settling = Duration.ofSeconds(5);

  private static final int SHOWN = 10;

  /** The application controller: started when it is needed first, it lives as long as its node. */
  private static final String CONTROLLER = "application_controller";

  private final LeftThreads leftThreads = new LeftThreads();
  private final Node node;
  private final ManualTime time;
  private final ReportLog reports = new ReportLog();
  private final List<String> console = new CopyOnWriteArrayList<>();
  private final int processesOfDefaultNode = Node.local().processCount() - ofTheNode(Node.local());

  TestNode(WithNode options) {
    time = options.manualTime() ? new ManualTime() : null;
    var nodeOptions = NodeOptions.named("test").withReportHandlers(reports).withConsole(console::add);
    if (time != null) {
      nodeOptions = nodeOptions.withTime(time);
    }
    if (options.slots() > 0) {
      nodeOptions = nodeOptions.withSlots(options.slots());
    }
    node = Node.start(nodeOptions);
  }

  /** The node itself. */
  public Node node() {
    return node;
  }

  /** Its clock, if the test asked for one that stands still. */
  public ManualTime time() {
    if (time == null) {
      throw new IllegalStateException("this node has the real time; ask for @WithNode(manualTime = true)");
    }
    return time;
  }

  // ---- processes

  /**
   * Runs a test in a plain process of the node, and waits for its end. What the body throws, this throws. Afterwards the process
   * ends with reason shutdown, and takes along what is linked to it.
   */
  public void run(Process.Body body) throws Exception {
    run(() -> {
      body.run();
      return null;
    });
  }

  /** The same with a result. */
  public <T> T run(Callable<T> body) throws Exception {
    var result = new CompletableFuture<T>();
    var go = new Object();
    Pid runner = node.spawn(() -> {
      Process.receive(Object.class, m -> m == go);
      try {
        result.complete(body.call());
      } catch (Exception | AssertionError e) {
        result.completeExceptionally(e);
      }
      throw Process.exit(ExitReason.SHUTDOWN);
    });
    var waiting = new CallException.Call("TestNode.run", runner, body, Timeout.INFINITY);
    var end = Calls.watchExit(runner, waiting);
    Process.send(runner, go);
    ExitReason reason = Calls.awaitExit(end, Timeout.INFINITY, waiting);
    if (!result.isDone()) {
      throw new ExitException(reason);
    }
    try {
      return result.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (Exception) e.getCause();
    }
  }

  /** Spawns a plain process on the node, linked to nobody. */
  public Pid spawn(Process.Body body) {
    return Process.spawn(SpawnOptions.DEFAULT.withNode(node), body);
  }

  /** Spawns a plain process that does nothing until it is ended by a signal. */
  public Pid spawnIdle() {
    return spawn(() -> Process.receive(Object.class, _ -> false));
  }

  /** Sends exit signals to the processes and waits until they are dead. */
  public void exit(ExitReason reason, Pid... pids) {
    for (Pid pid : pids) {
      Process.exit(pid, reason);
    }
    for (Pid pid : pids) {
      awaitDeath(pid);
    }
  }

  /** Kills the processes and waits until they are dead. */
  public void kill(Pid... pids) {
    exit(ExitReason.KILL, pids);
  }

  /** Waits until the process is dead and its death was carried out: it is in no list any more. */
  public void awaitDeath(Pid pid) {
    // The list has the living; the count also those whose death is not carried out yet.
    Eventually.await(pid + " dies",
        () -> !Process.isAlive(pid) && pid.node().processes().size() >= pid.node().processCount());
  }

  /** Waits until the condition holds. */
  public void await(String what, Callable<Boolean> condition) {
    Eventually.await(what, condition);
  }

  /** Waits for something that another thread completes. */
  public <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Waits until a process waits for a message, or in a call. */
  public void awaitWaiting(Pid pid) {
    Eventually.await(pid + " waits",
        () -> Process.info(pid).map(i -> i.status() == ProcessInfo.Status.WAITING).orElse(false));
  }

  /** What the node has printed so far, line by line. */
  public List<String> printed() {
    return List.copyOf(console);
  }

  // ---- reports

  /** All reports so far, oldest first. */
  public List<ReportEvent> reports() {
    return reports.all();
  }

  /** All reports of a kind so far, oldest first; they stay unaccounted for. */
  public <R extends Report> List<R> reports(Class<R> type) {
    return reports.all().stream().map(ReportEvent::report).filter(type::isInstance).map(type::cast).toList();
  }

  /** Waits for a report of that kind, the oldest that was not taken yet, and takes it. */
  public <R extends Report> R expectReport(Class<R> type) {
    return expectReport(type, _ -> true);
  }

  /** The same for a report that the guard admits. */
  public <R extends Report> R expectReport(Class<R> type, Predicate<? super R> guard) {
    return type.cast(expectReportEvent(type, guard).report());
  }

  /** The same with where the report came from. */
  public <R extends Report> ReportEvent expectReportEvent(Class<R> type, Predicate<? super R> guard) {
    var found = new ArrayList<ReportEvent>();
    Eventually.await("a report of type " + type.getSimpleName() + " among " + reports.all(), () -> {
      reports.take(type, guard).ifPresent(found::add);
      return !found.isEmpty();
    });
    return found.getFirst();
  }

  /** Waits for that many reports of that kind and takes them. */
  public <R extends Report> List<R> expectReports(int count, Class<R> type) {
    var found = new ArrayList<R>();
    for (int i = 0; i < count; i++) {
      found.add(expectReport(type));
    }
    return found;
  }

  /** Reports of that kind, also later ones, do not fail the test. */
  public void ignoreReports(Class<? extends Report> type) {
    reports.ignore(type);
  }

  // ---- the end

  void finish(boolean check) {
    var problems = new ArrayList<String>();
    try {
      // Not asked once more: what belongs to the node may be about to end.
      if (check && !Eventually.holds(settling, () -> leaks().isEmpty())) {
        problems.addAll(leaks());
      }
    } finally {
      node.close();
    }
    if (check) {
      if (!Eventually.holds(settling, () -> leftThreads.now().isEmpty())) {
        leftThreads.now().forEach(thread -> problems.add("thread " + thread));
      }
      reports.unexpected().forEach(event -> problems.add("unexpected report: " + event));
      if (!problems.isEmpty()) {
        fail("the test leaves behind:\n  " + String.join("\n  ", problems));
      }
    }
  }

  /** What is left behind now, in words. What belongs to the node itself, and lives as long, is not. */
  List<String> leaks() {
    var leaks = new ArrayList<String>();
    int ofTheNode = ofTheNode(node);
    for (Pid pid : node.processes().stream().filter(pid -> !isOfTheNode(pid)).limit(SHOWN).toList()) {
      Process.info(pid)
          .ifPresent(info -> leaks
              .add("of " + node.processCount() + " living processes " + info + ", messages " + Process.messages(pid)));
    }
    if (leaks.isEmpty() && node.processCount() > ofTheNode) {
      leaks.add(node.processCount() - ofTheNode + " processes that are dead but not carried out");
    }
    node.zombies().forEach(pid -> leaks.add("zombie " + pid));
    node.registered().stream().filter(name -> !name.equals(CONTROLLER)).forEach(name -> leaks.add("registered name " + name));
    node.registeredGlobal().forEach(name -> leaks.add("registered global name " + name));
    if (node.timers().pending() > 0) {
      leaks.add(node.timers().pending() + " pending timers");
    }
    node.whereis(CONTROLLER)
        .flatMap(Process::info)
        .ifPresent(info -> info.monitoredBy()
            .stream()
            .filter(pid -> !Process.isAlive(pid))
            .forEach(pid -> leaks.add("monitor of the application controller by " + pid + ", which has ended")));
    int more = Node.local().processCount() - ofTheNode(Node.local()) - processesOfDefaultNode;
    if (more > 0) {
      leaks.add(more + " processes more than before on the default node; it has " + Node.local().processes());
    }
    return leaks;
  }

  private boolean isOfTheNode(Pid pid) {
    return node.whereis(CONTROLLER).equals(Optional.of(pid));
  }

  private static int ofTheNode(Node node) {
    return node.whereis(CONTROLLER).isPresent() ? 1 : 0;
  }
}
