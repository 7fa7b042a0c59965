package dev.ninefold.supervisor;

import static dev.ninefold.supervisor.Trees.DIED;
import static dev.ninefold.supervisor.Trees.FLAGS;
import static dev.ninefold.supervisor.Trees.end;
import static dev.ninefold.supervisor.Trees.exited;
import static dev.ninefold.supervisor.Trees.kid;
import static dev.ninefold.supervisor.Trees.pid;
import static dev.ninefold.supervisor.Trees.run;
import static dev.ninefold.supervisor.Trees.start;
import static dev.ninefold.supervisor.Trees.stop;
import static dev.ninefold.supervisor.Trees.term;
import static dev.ninefold.supervisor.Trees.tryStart;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.gen.AwaitedResponse;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.Response;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.process.CallException.CallCycleException;
import dev.ninefold.process.CallException.RequestRefusedException;
import dev.ninefold.process.CallException.ServerExitedException;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.supervisor.SupervisorError.Field;
import dev.ninefold.supervisor.SupervisorError.StartSpec;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.ManualTime;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@WithNode(manualTime = true)
class SupervisorBadInputTest {

  TestNode node;
  ManualTime time;

  /** (nothing) */
  @Test
  void duplicateIds() throws Exception {
    run(node, () -> {
      assertThat(term(tryStart(SupervisorSpec.of(FLAGS, kid("a"), kid("b"), kid("a")))))
          .isEqualTo(new StartSpec(ChildSpecs.field(Field.DUPLICATE_CHILD_NAME, "a", "a")));
      Trees.noExit();
    });
    node.expectReport(CrashReport.class);
  }

  /** sup_test */
  @Test
  void nulls() throws Exception {
    run(node, () -> {
      assertThatThrownBy(() -> Supervisor.startLink(null)).isInstanceOf(NullPointerException.class)
          .hasMessageContaining("module");
      assertThatThrownBy(() -> Supervisor.startLink(() -> null)).hasMessageContaining("the supplier returned null");
      assertThatThrownBy(() -> Supervisor.startLink(() -> SupervisorSpec::ignore, null)).hasMessageContaining("options");
      SupervisorRef sup = start(FLAGS);
      assertThatThrownBy(() -> Supervisor.terminateChild(sup, null)).hasMessageContaining("id: expected the id of a child");
      assertThatThrownBy(() -> Supervisor.restartChild(sup, null)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> Supervisor.deleteChild(sup, null)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> Supervisor.whichChild(sup, null)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> Supervisor.getChildspec(sup, null)).isInstanceOf(NullPointerException.class);
      assertThat(term(tryStartList(null))).isInstanceOf(StartSpec.class);
      stop(sup);
    });
    node.expectReport(CrashReport.class);
  }

  private static StartResult<SupervisorRef> tryStartList(List<ChildSpec> specs) {
    return Supervisor.startLink(() -> () -> new SupervisorSpec.Children(FLAGS, specs));
  }

  /** sup_test: a, whose start function throws an Error when it is restarted, until it is fine again */
  @Test
  void errorsInStartFunctions() throws Exception {
    Trees.ignoreReports(node);
    run(node, () -> {
      List<Throwable> failures = new ArrayList<>(List.of(new StackOverflowError("deep"), new OutOfMemoryError("full"),
          new InterruptedException("not ours"), new AssertionError("wrong")));
      AtomicBoolean started = new AtomicBoolean();
      SupervisorRef sup = start(FLAGS.withIntensity(5), kid("a"), kid("b").withStart(() -> {
        if (started.getAndSet(true) && !failures.isEmpty()) {
          throwIt(failures.removeFirst());
        }
        return Kid.startLink();
      }));
      final Pid a = pid(sup, "a");
      end(pid(sup, "b"), DIED);
      node.await("it runs again", () -> Supervisor.whichChild(sup, "b").orElseThrow().restarts() == 1);
      assertThat(failures).isEmpty();
      assertThat(pid(sup, "a")).isEqualTo(a);
      stop(sup);
    });
  }

  private static void throwIt(Throwable failure) throws Exception {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (Exception) failure;
  }

