package dev.ninefold.supervisor;

import static dev.ninefold.supervisor.Trees.exited;
import static dev.ninefold.supervisor.Trees.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.CallException.RequestRefusedException;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.report.ProgressReport;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.supervisor.SupervisorBridge.Init;
import dev.ninefold.supervisor.SupervisorError.Refusal;
import dev.ninefold.sys.Sys;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** SB-1 to SB-5. */
@WithNode(manualTime = true)
class SupervisorBridgeTest {

  private static final String SUITE = "supervisor_bridge_SUITE";

  private static final ExitReason TESTING = new ExitReason.Other("testing");

  private static final ExitReason DIED = new ExitReason.Other("died");

  TestNode node;

  /** A subsystem that knows nothing of supervision: a process under the name work_bridge. */
  private static final class Bridge implements SupervisorBridge<Pid> {
    private final Pid parent;

    Bridge(Pid parent) {
      this.parent = parent;
    }

    @Override
    public Init<Pid> init() {
      // That of a bridge that was killed may hear of it after our supervisor: it has the name until then.
      Process.whereis("work_bridge").ifPresent(predecessor -> Trees.down(Process.monitor(predecessor)));
      Pid bridge = Process.self();
      Pid work = Process.spawnLink(() -> {
        Process.register("work_bridge", Process.self());
        Process.send(bridge, "init_done");
        while (true) {
          Object message = Process.receive();
          if (message instanceof Pid from) {
            Process.send(from, "non_compliant_answer");
          } else if (message instanceof ExitReason reason) {
            throw Process.exit(reason);
          }
        }
      });
      Process.receive(String.class, "init_done"::equals);
      return Init.ok(work, work);
    }

    @Override
    public void terminate(ExitReason reason, Pid work) {
      Process.exit(work, ExitReason.KILL);
      Process.send(parent, "dying " + reason);
    }
  }

  private static SupervisorRef startBridge(StartOptions options) {
    Pid parent = Process.self();
    return SupervisorBridge.startLink(() -> new Bridge(parent), options).orElseThrow();
  }

  private static StartResult<SupervisorRef> startWith(Init<Object> init) {
    return SupervisorBridge.startLink(() -> new Returns(init), StartOptions.named("bridge"));
  }

  private record Returns(Init<Object> result) implements SupervisorBridge<Object> {
    @Override
    public Init<Object> init() {
      return result;
    }

    @Override
    public void terminate(ExitReason reason, Object state) {
      throw new IllegalStateException("terminate");
    }
  }

  private static Pid work() {
    return Process.whereis("work_bridge").orElseThrow();
  }

  /** Upstream's client: an ordinary request of the subsystem. */
  private static void publicRequest() {
    Process.send(work(), Process.self());
    Process.receive(String.class, "non_compliant_answer"::equals);
  }

  /** (nothing) */
  @Test
  @OtpCase(suite = SUITE, name = "starting")
  void starting() throws Exception {
    run(node, () -> {
      // ignore = start(1), {error,testing} = start(2)
      assertThat(startWith(Init.ignore())).isEqualTo(new StartResult.Ignore<>());
      assertThat(startWith(Init.failed(TESTING))).isEqualTo(StartResult.failed(TESTING));
      Trees.noExit();
    });
    node.expectReport(CrashReport.class);
  }

  /** bridge: work_bridge, which a client kills */
  @Test
  @OtpCase(suite = SUITE, name = "mini_terminate")
  void miniTerminate() throws Exception {
    run(node, () -> {
      SupervisorRef bridge = startBridge(StartOptions.named("bridge"));
      Pid client = Process.spawnLink(() -> {
        publicRequest();
        Process.exit(work(), ExitReason.KILL);
      });
      // {'EXIT',Server,killed}; the client ends
      exited(bridge.pid(), ExitReason.KILLED);
      exited(client, ExitReason.NORMAL);
    });
    diedByItself(ExitReason.KILLED);
  }

  /** bridge: work_bridge, which a client has die */
  @Test
  @OtpCase(suite = SUITE, name = "mini_die")
  void miniDie() throws Exception {
    run(node, () -> {
      SupervisorRef bridge = startBridge(StartOptions.named("bridge"));
      Pid client = Process.spawnLink(() -> {
        publicRequest();
        Process.send(work(), DIED);
      });
      // {'EXIT',Server,died}; the client ends; no {dying, _}: terminate is not called
      exited(bridge.pid(), DIED);
      exited(client, ExitReason.NORMAL);
      assertThat(Process.isMailboxEmpty()).isTrue();
    });
    diedByItself(DIED);
  }

  private void diedByItself(ExitReason reason) {
    SupervisorReport report = node.expectReport(SupervisorReport.class);
    assertThat(report.errorContext()).isEqualTo("child_terminated");
    assertThat(report.reason()).isEqualTo(reason);
    assertThat(report.offender()).containsEntry("mod", Bridge.class.getName()).containsOnlyKeys("pid", "mod");
    node.expectReport(TerminateReport.class);
    node.expectReport(CrashReport.class);
  }

  /** bridge: work_bridge. SB-3: told to stop, it stops the subsystem by the callback. */
  @Test
  void terminate() throws Exception {
    run(node, () -> {
      SupervisorRef bridge = startBridge(StartOptions.named("bridge"));
      Pid work = work();
      Process.exit(bridge.pid(), ExitReason.SHUTDOWN);
      exited(bridge.pid(), ExitReason.SHUTDOWN);
      assertThat(Process.receive(String.class)).isEqualTo("dying shutdown");
      node.awaitDeath(work);
    });
    ProgressReport progress = node.reports(ProgressReport.class).getFirst();
    assertThat(progress.fields().get("started")).asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("mfa", "{" + Bridge.class.getName() + ", init}");
  }

