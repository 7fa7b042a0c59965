package dev.ninefold.application;

import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Configuration of one application: OTP's {@code {Application, [{Key, Value}]}}. It is checked where it is used, as a whole.
 * {@code ApplicationEnv.of("shop").with("port", 8080).with("currency", "EUR")}.
 *
 * @param application its name
 * @param parameters keys and values, in order
 */
public record ApplicationEnv(String application, List<Parameter> parameters) {

  /**
   * A key and its value.
   *
   * @param key the key
   * @param value the value
   */
  public record Parameter(String key, Object value) {
    @Override
    public String toString() {
      return "{" + key + ", " + value + "}";
    }
  }

  /** No configuration of that application. */
  public static ApplicationEnv of(String application) {
    return new ApplicationEnv(application, List.of());
  }

  /** The same with one more parameter. */
  public ApplicationEnv with(String key, Object value) {
    List<Parameter> more = new ArrayList<>(parameters);
    more.add(new Parameter(key, value));
    return new ApplicationEnv(application, more);
  }

  /**
   * How the environment is changed.
   *
   * @param persistent whether the value outlives unloading and loading the application
   * @param timeout how long to wait for the application controller, which is busy while an application stops
   */
  public record Options(boolean persistent, Duration timeout) {

    /** Not persistent, five seconds. */
    public static final Options DEFAULT = new Options(false, Duration.ofSeconds(5));

    /** Persistent, five seconds. */
    public static final Options PERSISTENT = new Options(true, Duration.ofSeconds(5));

    public Options {
      Timeout.check(timeout);
    }

    /** The same with another timeout. */
    public Options withTimeout(Duration timeout) {
      return new Options(persistent, timeout);
    }
  }
}
