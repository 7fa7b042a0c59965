package dev.ninefold.process;

import dev.ninefold.report.FormatLimits;
import dev.ninefold.report.Level;
import dev.ninefold.report.Report;
import dev.ninefold.report.ReportEvent;
import dev.ninefold.report.ReportHandler;
import dev.ninefold.report.Reports;
import dev.ninefold.report.Slf4jReportHandler;
import dev.ninefold.scheduler.Scheduler;
import dev.ninefold.scheduler.Schedulers;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Clock;
import dev.ninefold.time.SystemTime;
import dev.ninefold.time.Timers;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A world of processes: pids, names, timers, a scheduler. A JVM has a default node, so simple programs never name one, and may have
 * more, for example one for each test. Any thread may use it.
 */
public final class Node implements AutoCloseable {

  private static final AtomicLong CREATIONS = new AtomicLong();

  /** What decides which process goes on; null in a node whose processes run as they like. */
  final @Nullable Simulation simulation;

  private final String name;
  private final long creation = CREATIONS.incrementAndGet();
  private final Timers timers;
  private final RandomGenerator random;
  private final Scheduler scheduler;
  private final Reports reports = new Reports(ProcessKilledError.class::isInstance);
  private final Names names = new Names();
  private final GlobalLocks globalLocks = new GlobalLocks();
  private final ProcessTable table = new ProcessTable();
  private final AtomicLong lastRef = new AtomicLong();
  private final Set<Pid> zombies = ConcurrentHashMap.newKeySet();
  private final Pid root = new Pid(this, 0);
  private final Consumer<String> console;
  private final MailboxLimit mailbox;
  private final LongQueues longQueues;
  private final ConcurrentMap<Class<?>, Object> attachments = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private static final class Default {
    static final Node NODE = start(NodeOptions.named("nonode@nohost"));

    static {
      closeReportsAtExit();
    }

    private Default() {}

    private static void closeReportsAtExit() {
      try {
        Runtime.getRuntime().addShutdownHook(new Thread(NODE.reports::close, "ninefold-reports"));
      } catch (IllegalStateException e) {
        // The JVM ends already: reports are printed one by one.
        NODE.reports.close();
      }
    }
  }

  private Node(NodeOptions options) {
    name = options.name();
    simulation = options.simulation().orElse(null);
    console = options.console().orElse(StandardOutput::println);
    mailbox = options.mailbox();
    longQueues = new LongQueues(this, options.longMessageQueue());
    timers = options.time().orElseGet(SystemTime::new);
    random = options.random().orElse(() -> ThreadLocalRandom.current().nextLong());
    // Before the threads of the scheduler, which log: see Slf4jReportHandler.
    options.reportHandlers().orElseGet(this::defaultHandlers).forEach(reports::add);
    LogContext.prepare();
    scheduler = options.simulation()
        .<Scheduler>map(Simulation::scheduler)
        .orElseGet(() -> Schedulers.start(options.slots().orElseGet(Runtime.getRuntime()::availableProcessors), timers.clock()));
  }

  private List<ReportHandler> defaultHandlers() {
    return List.of(new Slf4jReportHandler(timers, FormatLimits.DEFAULT, task -> scheduler.newThread(task).start()));
  }

  /** Starts a node. */
  public static Node start(NodeOptions options) {
    Objects.requireNonNull(options, "options: expected how to start the node, for example NodeOptions.named(\"test\"), got null");
    Node node = new Node(options);
    node.longQueues.watch(options.longMessageQueue());
    return node;
  }

  /** The default node of this JVM. */
  public static Node local() {
    return Default.NODE;
  }

  /** The node of the calling process; the default node on a thread that runs none. */
  public static Node current() {
    Cell cell = Current.cellOrNull();
    return cell == null ? local() : cell.node;
  }

  /** The name of the node. */
  public String name() {
    return name;
  }

  long creation() {
    return creation;
  }

  /** The time as this node sees it. */
  public Clock clock() {
    return timers.clock();
  }

  /** The timers of this node. */
  public Timers timers() {
    return timers;
  }

  /** The random numbers of this node. */
  public RandomGenerator random() {
    return random;
  }

  /** Prints a line for who sits at the terminal: OTP's {@code standard_io}. Reports and logs do not come here. */
  public void print(String line) {
    console.accept(Objects.requireNonNull(line, "line: expected a line of text, got null"));
  }

  /** Where the reports of this node go. */
  public Reports reports() {
    return reports;
  }

  /**
   * Hands a report to the handlers of the node, as coming from the calling process.
   *
   * @param report what there is to tell
   */
  public void report(Report report) {
    Cell cell = Current.cellOrNull();
    Object source = cell == null ? Thread.currentThread().toString() : cell.pid;
    reports.publish(new ReportEvent(report, name, source, clock().wallMillis(), cell == null ? Map.of() : metadata(cell)));
  }

