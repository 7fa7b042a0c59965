package dev.ninefold.process;

import static dev.ninefold.process.Messages.BYE;
import static dev.ninefold.process.Messages.exitOf;
import static dev.ninefold.process.Messages.next;
import static dev.ninefold.process.SignalOption.PRIORITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.process.MailboxLimit.WhenFull;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Priority messages: EEP 76, SIG-15 to SIG-17, EXT-15; SignalQueue I4, Mailbox I5. */
@WithNode
class PriorityMessagesTest {

  private record Sent(int sender, boolean priority, int number) {}

  private static Ref priorityAlias() {
    return Process.alias(AliasKind.EXPLICIT, PRIORITY);
  }

  // The mailbox behaves as two lists, one behind the other, whatever is received from it, and by which kind of receive.
  @Test
  void doesAsTwoLists(TestNode node) throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Ref alias = priorityAlias();
      for (int seed = 0; seed < 100; seed++) {
        Random random = new Random(seed);
        List<Object> first = new ArrayList<>();
        List<Object> second = new ArrayList<>();
        for (int step = 0; step < 300; step++) {
          int wanted = random.nextInt(10);
          switch (random.nextInt(5)) {
            case 0, 1 -> {
              Process.send(self, wanted);
              second.add(wanted);
            }
            case 2 -> {
              Process.send(alias, wanted, PRIORITY);
              first.add(wanted);
            }
            case 3 -> {
              Ref ref = Process.makeRef();
              if (wanted % 2 == 0) {
                Process.send(alias, ref, PRIORITY);
              } else {
                Process.send(self, ref);
              }
              if (wanted % 3 == 0) {
                // So that it has been taken over before it is received.
                assertThat(Process.receive(String.class, _ -> true, Duration.ZERO)).isEmpty();
              }
              assertThat(Process.receive(ref, Ref.class, r -> r == ref, Duration.ZERO)).contains(ref);
            }
            default -> {
              Optional<Integer> got = Process.receive(Integer.class, i -> i == wanted, Duration.ZERO);
              assertThat(got.isPresent()).isEqualTo(first.remove((Object) wanted) || second.remove((Object) wanted));
            }
          }
          List<Object> all = new ArrayList<>(first);
          all.addAll(second);
          assertThat(Process.messages(self)).isEqualTo(all);
        }
        first.addAll(second);
        assertThat(next(first.size())).isEqualTo(first);
      }
    });
  }

  // A receive that waits sees each priority message, although it enters before what was looked at, and looks at nothing twice.
  @Test
  void aWaitingReceiveLooksAtEachOnce(TestNode node) throws Exception {
    AtomicInteger looks = new AtomicInteger();
    CompletableFuture<Ref> alias = new CompletableFuture<>();
    CompletableFuture<List<Object>> rest = new CompletableFuture<>();
    Pid pid = node.spawn(() -> {
      Ref mine = priorityAlias();
      IntStream.range(0, 1000).forEach(i -> Process.send(Process.self(), i));
      alias.complete(mine);
      Process.receive(Object.class, message -> {
        looks.incrementAndGet();
        return message.equals("end");
      });
      rest.complete(next(1000 + 100));
    });
    Ref to = node.await(alias);
    for (int i = 0; i < 100; i++) {
      node.awaitWaiting(pid);
      assertThat(looks).hasValue(1000 + i);
      if (i % 3 == 0) {
        Process.send(pid, "ordinary " + i);
      } else {
        Process.send(to, "priority " + i, PRIORITY);
      }
      int seen = i + 1;
      node.await("it looks", () -> looks.get() == 1000 + seen);
    }
    Process.send(to, "end", PRIORITY);
    List<Object> left = node.await(rest);
    assertThat(looks).hasValue(1101);
    assertThat(left.subList(0, 2)).containsExactly("priority 1", "priority 2");
    assertThat(left.subList(66, 67)).containsExactly(0);
    assertThat(left.getLast()).isEqualTo("ordinary 99");
    node.awaitDeath(pid);
  }

  // A receive for a fresh reference finds it among the priority messages, and looks at no ordinary message that is older.
  @Test
  void aFreshReferenceIsFoundWithPriority(TestNode node) throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Ref alias = priorityAlias();
      Process.send(alias, "urgent", PRIORITY);
      IntStream.range(0, 1000).forEach(i -> Process.send(self, i));
      Pid dead = Process.spawn(() -> {});
      node.await("it has ended", () -> !Process.isAlive(dead));
      Ref ref = Process.monitor(dead, MonitorOptions.DEFAULT.withPriority());
      assertThat(Process.receive(String.class, "nothing"::equals, Duration.ZERO)).isEmpty();
      AtomicInteger looks = new AtomicInteger();
      Process.receive(ref, Object.class, message -> {
        looks.incrementAndGet();
        return message instanceof Info.Down down && down.ref() == ref;
      }, Timeout.INFINITY).orElseThrow();
      assertThat(looks).hasValue(2);
      assertThat(Process.receive()).isEqualTo("urgent");
      assertThat(next(1000)).isEqualTo(IntStream.range(0, 1000).boxed().toList());
    });
  }

  // A behaviour with much to do handles it next, without handling first what came before; so does one with a selection.
  @Test
  void overtakesTheBacklogOfAnEventProcess(TestNode node) throws Exception {
    for (boolean selecting : List.of(false, true)) {
      CompletableFuture<Ref> alias = new CompletableFuture<>();
      CountDownLatch sent = new CountDownLatch(1);
      List<Object> handled = new ArrayList<>();
      CountDownLatch backlog = new CountDownLatch(1);
      Pid pid = EventProcess.spawn(SpawnOptions.DEFAULT.withNode(node.node()), new EventBody() {
        @Override
        public void start() throws Exception {
          if (selecting) {
            EventProcess.select(_ -> true);
          }
          alias.complete(priorityAlias());
          backlog.await();
        }

        @Override
        public void handle(Object message) throws Exception {
          handled.add(message);
          if (message.equals(10)) {
            sent.await();
          }
          if (message.equals("last")) {
            throw Process.exit(ExitReason.NORMAL);
          }
        }
      });
      Ref to = node.await(alias);
      IntStream.range(0, 100).forEach(i -> Process.send(pid, i));
      Process.send(pid, "last");
      backlog.countDown();
      node.await("it handles number 10", () -> Process.messages(pid).size() == 90);
      Process.send(to, "urgent", PRIORITY);
      Process.send(to, "urgent, too", PRIORITY);
      sent.countDown();
      node.awaitDeath(pid);
      assertThat(handled).hasSize(103);
      assertThat(handled.subList(10, 14)).containsExactly(10, "urgent", "urgent, too", 11);
    }
  }

  // SIG-17: what is asked for and not allowed, or allowed and not asked for, comes last; and so does all after unalias and unlink.
  @Test
  void takesTheReceiverAndTheSender(TestNode node) throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Process.trapExit(true);
      Ref ordinary = Process.alias();
      Ref priority = priorityAlias();
      Process.send(self, 1);
      Process.send(ordinary, 2, PRIORITY);
      Process.send(priority, 3);
      Process.exit(ordinary, BYE, PRIORITY);
      Process.exit(priority, BYE);
      Process.exit(self, BYE, PRIORITY);
      Info.Exit exit = new Info.Exit(self, BYE);
      assertThat(next(6)).containsExactly(1, 2, 3, exit, exit, exit);
      assertThat(Process.unalias(priority)).isTrue();
      Process.send(priority, "lost", PRIORITY);
      Process.exit(priority, BYE, PRIORITY);
      Process.send(Process.makeRef(), "lost", PRIORITY);
      Process.exit(Process.makeRef(), BYE, PRIORITY);
      Messages.assertNoMessage();
    });
  }

  // The alias of a monitor with priority is none for priority messages, also when the monitor is gone, and takes nothing from it.
  @Test
  void theAliasOfAMonitorHasNoPriority(TestNode node) throws Exception {
    node.run(() -> {
      Pid pid = Process.spawn(Messages::idle);
      Ref ref = Process.monitor(pid, MonitorOptions.DEFAULT.withAlias(AliasKind.EXPLICIT).withPriority());
      Process.send(Process.self(), 1);
      Process.send(ref, 2, PRIORITY);
      Process.demonitor(ref);
      Process.send(ref, 3, PRIORITY);
      assertThat(next(3)).containsExactly(1, 2, 3);
      Ref other = Process.monitor(pid, MonitorOptions.DEFAULT.withAlias(AliasKind.EXPLICIT).withPriority());
      assertThat(Process.unalias(other)).isTrue();
      Process.send(Process.self(), 4);
      Process.exit(pid, ExitReason.KILL);
      node.await("the down is there", () -> Process.messages(Process.self()).size() == 2);
      assertThat(next(2)).satisfiesExactly(m -> assertThat(m).isInstanceOf(Info.Down.class), m -> assertThat(m).isEqualTo(4));
    });
  }

  // An exit signal through an alias ends a process that does not trap exits, and kill ends any; with a link to the dead it is noproc.
  @Test
  void exitsThroughAliases(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      for (boolean trapping : List.of(false, true)) {
        Pid pid = Process.spawnLink(() -> {
          Process.trapExit(trapping);
          Process.send(Process.parent().orElseThrow(), Process.alias());
          Messages.idle();
        });
        Process.exit(Process.receive(Ref.class), trapping ? ExitReason.KILL : BYE);
        assertThat(exitOf(pid)).isEqualTo(trapping ? ExitReason.KILLED : BYE);
        Process.send(Process.self(), "earlier");
        Process.link(pid, PRIORITY);
        assertThat(next(2)).containsExactly(new Info.Exit(pid, ExitReason.NOPROC), "earlier");
        Process.trapExit(false);
        assertThatThrownBy(() -> Process.link(pid, PRIORITY)).isInstanceOf(NoSuchProcessException.class);
        Process.trapExit(true);
        assertThat(Process.info(Process.self()).orElseThrow().priorityMessages()).isFalse();
      }
      // To oneself: at once, or at the next receive.
      Ref alias = priorityAlias();
      Process.send(Process.self(), "earlier");
      Process.exit(alias, BYE, PRIORITY);
      assertThat(next(2)).containsExactly(new Info.Exit(Process.self(), BYE), "earlier");
    });
  }

  // A limit neither counts nor drops them.
  @Test
  void enterAFullMailbox(TestNode node) throws Exception {
    for (WhenFull whenFull : List.of(WhenFull.REFUSE, WhenFull.DROP_NEWEST, WhenFull.DROP_OLDEST)) {
      CompletableFuture<Ref> alias = new CompletableFuture<>();
      CompletableFuture<List<Object>> received = new CompletableFuture<>();
      CountDownLatch go = new CountDownLatch(1);
      SpawnOptions options = SpawnOptions.DEFAULT.withNode(node.node()).withMailbox(new MailboxLimit(2, whenFull));
      Pid pid = Process.spawn(options, () -> {
        alias.complete(priorityAlias());
        go.await();
        received.complete(next(5));
      });
      Ref to = node.await(alias);
      Process.send(pid, 1);
      Process.send(pid, 2);
      for (String urgent : List.of("a", "b", "c")) {
        Process.send(to, urgent, PRIORITY);
      }
      go.countDown();
      assertThat(node.await(received)).containsExactly("a", "b", "c", 1, 2);
      node.awaitDeath(pid);
    }
  }

  // Many send both kinds at once: each message is received once, each sender's in order within its kind.
  @Test
  void manySenders(TestNode node) throws Exception {
    int senders = 4;
    int each = 5_000;
    node.run(() -> {
      Pid self = Process.self();
      Ref alias = priorityAlias();
      for (int s = 0; s < senders; s++) {
        int sender = s;
        Process.spawnLink(() -> {
          for (int i = 0; i < each; i++) {
            boolean priority = i % 7 == 0;
            Sent message = new Sent(sender, priority, i);
            if (priority) {
              Process.send(alias, message, PRIORITY);
            } else {
              Process.send(self, message);
            }
          }
        });
      }
      int[][] last = new int[senders][2];
      for (int[] kinds : last) {
        kinds[0] = -1;
        kinds[1] = -1;
      }
      Random random = new Random(1);
      for (int i = 0; i < senders * each; i++) {
        int from = random.nextInt(senders);
        Sent sent = i % 2 == 0 ? Process.receive(Sent.class)
            : Process.receive(Sent.class, m -> m.sender() == from, Duration.ZERO).orElseGet(() -> Process.receive(Sent.class));
        int[] kinds = last[sent.sender()];
        int kind = sent.priority() ? 1 : 0;
        assertThat(sent.number()).isGreaterThan(kinds[kind]);
        kinds[kind] = sent.number();
      }
      Messages.assertNoMessage();
    });
  }
}
