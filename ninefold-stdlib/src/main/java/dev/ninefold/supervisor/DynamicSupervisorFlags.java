package dev.ninefold.supervisor;

import dev.ninefold.gen.Backoff;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a dynamic supervisor goes about its children. Copies with one change: {@code DynamicSupervisorFlags.DEFAULT.withMaxChildren(100)}.
 * Values that make no sense are refused when a supervisor starts with them, by a result that names the flag.
 *
 * @param intensity how many restarts, of all children together, are allowed within the period
 * @param period in whole seconds
 * @param maxChildren how many children there may be, those included that are being restarted; {@link #UNLIMITED}
 * @param extraArgument what start functions get that were made by {@link StartFunction#taking}: Elixir's {@code extra_arguments}
 * @param backoff how long a child that has failed waits before it is started again; not at all if absent, as in Elixir
 */
public record DynamicSupervisorFlags(
    int intensity, Duration period, int maxChildren, Optional<Object> extraArgument, Optional<Backoff> backoff)
    implements
      DynamicSupervisorSpec {

  /** As many children as there is room for. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /** Elixir's: at most three restarts in five seconds, any number of children, no extra argument. */
  public static final DynamicSupervisorFlags DEFAULT =
      new DynamicSupervisorFlags(3, Duration.ofSeconds(5), UNLIMITED, Optional.empty(), Optional.empty());

  /** The same with another limit of restarts. Zero: the first child that would have to be restarted ends the supervisor. */
  public DynamicSupervisorFlags withIntensity(int intensity) {
    return new DynamicSupervisorFlags(intensity, period, maxChildren, extraArgument, backoff);
  }

  /** The same with another limit: so many restarts in so much time. */
  public DynamicSupervisorFlags withIntensity(int intensity, Duration period) {
    return new DynamicSupervisorFlags(intensity, period, maxChildren, extraArgument, backoff);
  }

  /** The same with another period, in whole seconds. */
  public DynamicSupervisorFlags withPeriod(Duration period) {
    return new DynamicSupervisorFlags(intensity, period, maxChildren, extraArgument, backoff);
  }

  /** The same with another limit of children. Zero: none. */
  public DynamicSupervisorFlags withMaxChildren(int maxChildren) {
    return new DynamicSupervisorFlags(intensity, period, maxChildren, extraArgument, backoff);
  }

  /** The same with what the children get that want it; a record, if it is more than one thing. */
  public DynamicSupervisorFlags withExtraArgument(Object extraArgument) {
    Objects.requireNonNull(extraArgument, "extraArgument: expected what the children get, got null; leave it away for nothing");
    return new DynamicSupervisorFlags(intensity, period, maxChildren, Optional.of(extraArgument), backoff);
  }

  /**
   * The same with a wait before each restart, longer each time. Meanwhile the child is reported as restarting, and the supervisor goes on with
   * everything else. A child that has run as long as the longest wait has recovered: then the first wait comes again.
   */
  public DynamicSupervisorFlags withBackoff(Backoff backoff) {
    Objects.requireNonNull(backoff, "backoff: expected how long to wait, got null; leave it away for not at all");
    return new DynamicSupervisorFlags(intensity, period, maxChildren, extraArgument, Optional.of(backoff));
  }
}
