package dev.ninefold.conformance;

/** Whether an upstream case can be asked of a JVM. */
enum Mark {
  /** Applies without distribution: counts. */
  A,
  /** Needs a second node. */
  D,
  /** Tests what a JVM does not have, or what a Java compiler excludes. */
  N
}
