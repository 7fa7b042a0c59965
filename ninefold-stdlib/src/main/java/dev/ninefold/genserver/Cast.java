package dev.ninefold.genserver;

import dev.ninefold.process.Destination;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import java.util.Optional;

/**
 * A cast, as it lies in the mailbox: OTP's {@code {'$gen_cast', Message}}.
 *
 * @param message what was told
 */
record Cast(Object message) {

  /** Sends a cast to whoever the destination denotes now. Nobody there is no error, whatever the reason (GS-52). */
  static void send(Destination to, Object message) {
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
