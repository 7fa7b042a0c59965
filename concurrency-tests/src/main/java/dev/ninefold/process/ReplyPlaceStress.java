package dev.ninefold.process;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.ninefold.term.ExitReason;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** jcstress: a place of a reply is settled once, and whoever waits for it goes on: ReplyPlace I1, I3; Mailbox I4. */
public final class ReplyPlaceStress {

  private ReplyPlaceStress() {}

  private static ReplyPlace place() {
    return new ReplyPlace("request", null, null);
  }

  private static String outcome(ReplyPlace place) {
    Object outcome = place.outcome();
    return outcome == ReplyPlace.ABANDONED ? "given up"
        : outcome instanceof ReplyPlace.Failed ? "failed" : String.valueOf(outcome);
  }

  /** I1: a reply, or the end of the server. */
  @JCStressTest
  @Outcome(id = {"true, false, reply", "false, true, failed"}, expect = ACCEPTABLE, desc = "one of the two, and it stays")
  @State
  public static class ReplyAgainstFail {
    private final ReplyPlace place = place();

    @Actor
    public void server(ZZL_Result r) {
      r.r1 = place.reply("reply");
    }

    @Actor
    public void death(ZZL_Result r) {
      r.r2 = place.fail(ExitReason.KILLED);
    }

    @Arbiter
    public void end(ZZL_Result r) {
      r.r3 = outcome(place);
    }
  }

  /** I1: a reply, or the caller's timeout. */
  @JCStressTest
  @Outcome(id = {"true, false, reply", "false, true, given up"}, expect = ACCEPTABLE, desc = "one of the two, and it stays")
  @State
  public static class ReplyAgainstGivingUp {
    private final ReplyPlace place = place();

    @Actor
    public void server(ZZL_Result r) {
      r.r1 = place.reply("reply");
    }

    @Actor
    public void caller(ZZL_Result r) {
      r.r2 = place.abandon();
    }

    @Arbiter
    public void end(ZZL_Result r) {
      r.r3 = outcome(place);
    }
  }

  /** I1: the end of the server, or the caller's timeout. */
  @JCStressTest
  @Outcome(id = {"true, false, failed", "false, true, given up"}, expect = ACCEPTABLE, desc = "one of the two, and it stays")
  @State
  public static class FailAgainstGivingUp {
    private final ReplyPlace place = place();

    @Actor
    public void death(ZZL_Result r) {
      r.r1 = place.fail(ExitReason.KILLED);
    }

    @Actor
    public void caller(ZZL_Result r) {
      r.r2 = place.abandon();
    }

    @Arbiter
    public void end(ZZL_Result r) {
      r.r3 = outcome(place);
    }
  }

  /** I3: whoever settles the place wakes who waits for it. */
  @JCStressTest(Mode.Termination)
  @Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "the caller goes on")
  @State
  public static class ReplyAgainstPark {
    private volatile @Nullable ReplyPlace sent;

    @Actor
    public void caller() {
      ReplyPlace place = place();
      sent = place;
      while (!place.isSettled()) {
        LockSupport.park(place);
      }
    }

    @Signal
    public void server() {
      ReplyPlace place = sent;
      while (place == null) {
        Thread.onSpinWait();
        place = sent;
      }
      place.reply("reply");
    }
  }

  /** SignalQueue I1, Mailbox I4: a request is refused by a dead process, or its death finds it. */
  @JCStressTest
  @Outcome(id = "failed", expect = ACCEPTABLE, desc = "told")
  @State
  public static class RequestAgainstDeath {
    private final Cell server = Cells.born();
    private final ReplyPlace place = place();

    @Actor
    public void caller() {
      Router.send(server, place);
    }

    @Actor
    public void killer() {
      Cells.end(server);
    }

    @Arbiter
    public void end(L_Result r) {
      r.r1 = outcome(place);
    }
  }

  /** Mailbox I4: the same when the process takes the request in that moment. */
  @JCStressTest
  @Outcome(id = "failed", expect = ACCEPTABLE, desc = "told")
  @State
  public static class TakingAgainstDeath {
    private final Cell server = Cells.born();
    private final ReplyPlace place = place();

    public TakingAgainstDeath() {
      Router.send(server, "older");
      Router.send(server, place);
    }

    @Actor
    public void process() {
      server.poll();
      server.poll();
    }

    @Actor
    public void killer() {
      Cells.end(server);
    }

    @Arbiter
    public void end(L_Result r) {
      r.r1 = outcome(place);
    }
  }

  /** Mailbox I4: the same when the process takes it from between others. */
  @JCStressTest
  @Outcome(id = "failed", expect = ACCEPTABLE, desc = "told")
  @State
  public static class SelectingAgainstDeath {
    private final Cell server = Cells.born();
    private final ReplyPlace place = place();

    public SelectingAgainstDeath() {
      Router.send(server, "older");
      Router.send(server, place);
      Router.send(server, "newer");
    }

    @Actor
    public void process() {
      server.poll(body -> body == place, new Mailbox.Scan());
    }

    @Actor
    public void killer() {
      Cells.end(server);
    }

    @Arbiter
    public void end(L_Result r) {
      r.r1 = outcome(place);
    }
  }

  /** Mailbox I4: a request that is put off while the process dies. */
  @JCStressTest
  @Outcome(id = "failed", expect = ACCEPTABLE, desc = "told")
  @State
  public static class PuttingOffAgainstDeath {
    private final Cell server = Cells.born();
    private final ReplyPlace place = place();

    @Actor
    public void process() {
      server.defer(place);
    }

    @Actor
    public void killer() {
      Cells.end(server);
    }

    @Arbiter
    public void end(L_Result r) {
      r.r1 = outcome(place);
    }
  }
}
