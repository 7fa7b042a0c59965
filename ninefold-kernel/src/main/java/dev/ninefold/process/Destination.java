package dev.ninefold.process;

/** Where a message can be sent to: a process, a name, or an alias. */
public sealed interface Destination extends Reachable permits Pid, Name, Ref {

  /** This. */
  @Override
  default Destination destination() {
    return this;
  }
}
