package dev.ninefold.test;

import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genstatem.GenStatem;
import dev.ninefold.process.Info;
import dev.ninefold.process.Node;
import dev.ninefold.process.NodeOptions;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.report.Level;
import dev.ninefold.report.Report;
import dev.ninefold.report.ReportEvent;
import dev.ninefold.supervisor.ChildResult;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Restart;
import dev.ninefold.supervisor.StartFunction;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorFlags;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.ManualTime;
import dev.ninefold.time.SystemTime;
import dev.ninefold.time.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What a test has that is marked by {@link NinefoldTest}: a node of its own, a supervisor that stops with the test, probes, and the reports
 * of its processes. Any thread may use it.
 *
 * <p>When the test is over, its process ends first, then what it has started under the supervisor, the last child first, then its probes. Then
 * nothing may be left of what {@link Leak} names, nor an error report that the test has not expected; what ends by itself gets five
 * seconds to do so. A test that has failed already is not asked; the error reports are added to its failure.
 *
 * <p>Five seconds is how long a test waits for anything to come, and no test takes longer because of it. The configuration parameter
 * {@code ninefold.patience} of JUnit says another time, for example {@code PT30S}.
 */
public final class TestKit {

  private static final SupervisorFlags FLAGS =
      SupervisorFlags.of(Strategy.ONE_FOR_ONE).withIntensity(1_000, Duration.ofSeconds(1));

  private static final Duration STEP = Duration.ofSeconds(1);

  private final Optional<ManualTime> time;
  private final Node node;
  private final CapturedReports reports = new CapturedReports();
  private final Patience patience;
  private final Leaks leaks;
  private final Hosted owner;
  private final SupervisorRef supervisor;
  private final List<Probe> probes = new CopyOnWriteArrayList<>();
  private final AtomicInteger lastId = new AtomicInteger();

  TestKit(boolean manualTime, Set<Leak> allowed, Duration longest) {
    time = manualTime ? Optional.of(new ManualTime()) : Optional.empty();
    WatchedTimers timers = new WatchedTimers(time.<Timers>map(it -> it).orElseGet(SystemTime::new));
    node = Node.start(NodeOptions.named("test").withTime(timers).withReportHandlers(reports));
    patience = node.attachment(Patience.class, _ -> new Patience(time.map(_ -> new SystemTime()), longest));
    leaks = new Leaks(node, timers, allowed);
    owner = Hosted.owner(node, "the owner of the test's supervisor", patience);
    supervisor = owner.get(() -> {
      Process.trapExit(true);
      return Supervisor.startLink(List.of(), FLAGS, StartOptions.DEFAULT).orElseThrow();
    });
  }

  /** The node of the test. */
  public Node node() {
    return node;
  }

  /**
   * The clock of the node, which stands still until it is moved.
   *
   * @throws IllegalStateException if the node has the real time
   */
  public ManualTime time() {
    return time.orElseThrow(() -> new IllegalStateException(
        "time: expected a test with manual time, but its node has the real one; ask for it by @NinefoldTest(manualTime = true)"));
  }

  // ---- processes that stop with the test

  /**
   * Starts a child under the supervisor of the test: ExUnit's {@code start_supervised!}. It is restarted as its spec says.
   *
   * @return its pid
   * @throws AssertionError if it does not start
   */
  public Pid startSupervised(ChildSpec spec) {
    Objects.requireNonNull(spec,
        "spec: expected what to start, for example ChildSpec.ofServer(Stack.class, Stack::new), got null");
    return switch (Supervisor.startChild(supervisor, spec)) {
      case StartResult.Ok<Pid> ok -> ok.pid();
      case StartResult.Ignore<Pid> _ -> throw new AssertionError(
          "expected that " + spec.id() + " starts, but its init returned ignore");
      case StartResult.Failed<Pid>(ExitReason reason) -> throw new AssertionError(
          "expected that " + spec.id() + " starts, but it failed: " + reason,
          reason instanceof ExitReason.Crashed(Throwable cause) ? cause : null);
    };
  }

  /** Starts a gen_server under the supervisor of the test. It is not restarted. */
  public <S, Q extends Request<?>, C> ServerRef<Q, C> startServer(Supplier<? extends GenServer<S, Q, C>> module) {
    return startServer(module, StartOptions.DEFAULT);
  }

  /** The same with options, for example {@code StartOptions.named("stack")}. */
  public <S, Q extends Request<?>, C> ServerRef<Q, C> startServer(
      Supplier<? extends GenServer<S, Q, C>> module, StartOptions options) {
    return ServerRef.of(startTemporary("server", () -> GenServer.startLink(module, options)));
  }

