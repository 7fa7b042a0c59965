package dev.ninefold.supervisor;

import static dev.ninefold.supervisor.Trees.DIED;
import static dev.ninefold.supervisor.Trees.FLAGS;
import static dev.ninefold.supervisor.Trees.counts;
import static dev.ninefold.supervisor.Trees.end;
import static dev.ninefold.supervisor.Trees.exited;
import static dev.ninefold.supervisor.Trees.kid;
import static dev.ninefold.supervisor.Trees.pid;
import static dev.ninefold.supervisor.Trees.run;
import static dev.ninefold.supervisor.Trees.start;
import static dev.ninefold.supervisor.Trees.term;
import static dev.ninefold.supervisor.Trees.which;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.gen.StartResult;
import dev.ninefold.process.CallException.NoProcessException;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.supervisor.SupervisorError.Refusal;
import dev.ninefold.supervisor.SupervisorSpec.Children;
import dev.ninefold.sys.Sys;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

@WithNode(manualTime = true)
class SupervisorChildrenTest {

  private static final String SUITE = "supervisor_SUITE";

  TestNode node;

  private static void ok(ChildResult result) {
    assertThat(result).isEqualTo(ChildResult.Ok.OK);
  }

  private static void error(Refusal refusal, ChildResult result) {
    assertThat(result).isEqualTo(new ChildResult.Failed(refusal));
  }

  private static void error(Refusal refusal, StartResult<Pid> result) {
    assertThat(term(result)).isEqualTo(refusal);
  }

