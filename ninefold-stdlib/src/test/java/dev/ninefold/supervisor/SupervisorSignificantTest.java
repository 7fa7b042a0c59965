package dev.ninefold.supervisor;

import static dev.ninefold.supervisor.AutoShutdown.ALL_SIGNIFICANT;
import static dev.ninefold.supervisor.AutoShutdown.ANY_SIGNIFICANT;
import static dev.ninefold.supervisor.AutoShutdown.NEVER;
import static dev.ninefold.supervisor.Trees.DIED;
import static dev.ninefold.supervisor.Trees.end;
import static dev.ninefold.supervisor.Trees.exited;
import static dev.ninefold.supervisor.Trees.live;
import static dev.ninefold.supervisor.Trees.pid;
import static dev.ninefold.supervisor.Trees.run;
import static dev.ninefold.supervisor.Trees.start;
import static dev.ninefold.supervisor.Trees.startChild;
import static dev.ninefold.supervisor.Trees.stop;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Automatic shutdown: SUP-76 to SUP-80. Where upstream waits a second for nothing to happen, this asks the supervisor first. */
@WithNode(manualTime = true)
class SupervisorSignificantTest {

  private static final String SUITE = "supervisor_SUITE";

  private static final SupervisorFlags FLAGS = SupervisorFlags.DEFAULT.withIntensity(5);

  TestNode node;

  @BeforeEach
  void reportsAreTheMatterOfAnotherTest() {
    Trees.ignoreReports(node);
  }

  private static ChildSpec kid(Object id, Restart restart, boolean significant) {
    return ChildSpec.worker(id, Kid::startLink).withRestart(restart).withSignificant(significant);
  }

  private static Pid started(SupervisorRef sup, ChildSpec spec) {
    Pid pid = startChild(sup, spec);
    Process.link(pid);
    return pid;
  }

  private static Pid linked(SupervisorRef sup, Object id) {
    Pid pid = pid(sup, id);
    Process.link(pid);
    return pid;
  }

  /** {@code error = check_exit(Pids, 1000)}, the supervisor included. */
  private static void allLive(SupervisorRef sup, Pid... pids) {
    Supervisor.countChildren(sup);
    live(sup.pid());
    live(pids);
  }

  /** sup_test: child1 (temporary) */
  @Test
  @OtpCase(suite = SUITE, name = "nonsignificant_temporary")
  void nonsignificantTemporary() throws Exception {
    run(node, () -> {
      ChildSpec child = kid("child1", Restart.TEMPORARY, false);
      for (AutoShutdown mode : AutoShutdown.values()) {
        SupervisorRef sup = start(SupervisorFlags.DEFAULT.withAutoShutdown(mode));
        // terminated via the supervisor
        Pid first = started(sup, child);
        Supervisor.terminateChild(sup, "child1").orElseThrow();
        exited(first);
        allLive(sup);
        // killed, abnormal, normal
        for (ExitReason reason : List.of(ExitReason.KILL, DIED, ExitReason.NORMAL)) {
          Pid pid = started(sup, child);
          end(pid, reason);
          exited(pid);
          allLive(sup);
        }
        stop(sup);
      }
    });
  }

  /** sup_test: child1 (transient) */
  @Test
  @OtpCase(suite = SUITE, name = "nonsignificant_transient")
  void nonsignificantTransient() throws Exception {
    run(node, () -> {
      for (AutoShutdown mode : AutoShutdown.values()) {
        SupervisorRef sup = start(FLAGS.withAutoShutdown(mode));
        // terminated via the supervisor
        Pid first = started(sup, kid("child1", Restart.TRANSIENT, false));
        Supervisor.terminateChild(sup, "child1").orElseThrow();
        exited(first);
        allLive(sup);
        Supervisor.restartChild(sup, "child1").orElseThrow();
        // killed and abnormal: restarted; normal
        for (ExitReason reason : List.of(ExitReason.KILL, DIED, ExitReason.NORMAL)) {
          Pid pid = linked(sup, "child1");
          end(pid, reason);
          exited(pid);
          allLive(sup);
        }
        stop(sup);
      }
    });
  }

  /** sup_test: child1, child2 (both significant), child3; all of the type. */
  private record Three(SupervisorRef sup, Pid child1, Pid child2, Pid child3) {
    static Three start(AutoShutdown mode, Restart restart) {
      SupervisorRef sup = Trees.start(FLAGS.withAutoShutdown(mode));
      return new Three(sup, started(sup, kid("child1", restart, true)), started(sup, kid("child2", restart, true)),
          started(sup, kid("child3", restart, false)));
    }

    void allEnded() {
      exited(child1, child2, child3, sup.pid());
    }
  }