  /** Starts a gen_statem under the supervisor of the test. It is not restarted. */
  public <S, D, Q extends Request<?>, C> ServerRef<Q, C> startStatem(Supplier<? extends GenStatem<S, D, Q, C>> module) {
    return startStatem(module, StartOptions.DEFAULT);
  }

  /** The same with options. */
  public <S, D, Q extends Request<?>, C> ServerRef<Q, C> startStatem(
      Supplier<? extends GenStatem<S, D, Q, C>> module, StartOptions options) {
    return ServerRef.of(startTemporary("statem", () -> GenStatem.startLink(module, options)));
  }

  private Pid startTemporary(String kind, StartFunction start) {
    return startSupervised(ChildSpec.worker(kind + " " + lastId.incrementAndGet(), start).withRestart(Restart.TEMPORARY));
  }

  /**
   * Stops a child and waits for its end: ExUnit's {@code stop_supervised!}. It is not restarted.
   *
   * @param id the id of its spec
   * @throws AssertionError if there is no such child
   */
  public void stopSupervised(Object id) {
    if (Supervisor.terminateChild(supervisor, id) instanceof ChildResult.Failed(var error)) {
      throw new AssertionError("expected a child " + id + " of the test's supervisor, got " + error + "; its children are "
          + Supervisor.whichChildren(supervisor));
    }
    // That of a temporary child is gone already.
    Supervisor.deleteChild(supervisor, id);
  }

  /** The supervisor of the test. */
  public SupervisorRef supervisor() {
    return supervisor;
  }

  /** A process that runs what it is given, and ends with the test. */
  Hosted hosted(String label) {
    return Hosted.ownedBy(owner, label, patience);
  }

  /** A new probe: a process whose messages the test asserts. */
  public Probe probe() {
    Probe probe = new Probe(hosted("probe"));
    probes.add(probe);
    return probe;
  }

  /** A new probe with a local name: it stands for a server that is known by that name. */
  public Probe probe(String name) {
    Probe probe = probe();
    Process.register(name, probe.pid());
    return probe;
  }

  /**
   * Runs code in a process of the node and waits for it: for what only a process can do, where a test does not run in one.
   *
   * @return what the code returns
   * @throws Exception what the code throws
   */
  public <T> T run(Callable<T> code) throws Exception {
    return node.run(code);
  }

  /**
   * Waits up to five seconds of real time until a condition holds. For what no message tells; better wait for that, or ask a server.
   *
   * <p>What the condition throws ends the wait at once, an {@link AssertionError} too: it says whether, and asserts nothing. A checked
   * exception comes as the cause of an {@link IllegalStateException}.
   *
   * @param what it is waited for, in words
   * @throws AssertionError if it does not hold in time
   */
  public void await(String what, Callable<Boolean> condition) {
    if (!patience.holds(condition)) {
      throw new AssertionError("expected within " + patience.longest().toMillis() + " ms: " + what);
    }
  }

  // ---- reports

  /** All reports of the node's processes so far, oldest first. They are not printed. */
  public List<ReportEvent> reports() {
    return reports.all();
  }

  /**
   * Waits for a report of that kind, the oldest that was not expected before. It does not fail the test.
   *
   * @throws AssertionError if there is none within five seconds
   */
  public <R extends Report> R expectReport(Class<R> type) {
    return expectReport(type, _ -> true);
  }

  /** The same for one for which the condition holds. */
  public <R extends Report> R expectReport(Class<R> type, Predicate<? super R> condition) {
    Objects.requireNonNull(type, "type: expected the class of the report, for example CrashReport.class, got null");
    return reports
        .take(event -> type.isInstance(event.report()) && condition.test(type.cast(event.report())), patience.longest())
        .map(event -> type.cast(event.report()))
        .orElseThrow(() -> missing("a " + type.getSimpleName()));
  }

  /**
   * Waits until the process has crashed, or its supervisor has reported its end: it may have been killed, or have died of a link. Its
   * reports, and those of its supervisor about it, do not fail the test. A handler of a gen_event that fails is no process: see
   * {@link #expectReport}.
   *
   * @return why it crashed
   * @throws AssertionError if it has not crashed within five seconds
   */
  public ExitReason expectCrash(Pid process) {
    Objects.requireNonNull(process, "process: expected who crashes, got null");
    return reports.takeCrash(process, patience.longest())
        .map(CapturedReports.Crash::reason)
        .orElseThrow(() -> missing("that " + process + " crashes"));
  }

