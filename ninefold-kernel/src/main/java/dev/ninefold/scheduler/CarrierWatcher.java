package dev.ninefold.scheduler;

/** Notices what holds our carriers, and adds some: on a platform thread that parks while all of them are idle. */
final class CarrierWatcher implements Ticker.Watch {

  /*
   * Every tick it compares the progress of each carrier with that of the tick before. What runs next on one that makes none is free for
   * others. If none has made any for a while though something waits, endless loops, long computations or calls of native code hold them all:
   * carriers are added, twice as many each time. More carriers than processors cost something; so those that are idle for long retire, down to
   * as many as there are processors beside those that are held.
   */

  private static final int RESCUE_TICKS = 10;
  private static final int TICKS_BEFORE_RETIREMENT = 1_000;
  private static final int LIMIT = 256;

  private final CarrierPool pool;
  private final Ticker ticker = new Ticker("ninefold-carrier-watcher", this);
  private int ticksSinceRescue = RESCUE_TICKS;
  private int adding = 1;

  CarrierWatcher(CarrierPool pool) {
    this.pool = pool;
  }

  /** A carrier was woken. Cheap while the watcher is awake. */
  void activity() {
    ticker.activity();
  }

  void start() {
    ticker.start();
  }

  @Override
  public boolean isIdle() {
    return pool.allIdle();
  }

  @Override
  public boolean tick() {
    Carrier[] carriers = pool.carriers();
    boolean waiting = pool.overflowWaits();
    int running = 0;
    int held = 0;
    for (Carrier carrier : carriers) {
      if (carrier.lane.state() == Lane.RUNNING) {
        running++;
        held += carrier.lane.observe() >= RESCUE_TICKS ? 1 : 0;
        waiting |= carrier.lane.hasWork();
      }
    }
    for (Carrier carrier : carriers) {
      if (carrier.lane.state() == Lane.IDLE && carrier.lane.idleForTicks() > TICKS_BEFORE_RETIREMENT
          && pool.carriers().length > pool.base() + held) {
        pool.retire(carrier);
      }
    }
    ticksSinceRescue++;
    if (waiting && running < carriers.length) {
      pool.wake();
    } else if (waiting && held == running && ticksSinceRescue > RESCUE_TICKS) {
      rescue(carriers.length);
    } else if (!waiting && adding > 1) {
      adding /= 2;
    }
    return running > 0 || waiting || carriers.length > pool.base();
  }

  private void rescue(int count) {
    int room = LIMIT - count;
    if (room > 0) {
      int more = Math.min(adding, room);
      pool.add(more);
      FlightEvents.rescued("CARRIERS", more, count + more);
      adding *= 2;
      ticksSinceRescue = 0;
    }
  }
}
