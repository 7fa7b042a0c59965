package dev.ninefold.process;

import dev.ninefold.process.Cascade.Aftermath;
import dev.ninefold.process.Relations.Monitor;
import dev.ninefold.process.Signal.Message;
import dev.ninefold.scheduler.Worker;
import dev.ninefold.term.ExitReason;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one way on which anything crosses from a process to another. Any thread. */
final class Router {

  /*
   * I1. A link stands in both processes or in neither: who makes one or takes one back holds both ownerships. The death of a process sends
   *     an exit to each that it is linked to; the receiver acts on it only if the link still stands there. So each partner of a link
   *     that was made hears of it once, and whoever has unlinked never.
   * I2. A monitor is entered at the watcher, then at its target. Whoever takes it out of the watcher's `monitors`, under the
   *     ownership, decides how it ends: by demonitor, or by the one down. A target that is dead by then is told of as noproc; a
   *     watcher that is dead by then leaves nothing at the target.
   */

  private Router() {}

  // ---- messages

  /** Sends a message; it disappears if the process is dead, but a request in it is told. */
  static void send(@Nullable Cell to, Object body) {
    send(to, body, Worker.current());
  }

  /**
   * The same for who knows its worker.
   *
   * @param worker the one of the calling thread, if it has one
   */
  static void send(@Nullable Cell to, Object body, @Nullable Worker worker) {
    if (to != null) {
      push(to, new Message(body), worker);
    } else if (body instanceof ReplyPlace place) {
      place.failNoProcess();
    }
  }

  /** Sends a message that a full mailbox does not take: one of a user. */
  static void offer(@Nullable Cell to, Object body, @Nullable Worker worker) {
    MailboxGuard guard = to == null ? null : to.guard;
    if (to == null || guard == null) {
      send(to, body, worker);
    } else {
      guard.send(to, body, worker);
    }
  }

  /** Puts a message into the queue, and wakes the process if it sleeps. */
  static void push(Cell to, Message message, @Nullable Worker worker) {
    Signal before = to.push(message);
    if (before == SignalQueue.CLOSED) {
      if (message.body instanceof ReplyPlace place) {
        place.failNoProcess();
      }
    } else if (before instanceof Signal.Mark) {
      to.wake(before, worker);
    }
  }

  static void sendByAlias(Ref alias, Object body) {
    Pid owner = alias.owner();
    Cell to = owner == null ? null : owner.cell();
    if (to == null) {
      return;
    }
    Signal before = to.push(new Message(body, alias));
    if (before instanceof Signal.Mark && before != SignalQueue.CLOSED) {
      to.wake(before);
    }
  }

  /** Sends a message through an alias, as a priority message if the alias is one for these. */
  static void sendPriority(Ref alias, Object body) {
    Pid owner = alias.owner();
    Cell to = owner == null ? null : owner.cell();
    Cascade.run(cascade -> deliver(to, new Signal.Priority(body, alias), cascade));
  }

  // ---- other signals

  /** Delivers a signal that is not an ordinary message, and lets it act at once. What follows from it goes to the cascade. */
  static void deliver(@Nullable Cell to, Signal signal, Cascade cascade) {
    if (to == null) {
      return;
    }
    Signal before = to.push(signal);
    if (before == SignalQueue.CLOSED) {
      return;
    }
    if (to.acquireOrLeaveWord()) {
      to.drain();
      cascade.add(to.release());
    }
    if (to.isDead()) {
      return;
    }
    if (before instanceof Signal.Mark) {
      to.wake(before);
    } else {
      to.wakeForArrivals();
    }
  }

  /** The flag from now on. Switching it on acts on the signals that were received before. */
  static boolean trapExit(Cell self, boolean trap) {
    if (!self.acquire()) {
      throw new ProcessKilledError(self.pid);
    }
    if (trap) {
      self.drain();
    }
    boolean before = self.trapExit;
    if (!self.isDead()) {
      self.trapExit = trap;
    }
    self.letGo();
    self.live();
    return before;
  }

