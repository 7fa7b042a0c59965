package dev.ninefold.supervisor;

import java.time.Duration;
import java.util.Objects;

/**
 * How a supervisor goes about its children. Copies with one change: {@code SupervisorFlags.DEFAULT.withStrategy(ONE_FOR_ALL)}. Values
 * that make no sense are refused when a supervisor starts with them, by a result that names the flag.
 *
 * @param strategy which children are started again when one has ended
 * @param intensity how many restarts, of all children together, are allowed within the period
 * @param period in whole seconds
 * @param autoShutdown whether the end of significant children ends the supervisor
 */
public record SupervisorFlags(Strategy strategy, int intensity, Duration period, AutoShutdown autoShutdown) {

  /** OTP's: one_for_one, at most one restart in five seconds, no automatic shutdown. */
  public static final SupervisorFlags DEFAULT =
      new SupervisorFlags(Strategy.ONE_FOR_ONE, 1, Duration.ofSeconds(5), AutoShutdown.NEVER);

  /** OTP's defaults with a strategy. */
  public static SupervisorFlags of(Strategy strategy) {
    Objects.requireNonNull(strategy, "strategy: expected ONE_FOR_ONE, ONE_FOR_ALL or REST_FOR_ONE, got null");
    return DEFAULT.withStrategy(strategy);
  }

  /** The same with another strategy. */
  public SupervisorFlags withStrategy(Strategy strategy) {
    return new SupervisorFlags(strategy, intensity, period, autoShutdown);
  }

  /** The same with another limit of restarts. Zero: the first child that would have to be restarted ends the supervisor. */
  public SupervisorFlags withIntensity(int intensity) {
    return new SupervisorFlags(strategy, intensity, period, autoShutdown);
  }

  /** The same with another period, in whole seconds. */
  public SupervisorFlags withPeriod(Duration period) {
    return new SupervisorFlags(strategy, intensity, period, autoShutdown);
  }

  /** The same with another limit: so many restarts in so much time. */
  public SupervisorFlags withIntensity(int intensity, Duration period) {
    return new SupervisorFlags(strategy, intensity, period, autoShutdown);
  }

  /** The same with automatic shutdown or without. */
  public SupervisorFlags withAutoShutdown(AutoShutdown autoShutdown) {
    return new SupervisorFlags(strategy, intensity, period, autoShutdown);
  }
}
