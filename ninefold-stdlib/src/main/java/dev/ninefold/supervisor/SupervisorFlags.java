package dev.ninefold.supervisor;

import dev.ninefold.gen.Backoff;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a supervisor goes about its children. Copies with one change: {@code SupervisorFlags.DEFAULT.withStrategy(ONE_FOR_ALL)}. Values
 * that make no sense are refused when a supervisor starts with them, by a result that names the flag.
 *
 * @param strategy which children are started again when one has ended
 * @param intensity how many restarts, of all children together, are allowed within the period
 * @param period in whole seconds
 * @param autoShutdown whether the end of significant children ends the supervisor
 * @param backoff how long a child that has failed waits before it is started again; not at all if absent, as in OTP
 */
public record SupervisorFlags(
    Strategy strategy, int intensity, Duration period, AutoShutdown autoShutdown, Optional<Backoff> backoff) {

  /** OTP's: one_for_one, at most one restart in five seconds, no automatic shutdown. */
  public static final SupervisorFlags DEFAULT =
      new SupervisorFlags(Strategy.ONE_FOR_ONE, 1, Duration.ofSeconds(5), AutoShutdown.NEVER, Optional.empty());

  /** OTP's defaults with a strategy. */
  public static SupervisorFlags of(Strategy strategy) {
    Objects.requireNonNull(strategy, "strategy: expected ONE_FOR_ONE, ONE_FOR_ALL or REST_FOR_ONE, got null");
    return DEFAULT.withStrategy(strategy);
  }

  /** The same with another strategy. */
  public SupervisorFlags withStrategy(Strategy strategy) {
    return new SupervisorFlags(strategy, intensity, period, autoShutdown, backoff);
  }

  /** The same with another limit of restarts. Zero: the first child that would have to be restarted ends the supervisor. */
  public SupervisorFlags withIntensity(int intensity) {
    return new SupervisorFlags(strategy, intensity, period, autoShutdown, backoff);
  }

  /** The same with another period, in whole seconds. */
  public SupervisorFlags withPeriod(Duration period) {
    return new SupervisorFlags(strategy, intensity, period, autoShutdown, backoff);
  }

  /** The same with another limit: so many restarts in so much time. */
  public SupervisorFlags withIntensity(int intensity, Duration period) {
    return new SupervisorFlags(strategy, intensity, period, autoShutdown, backoff);
  }

  /** The same with automatic shutdown or without. */
  public SupervisorFlags withAutoShutdown(AutoShutdown autoShutdown) {
    return new SupervisorFlags(strategy, intensity, period, autoShutdown, backoff);
  }

  /**
   * The same with a wait before each restart, longer each time. Meanwhile the child is reported as restarting, and the supervisor goes on with
   * everything else; with {@link Strategy#ONE_FOR_ALL} and {@link Strategy#REST_FOR_ONE} the siblings that are to be restarted too are stopped at
   * once, and wait with it. A child that has run as long as the longest wait has recovered: then the first wait comes again.
   */
  public SupervisorFlags withBackoff(Backoff backoff) {
    Objects.requireNonNull(backoff, "backoff: expected how long to wait, got null; leave it away for not at all");
    return new SupervisorFlags(strategy, intensity, period, autoShutdown, Optional.of(backoff));
  }
}