  /** OTP's exit/2. */
  static void exit(Pid to, ExitReason reason, Pid from) {
    Cell cell = to.cell();
    if (cell != null) {
      Signal.Exit signal = new Signal.Exit(from, reason, false);
      Cascade.run(cascade -> deliver(cell, signal, cascade));
    }
  }

  /** OTP's exit/3 with an alias. */
  static void exit(Ref alias, ExitReason reason, Pid from, boolean priority) {
    Pid owner = alias.owner();
    Cell cell = owner == null ? null : owner.cell();
    Signal.Exit signal = new Signal.Exit(from, reason, alias, priority);
    Cascade.run(cascade -> deliver(cell, signal, cascade));
  }

  /** Acts on everything that was sent to the process, and tells whether it is alive then. */
  static boolean settle(Cell cell) {
    if (!cell.acquire()) {
      return false;
    }
    cell.drain();
    cell.letGo();
    return !cell.isDead();
  }

  // ---- links

  /** Returns false if the other is not alive; then there is no link. */
  static boolean link(Cell self, Pid other, boolean priority) {
    Cell cell = other.cell();
    if (cell == self) {
      return true;
    }
    if (cell == null || !acquireBoth(self, cell)) {
      return false;
    }
    self.drain();
    cell.drain();
    boolean alive = !self.isDead() && !cell.isDead();
    if (alive) {
      if (self.relations().links().add(other)) {
        cell.relations().links().add(self.pid);
      }
      self.relations().priority(other, priority);
    }
    releaseBoth(self, cell);
    self.live();
    return alive;
  }

  /** The message of a link that could not be made, to a process that traps exits. */
  static void linkFailed(Cell self, Pid other, boolean priority) {
    if (self.acquire()) {
      self.drain();
      Acts.deliver(self, new Info.Exit(other, ExitReason.NOPROC), priority);
      self.letGo();
    }
  }

  static void unlink(Cell self, Pid other) {
    Cell cell = other.cell();
    if (cell == self) {
      return;
    }
    if (cell == null || !acquireBoth(self, cell)) {
      removeLink(self, other);
      return;
    }
    self.drain();
    cell.drain();
    removeLinkHeld(self, other);
    removeLinkHeld(cell, self.pid);
    releaseBoth(self, cell);
  }

  private static void removeLink(Cell cell, Pid other) {
    if (cell.acquire()) {
      cell.drain();
      removeLinkHeld(cell, other);
      cell.letGo();
    }
  }

  private static void removeLinkHeld(Cell cell, Pid other) {
    if (cell.relations != null) {
      cell.relations.removeLink(other);
    }
  }

  private static boolean acquireBoth(Cell self, Cell other) {
    Cell first = self.pid.compareTo(other.pid) < 0 ? self : other;
    Cell second = first == self ? other : self;
    if (!first.acquire()) {
      return false;
    }
    if (second.acquire()) {
      return true;
    }
    first.letGo();
    return false;
  }

  private static void releaseBoth(Cell self, Cell other) {
    Aftermath ofOther = other.release();
    Aftermath ofSelf = self.release();
    Cascade.run(ofOther);
    Cascade.run(ofSelf);
    other.wakeForArrivals();
  }

  /**
   * A link of a child that does not run yet; but it can be seen, and killed. Returns false if the spawning process died.
   */
  static boolean linkUnborn(Cell self, Cell child, boolean priority) {
    if (acquireBoth(self, child)) {
      self.relations().links().add(child.pid);
      self.relations().priority(child.pid, priority);
      child.relations().links().add(self.pid);
      releaseBoth(self, child);
      return true;
    }
    if (!self.acquire()) {
      return false;
    }
    self.relations().links().add(child.pid);
    self.relations().priority(child.pid, priority);
    self.letGo();
    Signal.Exit signal = new Signal.Exit(child.pid, reasonOfDead(child), true);
    Cascade.run(cascade -> deliver(self, signal, cascade));
    return true;
  }

