package dev.ninefold.time;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZII_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** jcstress: one timer, cancelled from outside: WheelTimer I1, I2. */
public final class TimerStress {

  private TimerStress() {}

  /** Who runs the wheel; counts what it has to take out of it. */
  private static final class Owner implements WheelTimer.Owner {
    private final LongAdder count = new LongAdder();
    private final LongAdder toTakeOut = new LongAdder();

    @Override
    public LongAdder count() {
      return count;
    }

    @Override
    public void cancelled(WheelTimer timer) {
      toTakeOut.increment();
    }
  }

  /** I1: it fires or is cancelled, and counts no more. */
  @JCStressTest
  @Outcome(id = "true, 0, 0", expect = ACCEPTABLE, desc = "cancelled")
  @Outcome(id = "false, 1, 0", expect = ACCEPTABLE, desc = "fired")
  @State
  public static class CancelAgainstFire {
    private final Owner owner = new Owner();
    private int fired;
    private final WheelTimer timer = new WheelTimer(0, 0, _ -> fired++, owner);

    @Actor
    public void anyone(ZII_Result r) {
      r.r1 = timer.cancel();
    }

    @Actor
    public void wheel() {
      timer.fire();
    }

    @Arbiter
    public void end(ZII_Result r) {
      r.r2 = fired;
      r.r3 = owner.count.intValue();
    }
  }

  /** I1: of two who cancel it one is told that it did. */
  @JCStressTest
  @Outcome(id = {"true, false, 0", "false, true, 0"}, expect = ACCEPTABLE, desc = "one of them")
  @State
  public static class TwoCancel {
    private final Owner owner = new Owner();
    private final WheelTimer timer = new WheelTimer(0, 0, _ -> {}, owner);

    @Actor
    public void first(ZZI_Result r) {
      r.r1 = timer.cancel();
    }

    @Actor
    public void second(ZZI_Result r) {
      r.r2 = timer.cancel();
    }

    @Arbiter
    public void end(ZZI_Result r) {
      r.r3 = owner.count.intValue();
    }
  }

  /** I2: the wheel does not take a cancelled timer in, or is told to take it out. */
  @JCStressTest
  @Outcome(id = {"true, 0, 1", "true, 1, 1", "true, 0, 0"}, expect = ACCEPTABLE, desc = "not in the wheel, or about to leave it")
  @State
  public static class CancelAgainstTakingIn {
    private final Owner owner = new Owner();
    private final TimerWheel wheel = new TimerWheel();
    private final WheelTimer timer = new WheelTimer(1, 1, _ -> {}, owner);

    @Actor
    public void anyone(ZII_Result r) {
      r.r1 = timer.cancel();
    }

    @Actor
    public void wheel() {
      wheel.change(timer);
    }

    @Arbiter
    public void end(ZII_Result r) {
      r.r2 = timer.bucket == null ? 0 : 1;
      r.r3 = owner.toTakeOut.intValue();
    }
  }
}
