package dev.ninefold.supervisor;

import static dev.ninefold.supervisor.Trees.DIED;
import static dev.ninefold.supervisor.Trees.counts;
import static dev.ninefold.supervisor.Trees.end;
import static dev.ninefold.supervisor.Trees.exited;
import static dev.ninefold.supervisor.Trees.kid;
import static dev.ninefold.supervisor.Trees.run;
import static dev.ninefold.supervisor.Trees.startChild;
import static dev.ninefold.supervisor.Trees.term;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.CallException.NoProcessException;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.supervisor.ChildSpec.ChildType;
import dev.ninefold.supervisor.ChildSpec.Modules;
import dev.ninefold.supervisor.SupervisorError.Refusal;
import dev.ninefold.sys.Sys;
import dev.ninefold.sys.SysException;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * OTP's simple_one_for_one supervisors, as dynamic ones: a method that makes specs is the template. Where Elixir's differ it is as in Elixir:
 * each child counts as a spec, and a former child is not found.
 */
@WithNode(manualTime = true)
class SimpleOneForOneTest {

  private static final String SUITE = "supervisor_SUITE";

  /** Upstream's {@code {simple_one_for_one, 2, 3600}}. */
  private static final DynamicSupervisorFlags FLAGS = DynamicSupervisorFlags.DEFAULT.withIntensity(2, Duration.ofHours(1));

  TestNode node;

  @BeforeEach
  void reportsAreTheMatterOfAnotherTest() {
    Trees.ignoreReports(node);
  }

  /** A dynamic supervisor under the name sup_test. */
  private static SupervisorRef start(DynamicSupervisorFlags flags) {
    return DynamicSupervisor.startLink(() -> () -> flags, StartOptions.named("sup_test")).orElseThrow();
  }

  private static List<Pid> pids(SupervisorRef sup) {
    return Supervisor.whichChildren(sup).stream().flatMap(child -> child.pid().stream()).toList();
  }

  // ---- start_child

  /** sup_test: a child that ignores its start, and one that does not */
  @Test
  @OtpCase(suite = SUITE, name = "sup_start_ignore_temporary_child_start_child_simple")
  void ignoreTemporaryChild() throws Exception {
    ignoringChildrenAreNotThere(Restart.TEMPORARY);
  }

  /** The same, permanent. The supervisor ends without error. */
  @Test
  @OtpCase(suite = SUITE, name = "sup_start_ignore_permanent_child_start_child_simple")
  void ignorePermanentChild() throws Exception {
    ignoringChildrenAreNotThere(Restart.PERMANENT);
  }

