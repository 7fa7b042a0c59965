package dev.ninefold.gen;

import dev.ninefold.process.Destination;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import java.util.Objects;
import java.util.Optional;

/**
 * A cast, as it lies in the mailbox of a server or a state machine: OTP's {@code {'$gen_cast', Message}}. For behaviours.
 *
 * @param message what was told
 */
public record Cast(Object message) {

  public Cast {
    Objects.requireNonNull(message, "message: expected what to tell the server, got null");
  }

  /** Sends a cast to whoever the destination denotes now. Nobody there is no error, whatever the reason (GS-52). */
  public static void send(Destination to, Object message) {
    Objects.requireNonNull(to, "to: expected a pid, a name or an alias, got null");
    switch (to) {
      case Pid pid -> Process.send(pid, new Cast(message));
      case Ref alias -> Process.send(alias, new Cast(message));
      case Name name -> whereis(name).ifPresent(pid -> Process.send(pid, new Cast(message)));
    }
  }

  /** OTP's {@code catch Mod:send(…)}: a registrar that fails leads nowhere. */
  private static Optional<Pid> whereis(Name name) {
    try {
      return Process.whereis(name);
    } catch (RuntimeException _) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "{'$gen_cast', " + message + "}";
  }
}