  private static ExitReason reasonOfDead(Cell cell) {
    ExitReason reason = cell.reason;
    return reason == null ? ExitReason.KILLED : reason;
  }

  // ---- monitors

  static void monitor(Cell self, Ref ref, @Nullable Pid target, Destination object, MonitorOptions options) {
    if (!self.acquire()) {
      self.live();
      return;
    }
    enter(self, ref, target, object, options);
    self.letGo();
    if (target != self.pid && !watch(self, ref, target)) {
      Cascade.run(cascade -> deliver(self, new Signal.Down(ref, ExitReason.NOPROC), cascade));
    }
  }

  /** Enters the monitor at its owner, which holds its ownership. */
  private static void enter(Cell self, Ref ref, @Nullable Pid target, Destination object, MonitorOptions options) {
    Optional<AliasKind> alias = options.alias();
    if (target != self.pid) {
      self.relations().monitors().put(ref, new Monitor(target, object, options.tag(), alias.orElse(null)));
      self.relations().priority(ref, options.priority());
    }
    alias.ifPresent(kind -> self.relations().aliases().put(ref, kind));
  }

  /** Enters the monitor at its target; false if that is dead. */
  private static boolean watch(Cell self, Ref ref, @Nullable Pid target) {
    Cell cell = target == null ? null : target.cell();
    if (cell == null || !cell.acquire()) {
      return false;
    }
    cell.drain();
    boolean alive = !cell.isDead();
    if (alive && !self.isDead()) {
      cell.relations().monitoredBy().put(ref, self.pid);
    }
    cell.letGo();
    return alive;
  }

  /** A monitor of a child that does not run yet; but it can be seen, and killed. Returns false if the spawning process died. */
  static boolean monitorUnborn(Cell self, Ref ref, Cell child, MonitorOptions options) {
    if (!self.acquire()) {
      return false;
    }
    enter(self, ref, child.pid, child.pid, options);
    self.letGo();
    if (!watch(self, ref, child.pid)) {
      Signal.Down signal = new Signal.Down(ref, reasonOfDead(child));
      Cascade.run(cascade -> deliver(self, signal, cascade));
    }
    return true;
  }

  /** Returns whether the monitor was still active. */
  static boolean demonitor(Cell self, Ref ref) {
    if (!self.acquire()) {
      return false;
    }
    Relations relations = self.relations;
    if (relations != null && relations.isAliasOfMonitor(ref)) {
      relations.removeAlias(ref); // ALI-4: before what was sent through it is received
    }
    self.drain();
    Monitor monitor = relations == null ? null : relations.removeMonitor(ref);
    self.letGo();
    Pid target = monitor == null ? null : monitor.target();
    if (target != null) {
      Cascade.run(cascade -> forgetMonitor(ref, target, cascade));
    }
    return monitor != null;
  }

  /** The target need not tell of its end any more. */
  static void forgetMonitor(Ref ref, Pid target, Cascade cascade) {
    Cell cell = target.cell();
    if (cell == null || !cell.acquire()) {
      return;
    }
    Map<Ref, Pid> monitoredBy = cell.relations == null ? null : cell.relations.monitoredBy;
    if (monitoredBy != null) {
      monitoredBy.remove(ref);
    }
    cascade.add(cell.release());
    cell.wakeForArrivals();
  }

  // ---- aliases

  static void alias(Cell self, Ref ref, AliasKind kind, boolean priority) {
    if (self.acquire()) {
      self.relations().aliases().put(ref, kind);
      self.relations().priority(ref, priority);
      self.letGo();
    }
  }

  static boolean unalias(Cell self, Ref ref) {
    if (!self.acquire()) {
      return false;
    }
    boolean active = self.relations != null && self.relations.removeAlias(ref);
    self.drain(); // ALI-4: what was sent through it and not received yet is dropped
    self.letGo();
    return active;
  }
}
