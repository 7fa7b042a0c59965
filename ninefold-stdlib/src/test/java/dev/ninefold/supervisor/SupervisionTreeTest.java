package dev.ninefold.supervisor;

import static dev.ninefold.supervisor.Trees.DIED;
import static dev.ninefold.supervisor.Trees.FLAGS;
import static dev.ninefold.supervisor.Trees.end;
import static dev.ninefold.supervisor.Trees.kid;
import static dev.ninefold.supervisor.Trees.pid;
import static dev.ninefold.supervisor.Trees.run;
import static dev.ninefold.supervisor.Trees.start;
import static dev.ninefold.supervisor.Trees.stop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.CallException.NoProcessException;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.ManualTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@WithNode(manualTime = true)
class SupervisionTreeTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  TestNode node;
  ManualTime time;

  private static ChildSpec inner(String id, ChildSpec... children) {
    return ChildSpec.supervisor(id, () -> Supervisor.startLink(() -> () -> SupervisorSpec.of(FLAGS, children)));
  }

  /**
   * <pre>
   * sup_test
   *   stash
   *   inner
   *     server, crashed once
   *     other, terminated
   *   strange, which says that it is a supervisor
   * </pre>
   */
  @Test
  void aTree() throws Exception {
    Trees.ignoreReports(node);
    run(node, () -> {
      SupervisorRef sup = start(FLAGS, kid("stash"), inner("inner", kid("server"), kid("other")),
          kid("strange").withType(ChildSpec.ChildType.SUPERVISOR));
      SupervisorRef inner = SupervisorRef.of(pid(sup, "inner"));
      end(pid(inner, "server"), DIED);
      Supervisor.terminateChild(inner, "other").orElseThrow();
      SupervisionTree tree = Supervisor.tree(sup, SECOND);
      assertThat(tree.name()).contains("sup_test");
      assertThat(tree.children()).extracting(SupervisionTree::id).containsExactly("stash", "inner", "strange");
      SupervisionTree server = tree.children().get(1).children().getFirst();
      assertThat(server.restarts()).isEqualTo(1);
      assertThat(server.info().lastExit()).contains(DIED);
      assertThat(tree.toString()).isEqualTo("""
          sup_test %s supervisor, restarts 0
            stash %s worker, restarts 0
            inner %s supervisor, restarts 0
              server %s worker, restarts 1, last exit died
              other undefined worker, restarts 0, last exit shutdown
            strange %s supervisor, restarts 0
          """.formatted(sup.pid(), pid(sup, "stash"), inner.pid(), pid(inner, "server"), pid(sup, "strange")));
      // Nothing was asked of the strange one.
      assertThat(tree.children().getLast().answered()).isTrue();
      stop(sup);
    });
  }

  /**
   * <pre>
   * sup_test
   *   inner, which waits for the end of deaf
   *     deaf
   *   after
   * </pre>
   */
  @Test
  void aSupervisorThatDoesNotAnswer() throws Exception {
    Trees.ignoreReports(node);
    run(node, () -> {
      SupervisorRef sup = start(FLAGS, inner("inner", kid("deaf").withStart(Plain::deaf)), kid("after"));
      SupervisorRef inner = SupervisorRef.of(pid(sup, "inner"));
      Pid deaf = pid(inner, "deaf");
      Process.spawn(() -> Supervisor.terminateChild(inner, "deaf"));
      node.await("inner is stopping deaf", () -> Supervisor.busyWith(inner).isPresent() && time.pending() == 1);
      CompletableFuture<SupervisionTree> answer = new CompletableFuture<>();
      Process.spawn(() -> answer.complete(Supervisor.tree(sup, SECOND.dividedBy(2))));
      // It asks sup first, with a timer of its own.
      node.await("the tree waits for inner", () -> time.pending() == 2 && !Process.messages(inner.pid()).isEmpty());
      time.advance(SECOND.dividedBy(2));
      SupervisionTree tree = node.await(answer);
      SupervisionTree busy = tree.children().getFirst();
      assertThat(busy.answered()).isFalse();
      assertThat(busy.busy().orElseThrow().pid()).contains(deaf);
      assertThat(tree.toString()).contains("no answer: STOPPING deaf");
      assertThat(tree.children().getLast().id()).isEqualTo("after");
      time.advance(SECOND);
      node.awaitDeath(deaf);
      assertThat(Supervisor.busyWith(sup)).isEmpty();
      stop(sup);
    });
  }

  /** (nothing) */
  @Test
  void nobody() throws Exception {
    run(node, () -> {
      assertThatThrownBy(() -> Supervisor.tree(SupervisorRef.named("nobody"), SECOND)).isInstanceOf(NoProcessException.class)
          .hasMessageContaining("supervisor:tree of nobody");
      assertThat(Supervisor.busyWith(SupervisorRef.named("nobody"))).isEmpty();
    });
  }

  /** sup_test, which has ended */
  @Test
  void aDeadSupervisor() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS, kid("child"));
      stop(sup);
      assertThatThrownBy(() -> Supervisor.tree(sup, SECOND)).isInstanceOfSatisfying(NoProcessException.class,
          e -> assertThat(e.failure()).isEqualTo(ExitReason.NOPROC));
    });
  }

  /**
   * <pre>
   * sup_test
   *   inner, which has ended since sup_test told of it
   * </pre>
   */
  @Test
  void aDeadSupervisorBelow() throws Exception {
    Trees.ignoreReports(node);
    run(node, () -> {
      SupervisorRef sup = start(FLAGS, inner("inner", kid("server")));
      ChildInfo inner = Supervisor.whichChild(sup, "inner").orElseThrow();
      Pid dead = inner.pid().orElseThrow();
      end(dead, ExitReason.KILL);
      SupervisionTree tree = SupervisionTree.of(inner, Long.MAX_VALUE);
      assertThat(tree.answered()).isFalse();
      assertThat(tree.toString()).isEqualTo("inner " + dead + " supervisor, restarts 0, no answer\n");
      stop(sup);
    });
  }

  @Test
  void childrenWithoutAnIdAreShownByTheirNameOrTheirLabel() throws Exception {
    node.run(() -> {
      SupervisorRef sup = DynamicSupervisor.startLink(DynamicSupervisorFlags.DEFAULT, StartOptions.DEFAULT).orElseThrow();
      DynamicSupervisor.startChild(sup, ChildSpec.worker("id", () -> idle(SpawnOptions.LINKED)));
      DynamicSupervisor.startChild(sup, ChildSpec.worker("id", () -> idle(SpawnOptions.LINKED.withLabel("labelled"))));
      var named = DynamicSupervisor.startChild(sup, ChildSpec.worker("id", () -> idle(SpawnOptions.LINKED.withLabel("unseen"))));
      Process.register("named", named.orElseThrow());

      assertThat(Supervisor.tree(sup, SECOND).toString()).contains("\n  undefined <", "\n  labelled <", "\n  named <");
    });
  }

  private static StartResult<Pid> idle(SpawnOptions options) {
    Pid pid = Process.spawn(options, () -> Process.receive(Object.class, _ -> false));
    return StartResult.ok(pid, pid);
  }
}
