package dev.ninefold.genevent;

import dev.ninefold.gen.Backoff;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * That, and how often, a handler that fails is installed again in its place, before the manager handles anything else. Copies with one
 * change: {@code RestartRule.DEFAULT.withIntensity(5, Duration.ofSeconds(10)).withLastGoodState()}.
 *
 * @param intensity how many times within the period; when it fails once more, it is removed as a handler without a rule
 * @param period the period; how long ago a restart may be to count
 * @param backoff how long to wait before; not at all if absent. While the manager waits, events and calls stay in its mailbox
 * @param state which state it starts with
 */
public record RestartRule(int intensity, Duration period, Optional<Backoff> backoff, State state) {

  /** Once within five seconds, at once, with a fresh state. */
  public static final RestartRule DEFAULT = new RestartRule(1, Duration.ofSeconds(5), Optional.empty(), State.FRESH);

  /** Which state a handler starts with that is installed again. */
  public enum State {
    /** What its init returns, called as it was when the handler was added. */
    FRESH,
    /** The state before the callback that failed, through {@link EventHandler#initAfterFailure}. */
    LAST_GOOD
  }

  /** Checks the rule. */
  public RestartRule {
    if (intensity < 0) {
      throw new IllegalArgumentException("intensity: expected zero or more restarts, got " + intensity);
    }
    Timeout.check(Objects.requireNonNull(period, "period: expected how long a restart counts, got null"));
    Objects.requireNonNull(backoff, "backoff: expected how long to wait or Optional.empty(), got null");
    Objects.requireNonNull(state, "state: expected FRESH or LAST_GOOD, got null");
  }

  /** The same with another limit. */
  public RestartRule withIntensity(int intensity, Duration period) {
    return new RestartRule(intensity, period, backoff, state);
  }

  /** The same with a wait before each restart. */
  public RestartRule withBackoff(Backoff backoff) {
    Objects.requireNonNull(backoff, "backoff: expected how long to wait, got null; leave it away for not at all");
    return new RestartRule(intensity, period, Optional.of(backoff), state);
  }

  /** The same with the state before the failure. */
  public RestartRule withLastGoodState() {
    return new RestartRule(intensity, period, backoff, State.LAST_GOOD);
  }
}
