package dev.ninefold.process;

import dev.ninefold.scheduler.Worker;
import org.jspecify.annotations.Nullable;

/** The process whose code the calling thread runs. */
final class Current {

  private Current() {}

  /** The own process, dead or alive; null on a thread that runs none. */
  static @Nullable Cell cellOrNull() {
    Worker worker = Worker.current();
    return worker == null ? null : (Cell) worker.step();
  }

  /**
   * The own process, alive.
   *
   * @throws ProcessKilledError if it was killed
   * @throws IllegalStateException if the thread runs no process
   */
  static Cell cell() {
    Cell cell = cellOrNull();
    if (cell == null) {
      throw new IllegalStateException(
          "this can only be called by a process, and thread " + Thread.currentThread()
              + " runs none; spawn one with Process.spawn, or use Node.run");
    }
    return cell.live();
  }

  /** The node of the own process, which is alive; the default node on a thread that runs none. */
  static Node node() {
    Cell cell = liveOrNull();
    return cell == null ? Node.local() : cell.node;
  }

  /** The own process, alive, or null on a thread that runs none. */
  static @Nullable Cell liveOrNull() {
    return liveOrNull(Worker.current());
  }

  /** The same for who knows its worker. */
  static @Nullable Cell liveOrNull(@Nullable Worker worker) {
    Cell cell = worker == null ? null : (Cell) worker.step();
    return cell == null ? null : cell.live();
  }
}
