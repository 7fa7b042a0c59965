package dev.ninefold.benchmarks.pekko;

import dev.ninefold.benchmarks.ForkLoop;
import dev.ninefold.benchmarks.Work;
import java.util.Map;
import java.util.Set;

/** A fork that does the work of one row on Apache Pekko. */
public final class PekkoFork {
  private static final int CALLERS = 100;
  private static final int FAN = 10;

  static final Map<String, Work> WORKS = Map.ofEntries(
      Map.entry("ring-503", Rings::ring503), Map.entry("savina-thread-ring", Rings::savina),
      Map.entry("call-1", calls -> Calls.measure(calls, 1, 1)),
      Map.entry("call-100-1", calls -> Calls.measure(calls, CALLERS, 1)),
      Map.entry("call-100-100", calls -> Calls.measure(calls, CALLERS, CALLERS)),
      Map.entry("send-request", Calls::asynchronous), Map.entry("cast-flood-1", casts -> Casts.measure(casts, 1, 1)),
      Map.entry("fan-in-10", casts -> Casts.measure(casts, FAN, 1)),
      Map.entry("fan-out-10", casts -> Casts.measure(casts, 1, FAN)), Map.entry("spawn-exit-plain", Spawns::measure),
      Map.entry("spawn-exit-event-driven", Spawns::measure), Map.entry("gen-server-start-stop", StartStop::measure),
      Map.entry("skynet", Skynet::measure), Map.entry("supervisor-restart", Restarts::one),
      Map.entry("one-for-all-100", Restarts::all), Map.entry("timers", StartedTimers::measure),
      Map.entry("bytes-idle-server", Idle::bytes));

  private PekkoFork() {}

  /** The names of the rows that it has. */
  public static Set<String> rows() {
    return WORKS.keySet();
  }

  public static void main(String[] args) throws Exception {
    ForkLoop.run(WORKS, args);
    System.exit(0);
  }
}
