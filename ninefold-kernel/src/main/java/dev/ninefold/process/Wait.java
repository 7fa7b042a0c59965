package dev.ninefold.process;

import org.jspecify.annotations.Nullable;

/** That one process waits for another: an edge of the graph in which cycles of calls are found. */
abstract class Wait {

  /** The process that is waited for; null if that is none of this node. */
  abstract @Nullable Cell server();

  /** Whether the wait can end only by that process going on. */
  abstract boolean counts();
}
