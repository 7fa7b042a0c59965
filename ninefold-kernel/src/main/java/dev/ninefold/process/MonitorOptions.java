package dev.ninefold.process;

import java.util.Optional;

/**
 * How a monitor is made.
 *
 * @param alias the kind of the alias that the reference of the monitor is at the same time; none if absent
 * @param tag what the message carries instead of {@code DOWN}
 * @param priority whether the message has priority: see {@link SignalOption#PRIORITY}. A message through the alias never has
 */
public record MonitorOptions(Optional<AliasKind> alias, Object tag, boolean priority) {

  /** No alias, tagged {@code DOWN}. */
  public static final MonitorOptions DEFAULT = new MonitorOptions(Optional.empty(), Info.Down.TAG, false);

  public MonitorOptions {
    if (alias.isPresent() && alias.get() == AliasKind.REPLY) {
      throw new IllegalArgumentException(
          "alias: a monitor's alias is EXPLICIT, DEMONITOR or REPLY_DEMONITOR, got REPLY; for a one-shot alias of a monitor"
              + " use REPLY_DEMONITOR");
    }
  }

  /** The same, with an alias. */
  public MonitorOptions withAlias(AliasKind kind) {
    return new MonitorOptions(Optional.of(kind), tag, priority);
  }

  /** The same, with another tag. */
  public MonitorOptions withTag(Object tag) {
    return new MonitorOptions(alias, tag, priority);
  }

  /** The same, with a priority message at the end of what is monitored: OTP's option {@code priority}. */
  public MonitorOptions withPriority() {
    return new MonitorOptions(alias, tag, true);
  }
}
