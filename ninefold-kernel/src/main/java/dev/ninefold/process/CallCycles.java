package dev.ninefold.process;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds processes that wait for each other in a circle. */
final class CallCycles {

  /*
   * A process publishes whom it waits for, then walks from there along the waits of others. If the walk comes back to it, a second
   * walk must find the very same waits, all of them still counting: then all held at one moment, between the walks, and nobody of
   * the circle can go on. Publication is a volatile write before the walk, so of the processes that close a circle at the same
   * time at least one sees all of it. All that see it choose the same one to fail, and failing is a CAS: one fails.
   */

  private static final int LONGEST = 100_000;

  private CallCycles() {}

  /** To be called after the wait was published, and for a call before the request is sent. */
  static void breakCycle(Cell self, Wait mine) {
    List<Wait> path = walk(self, mine);
    if (path == null || !stillHolds(self, path)) {
      return;
    }
    ReplyPlace victim = null;
    for (Wait wait : path) {
      if (wait instanceof ReplyPlace place && isYounger(place, victim)) {
        victim = place;
      }
    }
    if (victim != null) {
      victim.failCycle(pids(self, path, victim));
    }
  }

  private static boolean isYounger(ReplyPlace place, @Nullable ReplyPlace than) {
    Pid pid = place.caller();
    Pid other = than == null ? null : than.caller();
    return pid != null && (other == null || pid.compareTo(other) > 0);
  }

  /** The waits from the process back to itself, its own first; null if there is no such circle. */
  private static @Nullable List<Wait> walk(Cell self, Wait mine) {
    Cell next = mine.server();
    if (next == null || next.waiting == null) {
      return null;
    }
    List<Wait> path = new ArrayList<>();
    path.add(mine);
    while (next != self) {
      Wait wait = next == null ? null : next.waiting;
      if (wait == null || !wait.counts() || path.size() > LONGEST) {
        return null;
      }
      path.add(wait);
      next = wait.server();
    }
    return path;
  }

  private static boolean stillHolds(Cell self, List<Wait> path) {
    Cell cell = self;
    for (Wait wait : path) {
      if (cell == null || cell.waiting != wait || !wait.counts()) {
        return false;
      }
      cell = wait.server();
    }
    return cell == self;
  }

  private static List<Pid> pids(Cell self, List<Wait> path, ReplyPlace first) {
    List<Pid> pids = new ArrayList<>(path.size());
    Cell cell = self;
    int start = path.indexOf(first);
    for (Wait wait : path) {
      if (cell != null) {
        pids.add(cell.pid);
      }
      cell = wait.server();
    }
    Collections.rotate(pids, -start);
    return pids;
  }
}
