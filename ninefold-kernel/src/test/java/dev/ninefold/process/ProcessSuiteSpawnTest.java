package dev.ninefold.process;

import static dev.ninefold.process.Messages.assertNoMessage;
import static dev.ninefold.process.Messages.await;
import static dev.ninefold.process.Messages.idle;
import static dev.ninefold.process.Messages.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.process.SpawnRequest.Reply;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The cases of process_SUITE about spawning and about the list of processes. */
@WithNode
class ProcessSuiteSpawnTest {

  private static final ExitReason REASON = ExitReason.of(List.of("exit", "test"));

  /** A node that is not there any more: what stands for a request that fails, since wrong options do not compile. */
  private static SpawnRequest failing(SpawnRequest request) {
    Node closed = Node.start(NodeOptions.named("closed"));
    closed.close();
    return request.withSpawn(request.spawn().withNode(closed));
  }

  private static Pid pid(Info.SpawnReply reply) {
    return ((Info.SpawnReply.Ok) reply.result()).pid();
  }

  // With monitor and link, tagged: first {Tag, Ref, ok, Pid}, then DOWN with Ref, then EXIT, both with the child's reason. The same with
  // the ordinary tag; without monitor and link: the reply, and the child runs. A request that fails: {Tag, Ref, error, Reason}, with
  // either tag. Malformed arguments fail in the call, and nothing is sent.
  @Test
  @OtpCase(suite = "process_SUITE", name = "spawn_request_bif")
  void spawnRequest(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      Pid self = Process.self();
      for (Object tag : List.of(List.of("test", 1), Info.SpawnReply.TAG)) {
        var request = SpawnRequest.DEFAULT.withMonitor().withLink().withTag(tag);
        Ref ref = Process.spawnRequest(request, () -> {
          throw Process.exit(REASON);
        });
        var reply = (Info.SpawnReply) Process.receive();
        assertThat(reply.tag()).isEqualTo(tag);
        assertThat(reply.ref()).isEqualTo(ref);
        Pid pid = pid(reply);
        assertThat(Messages.next(2)).containsExactlyInAnyOrder(new Info.Down(ref, pid, REASON), new Info.Exit(pid, REASON));

        Ref failed = Process.spawnRequest(failing(request), () -> {});
        assertThat(Process.receive())
            .isEqualTo(new Info.SpawnReply(failed, new Info.SpawnReply.Error("noconnection"), tag));
        assertThatThrownBy(() -> Process.spawnRequest(request, null)).isInstanceOf(NullPointerException.class);
      }
      Ref plain = Process.spawnRequest(() -> Process.send(self, "runs"));
      assertThat(((Info.SpawnReply) Process.receive()).ref()).isEqualTo(plain);
      await("runs");
      assertThatThrownBy(() -> Process.spawnRequest(null)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> SpawnRequest.DEFAULT.withTag(null)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> SpawnRequest.DEFAULT.withReply(null)).isInstanceOf(NullPointerException.class);
      assertNoMessage();
    });
  }

  // A monitored child that dies at once of an undefined function (here: of an error): the tagged reply first, then DOWN with the error.
  @Test
  @OtpCase(suite = "process_SUITE", name = "spawn_request_monitor_child_exit")
  void monitoredChildDiesAtOnce(TestNode node) throws Exception {
    node.ignoreReports(ProcessError.class);
    node.run(() -> {
      for (int i = 0; i < 100; i++) {
        Ref ref = Process.spawnRequest(SpawnRequest.DEFAULT.withMonitor().withTag("a tag"), ProcessSuiteSpawnTest::undefined);
        var reply = (Info.SpawnReply) Process.receive();
        assertThat(reply).isEqualTo(new Info.SpawnReply(ref, reply.result(), "a tag"));
        var down = (Info.Down) Process.receive();
        assertThat(down).isEqualTo(new Info.Down(ref, pid(reply), down.reason()));
        assertThat(down.reason()).isInstanceOf(ExitReason.Crashed.class);
      }
    });
  }

  // The same with a link: the tagged reply first, then EXIT with the error.
  @Test
  @OtpCase(suite = "process_SUITE", name = "spawn_request_link_child_exit")
  void linkedChildDiesAtOnce(TestNode node) throws Exception {
    node.ignoreReports(ProcessError.class);
    node.run(() -> {
      Process.trapExit(true);
      for (int i = 0; i < 100; i++) {
        Ref ref = Process.spawnRequest(SpawnRequest.DEFAULT.withLink().withTag("a tag"), ProcessSuiteSpawnTest::undefined);
        var reply = (Info.SpawnReply) Process.receive();
        assertThat(reply).isEqualTo(new Info.SpawnReply(ref, reply.result(), "a tag"));
        var exit = (Info.Exit) Process.receive();
        assertThat(exit.from()).isEqualTo(pid(reply));
        assertThat(exit.reason()).isInstanceOf(ExitReason.Crashed.class);
      }
    });
  }

  private static void undefined() {
    throw new UnsupportedOperationException("undef");
  }

  // Many parents request a linked child and exit at different moments after that. Each child dies of its parent's reason, which a
  // process linked to the child is told; no child is left.
  @Test
  @OtpCase(suite = "process_SUITE", name = "spawn_request_link_parent_exit")
  void parentDiesEarly(TestNode node) throws Exception {
    parentDiesEarly(node, ExitReason.of("kaboom"));
  }

  // The same with a reason that is no constant.
  @Test
  @OtpCase(suite = "process_SUITE", name = "spawn_request_link_parent_exit_compound_reason")
  void parentDiesEarlyWithACompoundReason(TestNode node) throws Exception {
    parentDiesEarly(node, ExitReason.of(List.of("kaboom", List.of(1, 2))));
  }

  private static void parentDiesEarly(TestNode node, ExitReason reason) throws Exception {
    node.run(() -> {
      Pid tester = Process.self();
      for (int i = 0; i < 1000; i++) {
        int wait = i % 10;
        Process.spawn(() -> {
          Process.spawnRequest(SpawnRequest.DEFAULT.withLink(), () -> exitChild(tester));
          for (int n = 0; n < wait; n++) {
            Process.yield();
          }
          throw Process.exit(reason);
        });
      }
      node.await("no process but the tester", () -> node.node().processCount() == 1);
      Object message;
      while ((message = now(Object.class).orElse(null)) != null) {
        assertThat(message).isEqualTo(reason);
      }
    });
  }

  private static void exitChild(Pid tester) {
    Pid child = Process.self();
    Process.spawnLink(() -> {
      Process.trapExit(true);
      Process.send(tester, Process.receive(Info.Exit.class, e -> e.from() == child).reason());
    });
    idle();
  }

  // Where the child has run already: yes and success_only give a reply, error_only and no give none. Where the request fails: yes and
  // error_only give {spawn_reply, Ref, error, Reason}, success_only and no give nothing. Another option value does not compile.
  @Test
  @OtpCase(suite = "process_SUITE", name = "spawn_request_reply_option")
  void replyOption(TestNode node) throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      for (Reply option : Reply.values()) {
        var request = SpawnRequest.DEFAULT.withReply(option);
        Ref ref = Process.spawnRequest(request, () -> Process.send(self, "done"));
        await("done");
        boolean onSuccess = option == Reply.YES || option == Reply.SUCCESS_ONLY;
        assertThat(now(Info.SpawnReply.class).map(Info.SpawnReply::ref))
            .isEqualTo(onSuccess ? Optional.of(ref) : Optional.empty());

        Ref failed = Process.spawnRequest(failing(request), () -> {});
        boolean onError = option == Reply.YES || option == Reply.ERROR_ONLY;
        assertThat(now(Info.SpawnReply.class).map(Info.SpawnReply::ref))
            .isEqualTo(onError ? Optional.of(failed) : Optional.empty());
        assertNoMessage();
      }
    });
  }

  // A process that sees a new pid in the list of processes sends it a message at once, before the spawner even has the pid: the new
  // process receives it.
  @Test
  @OtpCase(suite = "process_SUITE", name = "processes_send_infant")
  void messageToAnInfant(TestNode node) throws Exception {
    node.run(() -> {
      Pid tester = Process.self();
      Process.spawnLink(() -> {
        Set<Pid> known = new HashSet<>(Process.processes());
        Process.send(tester, "looking");
        for (int sent = 0; sent < 200;) {
          for (Pid pid : Process.processes()) {
            if (known.add(pid)) {
              Process.send(pid, "infant");
              sent++;
            }
          }
        }
        Process.send(tester, "all sent");
      });
      await("looking");
      for (int i = 0; i < 200; i++) {
        Process.spawnLink(() -> {
          await("infant");
          Process.send(tester, "received");
          idle();
        });
      }
      await("all sent");
      for (int i = 0; i < 200; i++) {
        await("received");
      }
      assertNoMessage();
    });
  }

  // Processes that live all the time are met exactly once by an iteration, whatever is spawned and killed meanwhile; what was dead
  // before is not met; an iteration may be left off half-way, and who iterates may be killed.
  @Test
  @OtpCase(suite = "process_SUITE", name = "processes_iter")
  void iteration(TestNode node) throws Exception {
    node.run(() -> {
      List<Pid> staying = spawnIdle(300);
      List<Pid> dying = spawnIdle(300);
      List<Pid> dead = spawnIdle(50);
      dead.forEach(pid -> Process.exit(pid, Messages.BANG));
      dead.forEach(pid -> assertThat(Process.isAlive(pid)).isFalse());
      Process.spawnMonitor(() -> {
        dying.forEach(pid -> {
          Process.spawnLink(() -> idle());
          Process.exit(pid, Messages.BANG);
        });
        throw Process.exit(Messages.BANG);
      });
      for (int i = 0; i < 20 || now(Info.Down.class).isEmpty(); i++) {
        List<Pid> met = new ArrayList<>();
        Process.processesIterator().forEachRemaining(met::add);
        assertThat(met).doesNotHaveDuplicates().containsAll(staying).contains(Process.self()).doesNotContainAnyElementsOf(dead);
        Iterator<Pid> half = Process.processesIterator();
        for (int n = 0; n < 100; n++) {
          half.next();
        }
      }
      var victim = Process.spawnMonitor(() -> {
        while (true) {
          Process.processesIterator().forEachRemaining(_ -> {});
        }
      });
      Process.exit(victim.pid(), ExitReason.of("got him"));
      assertThat(Messages.downReason(victim.ref())).isEqualTo(ExitReason.of("got him"));
      staying.forEach(pid -> Process.exit(pid, Messages.BANG));
    });
  }

  private static List<Pid> spawnIdle(int count) {
    List<Pid> pids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pids.add(Process.spawn(() -> idle()));
    }
    return pids;
  }
}
