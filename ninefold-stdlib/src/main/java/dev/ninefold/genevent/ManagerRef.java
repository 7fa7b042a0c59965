package dev.ninefold.genevent;

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
 * An event manager, by pid or by name, with the events that it takes: OTP's {@code emgr_ref()}. A reference by name finds whoever has the name
 * when it is used.
 *
 * @param <E> its events
 * @param destination where it is
 */
@SuppressWarnings("UnusedTypeParameter") // It says what the manager takes, for the compiler.
public record ManagerRef<E>(Destination destination) implements Reachable {

  public ManagerRef {
    Objects.requireNonNull(destination, "destination: expected the pid or the name of an event manager, got null");
  }

  /** The manager at the pid. That it takes these events is the caller's word. */
  public static <E> ManagerRef<E> of(Pid pid) {
    return new ManagerRef<>(pid);
  }

  /** The manager with the name. That it takes these events is the caller's word. */
  public static <E> ManagerRef<E> of(Name name) {
    return new ManagerRef<>(name);
  }

  /** The manager with the local name. */
  public static <E> ManagerRef<E> named(String localName) {
    return new ManagerRef<>(Name.local(localName));
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
