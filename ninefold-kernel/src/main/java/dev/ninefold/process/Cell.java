package dev.ninefold.process;

import dev.ninefold.process.Cascade.Aftermath;
import dev.ninefold.process.Signal.Message;
import dev.ninefold.scheduler.Step;
import dev.ninefold.scheduler.Worker;
import dev.ninefold.term.ExitReason;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A process from within: what runs, and what it is tied to. */
final class Cell extends Mailbox implements Step, Aftermath {

  /*
   * I1. At most one thread runs the code of a process at a time: the only one that takes an event-driven process away from IDLE
   *     makes it runnable; a plain process has its own thread.
   * I2. `runner` is set before the process looks whether it is dead, and cleared before it sets IDLE, or before it looks once more
   *     whether it is dead and lets others run. Who closes the queue learns from the mark that was there whether a thread may be
   *     running it (no IDLE); then it reads `runner`. A fence or a CAS keeps the two apart on either side.
   * I3. After a death by signal the runner waits, when its step ends, until the death is carried out, and then clears its
   *     interrupt status: an interrupt of ours never reaches another step. Nor does one of the user's, which ends with
   *     the turn.
   * I4. A death by signal may be carried out by the runner itself, inside of our API. The code goes on all the same, so it is
   *     interrupted and counted as any other; only `end` knows that the code is through.
   */

  private static final int QUICK_TURNS = 16;
  private static final long QUICK_NANOS = 1_000_000;

  final Node node;
  final Pid pid;
  final @Nullable Pid parent;
  final @Nullable EventBody body;
  private final Process.@Nullable Body plainBody;

  private @Nullable Thread runner;
  private @Nullable Selection selection;
  private boolean started;
  private boolean codeEnded;
  private volatile boolean deathCarriedOut;
  private boolean mayRun;
  private boolean interrupted;
  private byte blockingTurns;
  private long turnSince;

  /** Whom the process waits for in a call, a start or a stop. */
  volatile @Nullable Wait waiting;

  // Of the holder of the ownership.
  @Nullable Relations relations;
  boolean trapExit;
  volatile @Nullable ExitReason reason;

  // Written by the own process, read by anyone.
  volatile @Nullable Details details;
  volatile Pid groupLeader;

  // Of the process table.
  @Nullable Cell previousInTable;
  @Nullable Cell nextInTable;

  Cell(
      Node node, Pid pid, @Nullable Pid parent, @Nullable Pid groupLeader, @Nullable EventBody body,
      Process.@Nullable Body plainBody, @Nullable MailboxLimit limit) {
    super(limit == null || limit.isUnlimited() ? null : new MailboxGuard(limit));
    this.node = node;
    this.pid = pid;
    this.parent = parent;
    this.groupLeader = groupLeader == null ? pid : groupLeader;
    this.body = body;
    this.plainBody = plainBody;
  }

  /** For who watches the scheduler, which does not know processes. */
  @Override
  public String toString() {
    return pid.toString();
  }

  boolean isPlain() {
    return body == null;
  }

  Cell live() {
    if (isDead()) {
      throw new ProcessKilledError(pid);
    }
    return this;
  }

  Relations relations() {
    Relations r = relations;
    if (r == null) {
      r = new Relations();
      relations = r;
    }
    return r;
  }

  // ---- running

  /**
   * One turn of an event-driven process. The worker goes to another afterwards, which must not find this one's MDC; once for
   * the turn, and not for each message, since looking costs something.
   */
  @Override
  public void run(Worker worker) {
    runTurn(worker);
    LogContext.clear();
  }

  private void runTurn(Worker worker) {
    enter(worker);
    if (!started || hasUnread()) {
      VarHandle.fullFence(); // I2; otherwise the code begins after a CAS
    }
    int budget = node.scheduler().budget();
    while (true) {
      if (isDead()) {
        leaveDead();
        return;
      }
      boolean again = started ? handleNext(worker) : startBody();
      if (!again) {
        return;
      }
      if (--budget <= 0) {
        leaveForOthers();
        return;
      }
    }
  }

