package dev.ninefold.supervisor;

import dev.ninefold.process.Destination;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Reachable;
import dev.ninefold.process.Ref;
import dev.ninefold.term.ExitReason;
import java.util.Objects;
import java.util.Optional;

/**
 * A supervisor, by pid or by name. A reference by name finds whoever has the name when it is used.
 *
 * @param destination where it is
 */
public record SupervisorRef(Destination destination) implements Reachable {

  public SupervisorRef {
    Objects.requireNonNull(destination, "destination: expected the pid or the name of a supervisor, got null");
  }

  /** The supervisor at the pid. */
  public static SupervisorRef of(Pid pid) {
    return new SupervisorRef(pid);
  }

  /** The supervisor with the name. */
  public static SupervisorRef of(Name name) {
    return new SupervisorRef(name);
  }

  /** The supervisor with the local name. */
  public static SupervisorRef named(String localName) {
    return new SupervisorRef(Name.local(localName));
  }

  /** The process, if it is there now. */
  public Optional<Pid> whereis() {
    return switch (destination) {
      case Pid pid -> Optional.of(pid);
      case Name name -> Process.whereis(name);
      case Ref _ -> Optional.empty();
    };
  }

  /**
   * The process.
   *
   * @throws ExitException with reason noproc if nobody has the name
   */
  public Pid pid() {
    return whereis().orElseThrow(() -> new ExitException(ExitReason.NOPROC));
  }

  @Override
  public String toString() {
    return destination.toString();
  }
}
