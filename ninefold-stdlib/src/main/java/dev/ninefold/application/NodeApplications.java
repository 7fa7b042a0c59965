package dev.ninefold.application;

import dev.ninefold.application.ApplicationReports.GaveUp;
import dev.ninefold.application.ControllerRequest.Begun;
import dev.ninefold.application.StartOrderEngine.Lookup;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.process.CallException.Call;
import dev.ninefold.process.CallException.NoProcessException;
import dev.ninefold.process.CallException.ServerExitedException;
import dev.ninefold.process.Calls;
import dev.ninefold.process.MailboxLimit;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The applications of one node: what everybody may read at any time, and the way to the controller, which alone writes. */
final class NodeApplications {

  /*
   * OTP's table ac_tab. I1. `loaded`, `env` and `tops` are written by the controller only; an environment is an immutable map, so a
   * reader sees one state of it. `masters` gets an entry from the master itself, before anything of the application runs.
   * I2. There is one controller in the life of a node. When it has ended, nothing can be started any more.
   */

  /** The processes of applications that are none of the user's: the limit that the node gives to mailboxes is not for them. */
  static final SpawnOptions INTERNAL = SpawnOptions.DEFAULT.withMailbox(MailboxLimit.UNLIMITED);

  static final SpawnOptions INTERNAL_LINKED = INTERNAL.withLinked(true);

  static final String CONTROLLER = "application_controller";

  private final Node node;
  private final ConcurrentMap<String, ApplicationSpec> loaded = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Map<String, Object>> env = new ConcurrentHashMap<>();
  private final ConcurrentMap<Pid, String> masters = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Pid> tops = new ConcurrentHashMap<>();
  private final Providers providers;
  private final List<Consumer<Termination>> terminationHandlers = new CopyOnWriteArrayList<>();
  private final LastReports lastReports = new LastReports(this::applicationOf);
  private @Nullable Pid controller;

  private NodeApplications(Node node) {
    this.node = node;
    this.providers = new Providers(node);
  }

  /** The applications of the node. Any thread. */
  static NodeApplications of(Node node) {
    return node.attachment(NodeApplications.class, NodeApplications::new);
  }

  static NodeApplications current() {
    return of(Node.current());
  }

  Node node() {
    return node;
  }

  // ---- the controller

  /**
   * Asks the controller.
   *
   * @throws ApplicationException if the node has terminated its applications
   */
  <Q extends Request<R>, R> R ask(Q request, Duration timeout) {
    try {
      return GenServer.<Q, R>call(ServerRef.of(controller()), request, timeout);
    } catch (NoProcessException | ServerExitedException e) {
      throw new ApplicationException(new ApplicationError.Terminating());
    }
  }

  /** Asks for something that answers with a result; a node that has terminated is one. */
  <Q extends Request<ApplicationResult>> ApplicationResult request(Q request, Duration timeout) {
    try {
      return ask(request, timeout);
    } catch (ApplicationException e) {
      return ApplicationResult.failed(e.error());
    }
  }

  /**
   * Starts an application that is loaded, and waits for it.
   *
   * @throws dev.ninefold.process.CallException.CallCycleException if the start waits for the caller
   */
  ApplicationResult start(String application, RestartType type) {
    try {
      return switch (ask(new ControllerRequest.Start(application, type), Timeout.INFINITY)) {
        case Begun.Not(ApplicationResult result) -> result;
        case Begun.UnderWay(StartUnderWay start) -> {
          awaitEnd(start);
          yield result(start);
        }
      };
    } catch (ApplicationException e) {
      return ApplicationResult.failed(e.error());
    }
  }

  /** If the failure of this start has ended the node, the controller may be gone; but it has noted the result. */
  private ApplicationResult result(StartUnderWay start) {
    try {
      return ask(new ControllerRequest.AwaitStart(start), Timeout.INFINITY);
    } catch (ApplicationException e) {
      return start.result().orElseGet(() -> ApplicationResult.failed(e.error()));
    }
  }

  private static void awaitEnd(StartUnderWay start) {
    Call call = new Call("application:start", start.process(), start.application(), Timeout.INFINITY);
    try {
      Calls.awaitExit(Calls.watchExit(start.process(), call), Timeout.INFINITY, call);
    } catch (NoProcessException e) {
      // It has ended already.
    }
  }

  /** Why the top process of an application has ended, if it is a supervisor that gave up. To be asked before removeTop. */
  List<GaveUp> whyGaveUp(String application, Optional<Pid> top) {
    return top.map(pid -> GivingUpEngine.explain(lastReports.of(application), pid)).orElse(List.of());
  }