  /** The budget is used up: others first. */
  private void leaveForOthers() {
    leave();
    VarHandle.fullFence(); // I2: whoever kills us from now on sees no runner, or we see that we are dead
    if (isDead()) {
      leaveDead();
    } else {
      node.scheduler().executeLast(this);
    }
  }

  private boolean startBody() {
    started = true;
    EventBody eventBody = body;
    if (eventBody != null) {
      try {
        eventBody.start();
      } catch (Throwable e) {
        crash(e);
      }
    }
    return true;
  }

  /** Handles one message. Returns false if there was none and the process sleeps. */
  private boolean handleNext(Worker worker) {
    Selection selected = selection;
    Message message = selected == null ? poll() : selected.poll(this);
    EventBody eventBody = body;
    if (worker.isGathering()) {
      worker.gathered(hasUnread());
    }
    if (message == null || eventBody == null) {
      return isDead() || worker.linger(this::hasArrivals) || !fallAsleep(worker);
    }
    if (isDead()) {
      return true;
    }
    try {
      eventBody.handle(message.body);
    } catch (Throwable e) {
      crash(e);
    }
    return true;
  }

  private boolean fallAsleep(Worker worker) {
    doneWithCurrent();
    noteTurnEnd();
    leave();
    if (sleep(IDLE)) {
      return true;
    }
    enter(worker);
    return false;
  }

  /** The whole life of a plain process, on its own thread. */
  void runPlain() {
    Worker worker = Worker.enter();
    enter(worker);
    VarHandle.fullFence(); // I2
    Process.Body plain = plainBody;
    if (!isDead() && plain != null) {
      try {
        plain.run();
        end(ExitReason.NORMAL);
      } catch (Throwable e) {
        crash(e);
      }
    }
    leaveDead();
  }

  private void enter(Worker worker) {
    runner = worker.thread;
    turnSince = node.coarseNanos();
    worker.step(this);
  }

  /** The worker forgets the step when it finds no other. */
  private void leave() {
    runner = null;
    Thread.interrupted(); // I3
  }

  /** The code has ended and the process is dead: waits until its death is carried out, so that no interrupt comes later. */
  private void leaveDead() {
    awaitDeath();
    if (interrupted) {
      Thread.interrupted();
      node.zombieEnded(this);
    }
    leave();
  }

  /** Ends the process from within; does nothing if it is dead already. */
  private void end(ExitReason why) {
    codeEnded = true;
    if (!acquire()) {
      return;
    }
    die(why);
    letGo();
  }

  /** An exception left the code of the process: reports it, and ends the process. */
  private void crash(Throwable thrown) {
    ExitReason why = Crashes.reasonOf(thrown);
    Crashes.left(this, thrown, why);
    end(why);
  }

  @Override
  public boolean isBlocking() {
    return blockingTurns > 0;
  }

  @Override
  public void caughtBlocking() {
    blockingTurns = QUICK_TURNS;
  }

  private void noteTurnEnd() {
    if (blockingTurns > 0 && node.coarseNanos() - turnSince < QUICK_NANOS) {
      blockingTurns--;
    }
  }

  /** When the current turn began; on the clock of the node, to a millisecond or so. */
  long turnSince() {
    return turnSince;
  }

  /** The thread that runs its code, racily; null if none does. */
  @Nullable Thread runner() {
    return runner;
  }

  void startThread() {
    node.scheduler().newThread(new PlainRun(this)).start();
  }

  void awaitDeath() {
    for (int attempt = 0; !deathCarriedOut; attempt++) {
      pause(attempt);
    }
  }

  ProcessInfo.Status status() {
    Thread thread = runner;
    return isSleeping() || (waiting != null && isParked(thread)) ? ProcessInfo.Status.WAITING
        : thread != null ? ProcessInfo.Status.RUNNING : ProcessInfo.Status.RUNNABLE;
  }

  /** A wait is published before the request is sent and the timeout begins; who sees WAITING may count on both. */
  private static boolean isParked(@Nullable Thread thread) {
    return thread != null && switch (thread.getState()) {
      case WAITING, TIMED_WAITING -> true;
      case NEW, RUNNABLE, BLOCKED, TERMINATED -> false;
    };
  }

