package dev.ninefold.genevent;

import dev.ninefold.process.Destination;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import java.util.Objects;
import java.util.Optional;

/**
 * An event, as it lies in the mailbox of a manager, and as debug functions and logs see it: OTP's {@code {notify, Event}}.
 *
 * @param event the event
 */
public record Notify(Object event) {

  public Notify {
    Objects.requireNonNull(event, "event: expected what happened, got null");
  }

  /** Sends an event to whoever the destination denotes now. Only a local name that is not registered is an error (GE-14). */
  static void send(Destination to, Object event) {
    switch (to) {
      case Pid pid -> Process.send(pid, new Notify(event));
      case Ref alias -> Process.send(alias, new Notify(event));
      case Name.Local local -> Process.send(local, new Notify(event));
      case Name.OnNode elsewhere -> Process.send(elsewhere, new Notify(event));
      case Name.Global name -> whereis(name).ifPresent(pid -> Process.send(pid, new Notify(event)));
      case Name.Via name -> whereis(name).ifPresent(pid -> Process.send(pid, new Notify(event)));
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
    return "{notify, " + event + "}";
  }
}
