package dev.ninefold.supervisor;

import static dev.ninefold.supervisor.Trees.DIED;
import static dev.ninefold.supervisor.Trees.FLAGS;
import static dev.ninefold.supervisor.Trees.counts;
import static dev.ninefold.supervisor.Trees.end;
import static dev.ninefold.supervisor.Trees.exited;
import static dev.ninefold.supervisor.Trees.kid;
import static dev.ninefold.supervisor.Trees.once;
import static dev.ninefold.supervisor.Trees.pid;
import static dev.ninefold.supervisor.Trees.run;
import static dev.ninefold.supervisor.Trees.start;
import static dev.ninefold.supervisor.Trees.startChild;
import static dev.ninefold.supervisor.Trees.which;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Restarts in trees of supervisors. */
@WithNode(manualTime = true)
class SupervisorTreeTest {

  private static final String SUITE = "supervisor_SUITE";

  private static final SupervisorFlags FOUR = FLAGS.withIntensity(4);

  TestNode node;

  @BeforeEach
  void reportsAreTheMatterOfAnotherTest() {
    Trees.ignoreReports(node);
  }

  /**
   * <pre>
   * sup_test (one_for_all)
   *   supchild1: child1, child2
   *   supchild2: child3 (starts once), child4, both added later
   *   supchild3 (transient, terminated)
   * </pre>
   */
  @Test
  @OtpCase(suite = SUITE, name = "tree")
  void tree() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FOUR.withStrategy(Strategy.ONE_FOR_ALL));
      SupervisorRef sup1 = SupervisorRef.of(startChild(sup, supervisor("supchild1", kid("child1"), kid("child2"))));
      SupervisorRef sup2 = SupervisorRef.of(startChild(sup, supervisor("supchild2")));
      startChild(sup, supervisor("supchild3").withRestart(Restart.TRANSIENT));
      Supervisor.terminateChild(sup, "supchild3").orElseThrow();
      assertThat(counts(sup)).isEqualTo(counts(3, 2, 3, 0));
      final List<String> children1 = which(sup1);
      assertThat(children1).hasSize(2);
      assertThat(counts(sup1)).isEqualTo(counts(2, 2, 0, 2));
      assertThat(counts(sup2)).isEqualTo(counts(0, 0, 0, 0));
      // Dynamic children
      Pid third = startChild(sup2, once("child3"));
      Pid fourth = startChild(sup2, kid("child4"));
      assertThat(counts(sup1)).isEqualTo(counts(2, 2, 0, 2));
      assertThat(counts(sup2)).isEqualTo(counts(2, 2, 0, 2));
      // Only the process that dies is restarted
      end(fourth, DIED);
      assertThat(which(sup1)).isEqualTo(children1);
      assertThat(which(sup2)).containsExactly("child4 " + pid(sup2, "child4"), "child3 " + third);
      assertThat(pid(sup2, "child4")).isNotEqualTo(fourth);
      assertThat(counts(sup2)).isEqualTo(counts(2, 2, 0, 2));
      // The supervision tree is restarted, but not dynamic children
      Ref ref = Process.monitor(sup2.pid());
      end(third, DIED);
      assertThat(Trees.down(ref)).isEqualTo(ExitReason.SHUTDOWN);
      assertThat(Trees.ids(sup)).containsExactly("supchild3", "supchild2", "supchild1");
      assertThat(counts(sup)).isEqualTo(counts(3, 3, 3, 0));
      SupervisorRef new1 = SupervisorRef.of(pid(sup, "supchild1"));
      assertThat(Trees.ids(new1)).containsExactly("child2", "child1");
      assertThat(counts(new1)).isEqualTo(counts(2, 2, 0, 2));
      for (String id : List.of("supchild2", "supchild3")) {
        SupervisorRef ref2 = SupervisorRef.of(pid(sup, id));
        assertThat(which(ref2)).isEmpty();
        assertThat(counts(ref2)).isEqualTo(counts(0, 0, 0, 0));
      }
    });
  }

  private static ChildSpec supervisor(Object id, ChildSpec... children) {
    return ChildSpec.supervisor(id, () -> Supervisor.startLink(() -> () -> SupervisorSpec.of(FOUR, children)));
  }

  /**
   * <pre>
   * sup_test (one_for_all)
   *   middle = {global, sup2} (one_for_all)
   *     child = {global, server}
   * </pre>
   */
  @Test
  @OtpCase(suite = SUITE, name = "simple_global_supervisor")
  void globalSupervisor() throws Exception {
    run(node, () -> {
      // kill_supervisor: both are there again, and are others
      killAndAwait(true);
      // kill_worker
      killAndAwait(false);
      // exit_worker: {fail, normal, 0} makes the server end with error(normal)
      SupervisorRef top = start9212();
      Pid before = global("server");
      end(before, new ExitReason.Other("normal"));
      awaitSuccessor("server", before);
      stop9212(top);
      // restart_worker
      top = start9212();
      before = global("server");
      SupervisorRef sup2 = SupervisorRef.of(Name.global("sup2"));
      Supervisor.terminateChild(sup2, "child").orElseThrow();
      Supervisor.restartChild(sup2, "child").orElseThrow();
      assertThat(global("server")).isNotEqualTo(before);
      stop9212(top);
    });
  }

  private void killAndAwait(boolean supervisor) {
    SupervisorRef top = start9212();
    Pid sup2 = global("sup2");
    Pid server = global("server");
    Process.exit(supervisor ? sup2 : server, ExitReason.KILL);
    awaitSuccessor("server", server);
    if (supervisor) {
      awaitSuccessor("sup2", sup2);
    }
    stop9212(top);
  }

  /** More restarts than upstream allows: the new supervisor may come before the old server has heard of the death of the old one. */
  private static SupervisorRef start9212() {
    SupervisorFlags flags = SupervisorFlags.of(Strategy.ONE_FOR_ALL).withIntensity(100_000, Duration.ofSeconds(60));
    ChildSpec child = kid("child").withStart(() -> dev.ninefold.genserver.GenServer.startLink(() -> new Kid(Kid.Manner.NAIVE),
        StartOptions.DEFAULT.withName(Name.global("server"))));
    return start(flags, ChildSpec.supervisor("middle", () -> Supervisor.startLink(() -> () -> SupervisorSpec.of(flags, child),
        StartOptions.DEFAULT.withName(Name.global("sup2")))));
  }

  private static Pid global(String name) {
    return Process.whereis(Name.global(name)).orElseThrow();
  }

  private void awaitSuccessor(String name, Pid before) {
    node.await("a successor of " + name, () -> {
      Optional<Pid> now = Process.whereis(Name.global(name));
      return now.isPresent() && now.get() != before;
    });
  }

  private void stop9212(SupervisorRef top) {
    Process.exit(top.pid(), ExitReason.KILL);
    exited(top.pid());
    // undefined = global:whereis_name(sup2), undefined = global:whereis_name(server)
    node.await("the names are free",
        () -> Process.whereis(Name.global("sup2")).isEmpty() && Process.whereis(Name.global("server")).isEmpty());
  }
}
