package dev.ninefold.supervisor;

import dev.ninefold.supervisor.SupervisorError.BadCombination;
import dev.ninefold.supervisor.SupervisorError.Field;
import dev.ninefold.supervisor.SupervisorError.Flag;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is wrong with flags and child specs: SUP-4 to SUP-10. They come from users, so everything may be null. */
final class ChildSpecs {

  /** What is said to null instead of a list. */
  static final String EXPECTED = "expected a list of child specs, got null";

  private ChildSpecs() {}

  /** The first fault of the flags. */
  static Optional<SupervisorError> check(@Nullable SupervisorFlags flags) {
    if (flags == null) {
      return Optional.of(flag(Flag.INVALID_TYPE, null));
    }
    if (isNull(flags.strategy())) {
      return Optional.of(flag(Flag.INVALID_STRATEGY, null));
    }
    Optional<SupervisorError> error = checkLimit(flags.intensity(), flags.period());
    if (error.isPresent()) {
      return error;
    }
    if (isNull(flags.autoShutdown())) {
      return Optional.of(flag(Flag.INVALID_AUTO_SHUTDOWN, null));
    }
    return isNull(flags.backoff()) ? Optional.of(flag(Flag.INVALID_BACKOFF, null)) : Optional.empty();
  }

  /** The first fault of the flags: DS-3. */
  static Optional<SupervisorError> check(DynamicSupervisorFlags flags) {
    Optional<SupervisorError> error = checkLimit(flags.intensity(), flags.period());
    if (error.isPresent()) {
      return error;
    }
    if (flags.maxChildren() < 0) {
      return Optional.of(flag(Flag.INVALID_MAX_CHILDREN, flags.maxChildren()));
    }
    if (isNull(flags.extraArgument())) {
      return Optional.of(flag(Flag.INVALID_EXTRA_ARGUMENTS, null));
    }
    return isNull(flags.backoff()) ? Optional.of(flag(Flag.INVALID_BACKOFF, null)) : Optional.empty();
  }

  private static Optional<SupervisorError> checkLimit(int intensity, @Nullable Duration period) {
    if (intensity < 0) {
      return Optional.of(flag(Flag.INVALID_INTENSITY, intensity));
    }
    return period == null || !isWholeSeconds(period) ? Optional.of(flag(Flag.INVALID_PERIOD, period)) : Optional.empty();
  }

  /**
   * The first fault of the specs.
   *
   * @param autoShutdown of their supervisor; empty if it is not known, then significant children are not checked against it
   */
  static Optional<SupervisorError> check(@Nullable List<? extends @Nullable ChildSpec> specs,
      Optional<AutoShutdown> autoShutdown) {
    if (specs == null) {
      return Optional.of(field(Field.INVALID_CHILD_SPEC, null, null));
    }
    Set<Object> ids = new HashSet<>();
    for (ChildSpec spec : specs) {
      Optional<SupervisorError> error = check(spec, autoShutdown);
      if (error.isPresent() || spec == null) {
        return error;
      }
      if (!ids.add(spec.id())) {
        return Optional.of(field(Field.DUPLICATE_CHILD_NAME, spec.id(), spec.id()));
      }
    }
    return Optional.empty();
  }

  /** The first fault of a spec. */
  static Optional<SupervisorError> check(@Nullable ChildSpec spec, Optional<AutoShutdown> autoShutdown) {
    if (spec == null) {
      return Optional.of(field(Field.INVALID_CHILD_SPEC, null, null));
    }
    Field fault = isNull(spec.id()) ? Field.MISSING_ID
        : isNull(spec.start()) ? Field.MISSING_START
            : isNull(spec.restart()) ? Field.INVALID_RESTART_TYPE
                : isNull(spec.shutdown()) || isNegative(spec.shutdown()) ? Field.INVALID_SHUTDOWN
                    : isNull(spec.type()) ? Field.INVALID_CHILD_TYPE : modulesFault(spec.modules());
    if (fault != null) {
      return Optional.of(field(fault, spec.id(), value(spec, fault)));
    }
    if (spec.significant() && autoShutdown.equals(Optional.of(AutoShutdown.NEVER))) {
      return Optional.of(new BadCombination(spec.id().toString(), "{auto_shutdown, never}"));
    }
    if (spec.significant() && spec.restart() == Restart.PERMANENT) {
      return Optional.of(new BadCombination(spec.id().toString(), "{restart, permanent}"));
    }
    return Optional.empty();
  }

  /** The first fault of the spec of a child of a dynamic supervisor: DS-5. */
  static Optional<SupervisorError> checkDynamic(@Nullable ChildSpec spec) {
    Optional<SupervisorError> error = check(spec == null ? null : spec.withSignificant(false), Optional.empty());
    return error.isEmpty() && spec != null && spec.significant()
        ? Optional.of(field(Field.INVALID_SIGNIFICANT, spec.id(), true))
        : error;
  }

  /** A flag with its wrong value. */
  static SupervisorError flag(Flag flag, @Nullable Object value) {
    return new SupervisorError.InvalidFlag(flag, Objects.toString(value));
  }

  /** A field with its wrong value. */
  static SupervisorError field(Field field, @Nullable Object child, @Nullable Object value) {
    return new SupervisorError.InvalidSpec(field, Objects.toString(child), Objects.toString(value));
  }

  private static @Nullable Object value(ChildSpec spec, Field fault) {
    return switch (fault) {
      case INVALID_CHILD_SPEC -> spec;
      case MISSING_ID, DUPLICATE_CHILD_NAME -> spec.id();
      case MISSING_START -> spec.start();
      case INVALID_RESTART_TYPE -> spec.restart();
      case INVALID_SHUTDOWN -> spec.shutdown() instanceof Shutdown.After(Duration timeout) ? timeout : spec.shutdown();
      case INVALID_SIGNIFICANT -> spec.significant();
      case INVALID_CHILD_TYPE -> spec.type();
      case INVALID_MODULES -> spec.modules();
      case INVALID_MODULE -> null;
    };
  }

  private static boolean isNegative(Shutdown shutdown) {
    return shutdown instanceof Shutdown.After(Duration timeout) && (isNull(timeout) || timeout.isNegative());
  }

  private static @Nullable Field modulesFault(@Nullable Object modules) {
    return switch (modules) {
      case null -> Field.INVALID_MODULES;
      case ChildSpec.Modules.Of(var classes) when classes.stream().anyMatch(Objects::isNull) -> Field.INVALID_MODULE;
      default -> null;
    };
  }

  private static boolean isWholeSeconds(Duration period) {
    return period.isPositive() && period.equals(period.truncatedTo(ChronoUnit.SECONDS));
  }

  private static boolean isNull(@Nullable Object object) {
    return object == null;
  }
}
