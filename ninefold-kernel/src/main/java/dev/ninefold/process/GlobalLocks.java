package dev.ninefold.process;

import dev.ninefold.process.CallException.Call;
import dev.ninefold.time.Timeout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The locks of {@code global}: a resource is held by one requester at a time, through any number of processes. Any thread. */
final class GlobalLocks {

  /*
   * I1. A resource in the table is held: it has at least one hold. The last release gives it to the oldest waiter that still waits.
   * I2. A hold of a process is dropped when that dies: who grants one looks once more whether the process is alive, and so does
   *     who takes one himself, for he may have been killed on the way here.
   */

  private static final class Lock {
    private final Object requester;
    private final List<Pid> holds = new ArrayList<>(1);
    private final Deque<Waiter> waiters = new ArrayDeque<>();

    Lock(Object requester) {
      this.requester = requester;
    }
  }

  private record Waiter(Object requester, Cell cell, ReplyPlace place) {}

  private final ReentrantLock table = new ReentrantLock();
  private final Map<Object, Lock> locks = new HashMap<>();

  /** Waits until the resource is free, or held by the same requester, and holds it. */
  void acquire(Object resource, Object requester, Cell self) {
    self.ownDetails().locks = true;
    ReplyPlace place = take(resource, requester, self);
    if (place != null) {
      Calls.await(place, Timeout.INFINITY, new Call("global:set_lock", resource, requester, Timeout.INFINITY));
    }
    self.live();
  }

  /** Returns null if it was taken at once, else the place at which the taking will be told. */
  private @Nullable ReplyPlace take(Object resource, Object requester, Cell self) {
    table.lock();
    try {
      Lock lock = locks.computeIfAbsent(resource, _ -> new Lock(requester));
      if (lock.holds.isEmpty() || lock.requester.equals(requester)) {
        hold(resource, lock, self);
        return null;
      }
      ReplyPlace place = new ReplyPlace("set_lock", self, null);
      lock.waiters.add(new Waiter(requester, self, place));
      return place;
    } finally {
      table.unlock();
    }
  }

  /** The same without waiting; returns whether it is held now. */
  boolean tryAcquire(Object resource, Object requester, Cell self) {
    self.ownDetails().locks = true;
    boolean free;
    table.lock();
    try {
      Lock lock = locks.computeIfAbsent(resource, _ -> new Lock(requester));
      free = lock.holds.isEmpty() || lock.requester.equals(requester);
      if (free) {
        hold(resource, lock, self);
      }
    } finally {
      table.unlock();
    }
    self.live();
    return free;
  }

  private void hold(Object resource, Lock lock, Cell self) {
    lock.holds.add(self.pid);
    if (self.isDead()) {
      lock.holds.remove(self.pid);
      passOn(resource, lock);
    }
  }

  /** Releases one hold of the process on the resource, if there is one for that requester. */
  void release(Object resource, Object requester, Pid pid) {
    table.lock();
    try {
      Lock lock = locks.get(resource);
      if (lock != null && lock.requester.equals(requester) && lock.holds.remove(pid)) {
        passOn(resource, lock);
      }
    } finally {
      table.unlock();
    }
  }

  /** Drops all holds of a process that died. */
  void releaseAll(Pid pid) {
    table.lock();
    try {
      for (Map.Entry<Object, Lock> entry : List.copyOf(locks.entrySet())) {
        if (entry.getValue().holds.removeIf(holder -> holder == pid)) {
          passOn(entry.getKey(), entry.getValue());
        }
      }
    } finally {
      table.unlock();
    }
  }

  /** Who holds the resource; for tests and inspection. */
  Optional<Object> holder(Object resource) {
    table.lock();
    try {
      return Optional.ofNullable(locks.get(resource)).map(lock -> lock.requester);
    } finally {
      table.unlock();
    }
  }

  private void passOn(Object resource, Lock lock) {
    if (!lock.holds.isEmpty()) {
      return;
    }
    locks.remove(resource);
    Lock next = null;
    for (Waiter waiter : lock.waiters) {
      if (next == null || next.requester.equals(waiter.requester)) {
        if (!waiter.cell.isDead() && waiter.place.reply("ok")) {
          next = next == null ? new Lock(waiter.requester) : next;
          next.holds.add(waiter.cell.pid);
        }
      } else {
        next.waiters.add(waiter);
      }
    }
    if (next != null) {
      locks.put(resource, next);
      next.holds.removeIf(pid -> pid.cell() == null);
      passOn(resource, next);
    }
  }
}