  /**
   * The same for a report that is costly to make: it is made only if a handler takes such reports.
   *
   * @param level how grave it is
   * @param label what kind of report
   * @param report makes it
   */
  public void report(Level level, String label, Supplier<? extends Report> report) {
    if (reports.areTaken(level, label)) {
      report(report.get());
    }
  }

  private static Map<String, Object> metadata(Cell cell) {
    Details details = cell.details;
    Map<String, Object> metadata = new LinkedHashMap<>();
    if (details != null && details.initialCall != null) {
      metadata.put("initial_call", details.initialCall);
    }
    if (details != null && details.name != null) {
      metadata.put("registered_name", details.name);
    }
    return metadata;
  }

  /** The processes that are alive, oldest first: OTP's {@code processes()}. */
  public List<Pid> processes() {
    return table.pids();
  }

  /**
   * Goes through the processes without a list of them: OTP 28's {@code processes_iterator()}. Whatever lives all the time is met
   * once; what is spawned or dies meanwhile may be or not. In no order.
   */
  public Iterator<Pid> processesIterator() {
    return table.iterator();
  }

  /** How many processes there are. */
  public int processCount() {
    return table.size();
  }

  /**
   * The processes that are dead while their code still runs. It may still hold a port or a lock; the count falls when the code
   * ends.
   */
  public List<Pid> zombies() {
    return zombies.stream().sorted().toList();
  }

  /** All local names: OTP's {@code registered()}. */
  public List<String> registered() {
    return names.registered();
  }

  /** All global names: OTP's {@code global:registered_names()}. */
  public List<Object> registeredGlobal() {
    return names.registeredGlobal();
  }

  /** The process of that local name on this node: OTP's {@code whereis}. */
  public Optional<Pid> whereis(String localName) {
    return names.whereis(localName);
  }

  /** The process that a name denotes on this node now. */
  public Optional<Pid> whereis(Name name) {
    return Names.resolve(name, this);
  }

  /**
   * What a library keeps for this node, one of each type; made when it is asked for first. For behaviours and libraries.
   *
   * @param make makes it, quickly and without asking for another
   */
  public <T> T attachment(Class<T> type, Function<? super Node, ? extends T> make) {
    return type.cast(attachments.computeIfAbsent(type, _ -> make.apply(this)));
  }

  /** Spawns a plain process on this node. */
  public Pid spawn(Process.Body body) {
    return Process.spawn(SpawnOptions.DEFAULT.withNode(this), body);
  }

  /**
   * Runs code in a new process of this node and waits for it: the way into a node for a thread that is no process.
   *
   * @return what the code returns
   * @throws Exception what the code throws; an {@link ExitException} with the reason if the process was ended from outside
   */
  public <T> T run(Callable<T> code) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    Pid pid = spawn(() -> {
      try {
        result.complete(code.call());
      } catch (ProcessKilledError killed) {
        throw killed;
      } catch (Throwable e) {
        result.completeExceptionally(e);
      }
    });
    spawn(() -> {
      Ref ref = Process.monitor(pid);
      Info.Down down = Process.receive(Info.Down.class, d -> d.ref().equals(ref));
      result.completeExceptionally(new ExitException(down.reason()));
    });
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw rethrow(e.getCause());
    }
  }

  private static Exception rethrow(@Nullable Throwable cause) throws Exception {
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof Exception exception) {
      throw exception;
    }
    throw new IllegalStateException(cause);
  }

  /** Kills all processes, drops all timers and ends the threads of the node. The default node cannot be closed. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (this == local()) {
      throw new IllegalStateException("the default node cannot be closed; it ends with the JVM");
    }
    closed = true;
    for (int attempt = 0; table.size() > 0; attempt++) {
      for (Pid pid : table.pids()) {
        Router.exit(pid, ExitReason.KILL, root);
      }
      SignalQueue.pause(attempt);
    }
    reports.close();
    timers.close();
    scheduler.close();
  }

  @Override
  public String toString() {
    return name;
  }

  // ---- for the kernel

  Scheduler scheduler() {
    return scheduler;
  }

  Names names() {
    return names;
  }

  GlobalLocks globalLocks() {
    return globalLocks;
  }

  ProcessTable table() {
    return table;
  }

  /** The group leader and parent of all that is spawned by ordinary threads: {@code <0.0.0>}, which is no process. */
  Pid root() {
    return root;
  }

  Ref newRef(@Nullable Pid owner) {
    return new Ref(this, lastRef.incrementAndGet(), owner);
  }

  /** The limit of a process whose options say none. */
  MailboxLimit mailbox() {
    return mailbox;
  }

  LongQueues longQueues() {
    return longQueues;
  }

  long coarseNanos() {
    return scheduler.coarseNanos();
  }

  boolean isClosed() {
    return closed;
  }

  void checkOpen() {
    if (closed) {
      throw new IllegalStateException("node " + name + " is closed");
    }
  }

  void zombieStarted(Cell cell) {
    zombies.add(cell.pid);
  }

  void zombieEnded(Cell cell) {
    zombies.remove(cell.pid);
  }
}