  private void ignoringChildrenAreNotThere(Restart restart) throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      ChildSpec child = kid("child1").withRestart(restart);
      // {ok, undefined}
      assertThat(Supervisor.startChild(sup, child.withStart(StartResult.Ignore::new))).isEqualTo(new StartResult.Ignore<>());
      Pid second = startChild(sup, child);
      // [{undefined, CPid2, worker, []}], [1,1,0,1]
      assertThat(pids(sup)).containsExactly(second);
      assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));
      Trees.stop(sup);
    });
  }

  /** sup_test: children whose start fails */
  @Test
  @OtpCase(suite = SUITE, name = "sup_start_child_returns_error_simple")
  void startChildReturnsError() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      // {error,reason}, {error,error_reason}
      ExitReason reason = new ExitReason.Other("reason");
      assertThat(Supervisor.startChild(sup, kid("child1").withStart(() -> StartResult.failed(reason))))
          .isEqualTo(StartResult.failed(reason));
      assertThat(Supervisor.startChild(sup, kid("child1").withStart(() -> null))).isInstanceOf(StartResult.Failed.class);
      assertThat(Supervisor.whichChildren(sup)).isEmpty();
    });
  }

  /** sup_test: two children. Functions that need an id */
  @Test
  @OtpCase(suite = SUITE, name = "child_adm_simple")
  void childAdm() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      assertThat(Supervisor.whichChildren(sup)).isEmpty();
      assertThat(counts(sup)).isEqualTo(counts(0, 0, 0, 0));
      // Start
      assertThatThrownBy(() -> DynamicSupervisor.startChild(SupervisorRef.named("foo"), kid("child")))
          .isInstanceOf(NoProcessException.class);
      Pid first = startChild(sup, kid("child"));
      assertThat(pids(sup)).containsExactly(first);
      assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));
      Pid second = startChild(sup, kid("child"));
      assertThat(pids(sup)).containsExactlyInAnyOrder(first, second);
      assertThat(counts(sup)).isEqualTo(counts(2, 2, 0, 2));
      // Termination
      assertThat(Supervisor.terminateChild(sup, "child1")).isEqualTo(new ChildResult.Failed(Refusal.SIMPLE_ONE_FOR_ONE));
      assertThat(counts(sup)).isEqualTo(counts(2, 2, 0, 2));
      Supervisor.terminateChild(sup, first).orElseThrow();
      assertThat(pids(sup)).containsExactly(second);
      assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));
      assertThat(Process.isAlive(first)).isFalse();
      // Terminate non-existing process: ok in OTP, not_found in Elixir
      assertThat(Supervisor.terminateChild(sup, first)).isEqualTo(new ChildResult.Failed(Refusal.NOT_FOUND));
      assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));
      // Terminate pid which is not a child of this supervisor
      Pid stranger = Process.spawnLink(() -> Process.receive(Object.class, _ -> false));
      assertThat(Supervisor.terminateChild(sup, stranger)).isEqualTo(new ChildResult.Failed(Refusal.NOT_FOUND));
      assertThat(Process.isAlive(stranger)).isTrue();
      // Restart, deletion
      assertThat(term(Supervisor.restartChild(sup, "child1"))).isEqualTo(Refusal.SIMPLE_ONE_FOR_ONE);
      assertThat(Supervisor.deleteChild(sup, "child1")).isEqualTo(new ChildResult.Failed(Refusal.SIMPLE_ONE_FOR_ONE));
      DynamicTrees.kill(stranger, ExitReason.KILL);
    });
  }

  /** sup_test: two children, one by one */
  @Test
  @OtpCase(suite = SUITE, name = "which_children_simple_one_for_one")
  void whichChildren() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      assertThat(Supervisor.whichChildren(sup)).isEmpty();
      assertThat(Supervisor.whichChild(sup, Process.self())).isEmpty();
      assertThat(Supervisor.whichChild(sup, "child")).isEmpty();
      Modules modules = Modules.of(Kid.class);
      ChildSpec child = kid("child").withModules(modules).withRestart(Restart.TEMPORARY);
      Pid first = startChild(sup, child);
      Pid second = startChild(sup, child);
      assertThat(Supervisor.whichChildren(sup)).containsExactlyInAnyOrder(info(first, modules), info(second, modules));
      // {ok, {undefined, Pid, worker, Modules}}
      assertThat(Supervisor.whichChild(sup, first)).contains(info(first, modules));
      assertThat(Supervisor.whichChild(sup, second)).contains(info(second, modules));
      Supervisor.terminateChild(sup, first).orElseThrow();
      assertThat(Supervisor.whichChildren(sup)).containsExactly(info(second, modules));
      assertThat(Supervisor.whichChild(sup, first)).isEmpty();
      end(second, ExitReason.NORMAL);
      assertThat(Supervisor.whichChildren(sup)).isEmpty();
      // Besides: the spec, by pid. SUP-73
      Pid third = startChild(sup, kid("child"));
      assertThat(Supervisor.getChildspec(sup, third).map(ChildSpec::shutdown)).contains(Shutdown.afterMillis(1000));
      assertThat(Supervisor.getChildspec(sup, second)).isEmpty();
    });
  }

  private static ChildInfo info(Pid pid, Modules modules) {
    return new ChildInfo(ChildInfo.NoId.UNDEFINED, new ChildInfo.State.Running(pid), ChildType.WORKER, modules, 0,
        Optional.empty());
  }

  /** sup_test: a thousand children, and another thousand, temporary */
  @Test
  @OtpCase(suite = SUITE, name = "count_children")
  void countChildren() throws Exception {
    countsMany(kid("child").withRestart(Restart.TEMPORARY), 0, 1);
  }

  /** The same, of type supervisor */
  @Test
  @OtpCase(suite = SUITE, name = "count_children_supervisor")
  void countChildrenSupervisor() throws Exception {
    countsMany(kid("child").withRestart(Restart.TEMPORARY).withType(ChildType.SUPERVISOR).withShutdown(Shutdown.INFINITY), 1, 0);
  }

  private void countsMany(ChildSpec child, int supervisors, int workers) throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      for (int many : new int[] {1000, 2000}) {
        for (int i = 0; i < 1000; i++) {
          startChild(sup, child);
        }
        assertThat(Supervisor.whichChildren(sup)).hasSize(many).isEqualTo(Supervisor.whichChildren(sup));
        // [1,Many,0,Many]: each is a spec here
        assertThat(counts(sup)).isEqualTo(counts(many, many, supervisors * many, workers * many));
      }
      pids(sup).forEach(pid -> end(pid, ExitReason.KILL));
      assertThat(counts(sup)).isEqualTo(counts(0, 0, 0, 0));
    });
  }

  /**
   * sup_test: children that are started and terminated, some and ten times as many. That it takes ten times as long is not measured, but that
   * none is left: how long it takes is seen in the structure. DynamicSupervisorEngine I2
   */
  @Test
  @OtpCase(suite = SUITE, name = "simple_one_for_one_scale_many_temporary_children")
  void manyTemporaryChildren() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      ChildSpec child = kid("child").withRestart(Restart.TEMPORARY);
      for (int many : new int[] {1000, 10_000}) {
        List<Pid> children = new ArrayList<>();
        for (int i = 0; i < many; i++) {
          children.add(startChild(sup, child));
        }
        assertThat(children).allMatch(pid -> Supervisor.terminateChild(sup, pid).isOk());
        assertThat(counts(sup)).isEqualTo(counts(0, 0, 0, 0));
      }
    });
  }

  // ---- restarts

  /** sup_test: two children */
  @Test
  @OtpCase(suite = SUITE, name = "simple_one_for_one")
  void restarts() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      Pid first = startChild(sup, kid("child"));
      Pid second = startChild(sup, kid("child"));
      end(first, DIED);
      assertThat(pids(sup)).hasSize(2).contains(second).doesNotContain(first);
      assertThat(counts(sup)).isEqualTo(counts(2, 2, 0, 2));
      // Test restart frequency property
      end(second, DIED);
      end(pids(sup).getFirst(), DIED);
      exited(sup.pid(), ExitReason.SHUTDOWN);
    });
  }

  /** sup_test: a child that starts once, and another */
  @Test
  @OtpCase(suite = SUITE, name = "simple_one_for_one_escalation")
  void escalation() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS.withIntensity(4));
      Pid first = startChild(sup, Trees.once("child"));
      Process.link(first);
      Pid second = startChild(sup, kid("child"));
      Process.link(second);
      end(first, DIED);
      exited(first, DIED);
      exited(sup.pid(), second);
    });
  }

  /** sup_test: a temporary child that has died, and one with a large argument, which is not kept */
  @Test
  @OtpCase(suite = SUITE, name = "simple_one_for_one_corruption")
  void corruption() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      end(startChild(sup, kid("child").withRestart(Restart.TEMPORARY)), DIED);
      WeakReference<Object> argument = startWithBigData(sup);
      node.await("the argument is collected", () -> {
        System.gc();
        return argument.get() == null;
      });
      end(pids(sup).getFirst(), DIED);
      assertThat(counts(sup)).isEqualTo(counts(0, 0, 0, 0));
    });
  }

  private static WeakReference<Object> startWithBigData(SupervisorRef sup) {
    byte[] data = new byte[50_000];
    StartResult<Pid> result = Supervisor.startChild(sup, kid("child").withRestart(Restart.TEMPORARY).withStart(() -> {
      data[0]++;
      return Kid.startLink();
    }));
    assertThat(result).isInstanceOf(StartResult.Ok.class);
    return new WeakReference<>(data);
  }

  /** sup_test: child1, transient and permanent, which ignores its third start */
  @Test
  @OtpCase(suite = SUITE, name = "simple_one_for_one_restart_ignore")
  void restartIgnore() throws Exception {
    run(node, () -> {
      for (Restart restart : List.of(Restart.TRANSIENT, Restart.PERMANENT)) {
        SupervisorRef sup = start(FLAGS.withIntensity(10));
        Pid test = Process.self();
        Pid starter =
            Process.spawnLink(() -> Supervisor.startChild(sup, Asking.child("child1", test).withRestart(restart)));
        Pid first = Asking.next("child1", Asking.Answer.OK);
        exited(starter);
        assertThat(pids(sup)).containsExactly(first);
        end(first, ExitReason.KILL);
        Pid second = Asking.next("child1", Asking.Answer.OK);
        assertThat(pids(sup)).containsExactly(second);
        end(second, ExitReason.KILL);
        Asking.next("child1", Asking.Answer.IGNORE);
        assertThat(Supervisor.whichChildren(sup)).isEmpty();
        Trees.stop(sup);
      }
    });
  }

  /** sup_test: three children that cannot be restarted for a while */
  @Test
  @OtpCase(suite = SUITE, name = "count_restarting_children")
  void countRestartingChildren() throws Exception {
    Gate gate = new Gate(node);
    run(node, () -> {
      SupervisorRef sup = start(FLAGS.withIntensity(20, Duration.ofSeconds(10)));
      assertThat(counts(sup)).isEqualTo(counts(0, 0, 0, 0));
      for (int i = 1; i <= 3; i++) {
        startChild(sup, gate.child("child"));
        assertThat(counts(sup)).isEqualTo(counts(i, i, 0, i));
      }
      pids(sup).forEach(pid -> end(pid, Gate.ERROR));
      assertThat(counts(sup)).isEqualTo(counts(3, 3, 0, 3));
      List<Pid> again = pids(sup);
      gate.fails(true);
      end(again.get(0), Gate.ERROR);
      end(again.get(1), Gate.ERROR);
      assertThat(gate.between(sup, 1, () -> counts(sup))).isEqualTo(counts(3, 1, 0, 3));
      gate.awaitAttemptWith(sup, 1);
      gate.fails(false);
      gate.letGoOn(sup);
      node.await("all run again", () -> counts(sup).equals(counts(3, 3, 0, 3)));
      int left = 3;
      for (Pid pid : pids(sup)) {
        Supervisor.terminateChild(sup, pid).orElseThrow();
        left--;
        assertThat(counts(sup)).isEqualTo(counts(left, left, 0, left));
      }
    });
  }

  /** sup_test: a child that cannot be restarted for a while */
  @Test
  @OtpCase(suite = SUITE, name = "hanging_restart_loop_simple")
  void hangingRestartLoop() throws Exception {
    Gate gate = new Gate(node);
    run(node, () -> {
      SupervisorRef sup = start(FLAGS.withIntensity(8, Duration.ofSeconds(10)));
      Pid first = startChild(sup, gate.child("child1"));
      Process.link(first);
      gate.fails(true);
      end(first, Gate.ERROR);
      // {error, simple_one_for_one} = restart_child, {error, simple_one_for_one} = delete_child
      assertThat(term(gate.between(sup, () -> Supervisor.restartChild(sup, "child1")))).isEqualTo(Refusal.SIMPLE_ONE_FOR_ONE);
      assertThat(gate.between(sup, () -> Supervisor.deleteChild(sup, "child1")))
          .isEqualTo(new ChildResult.Failed(Refusal.SIMPLE_ONE_FOR_ONE));
      // [{undefined,restarting,worker,[]}], [1,0,0,1]
      assertThat(gate.between(sup, () -> Supervisor.whichChildren(sup))).hasSize(1).allMatch(ChildInfo::isRestarting);
      assertThat(gate.between(sup, () -> counts(sup))).isEqualTo(counts(1, 0, 0, 1));
      // ok = terminate_child by the old pid, the child ended with its own reason, []
      assertThat(gate.between(sup, () -> Supervisor.terminateChild(sup, first)).isOk()).isTrue();
      exited(first, Gate.ERROR);
      assertThat(Supervisor.whichChildren(sup)).isEmpty();

      gate.fails(false);
      Pid second = startChild(sup, gate.child("child1"));
      gate.stopWhileRestarting(sup, second);
    });
  }

  // ---- the rest

  /** sup_test: children in a module of another kind, which is no new version of a dynamic supervisor */
  @Test
  @OtpCase(suite = SUITE, name = "code_change_simple_map")
  void codeChange() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      // Change childspec: there is no template, only flags
      DynamicSupervisor next = () -> FLAGS.withMaxChildren(1);
      upgrade(sup, next);
      assertThat(((DynamicSupervisor.State) Sys.getState(sup.destination())).flags().maxChildren()).isEqualTo(1);
      // Attempt to add child, attempt to remove child: {error, {error, {ok, {[_,_],_}}}}, {error, {error, {ok, {[],_}}}}
      Supervisor two = () -> SupervisorSpec.of(Trees.FLAGS, kid("child1"), kid("child2"));
      Supervisor none = () -> SupervisorSpec.of(Trees.FLAGS);
      assertThatThrownBy(() -> upgrade(sup, two)).isInstanceOf(SysException.class);
      assertThatThrownBy(() -> upgrade(sup, none)).isInstanceOf(SysException.class);
      assertThat(counts(sup)).isEqualTo(counts(0, 0, 0, 0));
      Trees.stop(sup);
    });
  }

  private static void upgrade(SupervisorRef sup, Object module) {
    Sys.suspend(sup.destination());
    try {
      Sys.changeCode(sup.destination(), module, "dummy_vsn", "");
    } finally {
      Sys.resume(sup.destination());
    }
  }
}
