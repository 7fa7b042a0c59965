package dev.ninefold.process;

/**
 * What leads to a process: a {@link Destination} itself, or something that has one, such as the reference to a server that its start
 * returns.
 */
public interface Reachable {

  /** Where the process is. */
  Destination destination();
}
