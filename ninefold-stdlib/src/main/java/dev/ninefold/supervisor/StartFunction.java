package dev.ninefold.supervisor;

import dev.ninefold.gen.StartResult;
import java.util.Objects;
import java.util.Optional;

/** How a supervisor starts a child: OTP's {@code {M, F, A}}. Usually a lambda that calls the {@code startLink} of a module. */
@FunctionalInterface
public interface StartFunction {

  /**
   * Starts the child and links it to the supervisor, in whose process this runs and which waits for it. What it throws is a failed
   * start.
   *
   * @return Ok with the pid, and perhaps information for who called start_child; Ignore if there is nothing to run; Failed
   */
  StartResult<?> start() throws Exception;

  /**
   * A start function that is given what its {@link DynamicSupervisor} has as extra argument, at each start and restart: what the child needs
   * and who starts it does not know.
   *
   * @param extra the class of the extra argument; a start under a supervisor that has none of that class fails
   */
  static <X> StartFunction taking(Class<X> extra, Taking<X> start) {
    Objects.requireNonNull(extra, "extra: expected the class of the supervisor's extra argument, got null");
    Objects.requireNonNull(start, "start: expected what starts the child and links it, got null");
    return new WithExtra<>(extra, start);
  }

  /**
   * A start function that takes the extra argument of a dynamic supervisor.
   *
   * @param <X> the extra argument
   */
  @FunctionalInterface
  interface Taking<X> {
    /** As {@link StartFunction#start}. */
    StartResult<?> start(X extra) throws Exception;
  }

  /** See {@link #taking}. */
  record WithExtra<X>(Class<X> type, Taking<X> function) implements StartFunction {

    @Override
    public StartResult<?> start() throws Exception {
      return start(Optional.empty());
    }

    StartResult<?> start(Optional<Object> extra) throws Exception {
      return function.start(extra.filter(type::isInstance)
          .map(type::cast)
          .orElseThrow(() -> new IllegalArgumentException(
              "start: expected a dynamic supervisor whose extra argument is an instance of " + type.getName() + ", got "
                  + extra.map(e -> e + ", an instance of " + e.getClass().getName()).orElse("one without")
                  + "; see DynamicSupervisorFlags.withExtraArgument")));
    }

    @Override
    public String toString() {
      return ChildSpec.describe(function);
    }
  }
}
