package dev.ninefold.gen;

import dev.ninefold.process.Destination;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Reachable;
import dev.ninefold.term.ExitReason;
import java.util.Objects;
import java.util.Optional;

/**
 * A server, by pid or by name, with the requests and casts that it understands. A reference by name finds whoever has the name when it
 * is used.
 *
 * @param <Q> its requests
 * @param <C> its casts
 * @param destination where it is
 */
@SuppressWarnings("UnusedTypeParameter") // They say what the server understands, for the compiler.
public record ServerRef<Q extends Request<?>, C>(Destination destination) implements Reachable {

  /** A reference to a server at a pid or a name. */
  public ServerRef {
    Objects.requireNonNull(destination, "destination: expected the pid or the name of a server, got null");
  }

  /** The server at the pid. That it understands these requests is the caller's word. */
  public static <Q extends Request<?>, C> ServerRef<Q, C> of(Pid pid) {
    return new ServerRef<>(pid);
  }

  /** The server with the name. That it understands these requests is the caller's word. */
  public static <Q extends Request<?>, C> ServerRef<Q, C> of(Name name) {
    return new ServerRef<>(name);
  }

  /** The server with the local name. */
  public static <Q extends Request<?>, C> ServerRef<Q, C> named(String localName) {
    return new ServerRef<>(Name.local(localName));
  }

  /** The process, if it is there now: Elixir's {@code GenServer.whereis}. */
  public Optional<Pid> whereis() {
    return switch (destination) {
      case Pid pid -> Optional.of(pid);
      case Name name -> Process.whereis(name);
      case dev.ninefold.process.Ref _ -> Optional.empty();
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