  /**
   * Waits until a process has crashed with such an exception; the oldest such crash that was not expected before.
   *
   * @return the exception
   * @throws AssertionError if there is none within five seconds
   */
  public <T extends Throwable> T expectCrash(Class<T> exception) {
    Objects.requireNonNull(exception, "exception: expected the class of what is thrown, got null");
    return reports
        .takeCrash(crash -> crash.reason() instanceof ExitReason.Crashed(Throwable cause) && exception.isInstance(cause),
            patience.longest())
        .map(crash -> exception.cast(((ExitReason.Crashed) crash.reason()).cause()))
        .orElseThrow(() -> missing("that a process crashes with a " + exception.getName()));
  }

  /**
   * From now on reports of that kind do not fail the test, those before included.
   *
   * @param because why: for who reads the test
   */
  public void ignoreReports(Class<? extends Report> type, String because) {
    Objects.requireNonNull(type, "type: expected the class of the reports, got null");
    if (because.isBlank()) {
      throw new IllegalArgumentException(
          "because: expected why reports of type " + type.getName() + " do not matter, got nothing");
    }
    reports.ignore(type);
  }

  private AssertionError missing(String what) {
    List<ReportEvent> grave =
        reports.all().stream().filter(event -> event.report().level().compareTo(Level.NOTICE) <= 0).toList();
    return new AssertionError("expected within " + patience.longest().toMillis() + " ms: " + what + ". "
        + (grave.isEmpty() ? "There is no report above the level INFO." : "The reports above the level INFO:" + text(grave)));
  }

  private static String text(List<ReportEvent> events) {
    StringBuilder text = new StringBuilder();
    events.forEach(event -> text.append("\n  ").append(CapturedReports.text(event).replace("\n", "\n    ")));
    return text.toString();
  }

  // ---- the end

  /**
   * Ends everything.
   *
   * @param test the processes of the test
   * @return what is wrong, in words; empty if nothing is
   */
  Optional<String> finish(List<Hosted> test, boolean checked) {
    List<String> monitors = new ArrayList<>();
    List<String> left = new ArrayList<>();
    List<Hosted.ProcessEndedError> ended = List.of();
    try {
      if (checked) {
        ended = test.stream().flatMap(it -> it.endedEarly().stream()).toList();
        monitors.addAll(settled(() -> leaks.monitors(ours(test))));
      }
      test.forEach(Hosted::stop);
      stopSupervisor();
      probes.forEach(Probe::stop);
      if (checked) {
        left.addAll(settled(() -> leaks.atTheEnd(owner.pid(), supervisor.pid())));
      }
    } finally {
      node.close();
      patience.close();
    }
    List<ReportEvent> unexpected = reports.unexpected();
    String problems = ended.stream().map(it -> it.getMessage() + ".\n").collect(Collectors.joining())
        + (monitors.isEmpty() ? ""
            : "The test leaves monitors behind:\n  " + String.join("\n  ", monitors)
                + "\nProcess.demonitor what you are done with; let the test answer requests and give back what it holds; or say"
                + " @AllowLeaks(MONITOR) with a reason.\n")
        + (left.isEmpty() ? ""
            : "The test leaves behind:\n  " + String.join("\n  ", left)
                + "\nStart it by TestKit.startSupervised, stop it, or say @AllowLeaks with a reason.\n")
        + (unexpected.isEmpty() ? ""
            : "There are error reports that the test does not expect; see TestKit.expectCrash:"
                + text(unexpected));
    return problems.isEmpty() ? Optional.empty() : Optional.of(problems.stripTrailing());
  }

  /** What a look shows that shows something for long enough. */
  private List<String> settled(Supplier<List<String>> look) {
    List<String> last = new ArrayList<>();
    patience.holds(() -> {
      last.clear();
      last.addAll(look.get());
      return last.isEmpty();
    });
    return last;
  }

  private Set<Pid> ours(List<Hosted> test) {
    Set<Pid> ours = new HashSet<>(Set.of(owner.pid()));
    test.forEach(it -> ours.add(it.pid()));
    probes.forEach(probe -> ours.add(probe.pid()));
    supervisor.whereis().ifPresent(ours::add);
    return ours;
  }

  private void stopSupervisor() {
    Ref end = owner.get(() -> {
      Ref monitor = Process.monitor(supervisor.destination());
      Process.exit(supervisor.pid(), ExitReason.SHUTDOWN);
      return monitor;
    });
    // What does not stop in time is found among what is left.
    if (isDown(end) || (time.isEmpty() && isDown(end))) {
      return;
    }
    // It may be the clock that a child waits for, or the supervisor before it kills the child.
    time.ifPresent(clock -> patience.holds(() -> {
      clock.advance(STEP);
      return !Process.isAlive(supervisor.pid());
    }));
  }

  private boolean isDown(Ref monitor) {
    return owner.get(() -> patience.receive(Info.Down.class, down -> down.ref().equals(monitor), patience.longest())).isPresent();
  }
}