  /**
   * Lets go of the ownership, and does what that leaves to do. Who held it from outside may have received messages for the
   * process, and the process may have fallen asleep before it could see them.
   */
  void letGo() {
    Cascade.run(release());
    wakeForArrivals();
  }

  /** Wakes the process if messages were received for it and it sleeps. */
  void wakeForArrivals() {
    if (hasArrivals() && !isDead()) {
      Signal mark = takeSleepMark();
      if (mark != null) {
        wake(mark);
      }
    }
  }

  // ---- own process only

  void select(@Nullable Predicate<Object> pattern) {
    selection = pattern == null ? null : new Selection(pattern);
  }

  /** An exit signal to oneself: acts at once, unless it is to become a message: then at the next receive. */
  void exitSelf(Signal.Exit signal) {
    if (trapExit && !(signal.reason instanceof ExitReason.Kill)) {
      push(signal);
    } else {
      Cascade.run(cascade -> Router.deliver(this, signal, cascade));
      live();
    }
  }

  /** Makes the process run after its sleep mark was taken away. Any thread. */
  void wake(Signal mark) {
    wake(mark, Worker.current());
  }

  /**
   * The same for who knows its worker.
   *
   * @param worker the one of the calling thread, if it has one
   */
  void wake(Signal mark, @Nullable Worker worker) {
    if (mark == WAITING) {
      Thread thread = runner;
      if (thread != null) {
        node.scheduler().unpark(thread);
      }
    } else if (mark == IDLE) {
      node.scheduler().execute(this, worker);
    }
  }

  // ---- signals, holder of the ownership only

  @Override
  void act(Signal signal) {
    switch (signal) {
      case Signal.Exit exit -> Acts.exit(this, exit);
      case Signal.Down down -> Acts.down(this, down);
      case Signal.Message _, Signal.Mark _ -> throw new AssertionError(signal);
    }
  }

  @Override
  Admission admit(Ref alias) {
    return Acts.admit(this, alias);
  }

  /** Ends the process; the holder then carries out its death when it lets go. */
  void die(ExitReason why) {
    if (!isDead()) {
      reason = why;
      mayRun = close() != IDLE;
      afterRelease(this);
    }
  }

  // ---- death

  /** Carries out the death of this process. */
  @Override
  public void carryOut(Cascade cascade) {
    Death.carryOut(this, cascade);
  }

  /** The thread that may be running the code of the dead process; null if none is, or the code is through. */
  @Nullable Thread runnerAtDeath() {
    return mayRun && !codeEnded ? runner : null;
  }

  void interruptRunner(Thread thread) {
    interrupted = true;
    node.scheduler().interrupt(thread);
  }

  void deathIsCarriedOut() {
    deathCarriedOut = true;
  }

  @Override
  void noteTaken(MailboxGuard mailbox, @Nullable Message message) {
    if (message instanceof Signal.Counted) {
      mailbox.taken(this);
    }
  }

  // ---- requests to be answered later

  @Override
  void keep(ReplyPlace place) {
    defer(place);
  }

  void defer(ReplyPlace place) {
    if (!acquire()) {
      ExitReason why = reason;
      place.fail(why == null ? ExitReason.KILLED : why);
      return;
    }
    relations().defer(place);
    letGo();
  }

  /** The request is about to be answered. */
  void forgetDeferred(ReplyPlace place) {
    if (!acquire()) {
      return;
    }
    Relations r = relations;
    if (r != null && r.forget(place)) {
      relations = null;
    }
    letGo();
  }

  // ---- details

  /** Holder of the ownership only. */
  Details detailsHeld() {
    Details d = details;
    if (d == null) {
      d = new Details(null, List.of(), null);
      details = d;
    }
    return d;
  }

  /** Own process only. */
  Details ownDetails() {
    Details d = details;
    if (d != null) {
      return d;
    }
    if (!acquire()) {
      throw new ProcessKilledError(pid);
    }
    d = detailsHeld();
    letGo();
    return d;
  }

  /** The ancestors of a process that this one spawns. Own process only. */
  List<Object> childAncestors() {
    Details d = details;
    return d == null ? List.of(pid) : d.childAncestors(pid);
  }
}