  /** sup_test: child1, child2 (significant), child3; temporary */
  @Test
  @OtpCase(suite = SUITE, name = "significant_temporary")
  void significantTemporary() throws Exception {
    run(node, () -> {
      // any_significant. Terminating a temporary significant child via the supervisor does not trigger auto-shutdown
      Three three = Three.start(ANY_SIGNIFICANT, Restart.TEMPORARY);
      SupervisorRef sup = three.sup();
      Supervisor.terminateChild(sup, "child1").orElseThrow();
      exited(three.child1());
      allLive(sup, three.child2(), three.child3());
      // Killing it does
      Pid again = started(sup, kid("child1", Restart.TEMPORARY, true));
      assertThat(Trees.ids(sup)).containsExactly("child1", "child3", "child2");
      end(again, ExitReason.KILL);
      exited(again, three.child2(), three.child3(), sup.pid());
      // so do an abnormal and a normal end
      for (ExitReason reason : List.of(DIED, ExitReason.NORMAL)) {
        three = Three.start(ANY_SIGNIFICANT, Restart.TEMPORARY);
        end(three.child1(), reason);
        three.allEnded();
      }
      // all_significant
      lastOfAll(Restart.TEMPORARY);
    });
  }

  /** The end of one of two does not trigger auto-shutdown, the end of the other does. */
  private static void lastOfAll(Restart restart) {
    Three three = Three.start(ALL_SIGNIFICANT, restart);
    end(three.child1(), ExitReason.NORMAL);
    exited(three.child1());
    allLive(three.sup(), three.child2(), three.child3());
    end(three.child2(), ExitReason.NORMAL);
    exited(three.child2(), three.child3(), three.sup().pid());
  }

  /** sup_test: child1, child2 (significant), child3; transient */
  @Test
  @OtpCase(suite = SUITE, name = "significant_transient")
  void significantTransient() throws Exception {
    run(node, () -> {
      // any_significant. Terminating a transient significant child via the supervisor does not trigger auto-shutdown
      Three three = Three.start(ANY_SIGNIFICANT, Restart.TRANSIENT);
      SupervisorRef sup = three.sup();
      Supervisor.terminateChild(sup, "child1").orElseThrow();
      exited(three.child1());
      allLive(sup, three.child2(), three.child3());
      Supervisor.restartChild(sup, "child1").orElseThrow();
      // Killed or ended abnormally it is restarted, and does not trigger it
      for (ExitReason reason : List.of(ExitReason.KILL, DIED)) {
        Pid pid = linked(sup, "child1");
        end(pid, reason);
        exited(pid);
        allLive(sup, three.child2(), three.child3());
      }
      // Normal termination triggers it
      Pid last = linked(sup, "child1");
      end(last, ExitReason.NORMAL);
      exited(last, three.child2(), three.child3(), sup.pid());
      // all_significant
      lastOfAll(Restart.TRANSIENT);
    });
  }

  /** sup_test: child1 (significant), child2, child3 (significant); transient */
  @Test
  @OtpCase(suite = SUITE, name = "significant_bystander")
  void significantBystander() throws Exception {
    run(node, () -> {
      for (Strategy strategy : Strategy.values()) {
        for (AutoShutdown mode : List.of(ANY_SIGNIFICANT, ALL_SIGNIFICANT)) {
          SupervisorRef sup = start(FLAGS.withStrategy(strategy).withAutoShutdown(mode));
          final Pid child1 = started(sup, kid("child1", Restart.TRANSIENT, true));
          Pid child2 = started(sup, kid("child2", Restart.TRANSIENT, false));
          Pid child3 = started(sup, kid("child3", Restart.TRANSIENT, true));
          end(child2, ExitReason.KILL);
          exited(child2);
          switch (strategy) {
            case ONE_FOR_ONE -> allLive(sup, child1, child3);
            case ONE_FOR_ALL -> exited(child1, child3);
            case REST_FOR_ONE -> {
              exited(child3);
              allLive(sup, child1);
            }
          }
          // The supervisor lives
          allLive(sup);
          assertThat(Trees.counts(sup)).isEqualTo(Trees.counts(3, 3, 0, 3));
          stop(sup);
        }
      }
    });
  }

  /**
   * <pre>
   * sup_test
   *   sup1 (transient; significant, or not)
   *     child1 (transient, significant)
   * </pre>
   */
  @Test
  @OtpCase(suite = SUITE, name = "significant_escalation")
  void significantEscalation() throws Exception {
    run(node, () -> {
      SupervisorFlags any = SupervisorFlags.DEFAULT.withAutoShutdown(ANY_SIGNIFICANT);
      ChildSpec inner = ChildSpec.supervisor("sup1", () -> Supervisor.startLink(() -> () -> SupervisorSpec.of(any)))
          .withRestart(Restart.TRANSIENT);
      ChildSpec child = kid("child1", Restart.TRANSIENT, true);
      // significant: the end of child1 ends sup1, and that ends sup_test
      SupervisorRef sup = start(any);
      Pid sup1 = started(sup, inner.withSignificant(true));
      Pid child1 = started(SupervisorRef.of(sup1), child);
      end(child1, ExitReason.NORMAL);
      exited(child1, sup1, sup.pid());
      // not significant: sup_test lives
      sup = start(any);
      sup1 = started(sup, inner);
      child1 = started(SupervisorRef.of(sup1), child);
      end(child1, ExitReason.NORMAL);
      exited(child1, sup1);
      allLive(sup);
      stop(sup);
    });
  }

