package dev.ninefold.test;

/** What a test can leave behind. */
public enum Leak {
  /** A process that lives, or whose code still runs, after all that the test has started under its supervisor has stopped. */
  PROCESS,
  /** A local or global name of a process that belongs to the node. */
  NAME,
  /** A timer that has not fired. */
  TIMER,
  /**
   * A process that has two or more monitors of the same process when the test is over: it does not take back those that it is done with, or the test
   * ends in the middle of something. A request that waits for its reply is a monitor, too; so may be each resource that a client holds.
   */
  MONITOR
}
