package dev.ninefold.process;

import dev.ninefold.time.Timer;
import dev.ninefold.time.TimerTask;
import org.jspecify.annotations.Nullable;

/** A message that a timer sends to a pid; it is dropped when that dies, so the process has a list of them. */
final class BoundTimer implements TimerTask {

  /*
   * A process may have a million of them, each started and cancelled soon, so the list is made of themselves and needs no search.
   *
   * I1. `timer`, `previous`, `next` and the head of the list belong to the holder of the process's signal ownership; after its death nobody
   *     changes them.
   * I2. Entered only while the timer is pending. Who fires or cancels it takes it off afterwards: either it was entered before, or it
   *     is not pending any more when it is to be entered.
   */

  private final Pid to;
  private final Object body;
  private @Nullable Timer timer;
  private @Nullable BoundTimer previous;
  private @Nullable BoundTimer next;

  BoundTimer(Pid to, Object body) {
    this.to = to;
    this.body = body;
  }

  @Override
  public void fired(Timer fired) {
    unbind();
    Router.send(to.cell(), body);
  }

  /** Once, when the timer has been started. */
  void bind(Timer started) {
    Cell cell = to.cell();
    if (cell == null || !cell.acquire()) {
      started.cancel();
      return;
    }
    if (started.isPending()) {
      Relations relations = cell.relations();
      BoundTimer head = relations.timers;
      timer = started;
      next = head;
      if (head != null) {
        head.previous = this;
      }
      relations.timers = this;
    }
    cell.letGo();
  }

  void unbind() {
    Cell cell = to.cell();
    if (cell != null && cell.acquire()) {
      Relations relations = cell.relations;
      if (relations != null && timer != null) {
        remove(relations);
      }
      cell.letGo();
    }
  }

  private void remove(Relations relations) {
    if (previous == null) {
      relations.timers = next;
    } else {
      previous.next = next;
    }
    if (next != null) {
      next.previous = previous;
    }
    timer = null;
    previous = null;
    next = null;
  }

  @Override
  public String toString() {
    return "message " + body + " to " + to;
  }

  /** The process is dead. The list goes, so that who keeps one of its timers does not keep them all. */
  static void cancelAll(@Nullable BoundTimer head) {
    BoundTimer bound = head;
    while (bound != null) {
      BoundTimer following = bound.next;
      if (bound.timer != null) {
        bound.timer.cancel();
      }
      bound.timer = null;
      bound.previous = null;
      bound.next = null;
      bound = following;
    }
  }
}