  // ---- change_code

  private static void upgrade(SupervisorRef sup, AutoShutdown mode) {
    // S1 = sys:get_state, ok = fake_upgrade, S2 = sys:get_state, S1 /= S2
    Upgrades.changes(sup, SupervisorSpec.of(SupervisorFlags.DEFAULT.withAutoShutdown(mode)));
  }

  private static void refusesSignificant(SupervisorRef sup, Object id) {
    // {error, {bad_combination, _}} = start_child
    assertThat(Trees.term(Supervisor.startChild(sup, kid(id, Restart.TRANSIENT, true))))
        .isInstanceOf(SupervisorError.BadCombination.class);
  }

  private static SupervisorRef startWith(AutoShutdown mode, ChildSpec... specs) {
    return start(SupervisorFlags.DEFAULT.withAutoShutdown(mode), specs);
  }

  /** sup_test: child1, child2 (transient, significant), added after the change */
  @Test
  @OtpCase(suite = SUITE, name = "significant_upgrade_never_any")
  void upgradeNeverAny() throws Exception {
    run(node, () -> {
      SupervisorRef sup = startWith(NEVER);
      refusesSignificant(sup, "child1");
      upgrade(sup, ANY_SIGNIFICANT);
      Pid child1 = started(sup, kid("child1", Restart.TRANSIENT, true));
      Pid child2 = started(sup, kid("child2", Restart.TRANSIENT, true));
      end(child1, ExitReason.NORMAL);
      exited(child1, child2, sup.pid());
    });
  }

  /** sup_test: child1 (transient, significant) */
  @Test
  @OtpCase(suite = SUITE, name = "significant_upgrade_any_never")
  void upgradeAnyNever() throws Exception {
    upgradeToNever(ANY_SIGNIFICANT);
  }

  /** sup_test: child1 (transient, significant) */
  @Test
  @OtpCase(suite = SUITE, name = "significant_upgrade_all_never")
  void upgradeAllNever() throws Exception {
    upgradeToNever(ALL_SIGNIFICANT);
  }

  private void upgradeToNever(AutoShutdown from) throws Exception {
    run(node, () -> {
      SupervisorRef sup = startWith(from);
      Pid child1 = started(sup, kid("child1", Restart.TRANSIENT, true));
      upgrade(sup, NEVER);
      allLive(sup, child1);
      refusesSignificant(sup, "child2");
      end(child1, ExitReason.NORMAL);
      exited(child1);
      allLive(sup);
      // {ok, ChildPid2} = restart_child; terminate: check_exit([ChildPid2, Sup1])
      Supervisor.restartChild(sup, "child1").orElseThrow();
      Pid again = linked(sup, "child1");
      stop(sup);
      exited(again);
    });
  }

  /** sup_test: child1, child2 (transient, significant), added after the change */
  @Test
  @OtpCase(suite = SUITE, name = "significant_upgrade_never_all")
  void upgradeNeverAll() throws Exception {
    run(node, () -> {
      SupervisorRef sup = startWith(NEVER);
      refusesSignificant(sup, "child1");
      upgrade(sup, ALL_SIGNIFICANT);
      Pid child1 = started(sup, kid("child1", Restart.TRANSIENT, true));
      Pid child2 = started(sup, kid("child2", Restart.TRANSIENT, true));
      end(child1, ExitReason.NORMAL);
      exited(child1);
      allLive(sup, child2);
      end(child2, ExitReason.NORMAL);
      exited(child2, sup.pid());
    });
  }

  /** sup_test: child1, child2 (transient, significant) */
  @Test
  @OtpCase(suite = SUITE, name = "significant_upgrade_any_all")
  void upgradeAnyAll() throws Exception {
    run(node, () -> {
      SupervisorRef sup = startWith(ANY_SIGNIFICANT);
      Pid child1 = started(sup, kid("child1", Restart.TRANSIENT, true));
      Pid child2 = started(sup, kid("child2", Restart.TRANSIENT, true));
      upgrade(sup, ALL_SIGNIFICANT);
      allLive(sup, child1, child2);
      end(child1, ExitReason.NORMAL);
      exited(child1);
      allLive(sup, child2);
      end(child2, ExitReason.NORMAL);
      exited(child2, sup.pid());
    });
  }