  /** sup_test: a, whose start function calls the supervisor. SUP-67: told at once. */
  @Test
  void aStartFunctionThatCallsItsSupervisor() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      ChildSpec child = kid("a").withStart(() -> {
        Supervisor.whichChildren(sup);
        return Kid.startLink();
      });
      assertThat(term(Supervisor.startChild(sup, child)).toString()).contains("calling_self");
      stop(sup);
    });
  }

  /** Calls its supervisor in init, or when it is to stop. */
  private static final class Caller implements GenServer<Object, Request<Object>, Object> {
    private final SupervisorRef sup;
    private final boolean inInit;
    private final List<Throwable> seen;

    Caller(SupervisorRef sup, boolean inInit, List<Throwable> seen) {
      this.sup = sup;
      this.inInit = inInit;
      this.seen = seen;
    }

    @Override
    public Init<Object> init() {
      Process.trapExit(true);
      if (inInit) {
        ask();
      }
      return Init.ok("caller");
    }

    @Override
    public Next<Object> handleInfo(Info info, Object state) {
      ask();
      return Next.noReply(state);
    }

    @Override
    public void terminate(ExitReason reason, Object state) {
      ask();
    }

    private void ask() {
      try {
        Supervisor.whichChildren(sup);
      } catch (CallCycleException e) {
        synchronized (seen) {
          seen.add(e);
        }
      }
    }
  }

  /** sup_test: a, whose init calls the supervisor, which waits for it, with all time in the world. Design E6: told at once. */
  @RepeatedTest(100)
  void anInitThatCallsItsSupervisor() throws Exception {
    run(node, () -> {
      List<Throwable> seen = new ArrayList<>();
      SupervisorRef sup = start(FLAGS);
      Trees.startChild(sup, kid("a").withStart(() -> GenServer.startLink(() -> new Caller(sup, true, seen))));
      assertThat(seen).hasSize(1);
      Supervisor.terminateChild(sup, "a").orElseThrow();
      assertThat(seen).hasSize(2);
      stop(sup);
    });
  }

  /** sup_test: a, which calls the supervisor just when that begins to wait for its end. Either the call or the stop comes first. */
  @RepeatedTest(100)
  void aCallThatCrossesTheStop() throws Exception {
    run(node, () -> {
      List<Throwable> seen = new ArrayList<>();
      SupervisorRef sup = start(FLAGS);
      Pid child = Trees.startChild(sup, kid("a").withShutdown(Shutdown.INFINITY)
          .withStart(() -> GenServer.startLink(() -> new Caller(sup, false, seen))));
      Pid terminator = Process.spawnLink(() -> Supervisor.terminateChild(sup, "a").orElseThrow());
      Process.send(child, "ask");
      exited(terminator, ExitReason.NORMAL);
      assertThat(Process.isAlive(child)).isFalse();
      stop(sup);
    });
  }

  /** sup_test: a, in a callback that never returns and swallows interrupts; b. It is killed, a zombie, and replaced. */
  @Test
  void aCallbackThatNeverReturns() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    run(node, () -> {
      SupervisorRef sup = start(FLAGS, kid("a"), kid("b"));
      Pid hanging = pid(sup, "a");
      Process.send(hanging, release);
      node.await("it hangs", () -> Process.info(hanging).orElseThrow().runningSince().isPresent());
      Pid terminator = Process.spawnLink(() -> Supervisor.terminateChild(sup, "a").orElseThrow());
      node.await("the supervisor waits", () -> time.pending() == 1);
      time.advance(Duration.ofSeconds(1));
      exited(terminator, ExitReason.NORMAL);
      SupervisorReport report = node.expectReport(SupervisorReport.class);
      assertThat(report.reason()).isEqualTo(ExitReason.KILLED);
      assertThat(Supervisor.whichChild(sup, "a").orElseThrow().lastExit()).contains(ExitReason.KILLED);
      assertThat(node.node().zombies()).containsExactly(hanging);
      // The supervisor goes on, and so does the successor.
      Pid successor = Supervisor.restartChild(sup, "a").orElseThrow();
      assertThat(successor).isNotEqualTo(hanging);
      assertThat(Trees.counts(sup)).isEqualTo(Trees.counts(2, 2, 0, 2));
      stop(sup);
      release.countDown();
    });
  }

  /** sup_test: a (brutal_kill), in a callback that never returns */
  @Test
  void aHangingChildThatIsKilledBrutally() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    run(node, () -> {
      SupervisorRef sup = start(FLAGS, kid("a").withShutdown(Shutdown.BRUTAL_KILL));
      Pid hanging = pid(sup, "a");
      Process.send(hanging, release);
      node.await("it hangs", () -> Process.info(hanging).orElseThrow().runningSince().isPresent());
      stop(sup);
      assertThat(node.node().zombies()).containsExactly(hanging);
      release.countDown();
    });
  }

  /** sup_test: a start function that never returns: the supervisor can be killed, and its callers are told. */
  @Test
  void aStartFunctionThatNeverReturns() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      Ref ref = Process.monitor(sup.pid());
      Pid caller = Process.spawnLink(() -> {
        ChildSpec child = kid("a").withStart(() -> {
          Process.receive(Object.class, _ -> false);
          return Kid.startLink();
        });
        assertThatThrownBy(() -> Supervisor.startChild(sup, child)).isInstanceOf(ServerExitedException.class);
      });
      node.await("it starts", () -> Supervisor.busyWith(sup).isPresent());
      Process.exit(sup.pid(), ExitReason.KILL);
      assertThat(Trees.down(ref)).isEqualTo(ExitReason.KILLED);
      exited(caller, ExitReason.NORMAL);
    });
  }

  /** sup_test: 0 … 999, all killed at once, with restarts for all */
  @Test
  void killStorm() throws Exception {
    Trees.ignoreReports(node);
    run(node, () -> {
      SupervisorRef sup = startMany(FLAGS.withIntensity(2000));
      List<Pid> before = pids(sup);
      before.forEach(pid -> Process.exit(pid, ExitReason.KILL));
      before.forEach(node::awaitDeath);
      assertThat(Trees.counts(sup)).isEqualTo(Trees.counts(1000, 1000, 0, 1000));
      assertThat(pids(sup)).doesNotContainAnyElementsOf(before);
      stop(sup);
    });
  }

  /** sup_test: 0 … 999, all killed at once, beyond the limit: all ends, once. */
  @Test
  void killStormBeyondTheLimit() throws Exception {
    Trees.ignoreReports(node);
    run(node, () -> {
      SupervisorRef sup = startMany(FLAGS.withIntensity(10));
      List<Pid> before = pids(sup);
      before.forEach(pid -> Process.exit(pid, ExitReason.KILL));
      exited(sup.pid(), ExitReason.SHUTDOWN);
    });
    assertThat(node.reports(SupervisorReport.class)).filteredOn(report -> report.errorContext().equals("shutdown")).hasSize(1);
  }

  private static SupervisorRef startMany(SupervisorFlags flags) {
    ChildSpec[] specs = new ChildSpec[1000];
    for (int i = 0; i < specs.length; i++) {
      specs[i] = kid(i);
    }
    return start(flags, specs);
  }

  private static List<Pid> pids(SupervisorRef sup) {
    return Supervisor.whichChildren(sup).stream().map(child -> child.pid().orElseThrow()).toList();
  }

  /** sup_test: a, b; random kills in random rounds never leave two incarnations, or a child too many. */
  @RepeatedTest(100)
  void killsDuringRounds() throws Exception {
    Trees.ignoreReports(node);
    run(node, () -> {
      for (Strategy strategy : Strategy.values()) {
        SupervisorRef sup = start(FLAGS.withStrategy(strategy).withIntensity(100_000), kid("a"), kid("b"), kid("c"));
        Pid killer = Process.spawnLink(() -> {
          for (int i = 0; i < 10; i++) {
            for (ChildInfo child : Supervisor.whichChildren(sup)) {
              child.pid().ifPresent(pid -> Process.exit(pid, ExitReason.KILL));
            }
          }
        });
        exited(killer, ExitReason.NORMAL);
        node.await("all run", () -> Trees.counts(sup).active() == 3);
        // This process, the supervisor and three children.
        node.await("nobody else", () -> node.node().processCount() <= 6);
        stop(sup);
      }
    });
  }

  private record Foreign() implements Request<Object> {}

  /** sup_test: a. A request that no supervisor knows is refused at once. */
  @Test
  void aForeignRequest() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS, kid("a"));
      ServerRef<Foreign, Object> wrong = ServerRef.of(sup.pid());
      assertThatThrownBy(() -> GenServer.call(wrong, new Foreign(), Timeout.INFINITY)).isInstanceOf(RequestRefusedException.class)
          .hasMessageContaining("badcall: the server does not know this request, and goes on");
      assertThat(Trees.counts(sup)).isEqualTo(Trees.counts(1, 1, 0, 1));
      stop(sup);
    });
    node.expectReport(SupervisorReports.UnexpectedMessage.class);
  }

  /** sup_test: a; a bridge. The same by sendRequest, from a process and from a thread. */
  @Test
  void aForeignRequestWithoutACall() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS, kid("a"), ChildSpec.supervisor("bridge", () -> SupervisorBridge.startLink(Bridge::new)));
      Pid bridge = pid(sup, "bridge");
      assertThat(waitForForeign(sup.pid())).isEqualTo(new Response.Error<>(SupervisingProcess.BADCALL, sup.pid()));
      assertThat(waitForForeign(bridge)).isEqualTo(new Response.Error<>(SupervisingProcess.BADCALL, bridge));
      CompletableFuture<AwaitedResponse<Object>> ofThread = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> ofThread.complete(waitForForeign(sup.pid())));
      assertThat(node.await(ofThread)).isEqualTo(new Response.Error<>(SupervisingProcess.BADCALL, sup.pid()));
      assertThat(Trees.counts(sup).active()).isEqualTo(2);
      assertThat(Process.isMailboxEmpty()).isTrue();
      stop(sup);
    });
    node.expectReports(2, SupervisorReports.UnexpectedMessage.class);
  }

  private static AwaitedResponse<Object> waitForForeign(Pid pid) {
    ServerRef<Foreign, Object> wrong = ServerRef.of(pid);
    return GenServer.waitResponse(GenServer.sendRequest(wrong, new Foreign()), Timeout.INFINITY);
  }

  private static final class Bridge implements SupervisorBridge<String> {
    @Override
    public Init<String> init() {
      return Init.ok(Process.spawn(() -> Process.receive(Object.class, _ -> false)), "state");
    }

    @Override
    public void terminate(ExitReason reason, String state) {
      // Its process is linked.
    }
  }
}