  /** bridge: work_bridge, which ends with a silent reason: no report. SB-2 */
  @Test
  void silentEnd() throws Exception {
    run(node, () -> {
      SupervisorRef bridge = startBridge(StartOptions.DEFAULT);
      Process.send(work(), ExitReason.shutdown("done"));
      exited(bridge.pid(), ExitReason.shutdown("done"));
    });
  }

  /** bridge, whose terminate throws: the exception is the reason. */
  @Test
  void terminateThrows() throws Exception {
    run(node, () -> {
      Pid idle = node.spawnIdle();
      SupervisorRef bridge = startWith(Init.ok(idle, "state")).orElseThrow();
      assertThat(Sys.getState(bridge.destination())).isEqualTo("state");
      Process.exit(bridge.pid(), ExitReason.SHUTDOWN);
      assertThat(Process.receive(dev.ninefold.process.Info.Exit.class).reason()).isInstanceOf(ExitReason.Crashed.class);
      node.awaitDeath(idle);
    });
    node.expectReport(TerminateReport.class);
    node.expectReport(CrashReport.class);
  }

  /** bridge: work_bridge. SB-4 */
  @Test
  void requests() throws Exception {
    run(node, () -> {
      SupervisorRef bridge = startBridge(StartOptions.DEFAULT);
      assertThat(Supervisor.whichChildren(bridge)).isEmpty();
      assertThat(Supervisor.terminateChild(bridge, "x")).isEqualTo(new ChildResult.Failed(Refusal.BADCALL));
      assertThat(Trees.term(Supervisor.restartChild(bridge, "x"))).isEqualTo(Refusal.BADCALL);
      assertThatThrownBy(() -> Supervisor.countChildren(bridge)).isInstanceOf(RequestRefusedException.class)
          .hasMessageContaining("badcall");
      Process.send(bridge.pid(), "ignored");
      assertThat(Supervisor.tree(bridge, Duration.ofSeconds(5)).children()).isEmpty();
      assertThat(Supervisor.getCallbackModule(bridge)).isEqualTo(Bridge.class.getName());
    });
    assertThat(node.reports()).hasSize(1);
  }

  /** bridge: work_bridge */
  @Test
  @OtpCase(suite = SUITE, name = "badstart")
  void badStart() throws Exception {
    run(node, () -> {
      // Various bad arguments: {xxx,name}, {local,"foo"}, a bare name. What the compiler leaves is null and empty names.
      assertThatThrownBy(() -> SupervisorBridge.startLink(null)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> startBridge(null)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> StartOptions.named("")).isInstanceOf(IllegalArgumentException.class);
      // No message came
      assertThat(Process.isMailboxEmpty()).isTrue();
      // Already started
      SupervisorRef bridge = startBridge(StartOptions.named("bridge"));
      Pid parent = Process.self();
      assertThat(Trees.term(SupervisorBridge.startLink(() -> new Bridge(parent), StartOptions.named("bridge"))))
          .isEqualTo(new StartResult.AlreadyStarted(Optional.of(bridge.pid())));
      Process.exit(work(), ExitReason.KILL);
      exited(bridge.pid(), ExitReason.KILLED);
    });
    diedByItself(ExitReason.KILLED);
  }

  /** (nothing): init returns what it may not, or throws */
  @Test
  void badInit() throws Exception {
    run(node, () -> {
      assertThat(Trees.term(startWith(null))).isInstanceOf(SupervisorError.BadReturn.class);
      assertThat(Trees.term(startWith(Init.ok(null, "state")))).isInstanceOf(SupervisorError.BadReturn.class);
      StackOverflowError error = new StackOverflowError("deep");
      assertThat(SupervisorBridge.<Object>startLink(() -> new SupervisorBridge<>() {
        @Override
        public Init<Object> init() {
          throw error;
        }

        @Override
        public void terminate(ExitReason reason, Object state) {}
      })).isEqualTo(StartResult.failed(ExitReason.crashed(error)));
      Trees.noExit();
    });
    node.expectReports(3, CrashReport.class);
  }

  /**
   * <pre>
   * sup (one_for_all)
   *   child = {global, bridge}: work_bridge
   * </pre>
   */
  @Test
  @OtpCase(suite = SUITE, name = "simple_global_supervisor")
  void globalBridge() throws Exception {
    Trees.ignoreReports(node);
    run(node, () -> {
      SupervisorFlags flags = SupervisorFlags.of(Strategy.ONE_FOR_ALL).withIntensity(100_000, Duration.ofSeconds(60));
      Pid parent = Process.self();
      Name name = Name.global("bridge");
      SupervisorRef sup = Trees.start(flags, ChildSpec.worker("child", () -> SupervisorBridge.startLink(() -> new Bridge(parent),
          StartOptions.DEFAULT.withName(name))).withShutdown(Duration.ofSeconds(2)));
      Pid first = Process.whereis(name).orElseThrow();
      Process.exit(first, ExitReason.KILL);
      // BN_2 is a pid, and another one
      node.await("a successor", () -> Process.whereis(name).filter(pid -> pid != first).isPresent()
          && Process.whereis("work_bridge").isPresent() && Supervisor.whichChildren(sup).getFirst().pid().isPresent());
      Process.exit(sup.pid(), ExitReason.KILL);
      exited(sup.pid(), ExitReason.KILLED);
      node.await("all is gone", () -> Process.whereis("work_bridge").isEmpty());
    });
  }
}