  /** sup_test: child1 */
  @Test
  @OtpCase(suite = SUITE, name = "child_adm")
  void administration() throws Exception {
    run(node, () -> {
      ChildSpec child = kid("child1");
      SupervisorRef sup = start(FLAGS, child);
      // That the idle supervisor hibernates: here an idle one owns nothing that it could give back.
      Pid first = pid(sup, "child1");
      Process.link(first);
      // [{child1, CPid, worker, []}], [1,1,0,1]
      assertThat(which(sup)).containsExactly("child1 " + first);
      assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));
      // {error,{already_started, CPid}} = start_child(Child)
      assertThat(term(Supervisor.startChild(sup, child))).isEqualTo(new StartResult.AlreadyStarted(Optional.of(first)));

      // Termination. {error, not_found} = terminate_child(hej); noproc of an unknown supervisor
      error(Refusal.NOT_FOUND, Supervisor.terminateChild(sup, "hej"));
      noproc(() -> Supervisor.terminateChild(SupervisorRef.named("foo"), "child1"));
      ok(Supervisor.terminateChild(sup, "child1"));
      exited(first, ExitReason.SHUTDOWN);
      assertThat(which(sup)).containsExactly("child1 undefined");
      assertThat(counts(sup)).isEqualTo(counts(1, 0, 0, 1));
      // Terminating it again succeeds
      ok(Supervisor.terminateChild(sup, "child1"));
      // {error,already_present} = start_child(Child)
      error(Refusal.ALREADY_PRESENT, Supervisor.startChild(sup, child));

      // Restart
      Pid second = Supervisor.restartChild(sup, "child1").orElseThrow();
      assertThat(which(sup)).containsExactly("child1 " + second);
      assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));
      error(Refusal.RUNNING, Supervisor.restartChild(sup, "child1"));
      error(Refusal.NOT_FOUND, Supervisor.restartChild(sup, "child2"));

      // Deletion
      error(Refusal.RUNNING, Supervisor.deleteChild(sup, "child1"));
      error(Refusal.NOT_FOUND, Supervisor.deleteChild(sup, "hej"));
      noproc(() -> Supervisor.deleteChild(SupervisorRef.named("foo"), "child1"));
      ok(Supervisor.terminateChild(sup, "child1"));
      ok(Supervisor.deleteChild(sup, "child1"));
      error(Refusal.NOT_FOUND, Supervisor.restartChild(sup, "child1"));
      assertThat(which(sup)).isEmpty();
      assertThat(counts(sup)).isEqualTo(counts(0, 0, 0, 0));

      // Start
      noproc(() -> Supervisor.startChild(SupervisorRef.named("foo"), child));
      Pid third = Trees.startChild(sup, child);
      assertThat(which(sup)).containsExactly("child1 " + third);
      assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));
      // A pid is an id as any other
      error(Refusal.NOT_FOUND, Supervisor.terminateChild(sup, third));
      assertThat(which(sup)).containsExactly("child1 " + third);
      assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));

      // {noproc,{gen_server,call,[foo,which_children,infinity]}}, the same of count_children
      noproc(() -> Supervisor.whichChildren(SupervisorRef.named("foo")));
      noproc(() -> Supervisor.countChildren(SupervisorRef.named("foo")));
    });
  }

  private static void noproc(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOfSatisfying(NoProcessException.class, e -> {
      assertThat(e.call().function()).isEqualTo("gen_server:call");
      assertThat(e.call().server()).hasToString("foo");
      assertThat(dev.ninefold.time.Timeout.isInfinite(e.call().timeout())).isTrue();
    });
  }

  /** sup_test: child1, whose start function has more to say */
  @Test
  @OtpCase(suite = SUITE, name = "extra_return")
  void extraReturn() throws Exception {
    Trees.ignoreReports(node);
    run(node, () -> {
      ChildSpec child = kid("child1").withStart(() -> {
        Pid pid = Kid.startLink().orElseThrow().pid();
        return new StartResult.Ok<>(pid, pid, Optional.of("extra_return"));
      });
      SupervisorRef sup = start(FLAGS, child);
      Pid first = pid(sup, "child1");
      Process.link(first);
      error(Refusal.NOT_FOUND, Supervisor.terminateChild(sup, "hej"));
      error(Refusal.NOT_FOUND, Supervisor.deleteChild(sup, "hej"));
      error(Refusal.NOT_FOUND, Supervisor.restartChild(sup, "hej"));
      error(Refusal.RUNNING, Supervisor.deleteChild(sup, "child1"));
      error(Refusal.RUNNING, Supervisor.restartChild(sup, "child1"));
      assertThat(which(sup)).containsExactly("child1 " + first);
      assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));

      ok(Supervisor.terminateChild(sup, "child1"));
      exited(first, ExitReason.SHUTDOWN);
      assertThat(which(sup)).containsExactly("child1 undefined");
      assertThat(counts(sup)).isEqualTo(counts(1, 0, 0, 1));

      // {ok, CPid2,extra_return} = restart_child
      Pid second = extra(Supervisor.restartChild(sup, "child1"));
      assertThat(which(sup)).containsExactly("child1 " + second);
      assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));

      ok(Supervisor.terminateChild(sup, "child1"));
      ok(Supervisor.terminateChild(sup, "child1"));
      ok(Supervisor.deleteChild(sup, "child1"));
      error(Refusal.NOT_FOUND, Supervisor.restartChild(sup, "child1"));
      assertThat(which(sup)).isEmpty();
      assertThat(counts(sup)).isEqualTo(counts(0, 0, 0, 0));

      // {ok, CPid3, extra_return} = start_child
      Pid third = extra(Supervisor.startChild(sup, child));
      assertThat(which(sup)).containsExactly("child1 " + third);
      assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));

      // It can be restarted automatically
      end(third, DIED);
      assertThat(pid(sup, "child1")).isNotEqualTo(third);
      assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));
    });
  }

  private static Pid extra(StartResult<Pid> result) {
    assertThat(result instanceof StartResult.Ok<Pid> ok ? ok.info() : Optional.empty()).contains("extra_return");
    return result.orElseThrow();
  }

  /** sup: child1, child2. SUP-61, SUP-62 (upstream's which_children) */
  @Test
  void whichChildren() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(SupervisorFlags.DEFAULT);
      assertThat(Supervisor.whichChildren(sup)).isEmpty();
      assertThat(Supervisor.whichChild(sup, "childx")).isEmpty();
      ChildSpec.Modules modules = ChildSpec.Modules.of(Kid.class);
      Pid first = Trees.startChild(sup, kid("child1").withModules(modules));
      Pid second = Trees.startChild(sup, kid("child2").withModules(modules));
      ChildInfo info = new ChildInfo("child2", new ChildInfo.State.Running(second), ChildSpec.ChildType.WORKER, modules, 0,
          Optional.empty());
      assertThat(Supervisor.whichChildren(sup)).hasSize(2).startsWith(info);
      assertThat(Supervisor.whichChild(sup, "child2")).contains(info);
      ok(Supervisor.terminateChild(sup, "child1"));
      assertThat(which(sup)).containsExactly("child2 " + second, "child1 undefined");
      ChildInfo stopped = Supervisor.whichChild(sup, "child1").orElseThrow();
      assertThat(stopped.pid()).isEmpty();
      assertThat(stopped.lastExit()).contains(ExitReason.SHUTDOWN);
      ok(Supervisor.deleteChild(sup, "child1"));
      assertThat(Supervisor.whichChild(sup, "child1")).isEmpty();
      assertThat(which(sup)).containsExactly("child2 " + second);
      assertThat(Process.isAlive(first)).isFalse();
    });
  }

  /** sup: child (temporary). The upstream case counts dynamic children: see SimpleOneForOneTest. SUP-63 */
  @Test
  void countChildren() throws Exception {
    Trees.ignoreReports(node);
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      int many = 500;
      for (int i = 0; i < many; i++) {
        Trees.startChild(sup, kid(i).withRestart(Restart.TEMPORARY)
            .withType(
                i % 5 == 0 ? ChildSpec.ChildType.SUPERVISOR : ChildSpec.ChildType.WORKER));
      }
      assertThat(counts(sup)).isEqualTo(counts(many, many, many / 5, many - many / 5));
      for (ChildInfo child : Supervisor.whichChildren(sup)) {
        end(child.pid().orElseThrow(), ExitReason.KILL);
      }
      assertThat(counts(sup)).isEqualTo(counts(0, 0, 0, 0));
    });
  }

  /** sup. SUP-87 */
  @Test
  @OtpCase(suite = SUITE, name = "get_callback_module")
  void callbackModule() throws Exception {
    run(node, () -> {
      // supervisor_SUITE = supervisor:get_callback_module(SupPid) of a simple_one_for_one supervisor
      DynamicSupervisor module = () -> DynamicSupervisorFlags.DEFAULT;
      SupervisorRef dynamic = DynamicSupervisor.startLink(() -> module).orElseThrow();
      assertThat(Supervisor.getCallbackModule(dynamic)).isEqualTo(module.getClass().getName());
      // Besides, of another
      SupervisorRef sup = Supervisor.startLink(Module::new).orElseThrow();
      assertThat(Supervisor.getCallbackModule(sup)).isEqualTo(Module.class.getName());
      SupervisorRef other = Supervisor.startLink(List.of(), Strategy.ONE_FOR_ONE, dev.ninefold.gen.StartOptions.DEFAULT)
          .orElseThrow();
      assertThat(Supervisor.getCallbackModule(other)).isEqualTo(Supervisor.Default.class.getName());
    });
  }

  private static final class Module implements Supervisor {
    @Override
    public SupervisorSpec init() {
      return new Children(SupervisorFlags.DEFAULT, List.of());
    }
  }

  /** sup: permanent, transient, temporary, each holding something large. SUP-65, DS-16 */
  @Test
  @OtpCase(suite = SUITE, name = "do_not_save_start_parameters_for_temporary_children")
  void startParametersOfTemporaryChildrenAreForgotten() throws Exception {
    run(node, () -> {
      for (Strategy strategy : Strategy.values()) {
        SupervisorRef sup = start(FLAGS.withStrategy(strategy));
        for (Restart restart : Restart.values()) {
          argumentIsKept(startWithArgument(spec -> Trees.startChild(sup, spec), restart), restart);
        }
        assertThat(Supervisor.getChildspec(sup, Restart.TEMPORARY).orElseThrow().toString()).contains("start => undefined");
        assertThat(Sys.getState(sup.destination()).toString()).contains("undefined");
        Trees.stop(sup);
      }
      // simple_one_for_one
      SupervisorRef dynamic = DynamicTrees.start();
      for (Restart restart : Restart.values()) {
        argumentIsKept(startWithArgument(spec -> DynamicTrees.startChild(dynamic, spec), restart), restart);
      }
      Pid temporary = DynamicSupervisor.whichChildren(dynamic).getFirst().pid().orElseThrow();
      assertThat(Supervisor.getChildspec(dynamic, temporary).orElseThrow().toString()).contains("start => undefined");
      Trees.stop(dynamic);
    });
  }

  private void argumentIsKept(WeakReference<Object> argument, Restart restart) {
    if (restart == Restart.TEMPORARY) {
      node.await("the argument is collected", () -> {
        System.gc();
        return argument.get() == null;
      });
    } else {
      System.gc();
      assertThat(argument.get()).isNotNull();
    }
  }

  private static WeakReference<Object> startWithArgument(Consumer<ChildSpec> start, Restart restart) {
    byte[] argument = new byte[10_000];
    start.accept(kid(restart).withRestart(restart).withStart(() -> {
      argument[0]++;
      return Kid.startLink();
    }));
    return new WeakReference<>(argument);
  }

  /** sup: child1 (permanent), child2 (transient), child3 (temporary), for each strategy and each way to end */
  @Test
  @OtpCase(suite = SUITE, name = "do_not_save_child_specs_for_temporary_children")
  void specsOfTemporaryChildrenAreForgotten() throws Exception {
    Trees.ignoreReports(node);
    run(node, () -> {
      for (Strategy strategy : Strategy.values()) {
        for (String how : List.of("kill", "normal", "abnormal", "supervisor")) {
          SupervisorRef sup = start(FLAGS.withStrategy(strategy));
          boolean bySupervisor = how.equals("supervisor");
          specIsKept(sup, kid("child1"), how, bySupervisor);
          specIsKept(sup, kid("child2").withRestart(Restart.TRANSIENT), how, bySupervisor || how.equals("normal"));
          // temporary: {ok, _} = start_child again
          ChildSpec temporary = kid("child3").withRestart(Restart.TEMPORARY);
          terminate(sup, Trees.startChild(sup, temporary), "child3", how);
          Trees.startChild(sup, temporary);
          Trees.stop(sup);
        }
      }
    });
  }

  private static void specIsKept(SupervisorRef sup, ChildSpec spec, String how, boolean stopped) {
    terminate(sup, Trees.startChild(sup, spec), spec.id(), how);
    if (stopped) {
      // {error, already_present} = start_child, {ok, _} = restart_child
      error(Refusal.ALREADY_PRESENT, Supervisor.startChild(sup, spec));
      Supervisor.restartChild(sup, spec.id()).orElseThrow();
    } else {
      // Restarted by the supervisor: {error, {already_started, _}} = start_child
      assertThat(term(Supervisor.startChild(sup, spec))).isInstanceOf(StartResult.AlreadyStarted.class);
    }
  }

  private static void terminate(SupervisorRef sup, Pid pid, Object id, String how) {
    switch (how) {
      case "kill" -> end(pid, ExitReason.KILL);
      case "normal" -> end(pid, ExitReason.NORMAL);
      case "abnormal" -> end(pid, DIED);
      default -> ok(Supervisor.terminateChild(sup, id));
    }
  }

  /** sup: 10,000 children. Upstream measures; here the time limit of a test does. */
  @Test
  void manyChildren() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      int many = 10_000;
      for (int i = 0; i < many; i++) {
        Trees.startChild(sup, kid(i));
      }
      assertThat(counts(sup)).isEqualTo(counts(many, many, 0, many));
      for (int i = 0; i < many / 2; i++) {
        ok(Supervisor.terminateChild(sup, i));
      }
      assertThat(counts(sup)).isEqualTo(counts(many, many / 2, 0, many));
      Trees.stop(sup);
    });
  }
}
