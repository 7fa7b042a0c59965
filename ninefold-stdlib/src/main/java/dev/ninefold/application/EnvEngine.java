package dev.ninefold.application;

import dev.ninefold.application.ApplicationEnv.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides on configuration: what is well formed, which of several values counts, what has changed. */
final class EnvEngine {

  private EnvEngine() {}

  /**
   * What changed in an environment.
   *
   * @param changed keys with other values than before
   * @param added new keys
   * @param removed keys that are gone
   */
  record Change(Map<String, Object> changed, Map<String, Object> added, List<String> removed) {
    boolean isEmpty() {
      return changed.isEmpty() && added.isEmpty() && removed.isEmpty();
    }
  }

  /** What is wrong with a configuration; empty if nothing is. OTP's {@code check_conf_data}. */
  static Optional<String> check(List<ApplicationEnv> configuration) {
    Set<String> applications = new HashSet<>();
    for (@Nullable ApplicationEnv env : configuration) {
      if (env == null) {
        return Optional.of("invalid application config: null");
      }
      String application = env.application();
      Optional<String> problem = isNoName(application)
          ? Optional.of("application: " + application + "; application name must be a name that is not empty")
          : !applications.add(application) ? Optional.of("duplicate application config: " + application) : checkParameters(env);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> checkParameters(ApplicationEnv env) {
    String start = "application: " + env.application() + "; ";
    @Nullable List<Parameter> parameters = env.parameters();
    if (parameters == null) {
      return Optional.of(start + "parameters must be a list");
    }
    Set<String> keys = new HashSet<>();
    for (@Nullable Parameter parameter : parameters) {
      if (parameter == null) {
        return Optional.of(start + "invalid parameter: null");
      }
      if (isNoName(parameter.key())) {
        return Optional.of(start + "invalid parameter name: " + parameter.key());
      }
      if (isNull(parameter.value())) {
        return Optional.of(start + "invalid parameter: " + parameter);
      }
      if (!keys.add(parameter.key())) {
        return Optional.of(start + "duplicate parameter: " + parameter.key());
      }
    }
    return Optional.empty();
  }

  private static boolean isNoName(@Nullable String name) {
    return name == null || name.isEmpty();
  }

  private static boolean isNull(@Nullable Object value) {
    return value == null;
  }

  /** The environment that an application is loaded with: its own, overridden by the configuration, overridden by the command line. */
  static Map<String, Object> merge(
      Map<String, Object> own, Map<String, Object> configuration, Map<String, Object> commandLine) {
    Map<String, Object> merged = new LinkedHashMap<>(own);
    merged.putAll(configuration);
    merged.putAll(commandLine);
    return Map.copyOf(merged);
  }

  /** The configuration of all applications, with more; of several values of a key the last counts. */
  static Map<String, Map<String, Object>> with(Map<String, Map<String, Object>> configuration, List<ApplicationEnv> more) {
    Map<String, Map<String, Object>> merged = new LinkedHashMap<>(configuration);
    for (ApplicationEnv env : more) {
      merged.put(env.application(), with(merged.getOrDefault(env.application(), Map.of()), env));
    }
    return Map.copyOf(merged);
  }

  /** The environment of one application, with more. */
  static Map<String, Object> with(Map<String, Object> environment, ApplicationEnv more) {
    Map<String, Object> merged = new LinkedHashMap<>(environment);
    more.parameters().forEach(parameter -> merged.put(parameter.key(), parameter.value()));
    return Map.copyOf(merged);
  }

  /** The configuration of all applications, without that key. */
  static Map<String, Map<String, Object>> without(
      Map<String, Map<String, Object>> configuration, String application, String key) {
    Map<String, Map<String, Object>> rest = new LinkedHashMap<>(configuration);
    rest.computeIfPresent(application, (_, environment) -> without(environment, key));
    return Map.copyOf(rest);
  }

  /** The environment of one application, without that key. */
  static Map<String, Object> without(Map<String, Object> environment, String key) {
    Map<String, Object> rest = new LinkedHashMap<>(environment);
    rest.remove(key);
    return Map.copyOf(rest);
  }

  /**
   * What the command line says about an application: {@code -Dninefold.env.shop.port=8080}.
   *
   * @param properties the system properties
   */
  static Map<String, Object> commandLine(String application, Map<String, String> properties) {
    String prefix = "ninefold.env." + application + ".";
    Map<String, Object> found = new LinkedHashMap<>();
    properties.forEach((name, value) -> {
      if (name.length() > prefix.length() && name.startsWith(prefix)) {
        found.put(name.substring(prefix.length()), value);
      }
    });
    return found;
  }

  /** What changed from one environment to another. */
  static Change diff(Map<String, Object> before, Map<String, Object> now) {
    Map<String, Object> changed = new LinkedHashMap<>();
    Map<String, Object> added = new LinkedHashMap<>();
    now.forEach((key, value) -> {
      if (!before.containsKey(key)) {
        added.put(key, value);
      } else if (!value.equals(before.get(key))) {
        changed.put(key, value);
      }
    });
    List<String> removed = new ArrayList<>(before.keySet());
    removed.removeAll(now.keySet());
    return new Change(changed, added, removed.stream().sorted().toList());
  }
}
