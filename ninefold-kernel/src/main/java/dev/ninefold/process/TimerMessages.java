package dev.ninefold.process;

import dev.ninefold.time.Timeout;
import dev.ninefold.time.Timer;
import dev.ninefold.time.TimerTask;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Function;

/** Timers that send messages. */
final class TimerMessages {

  private TimerMessages() {}

  static TimerRef start(Duration after, Destination to, Function<Ref, Object> message) {
    long now = node(to).clock().nanoTime();
    return startAt(Timeout.deadline(now, after), to, message);
  }

  /** A point in milliseconds as the deadline of a timer; what is past is zero. */
  static long nanos(long millis) {
    if (millis > Long.MAX_VALUE / 1_000_000) {
      throw new IllegalArgumentException("millis: expected a point of the node's monotonic clock, got " + millis
          + "; for a while from now use Process.sendAfter");
    }
    return Math.max(0, millis) * 1_000_000;
  }

  static TimerRef startAt(long deadline, Destination to, Function<Ref, Object> message) {
    Current.liveOrNull();
    Node node = node(to);
    Ref ref = node.newRef(null);
    Object body = message.apply(ref);
    if (!(to instanceof Pid pid)) {
      return new TimerRef(ref, node.timers().schedule(deadline, new Sending(node, to, body)), node, null);
    }
    BoundTimer bound = new BoundTimer(pid, body);
    Timer timer = node.timers().schedule(deadline, bound);
    bound.bind(timer);
    return new TimerRef(ref, timer, node, bound);
  }

  static OptionalLong cancel(TimerRef ref) {
    long left = left(ref);
    if (!ref.timer().cancel()) {
      return OptionalLong.empty();
    }
    BoundTimer bound = ref.bound();
    if (bound != null) {
      bound.unbind();
    }
    return OptionalLong.of(left);
  }

  static OptionalLong read(TimerRef ref) {
    return ref.timer().isPending() ? OptionalLong.of(left(ref)) : OptionalLong.empty();
  }

  private static long left(TimerRef ref) {
    long nanos = ref.timer().deadline() - ref.node().clock().nanoTime();
    return nanos <= 0 ? 0 : (nanos - 1) / 1_000_000 + 1;
  }

  private static Node node(Destination to) {
    return to instanceof Pid pid ? pid.node() : Node.current();
  }

  /** To who is there when it fires. */
  private record Sending(Node node, Destination to, Object body) implements TimerTask {
    @Override
    public void fired(Timer timer) {
      switch (to) {
        case Pid pid -> Router.send(pid.cell(), body);
        case Ref alias -> Router.sendByAlias(alias, body);
        case Name name -> Names.resolve(name, node).ifPresent(pid -> Router.send(pid.cell(), body));
      }
    }

    @Override
    public String toString() {
      return "message " + body + " to " + to;
    }
  }
}
