package dev.ninefold.application;

import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What an application is: the contents of OTP's {@code .app} file. Copies with one change:
 * {@code ApplicationSpec.named("shop").withModule(Shop::new).withApplications("store")}.
 *
 * @param name its name
 * @param description one line about it
 * @param id an identifier of the product; often empty
 * @param vsn its version
 * @param modules its classes, by which {@link Applications#getApplication(Class)} finds it
 * @param registered the names that its processes register
 * @param applications what must run before it
 * @param optionalApplications those of {@code applications} that may be missing
 * @param includedApplications what is loaded with it, and started by its own supervisors
 * @param env its configuration, as far as nothing else says otherwise
 * @param module what starts it; absent for a library without processes
 * @param startPhases what is called after its start, in order; absent: no phases, and its included applications have none either
 * @param maxT after what time it is ended; mostly never
 */
public record ApplicationSpec(
    String name,
    String description,
    String id,
    String vsn,
    List<Class<?>> modules,
    List<String> registered,
    List<String> applications,
    List<String> optionalApplications,
    List<String> includedApplications,
    Map<String, Object> env,
    Optional<Module> module,
    Optional<List<Phase>> startPhases,
    Duration maxT) {

  /**
   * What starts an application: OTP's {@code mod}.
   *
   * @param supplier makes an instance for each start
   * @param args what its start gets
   * @param applicationStarter whether its start phases are also those of its included applications: OTP's {@code application_starter}
   */
  public record Module(Supplier<? extends Application> supplier, Object args, boolean applicationStarter) {
    public Module {
      Objects.requireNonNull(supplier, "module: expected what makes the application, for example Shop::new, got null");
      Objects.requireNonNull(args, "args: expected what start is to get, got null; use List.of() for nothing");
    }

    @Override
    public String toString() {
      return "{" + (applicationStarter ? "application_starter, " : "") + "a supplier, " + args + "}";
    }
  }

  /**
   * A start phase.
   *
   * @param name its name
   * @param args what startPhase gets
   */
  public record Phase(String name, Object args) {
    public Phase {
      Objects.requireNonNull(name, "name: expected the name of a start phase, got null");
      Objects.requireNonNull(args, "args: expected what startPhase is to get, got null; use List.of() for nothing");
    }

    @Override
    public String toString() {
      return "{" + name + ", " + args + "}";
    }
  }

  public ApplicationSpec {
    checkName("name", name);
    Objects.requireNonNull(description, "description: expected a text, got null");
    Objects.requireNonNull(id, "id: expected a text, got null");
    Objects.requireNonNull(vsn, "vsn: expected a text, got null");
    modules = List.copyOf(modules);
    registered = List.copyOf(registered);
    applications = checkNames("applications", applications);
    optionalApplications = checkNames("optionalApplications", optionalApplications);
    includedApplications = checkNames("includedApplications", includedApplications);
    env.forEach((key, value) -> {
      checkName("env", key);
      Objects.requireNonNull(value, () -> "env: expected a value for " + key + ", got null");
    });
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    startPhases = startPhases.map(List::copyOf);
    Timeout.check(maxT);
  }

  private static List<String> checkNames(String field, List<String> names) {
    names.forEach(name -> checkName(field, name));
    return List.copyOf(names);
  }

  private static void checkName(String field, String name) {
    Objects.requireNonNull(name, () -> field + ": expected a name, got null");
    if (name.isEmpty()) {
      throw new IllegalArgumentException(field + ": expected a name that is not empty, got \"\"");
    }
  }

  /** An application of that name; all else is empty. */
  public static ApplicationSpec named(String name) {
    return new ApplicationSpec(name, "", "", "", List.of(), List.of(), List.of(), List.of(), List.of(), Map.of(),
        Optional.empty(),
        Optional.empty(), Timeout.INFINITY);
  }

  /** The same with a description. */
  public ApplicationSpec withDescription(String description) {
    return new ApplicationSpec(name, description, id, vsn, modules, registered, applications, optionalApplications,
        includedApplications, env, module, startPhases, maxT);
  }

  /** The same with an id. */
  public ApplicationSpec withId(String id) {
    return new ApplicationSpec(name, description, id, vsn, modules, registered, applications, optionalApplications,
        includedApplications, env, module, startPhases, maxT);
  }

  /** The same with a version. */
  public ApplicationSpec withVsn(String vsn) {
    return new ApplicationSpec(name, description, id, vsn, modules, registered, applications, optionalApplications,
        includedApplications, env, module, startPhases, maxT);
  }

  /** The same with these classes. */
  public ApplicationSpec withModules(Class<?>... modules) {
    return new ApplicationSpec(name, description, id, vsn, List.of(modules), registered, applications, optionalApplications,
        includedApplications, env, module, startPhases, maxT);
  }

  /** The same with these registered names. */
  public ApplicationSpec withRegistered(String... registered) {
    return new ApplicationSpec(name, description, id, vsn, modules, List.of(registered), applications, optionalApplications,
        includedApplications, env, module, startPhases, maxT);
  }

  /** The same with these dependencies. */
  public ApplicationSpec withApplications(String... applications) {
    return new ApplicationSpec(name, description, id, vsn, modules, registered, List.of(applications), optionalApplications,
        includedApplications, env, module, startPhases, maxT);
  }

  /** The same with these dependencies allowed to be missing; those that are to be started before it are dependencies, too. */
  public ApplicationSpec withOptionalApplications(String... optionalApplications) {
    return new ApplicationSpec(name, description, id, vsn, modules, registered, applications, List.of(optionalApplications),
        includedApplications, env, module, startPhases, maxT);
  }

  /** The same with these included applications. */
  public ApplicationSpec withIncludedApplications(String... includedApplications) {
    return new ApplicationSpec(name, description, id, vsn, modules, registered, applications, optionalApplications,
        List.of(includedApplications), env, module, startPhases, maxT);
  }

  /** The same with this environment. */
  public ApplicationSpec withEnv(Map<String, ?> env) {
    return new ApplicationSpec(name, description, id, vsn, modules, registered, applications, optionalApplications,
        includedApplications, new LinkedHashMap<>(env), module, startPhases, maxT);
  }

  /** The same with one more key in its environment. */
  public ApplicationSpec withEnv(String key, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(env);
    more.put(key, value);
    return withEnv(more);
  }

  /** The same with what starts it. */
  public ApplicationSpec withModule(Supplier<? extends Application> supplier) {
    return withModule(supplier, List.of());
  }

  /** The same with what starts it, and what its start gets. */
  public ApplicationSpec withModule(Supplier<? extends Application> supplier, Object args) {
    return withModule(new Module(supplier, args, false));
  }

  /** The same with what starts it. */
  public ApplicationSpec withModule(Module module) {
    return new ApplicationSpec(name, description, id, vsn, modules, registered, applications, optionalApplications,
        includedApplications, env, Optional.of(module), startPhases, maxT);
  }

  /** The same with these start phases. */
  public ApplicationSpec withStartPhases(Phase... startPhases) {
    return new ApplicationSpec(name, description, id, vsn, modules, registered, applications, optionalApplications,
        includedApplications, env, module, Optional.of(List.of(startPhases)), maxT);
  }

  /** The same with a time after which it is ended. */
  public ApplicationSpec withMaxT(Duration maxT) {
    return new ApplicationSpec(name, description, id, vsn, modules, registered, applications, optionalApplications,
        includedApplications, env, module, startPhases, maxT);
  }

  /** All keys with their values, by OTP's names, in OTP's order. */
  Map<String, Object> keys(Map<String, Object> currentEnv) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("description", description);
    keys.put("id", id);
    keys.put("vsn", vsn);
    keys.put("modules", modules);
    keys.put("maxP", "infinity");
    keys.put("maxT", Timeout.isInfinite(maxT) ? "infinity" : maxT);
    keys.put("registered", registered);
    keys.put("included_applications", includedApplications);
    keys.put("optional_applications", optionalApplications);
    keys.put("applications", applications);
    keys.put("env", currentEnv);
    keys.put("mod", module.<Object>map(m -> m).orElse(List.of()));
    keys.put("start_phases", startPhases.<Object>map(phases -> phases).orElse("undefined"));
    return Collections.unmodifiableMap(keys);
  }

  @Override
  public String toString() {
    return "{application, " + name + ", " + keys(env) + "}";
  }
}
