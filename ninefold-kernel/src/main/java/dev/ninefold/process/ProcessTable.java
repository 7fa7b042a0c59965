package dev.ninefold.process;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The living processes of a node: lists through the cells themselves, in stripes so that spawning threads do not meet. */
final class ProcessTable {

  /*
   * I1. A process is in the list of its stripe from `add` to `remove`, once; list, neighbours and count change under the stripe's lock.
   * I2. What is read of a stripe is true at one moment; of the whole table it is not. So whatever lives all the time is met once, and what
   *     comes or goes meanwhile may be met or not.
   */

  private static final int STRIPES = 64;

  private static final class Stripe {
    final ReentrantLock lock = new ReentrantLock();
    @Nullable Cell first;
    int count;
  }

  private final Stripe[] stripes = new Stripe[STRIPES];
  private final AtomicLong lastId = new AtomicLong();

  ProcessTable() {
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe();
    }
  }

  long nextId() {
    return lastId.incrementAndGet();
  }

  void add(Cell cell) {
    Stripe stripe = stripe(cell);
    stripe.lock.lock();
    try {
      Cell first = stripe.first;
      cell.nextInTable = first;
      if (first != null) {
        first.previousInTable = cell;
      }
      stripe.first = cell;
      stripe.count++;
    } finally {
      stripe.lock.unlock();
    }
  }

  void remove(Cell cell) {
    Stripe stripe = stripe(cell);
    stripe.lock.lock();
    try {
      Cell previous = cell.previousInTable;
      Cell next = cell.nextInTable;
      if (previous != null) {
        previous.nextInTable = next;
      } else {
        stripe.first = next;
      }
      if (next != null) {
        next.previousInTable = previous;
      }
      cell.previousInTable = null;
      cell.nextInTable = null;
      stripe.count--;
    } finally {
      stripe.lock.unlock();
    }
  }

  int size() {
    int size = 0;
    for (Stripe stripe : stripes) {
      stripe.lock.lock();
      try {
        size += stripe.count;
      } finally {
        stripe.lock.unlock();
      }
    }
    return size;
  }

  /** The living processes, oldest first. Locks one stripe at a time. */
  List<Pid> pids() {
    List<Pid> pids = new ArrayList<>();
    for (Stripe stripe : stripes) {
      addLiving(stripe, pids);
    }
    pids.sort(null);
    return pids;
  }

  /** The living processes; holds those of one stripe. */
  Iterator<Pid> iterator() {
    return IntStream.range(0, STRIPES).boxed().flatMap(i -> {
      List<Pid> pids = new ArrayList<>();
      addLiving(stripes[i], pids);
      return pids.stream();
    }).iterator();
  }

  /** Calls the visitor, without a lock, with the living processes of which the test, under a lock, says so. In no order. */
  void forEach(Predicate<Cell> test, Consumer<Cell> visitor) {
    List<Cell> cells = new ArrayList<>();
    for (Stripe stripe : stripes) {
      stripe.lock.lock();
      try {
        for (Cell cell = stripe.first; cell != null; cell = cell.nextInTable) {
          if (test.test(cell)) {
            cells.add(cell);
          }
        }
      } finally {
        stripe.lock.unlock();
      }
      cells.forEach(visitor);
      cells.clear();
    }
  }

  private static void addLiving(Stripe stripe, List<Pid> pids) {
    stripe.lock.lock();
    try {
      for (Cell cell = stripe.first; cell != null; cell = cell.nextInTable) {
        if (!cell.isDead()) {
          pids.add(cell.pid);
        }
      }
    } finally {
      stripe.lock.unlock();
    }
  }

  private Stripe stripe(Cell cell) {
    return stripes[(int) cell.pid.id() & (STRIPES - 1)];
  }
}
