package dev.ninefold.agent;

import dev.ninefold.gen.ServerRef;
import dev.ninefold.process.Destination;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Reachable;
import java.util.Objects;
import java.util.Optional;

/**
 * An agent, by pid or by name, with the type of its state. A reference by name finds whoever has the name when it is used.
 *
 * @param <S> its state
 * @param server where it is
 */
@SuppressWarnings("UnusedTypeParameter") // It says what the agent keeps, for the compiler.
public record AgentRef<S>(ServerRef<?, ?> server) implements Reachable {

  public AgentRef {
    Objects.requireNonNull(server, "server: expected the pid or the name of an agent, got null");
  }

  /** The agent at the pid. That it keeps such a state is the caller's word. */
  public static <S> AgentRef<S> of(Pid pid) {
    return new AgentRef<>(ServerRef.of(pid));
  }

  /** The agent with the name. That it keeps such a state is the caller's word. */
  public static <S> AgentRef<S> of(Name name) {
    return new AgentRef<>(ServerRef.of(name));
  }

  /** The agent with the local name. */
  public static <S> AgentRef<S> named(String localName) {
    return new AgentRef<>(ServerRef.named(localName));
  }

  @Override
  public Destination destination() {
    return server.destination();
  }

  /** The process, if it is there now. */
  public Optional<Pid> whereis() {
    return server.whereis();
  }

  /**
   * The process.
   *
   * @throws dev.ninefold.process.ExitException with reason noproc if nobody has the name
   */
  public Pid pid() {
    return server.pid();
  }

  @SuppressWarnings("unchecked") // An agent understands these, and nothing else; whose function it is, is the caller's word.
  ServerRef<AgentServer.Call<S, ?>, AgentServer.Cast<S>> agent() {
    return (ServerRef<AgentServer.Call<S, ?>, AgentServer.Cast<S>>) server;
  }

  @Override
  public String toString() {
    return server.toString();
  }
}
