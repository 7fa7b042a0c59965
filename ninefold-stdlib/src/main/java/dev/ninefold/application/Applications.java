package dev.ninefold.application;

import dev.ninefold.application.ApplicationEnv.Options;
import dev.ninefold.application.ControllerRequest.ChangeConfig;
import dev.ninefold.application.ControllerRequest.Load;
import dev.ninefold.application.ControllerRequest.SetEnv;
import dev.ninefold.application.ControllerRequest.UnsetEnv;
import dev.ninefold.application.StartOrderEngine.Lookup;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The applications of the current node: OTP's module {@code application}. Any thread may call everything here; on a thread that is no process
 * it concerns the default node.
 *
 * <p>Specifications are found by name among those that are loaded, then with the providers that were added, then with those that
 * {@link java.util.ServiceLoader} finds: see {@link ApplicationProvider}.
 *
 * <p>Of several values of an environment key the one counts that was set last; after loading, that of the command line
 * ({@code -Dninefold.env.shop.port=8080}, a string), then the persistent one or that of {@link #changeConfig}, then that of the
 * specification. Reading never waits. The application {@code kernel} has two keys: {@code shutdown_timeout}, a {@link Duration} after which
 * an application is killed that does not stop when the node stops all; and {@code shutdown_func}, a {@code Consumer<Termination>} that is
 * called before that.
 */
public final class Applications {

  /** How an application is told by {@link #whichApplications} and {@link #loadedApplications}. */
  public record Description(String name, String description, String vsn) {}

  /** How {@link #ensureAllStarted} goes about it. */
  public enum Mode {
    /** One after the other. */
    SERIAL,
    /** At the same time what does not depend on each other. */
    CONCURRENT
  }

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

  private Applications() {}

  // ---- loading

  /** Loads an application, and those that it includes: its environment can be read then, and it can be started. */
  public static ApplicationResult load(ApplicationSpec application) {
    Objects.requireNonNull(application, "application: expected a specification, got null");
    return load(NodeApplications.current(), application, application);
  }

  /** The same for an application that a provider knows. */
  public static ApplicationResult load(String application) {
    return load(NodeApplications.current(), name(application));
  }

  static ApplicationResult load(NodeApplications applications, String application) {
    if (applications.spec(application).isPresent()) {
      return ApplicationResult.failed(new ApplicationError.AlreadyLoaded(application));
    }
    return switch (applications.find(application)) {
      case Lookup.Found(ApplicationSpec spec) -> load(applications, spec, application);
      case Lookup.Missing(ApplicationError error) -> ApplicationResult.failed(error);
    };
  }

  private static ApplicationResult load(NodeApplications applications, ApplicationSpec spec, Object asGiven) {
    try {
      return applications.ask(new Load(applications.withIncluded(spec), asGiven), Timeout.INFINITY);
    } catch (ApplicationException e) {
      return ApplicationResult.failed(e.error());
    }
  }

  /** Unloads an application that does not run, and those that it includes, with their environments. */
  public static ApplicationResult unload(String application) {
    return NodeApplications.current().request(new ControllerRequest.Unload(name(application)), Timeout.INFINITY);
  }

  /** From now on the provider is asked for specifications, before those that the service loader finds. */
  public static void addProvider(ApplicationProvider provider) {
    NodeApplications.current().addProvider(provider);
  }

  // ---- starting

  /** Starts an application, temporary: OTP's {@code application:start/1}. */
  public static ApplicationResult start(String application) {
    return start(application, RestartType.TEMPORARY);
  }

  /**
   * Loads an application if needed, and starts it. What it depends on has to run already. If somebody else is starting it, this waits for
   * that start, and returns what it comes to.
   *
   * @throws dev.ninefold.process.CallException.CallCycleException if that start waits for the calling process, as in its own start callback
   */
  public static ApplicationResult start(String application, RestartType type) {
    NodeApplications applications = NodeApplications.current();
    type(type);
    return load(applications, name(application)) instanceof ApplicationResult.Failed failed && !isAlreadyLoaded(failed) ? failed
        : applications.start(application, type);
  }

  /** Starts an application, temporary, if it does not run already. */
  public static ApplicationResult ensureStarted(String application) {
    return ensureStarted(application, RestartType.TEMPORARY);
  }

  /** Starts an application if it does not run already. */
  public static ApplicationResult ensureStarted(String application, RestartType type) {
    ApplicationResult result = start(application, type);
    return result.equals(ApplicationResult.failed(new ApplicationError.AlreadyStarted(application))) ? ApplicationResult.ok()
        : result;
  }

  /** Starts an application and all that it depends on, temporary, as far as they do not run. */
  public static ApplicationResult ensureAllStarted(String application) {
    return ensureAllStarted(List.of(name(application)), RestartType.TEMPORARY, Mode.SERIAL);
  }

  /** The same with a restart type for all that is started. */
  public static ApplicationResult ensureAllStarted(String application, RestartType type) {
    return ensureAllStarted(List.of(name(application)), type, Mode.SERIAL);
  }

  /** The same for an application that is loaded first, if it is not yet. */
  public static ApplicationResult ensureAllStarted(ApplicationSpec application, RestartType type) {
    type(type);
    return load(application) instanceof ApplicationResult.Failed failed && !isAlreadyLoaded(failed) ? failed
        : ensureAllStarted(application.name(), type);
  }

  /**
   * Starts applications and all that they depend on, as far as they do not run. If one cannot be started, those that this call has started
   * are stopped again.
   */
  public static ApplicationResult ensureAllStarted(List<String> applications, RestartType type, Mode mode) {
    Objects.requireNonNull(applications, "applications: expected the names of applications, got null");
    Objects.requireNonNull(mode, "mode: expected SERIAL or CONCURRENT, got null");
    EnsureAllStarted start = new EnsureAllStarted(NodeApplications.current(), type(type));
    applications.forEach(Applications::name);
    return switch (mode) {
      case SERIAL -> start.serial(applications);
      case CONCURRENT -> start.concurrent(applications);
    };
  }

  private static boolean isAlreadyLoaded(ApplicationResult.Failed failed) {
    return failed.error() instanceof ApplicationError.AlreadyLoaded;
  }

  // ---- stopping

  /** Stops an application and waits, without limit, until all its processes have ended. */
  public static ApplicationResult stop(String application) {
    return NodeApplications.current().request(new ControllerRequest.Stop(name(application)), Timeout.INFINITY);
  }

  /**
   * Stops all applications of the node for good, what was started last first, and waits for it: what {@code init:stop} does. From then on
   * every start fails with {@link ApplicationError.Terminating}.
   *
   * @return why the node has stopped them; not this call, if something else came before
   */
  public static Optional<Termination> shutdown() {
    try {
      return Optional.of(NodeApplications.current().ask(new ControllerRequest.Shutdown(), Timeout.INFINITY));
    } catch (ApplicationException e) {
      return Optional.empty();
    }
  }

  /** From now on the handler is told, by the application controller, when all applications of the node were stopped for good, and why. */
  public static void onTermination(Consumer<Termination> handler) {
    NodeApplications.current().addTerminationHandler(handler);
  }

  // ---- looking

  /** The running applications, the one that was started last first. Waits up to five seconds. */
  public static List<Description> whichApplications() {
    return whichApplications(CALL_TIMEOUT);
  }

  /** The same with a timeout. */
  public static List<Description> whichApplications(Duration timeout) {
    NodeApplications applications = NodeApplications.current();
    return applications.ask(new ControllerRequest.Which(), timeout)
        .stream()
        .flatMap(name -> applications.spec(name).stream())
        .map(Applications::describe)
        .toList();
  }

  /** The loaded applications, by name. */
  public static List<Description> loadedApplications() {
    return NodeApplications.current()
        .loaded()
        .stream()
        .map(Applications::describe)
        .sorted(Comparator.comparing(Description::name))
        .toList();
  }

  private static Description describe(ApplicationSpec spec) {
    return new Description(spec.name(), spec.description(), spec.vsn());
  }

  /** The specification of a loaded application. */
  public static Optional<ApplicationSpec> spec(String application) {
    return NodeApplications.current().spec(name(application));
  }

  /** A key of the specification by OTP's name, as {@code vsn}; empty if there is no such key, or the application is not loaded. */
  public static Optional<Object> getKey(String application, String key) {
    name(key);
    return getAllKey(application).map(keys -> keys.get(key));
  }

  /** The same of the application to which the calling process belongs. */
  public static Optional<Object> getKey(String key) {
    name(key);
    return getApplication().flatMap(application -> getKey(application, key));
  }

  /** All keys of the specification, with the environment as it is now. */
  public static Optional<Map<String, Object>> getAllKey(String application) {
    return spec(application).map(spec -> spec.keys(getAllEnv(application)));
  }

  /** The same of the application to which the calling process belongs. */
  public static Optional<Map<String, Object>> getAllKey() {
    return getApplication().flatMap(Applications::getAllKey);
  }

  /** The application to which the calling process belongs. */
  public static Optional<String> getApplication() {
    return Process.isProcess() ? getApplication(Process.self()) : Optional.empty();
  }

  /** The application to which a process belongs, by its group leader. */
  public static Optional<String> getApplication(Pid pid) {
    Objects.requireNonNull(pid, "pid: expected a process, got null");
    return NodeApplications.of(pid.node()).applicationOf(pid);
  }

  /** The loaded application that names the class among its modules. */
  public static Optional<String> getApplication(Class<?> module) {
    Objects.requireNonNull(module, "module: expected a class of an application, got null");
    return NodeApplications.current()
        .loaded()
        .stream()
        .filter(spec -> spec.modules().contains(module))
        .map(ApplicationSpec::name)
        .findFirst();
  }

  /** The top process of a running application; empty if it does not run, or has no processes. */
  public static Optional<Pid> getSupervisor(String application) {
    return NodeApplications.current().top(name(application));
  }

  /** An error in words. */
  public static String formatError(ApplicationError error) {
    return ApplicationException.text(Objects.requireNonNull(error, "error: expected the error of an application, got null"));
  }

  // ---- environment

  /** A value of the environment of an application. */
  public static Optional<Object> getEnv(String application, String key) {
    return Optional.ofNullable(NodeApplications.current().env(name(application)).get(name(key)));
  }

  /** A value of the environment of an application, or the default. */
  public static Object getEnv(String application, String key, Object defaultValue) {
    Objects.requireNonNull(defaultValue, "defaultValue: expected what to return if there is no value, got null");
    return getEnv(application, key).orElse(defaultValue);
  }

  /** A value of the environment of the application to which the calling process belongs. */
  public static Optional<Object> getEnv(String key) {
    name(key);
    return getApplication().flatMap(application -> getEnv(application, key));
  }

  /**
   * A value of the environment of an application: Elixir's {@code fetch_env!}.
   *
   * @throws IllegalArgumentException if there is none; the message says whether the application is loaded at all
   */
  public static Object fetchEnv(String application, String key) {
    return getEnv(application, key).orElseThrow(() -> {
      NodeApplications applications = NodeApplications.current();
      boolean known = applications.spec(application).isPresent() || applications.isConfigured(application);
      return new IllegalArgumentException("could not fetch application environment " + key + " for application " + application
          + (known ? ", because configuration at " + key + " was not set"
              : ", because the application was not loaded nor configured"));
    });
  }

  /** The whole environment of an application. */
  public static Map<String, Object> getAllEnv(String application) {
    return NodeApplications.current().env(name(application));
  }

  /** The whole environment of the application to which the calling process belongs. */
  public static Map<String, Object> getAllEnv() {
    return getApplication().map(Applications::getAllEnv).orElse(Map.of());
  }

  /** Sets a value, also for an application that is not loaded; the value is visible when this returns. */
  public static void setEnv(String application, String key, Object value) {
    setEnv(application, key, value, Options.DEFAULT);
  }

  /** The same with options. */
  public static void setEnv(String application, String key, Object value, Options options) {
    Objects.requireNonNull(value, "value: expected the value of the key, got null; use unsetEnv to remove it");
    setEnv(List.of(ApplicationEnv.of(name(application)).with(name(key), value)), options);
  }

  /** Sets values of several applications: all or, if one is malformed, none. */
  public static void setEnv(List<ApplicationEnv> configuration) {
    setEnv(configuration, Options.DEFAULT);
  }

  /**
   * The same with options.
   *
   * @throws IllegalArgumentException that says what is malformed: an application or key twice, an empty name, null
   */
  public static void setEnv(List<ApplicationEnv> configuration, Options options) {
    check(configuration);
    checked(options);
    NodeApplications.current()
        .ask(new SetEnv(List.copyOf(configuration), options.persistent()), options.timeout())
        .orElseThrow();
  }

  /** Removes a value. */
  public static void unsetEnv(String application, String key) {
    unsetEnv(application, key, Options.DEFAULT);
  }

  /** The same with options: persistent removes the persistent value, too. */
  public static void unsetEnv(String application, String key, Options options) {
    checked(options);
    NodeApplications.current()
        .ask(new UnsetEnv(name(application), name(key), options.persistent()), options.timeout())
        .orElseThrow();
  }

  /**
   * Replaces the configuration of all applications: each loaded one gets the environment that it would be loaded with, and each running one
   * whose environment has changed is told by {@link Application#configChange}, that which was started last first. Of several values of a key the last counts.
   *
   * @return failed with the errors of the callbacks; the environments are changed all the same
   */
  public static ApplicationResult changeConfig(List<ApplicationEnv> configuration) {
    configured(configuration).forEach(env -> check(Collections.singletonList(env)));
    return NodeApplications.current().request(new ChangeConfig(List.copyOf(configuration)), Timeout.INFINITY);
  }

  private static void check(List<ApplicationEnv> configuration) {
    EnvEngine.check(configured(configuration)).ifPresent(problem -> {
      throw new IllegalArgumentException(problem);
    });
  }

  // ---- arguments

  private static List<ApplicationEnv> configured(List<ApplicationEnv> configuration) {
    return Objects.requireNonNull(configuration, "configuration: expected the environments of applications, got null");
  }

  private static void checked(Options options) {
    Objects.requireNonNull(options, "options: expected Options.DEFAULT or PERSISTENT, got null");
  }

  private static String name(String name) {
    Objects.requireNonNull(name, "expected the name of an application or a key, got null");
    return name;
  }

  private static RestartType type(RestartType type) {
    return Objects.requireNonNull(type, "type: expected PERMANENT, TRANSIENT or TEMPORARY, got null");
  }
}
