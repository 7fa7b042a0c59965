package dev.ninefold.benchmarks.ours;

import dev.ninefold.benchmarks.ForkLoop;
import dev.ninefold.benchmarks.Work;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.sys.Sys;
import java.util.Map;
import java.util.Set;

/** A fork that does the work of one row on Ninefold. */
public final class NinefoldFork {
  private static final int CALLERS = 100;
  private static final int FAN = 10;
  private static final int CHILDREN = 100;

  static final Map<String, Work> WORKS = Map.ofEntries(
      Map.entry("ring-503", Rings::ring503), Map.entry("savina-thread-ring", Rings::savina),
      Map.entry("ping-pong", PingPong::measure), Map.entry("call-1", calls -> Calls.measure(calls, 1, 1)),
      Map.entry("call-100-1", calls -> Calls.measure(calls, CALLERS, 1)),
      Map.entry("call-100-100", calls -> Calls.measure(calls, CALLERS, CALLERS)),
      Map.entry("send-request", AsynchronousClient::measure), Map.entry("cast-flood-1", casts -> Casts.measure(casts, 1, 1)),
      Map.entry("fan-in-10", casts -> Casts.measure(casts, FAN, 1)),
      Map.entry("fan-out-10", casts -> Casts.measure(casts, 1, FAN)),
      Map.entry("cast-flood-statistics", casts -> Casts.measure(casts, 1, 1, server -> Sys.statistics(server, true))),
      Map.entry("sys-off", Casts::offAgain), Map.entry("notify-10", Notifications::measure),
      Map.entry("state-timeout", Transitions::measure), Map.entry("spawn-exit-plain", Spawns::plain),
      Map.entry("spawn-exit-event-driven", Spawns::eventDriven), Map.entry("gen-server-start-stop", Servers::startStop),
      Map.entry("skynet", Skynet::measure), Map.entry("linked-tree", LinkedTree::measure),
      Map.entry("selective-receive", SelectiveReceive::plain), Map.entry("selective-receive-ref", SelectiveReceive::freshRef),
      Map.entry("supervisor-restart", count -> Restarts.measure(count, Strategy.ONE_FOR_ONE, 1)),
      Map.entry("one-for-all-100", count -> Restarts.measure(count, Strategy.ONE_FOR_ALL, CHILDREN)),
      Map.entry("timers", StartedTimers::measure), Map.entry("bytes-idle-server", Servers::bytesIdle),
      Map.entry("ten-million-heap", Servers::heapIdle), Map.entry("ten-million-calls", Servers::callEach),
      Map.entry("call-beside-callbacks", Fairness::besideCallbacks), Map.entry("call-beside-plain", Fairness::besidePlain),
      Map.entry("blocking-callbacks", Fairness::blockingCallbacks), Map.entry("kill-loop", Fairness::killLoop),
      Map.entry("waiting-server-bytes", WaitingServers::bytes),
      Map.entry("waiting-server-threads", WaitingServers::platformThreads),
      Map.entry("waiting-server-cpu", WaitingServers::processor));

  private NinefoldFork() {}

  /** The names of the rows that it has. */
  public static Set<String> rows() {
    return WORKS.keySet();
  }

  public static void main(String[] args) throws Exception {
    ForkLoop.run(WORKS, args);
    // Idle servers and their scheduler are no reason to stay.
    System.exit(0);
  }
}
