package dev.ninefold.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessError;
import dev.ninefold.process.Ref;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.supervisor.Supervisor.ChildCounts;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.time.ManualTime;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What the tests of supervisors share; the names are upstream's. To be called in a process that traps exits. */
final class Trees {

  /** Upstream's {@code {one_for_one, 2, 3600}}. */
  static final SupervisorFlags FLAGS = SupervisorFlags.DEFAULT.withIntensity(2, Duration.ofHours(1));

  static final ExitReason DIED = new ExitReason.Other("died");

  private Trees() {}

  /** Runs a test in a process that traps exits. */
  static void run(TestNode node, Process.Body body) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      body.run();
    });
  }

  /** The test is not about reports. */
  static void ignoreReports(TestNode node) {
    node.ignoreReports(SupervisorReport.class);
    node.ignoreReports(TerminateReport.class);
    node.ignoreReports(CrashReport.class);
    node.ignoreReports(ProcessError.class);
  }

  /** Upstream's {@code start_link({ok, {Flags, Specs}})}. */
  static SupervisorRef start(SupervisorFlags flags, ChildSpec... specs) {
    return tryStart(SupervisorSpec.of(flags, specs)).orElseThrow();
  }

  /** Upstream's {@code start_link(InitResult)}, under the name sup_test. */
  static StartResult<SupervisorRef> tryStart(SupervisorSpec spec) {
    return Supervisor.startLink(() -> () -> spec, StartOptions.named("sup_test"));
  }

  /** Moves the clock when the supervisor has seen all that there was to see. */
  static void advance(ManualTime time, SupervisorRef sup, Duration by) {
    counts(sup);
    time.advance(by);
  }

  /** So many timers run when the supervisor has seen all that there was to see. */
  static void pending(ManualTime time, SupervisorRef sup, int timers) {
    counts(sup);
    assertThat(time.pending()).isEqualTo(timers);
  }

  static ExitReason reason(StartResult<?> result) {
    return result instanceof StartResult.Failed<?>(ExitReason reason) ? reason : ExitReason.NORMAL;
  }

  /** The term of the failure of a start. */
  static Object term(StartResult<?> result) {
    return reason(result) instanceof ExitReason.Other(Object term) ? term : reason(result);
  }

  /** Upstream's {@code {Id, {supervisor_1, start_child, []}, permanent, 1000, worker, []}}. */
  static ChildSpec kid(Object id) {
    return ChildSpec.worker(id, Kid::startLink).withShutdown(Duration.ofSeconds(1));
  }

  /** A child that starts once; later its start fails, as upstream's {@code start_child(error)}. */
  static ChildSpec once(Object id) {
    AtomicInteger starts = new AtomicInteger();
    return kid(id).withStart(() -> {
      if (starts.incrementAndGet() > 1) {
        throw new IllegalStateException("function_clause");
      }
      return Kid.startLink();
    });
  }

  static Pid startChild(SupervisorRef sup, ChildSpec spec) {
    return Supervisor.startChild(sup, spec).orElseThrow();
  }

  /** The process of a child. */
  static Pid pid(SupervisorRef sup, Object id) {
    return Supervisor.whichChild(sup, id).orElseThrow().pid().orElseThrow();
  }

  /** Ids and states of all children, last started first. */
  static List<String> which(SupervisorRef sup) {
    return Supervisor.whichChildren(sup).stream().map(child -> child.id() + " " + child.state()).toList();
  }

  static List<Object> ids(SupervisorRef sup) {
    return Supervisor.whichChildren(sup).stream().map(ChildInfo::id).toList();
  }

  static ChildCounts counts(SupervisorRef sup) {
    return Supervisor.countChildren(sup);
  }

  static ChildCounts counts(int specs, int active, int supervisors, int workers) {
    return new ChildCounts(specs, active, supervisors, workers);
  }

  /** Upstream's {@code terminate(Pid, Reason)}: the process ends with the reason, and has told its links when this returns. */
  static void end(Pid pid, ExitReason reason) {
    Ref ref = Process.monitor(pid);
    if (reason == ExitReason.KILL || reason instanceof ExitReason.Shutdown || reason instanceof ExitReason.ShutdownWith) {
      Process.exit(pid, reason);
    } else {
      Process.send(pid, reason);
    }
    Info.Down down = Process.receive(Info.Down.class, d -> d.ref() == ref);
    assertThat(down.reason()).isEqualTo(reason == ExitReason.KILL ? ExitReason.KILLED : reason);
  }

  /** The supervisor, a child of this process, is told to shut down, and does. */
  static void stop(SupervisorRef sup) {
    end(sup.pid(), ExitReason.SHUTDOWN);
    exited(sup.pid(), ExitReason.SHUTDOWN);
  }

  /** Upstream's {@code check_exit}: linked processes have ended. */
  static void exited(Pid... pids) {
    for (Pid pid : pids) {
      Process.receive(Info.Exit.class, exit -> exit.from() == pid);
    }
  }

  /** Upstream's {@code check_exit_reason}. */
  static void exited(Pid pid, ExitReason reason) {
    assertThat(Process.receive(Info.Exit.class, exit -> exit.from() == pid).reason()).isEqualTo(reason);
  }

  /** Upstream's {@code error = check_exit(Pids, 1000)}, after the supervisor has shown that it has seen what there was to see. */
  static void live(Pid... pids) {
    for (Pid pid : pids) {
      assertThat(Process.isAlive(pid)).as("%s lives", pid).isTrue();
      assertThat(Process.receive(Info.Exit.class, exit -> exit.from() == pid, Duration.ZERO)).isEmpty();
    }
  }

  /** No exit at all has come. */
  static void noExit() {
    assertThat(Process.receive(Info.Exit.class, _ -> true, Duration.ZERO)).isEmpty();
  }

  /** Waits for the process' end, and returns why. */
  static ExitReason down(Ref ref) {
    return Process.receive(ref, Info.Down.class, d -> d.ref() == ref, Timeout.INFINITY).orElseThrow().reason();
  }
}
