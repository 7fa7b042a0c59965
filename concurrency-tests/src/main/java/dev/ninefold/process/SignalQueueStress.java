package dev.ninefold.process;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.L_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** jcstress: the word in which sending, falling asleep and dying meet, and the ownership: SignalQueue I1 to I5. */
public final class SignalQueueStress {

  private SignalQueueStress() {}

  private static Signal.Message message(String body) {
    return new Signal.Message(body);
  }

  /** I1: either the sender sees the mark, and wakes, or the process sees the message, and does not sleep. */
  @JCStressTest
  @Outcome(id = "true, true, 1", expect = ACCEPTABLE, desc = "it slept, and the sender has to wake it")
  @Outcome(id = "false, false, 1", expect = ACCEPTABLE, desc = "the message was there first")
  @State
  public static class PushAgainstSleep {
    private final Queue queue = new Queue();

    @Actor
    public void sender(ZZI_Result r) {
      r.r1 = queue.push(message("m")) == SignalQueue.IDLE;
    }

    @Actor
    public void process(ZZI_Result r) {
      r.r2 = queue.sleep(SignalQueue.IDLE);
    }

    @Arbiter
    public void end(ZZI_Result r) {
      r.r3 = queue.drained().length();
    }
  }

  /** I1: of two senders exactly one wakes, and both messages are there. */
  @JCStressTest
  @Outcome(id = {"true, false, 2", "false, true, 2"}, expect = ACCEPTABLE, desc = "one wakes it")
  @State
  public static class TwoSendersOneWakeUp {
    private final Queue queue = new Queue();

    public TwoSendersOneWakeUp() {
      queue.sleep(SignalQueue.IDLE);
    }

    @Actor
    public void first(ZZI_Result r) {
      r.r1 = queue.push(message("m")) == SignalQueue.IDLE;
    }

    @Actor
    public void second(ZZI_Result r) {
      r.r2 = queue.push(message("m")) == SignalQueue.IDLE;
    }

    @Arbiter
    public void end(ZZI_Result r) {
      r.r3 = queue.drained().length();
    }
  }

  /** I1: a message wakes the process, or its timeout does. */
  @JCStressTest
  @Outcome(id = {"true, false", "false, true"}, expect = ACCEPTABLE, desc = "one of the two")
  @State
  public static class PushAgainstTimeout {
    private final Queue queue = new Queue();

    public PushAgainstTimeout() {
      queue.sleep(SignalQueue.WAITING);
    }

    @Actor
    public void sender(ZZ_Result r) {
      r.r1 = queue.push(message("m")) == SignalQueue.WAITING;
    }

    @Actor
    public void process(ZZ_Result r) {
      r.r2 = queue.wakeUp();
    }
  }

  /** I1: a dead process' queue refuses the message, or the death finds it. */
  @JCStressTest
  @Outcome(id = "true, 0", expect = ACCEPTABLE, desc = "refused")
  @Outcome(id = "false, 1", expect = ACCEPTABLE, desc = "found")
  @State
  public static class PushAgainstClose {
    private final Queue queue = new Queue();

    @Actor
    public void sender(ZI_Result r) {
      r.r1 = queue.push(message("m")) == SignalQueue.CLOSED;
    }

    @Actor
    public void death(ZI_Result r) {
      if (queue.acquire()) {
        queue.close();
        r.r2 = queue.collect().length();
        queue.release();
      }
    }
  }

  /** I1, I2: whoever drains, and however often, the order of one sender's messages stays. */
  @JCStressTest
  @Outcome(id = "123", expect = ACCEPTABLE, desc = "in order")
  @State
  public static class PushAgainstDrain {
    private final Queue queue = new Queue();

    @Actor
    public void sender() {
      queue.push(message("1"));
      queue.push(message("2"));
      queue.push(message("3"));
    }

    @Actor
    public void process() {
      queue.handle();
      queue.handle();
    }

    @Arbiter
    public void end(L_Result r) {
      r.r1 = queue.drained();
    }
  }

  /** I1: the same when the process takes a single message out at once. */
  @JCStressTest
  @Outcome(id = "12", expect = ACCEPTABLE, desc = "in order")
  @State
  public static class PushAgainstDrainToOne {
    private final Queue queue = new Queue();
    private String first = "";

    @Actor
    public void sender() {
      queue.push(message("1"));
      queue.push(message("2"));
    }

    @Actor
    public void process() {
      if (queue.acquire()) {
        Signal.Message one = queue.drainToOne();
        first = one == null ? "" : one.body.toString();
        queue.release();
      }
    }

    @Arbiter
    public void end(L_Result r) {
      r.r1 = first + queue.drained();
    }
  }

  /** I2: the ownership excludes, and what one holder wrote the next one sees. */
  @JCStressTest
  @Outcome(id = "2", expect = ACCEPTABLE, desc = "one after the other")
  @State
  public static class TwoHolders {
    private final Queue queue = new Queue();
    private int plain;

    private void increment() {
      if (queue.acquire()) {
        plain++;
        queue.release();
      }
    }

    @Actor
    public void first() {
      increment();
    }

    @Actor
    public void second() {
      increment();
    }

    @Arbiter
    public void end(I_Result r) {
      r.r1 = plain;
    }
  }

  /** I3: when both senders of signals are through, both signals have acted. */
  @JCStressTest
  @Outcome(id = "2", expect = ACCEPTABLE, desc = "both acted")
  @State
  public static class SignalsActAtOnce {
    private final Queue queue = new Queue();

    private void send() {
      queue.push(new Signal.Exit(Cells.NODE.root(), Cells.BANG, false));
      if (queue.acquireOrLeaveWord()) {
        queue.drain();
        queue.release();
      }
    }

    @Actor
    public void first() {
      send();
    }

    @Actor
    public void second() {
      send();
    }

    @Arbiter
    public void end(I_Result r) {
      r.r1 = queue.acted();
    }
  }

  /** I4: a message that somebody else drained keeps the process awake, or that one wakes it. */
  @JCStressTest
  @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "it slept, and was woken")
  @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "it saw the message")
  @State
  public static class DrainedByAnother {
    private final Queue queue = new Queue();

    public DrainedByAnother() {
      queue.push(message("m"));
    }

    @Actor
    public void other(ZZ_Result r) {
      queue.acquire();
      queue.drain();
      queue.release();
      r.r1 = queue.hasArrivals() && queue.takeSleepMark() != null;
    }

    @Actor
    public void process(ZZ_Result r) {
      r.r2 = queue.sleep(SignalQueue.WAITING);
    }
  }
}