  /** sup_test: child1, child2 (transient, significant) */
  @Test
  @OtpCase(suite = SUITE, name = "significant_upgrade_all_any")
  void upgradeAllAny() throws Exception {
    run(node, () -> {
      SupervisorRef sup = startWith(ALL_SIGNIFICANT);
      Pid child1 = started(sup, kid("child1", Restart.TRANSIENT, true));
      Pid child2 = started(sup, kid("child2", Restart.TRANSIENT, true));
      upgrade(sup, ANY_SIGNIFICANT);
      allLive(sup, child1, child2);
      end(child1, ExitReason.NORMAL);
      exited(child1, child2, sup.pid());
    });
  }

  /** sup_test: child (transient; significant, or not) */
  @Test
  @OtpCase(suite = SUITE, name = "significant_upgrade_child")
  void upgradeChild() throws Exception {
    run(node, () -> {
      ChildSpec plain = kid("child", Restart.TRANSIENT, false);
      ChildSpec significant = kid("child", Restart.TRANSIENT, true);
      SupervisorFlags any = SupervisorFlags.DEFAULT.withAutoShutdown(ANY_SIGNIFICANT);
      // With never, a child cannot become significant: {error, _} = fake_upgrade. (That upstream's states differ comes from how it
      // fakes the upgrade.)
      SupervisorRef sup = startWith(NEVER, plain);
      Pid child = linked(sup, "child");
      assertThat(Upgrades.refused(sup, SupervisorSpec.of(SupervisorFlags.DEFAULT, significant)))
          .isInstanceOf(SupervisorError.BadCombination.class);
      allLive(sup, child);
      stop(sup);
      exited(child);
      // Becomes significant: triggers auto-shutdown
      sup = startWith(ANY_SIGNIFICANT, plain);
      child = linked(sup, "child");
      Upgrades.changes(sup, SupervisorSpec.of(any, significant));
      allLive(sup, child);
      end(child, ExitReason.NORMAL);
      exited(child, sup.pid());
      // Becomes insignificant: does not trigger it
      sup = startWith(ANY_SIGNIFICANT, significant);
      child = linked(sup, "child");
      Upgrades.changes(sup, SupervisorSpec.of(any, plain));
      allLive(sup, child);
      end(child, ExitReason.NORMAL);
      exited(child);
      allLive(sup);
      stop(sup);
    });
  }

  /** sup: a (significant), b (significant or not), c (permanent); a ends. As seen on Erlang/OTP for each combination. SUP-77 to SUP-80 */
  @ParameterizedTest
  @CsvSource({
      "ANY_SIGNIFICANT, TRANSIENT, false, true,  false",
      "ANY_SIGNIFICANT, TRANSIENT, true,  true,  false",
      "ANY_SIGNIFICANT, TEMPORARY, false, true,  true",
      "ANY_SIGNIFICANT, TEMPORARY, true,  true,  true",
      "ALL_SIGNIFICANT, TRANSIENT, false, true,  false",
      "ALL_SIGNIFICANT, TRANSIENT, true,  false, false",
      "ALL_SIGNIFICANT, TEMPORARY, false, true,  true",
      "ALL_SIGNIFICANT, TEMPORARY, true,  false, false"})
  void everyCombination(AutoShutdown mode, Restart restart, boolean two, boolean endsAfterProper, boolean endsAfterCrash)
      throws Exception {
    run(node, () -> {
      for (ExitReason reason : List.of(ExitReason.NORMAL, ExitReason.SHUTDOWN, ExitReason.shutdown("x"), DIED)) {
        SupervisorRef sup =
            start(FLAGS.withAutoShutdown(mode), kid("a", restart, true), kid("b", restart, two), Trees.kid("c"));
        Pid a = Trees.pid(sup, "a");
        end(a, reason);
        if (reason == DIED ? endsAfterCrash : endsAfterProper) {
          exited(sup.pid(), ExitReason.SHUTDOWN);
        } else {
          // b and c go on; a runs anew, or stays as a spec, or is forgotten
          boolean crashed = reason == DIED;
          String left = restart == Restart.TEMPORARY ? "none" : crashed ? "running" : "undefined";
          Optional<ChildInfo> info = Supervisor.whichChild(sup, "a");
          assertThat(info.map(child -> child.pid().map(_ -> "running").orElseGet(child.state()::toString)).orElse("none"))
              .isEqualTo(left);
          assertThat(info.flatMap(ChildInfo::pid)).isNotEqualTo(Optional.of(a));
          assertThat(Trees.counts(sup).active()).isEqualTo(left.equals("running") ? 3 : 2);
          stop(sup);
        }
      }
    });
  }
}