  /** Whether the controller was ever needed. */
  synchronized Optional<Pid> existingController() {
    return Optional.ofNullable(controller);
  }

  private synchronized Pid controller() {
    Pid pid = controller;
    if (pid == null) {
      node.reports().listen(lastReports::keep);
      StartOptions options = StartOptions.named(CONTROLLER).withNode(node).withoutDefaultMailbox();
      pid = switch (GenServer.start(() -> new ControllerProcess(this), options)) {
        case StartResult.Ok<?> ok -> ok.pid();
        case StartResult.Ignore<?> _, StartResult.Failed<?> _ -> node.whereis(CONTROLLER)
            .orElseThrow(() -> new IllegalStateException("the application controller of " + node + " did not start"));
      };
      controller = pid;
    }
    return pid;
  }

  void addTerminationHandler(Consumer<Termination> handler) {
    terminationHandlers.add(Objects.requireNonNull(handler, "handler: expected what is to be told, got null"));
  }

  List<Consumer<Termination>> terminationHandlers() {
    return terminationHandlers;
  }

  // ---- specifications

  void addProvider(ApplicationProvider provider) {
    providers.add(provider);
  }

  /** Finds a specification that is not loaded. */
  Lookup find(String application) {
    return providers.find(application);
  }

  /** The specification and those of all applications that it includes, as far as they are not loaded. */
  List<ApplicationSpec> withIncluded(ApplicationSpec spec) {
    Map<String, ApplicationSpec> found = new LinkedHashMap<>();
    List<ApplicationSpec> ahead = new ArrayList<>(List.of(spec));
    while (!ahead.isEmpty()) {
      ApplicationSpec next = ahead.removeFirst();
      found.put(next.name(), next);
      for (String included : next.includedApplications()) {
        if (!found.containsKey(included) && !loaded.containsKey(included)) {
          ahead.add(switch (find(included)) {
            case Lookup.Found(ApplicationSpec includedSpec) -> includedSpec;
            case Lookup.Missing(ApplicationError error) -> throw new ApplicationException(error);
          });
        }
      }
    }
    return List.copyOf(found.values());
  }

  Optional<ApplicationSpec> spec(String application) {
    return Optional.ofNullable(loaded.get(application));
  }

  List<ApplicationSpec> loaded() {
    return List.copyOf(loaded.values());
  }

  void setLoaded(ApplicationSpec spec) {
    loaded.put(spec.name(), spec);
  }

  void setUnloaded(String application) {
    loaded.remove(application);
  }

  // ---- environment

  Map<String, Object> env(String application) {
    return env.getOrDefault(application, Map.of());
  }

  /** Whether there is any, even empty, configuration of the application. */
  boolean isConfigured(String application) {
    return env.containsKey(application);
  }

  void setEnv(String application, Map<String, Object> environment) {
    env.put(application, environment);
  }

  void removeEnv(String application) {
    env.remove(application);
  }

  // ---- who belongs to what

  void setMaster(Pid master, String application) {
    lastReports.forget(application);
    masters.put(master, application);
  }

  void removeMaster(Pid master) {
    masters.remove(master);
  }

  Map<Pid, String> masters() {
    return Map.copyOf(masters);
  }

  /** The application of the process, by its group leader. */
  Optional<String> applicationOf(Pid pid) {
    return Process.groupLeaderOf(pid).map(masters::get);
  }

  /** All processes with that group leader. */
  List<Pid> members(Pid master) {
    return node.processes().stream().filter(pid -> Process.groupLeaderOf(pid).filter(master::equals).isPresent()).toList();
  }

  /** Kills all processes with that group leader but two, until there are none. */
  void killMembers(Pid master, Pid spared) {
    List<Pid> members = othersThan(master, spared);
    while (!members.isEmpty()) {
      members.forEach(pid -> Process.exit(pid, dev.ninefold.term.ExitReason.KILL));
      members = othersThan(master, spared);
    }
  }

  private List<Pid> othersThan(Pid master, Pid spared) {
    return members(master).stream().filter(pid -> !pid.equals(master) && !pid.equals(spared)).toList();
  }

  void setTop(String application, Pid top) {
    tops.put(application, top);
  }

  void removeTop(String application) {
    tops.remove(application);
    lastReports.forget(application);
  }

  Optional<Pid> top(String application) {
    return Optional.ofNullable(tops.get(application)).filter(Process::isAlive);
  }
}
