package dev.ninefold.process;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** jcstress: links and monitors against death: Router I1, I2; SignalQueue I4, I5. */
public final class TiesStress {

  private TiesStress() {}

  private static int exits(Cell cell) {
    return Cells.count(cell, Info.Exit.class);
  }

  private static int downs(Cell cell) {
    return Cells.count(cell, Info.Down.class);
  }

  private static Ref monitor(Cell self, Cell target) {
    Ref ref = Cells.NODE.newRef(null);
    Router.monitor(self, ref, target.pid, target.pid, MonitorOptions.DEFAULT);
    return ref;
  }

  private static boolean linked(Cell cell, Cell other) {
    return cell.relations != null && cell.relations.isLinked(other.pid);
  }

  /** Router I1: a link that was made breaks and is told of; one that was refused is not. */
  @JCStressTest
  @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "linked, and told")
  @Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "dead before")
  @State
  public static class LinkAgainstDeath {
    private final Cell self = Cells.trapping();
    private final Cell other = Cells.born();

    @Actor
    public void process(ZI_Result r) {
      r.r1 = Cells.link(self, other);
    }

    @Actor
    public void killer() {
      Cells.end(other);
    }

    @Arbiter
    public void end(ZI_Result r) {
      r.r2 = exits(self);
      Cells.end(self, other);
    }
  }

  /** Router I1: after unlink no exit comes any more. */
  @JCStressTest
  @Outcome(id = {"0, 0", "1, 0"}, expect = ACCEPTABLE, desc = "before, or never")
  @State
  public static class UnlinkAgainstDeath {
    private final Cell self = Cells.trapping();
    private final Cell other = Cells.born();

    public UnlinkAgainstDeath() {
      Cells.link(self, other);
    }

    @Actor
    public void process(II_Result r) {
      Router.unlink(self, other.pid);
      r.r1 = exits(self);
    }

    @Actor
    public void killer() {
      Cells.end(other);
    }

    @Arbiter
    public void end(II_Result r) {
      r.r2 = exits(self);
      Cells.end(self, other);
    }
  }

  /** Router I1: who link each other at the same time do not wait for each other, and have one link. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "one link")
  @State
  public static class LinkAgainstLink {
    private final Cell left = Cells.trapping();
    private final Cell right = Cells.born();

    @Actor
    public void left() {
      Cells.link(left, right);
    }

    @Actor
    public void right() {
      Cells.link(right, left);
    }

    @Arbiter
    public void end(I_Result r) {
      Cells.end(right);
      r.r1 = exits(left);
      Cells.end(left);
    }
  }

  /** Router I1: a link stands on both sides, or on neither. */
  @JCStressTest
  @Outcome(id = {"true, true", "false, false"}, expect = ACCEPTABLE, desc = "both or neither")
  @State
  public static class LinkAgainstUnlink {
    private final Cell left = Cells.born();
    private final Cell right = Cells.born();

    @Actor
    public void left() {
      Cells.link(left, right);
    }

    @Actor
    public void right() {
      Router.unlink(right, left.pid);
    }

    @Arbiter
    public void end(ZZ_Result r) {
      r.r1 = linked(left, right);
      r.r2 = linked(right, left);
      Cells.end(left, right);
    }
  }

  /** SignalQueue I5: two linked processes that are killed at the same time die once each. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "once each")
  @State
  public static class DeathOfBoth {
    private final Cell left = Cells.born();
    private final Cell right = Cells.born();
    private final Cell ofLeft = Cells.born();
    private final Cell ofRight = Cells.born();

    public DeathOfBoth() {
      Cells.link(left, right);
      monitor(ofLeft, left);
      monitor(ofRight, right);
    }

    @Actor
    public void killer() {
      Cells.end(left);
    }

    @Actor
    public void other() {
      Router.exit(right.pid, Cells.BANG, Cells.NODE.root());
    }

    @Arbiter
    public void end(II_Result r) {
      r.r1 = downs(ofLeft);
      r.r2 = downs(ofRight);
      Cells.end(left, right, ofLeft, ofRight);
    }
  }

  /** SignalQueue I5: who is killed twice dies once. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "once")
  @State
  public static class TwoKills {
    private final Cell self = Cells.born();
    private final Cell other = Cells.born();

    public TwoKills() {
      monitor(self, other);
    }

    @Actor
    public void first() {
      Cells.end(other);
    }

    @Actor
    public void second() {
      Cells.end(other);
    }

    @Arbiter
    public void end(I_Result r) {
      r.r1 = downs(self);
      Cells.end(self, other);
    }
  }

  /** Router I2: a monitor fires once, whether its target dies before or afterwards. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "once")
  @State
  public static class MonitorAgainstDeath {
    private final Cell self = Cells.born();
    private final Cell other = Cells.born();

    @Actor
    public void process() {
      monitor(self, other);
    }

    @Actor
    public void killer() {
      Cells.end(other);
    }

    @Arbiter
    public void end(I_Result r) {
      r.r1 = downs(self);
      Cells.end(self, other);
    }
  }

  /** Router I2: demonitor says whether the monitor was active; then it never fires. */
  @JCStressTest
  @Outcome(id = "true, 0", expect = ACCEPTABLE, desc = "given up")
  @Outcome(id = "false, 1", expect = ACCEPTABLE, desc = "fired before")
  @State
  public static class DemonitorAgainstDeath {
    private final Cell self = Cells.born();
    private final Cell other = Cells.born();
    private final Ref ref = monitor(self, other);

    @Actor
    public void process(ZI_Result r) {
      r.r1 = Router.demonitor(self, ref);
    }

    @Actor
    public void killer() {
      Cells.end(other);
    }

    @Arbiter
    public void end(ZI_Result r) {
      r.r2 = downs(self);
      Cells.end(self, other);
    }
  }

  /** Router I2: the target keeps no monitor of a watcher that died while it was made. */
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "forgotten")
  @State
  public static class MonitorAgainstDeathOfTheWatcher {
    private final Cell self = Cells.born();
    private final Cell other = Cells.born();

    @Actor
    public void process() {
      try {
        monitor(self, other);
      } catch (ProcessKilledError dead) {
        Cells.end(self);
      }
    }

    @Actor
    public void killer() {
      Cells.end(self);
    }

    @Arbiter
    public void end(I_Result r) {
      r.r1 = other.relations == null || other.relations.monitoredBy == null ? 0 : other.relations.monitoredBy.size();
      Cells.end(self, other);
    }
  }

  /** SignalQueue I4: a process does not sleep over a signal that became a message while it fell asleep. */
  @JCStressTest
  @Outcome(id = "false, 1", expect = ACCEPTABLE, desc = "awake, with the message")
  @State
  public static class SignalAgainstSleep {
    private final Cell self = Cells.trapping();

    @Actor
    public void sender() {
      Router.exit(self.pid, Cells.BANG, Cells.NODE.root());
    }

    @Actor
    public void process() {
      self.sleep(SignalQueue.WAITING);
    }

    @Arbiter
    public void end(ZI_Result r) {
      r.r1 = self.isSleeping();
      r.r2 = exits(self);
      Cells.end(self);
    }
  }
}
