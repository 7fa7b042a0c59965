package dev.ninefold.application;

import dev.ninefold.application.ControllerRequest.RunningApplication;
import dev.ninefold.application.ControllerState.Running;
import dev.ninefold.gen.Behaviour;
import dev.ninefold.process.ProcessKilledError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The part of the controller that loads applications and writes their environment. */
final class ControllerEnv {

  private final NodeApplications applications;

  ControllerEnv(NodeApplications applications) {
    this.applications = applications;
  }

  // ---- loading

  ApplicationResult load(ControllerRequest.Load load, ControllerState state) {
    if (applications.spec(load.specs().getFirst().name()).isPresent()) {
      return ApplicationResult.failed(new ApplicationError.AlreadyLoaded(load.asGiven()));
    }
    for (ApplicationSpec spec : load.specs()) {
      if (applications.spec(spec.name()).isEmpty()) {
        Map<String, Object> merged = new LinkedHashMap<>(applications.env(spec.name()));
        merged.putAll(initialEnv(spec, state.configuration()));
        applications.setEnv(spec.name(), Map.copyOf(merged));
        applications.setLoaded(spec);
      }
    }
    return ApplicationResult.ok();
  }

  void unload(String application) {
    Optional<ApplicationSpec> spec = applications.spec(application);
    applications.removeEnv(application);
    applications.setUnloaded(application);
    spec.ifPresent(s -> s.includedApplications()
        .stream()
        .filter(included -> applications.spec(included).isPresent())
        .forEach(this::unload));
  }

  private static Map<String, Object> initialEnv(ApplicationSpec spec, Map<String, Map<String, Object>> configuration) {
    Map<String, String> properties = new LinkedHashMap<>();
    System.getProperties().stringPropertyNames().forEach(name -> properties.put(name, System.getProperty(name, "")));
    return EnvEngine.merge(spec.env(), configuration.getOrDefault(spec.name(), Map.of()),
        EnvEngine.commandLine(spec.name(), properties));
  }

  // ---- single values

  ControllerState set(ControllerRequest.SetEnv set, ControllerState state) {
    set.configuration()
        .forEach(env -> applications.setEnv(env.application(), EnvEngine.with(applications.env(env.application()), env)));
    return set.persistent() ? state.withConfiguration(EnvEngine.with(state.configuration(), set.configuration())) : state;
  }

  ControllerState unset(ControllerRequest.UnsetEnv unset, ControllerState state) {
    if (applications.isConfigured(unset.application())) {
      applications.setEnv(unset.application(), EnvEngine.without(applications.env(unset.application()), unset.key()));
    }
    return unset.persistent()
        ? state.withConfiguration(EnvEngine.without(state.configuration(), unset.application(), unset.key()))
        : state;
  }

  // ---- another configuration

  /** What a change of the configuration came to. */
  record Changed(ApplicationResult result, ControllerState state) {}

  /**
   * Gives all loaded applications the environment that they would be loaded with under the new configuration, and tells those that run,
   * what was started last first, as OTP does.
   */
  Changed change(ControllerRequest.ChangeConfig change, ControllerState state) {
    Map<String, Map<String, Object>> configuration = EnvEngine.with(Map.of(), change.configuration());
    Map<String, EnvEngine.Change> changes = new HashMap<>();
    for (ApplicationSpec spec : applications.loaded()) {
      Map<String, Object> environment = initialEnv(spec, configuration);
      changes.put(spec.name(), EnvEngine.diff(applications.env(spec.name()), environment));
      applications.setEnv(spec.name(), environment);
    }
    List<Object> failures = new ArrayList<>();
    for (Running running : state.running()) {
      EnvEngine.Change difference = changes.get(running.application());
      if (difference != null && !difference.isEmpty()) {
        running.processes().ifPresent(processes -> tell(processes, difference, failures));
      }
    }
    ApplicationResult result = failures.isEmpty() ? ApplicationResult.ok()
        : ApplicationResult.failed(new ApplicationError.ConfigChangeFailed(failures));
    return new Changed(result, state.withConfiguration(configuration));
  }

  private static void tell(RunningApplication processes, EnvEngine.Change change, List<Object> failures) {
    try {
      processes.module().configChange(change.changed(), change.added(), change.removed());
    } catch (ProcessKilledError e) {
      throw e;
    } catch (Throwable e) {
      failures.add(new ApplicationError.Exit(Behaviour.reasonOf(e)));
    }
  }
}
