package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.process.CallException.CallTimeoutException;
import dev.ninefold.process.CallException.ServerExitedException;
import dev.ninefold.process.CallException.ServerOverloadedException;
import dev.ninefold.process.MailboxLimit.WhenFull;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mailboxes with a limit: E9 of the design. */
@WithNode
class MailboxLimitTest {
  TestNode node;

  private static final Go GO = new Go();

  /** Lets a receiver begin to handle what waits. */
  private record Go() {}

  private static SpawnOptions limited(int messages, WhenFull whenFull) {
    return SpawnOptions.LINKED.withMailbox(new MailboxLimit(messages, whenFull));
  }

  /** A plain process that touches nothing before it gets the go by a message that no limit refuses, then takes all there is. */
  private static Pid idle(SpawnOptions options, List<Object> handled) {
    Pid pid = Process.spawn(options, () -> {
      Process.receive(Go.class);
      while (Process.receive(Object.class, _ -> true, Duration.ZERO).map(handled::add).isPresent()) {
        // Takes the next one.
      }
    });
    Process.unlink(pid);
    return pid;
  }

  private static void go(Pid pid) {
    Process.sendAfter(Duration.ZERO, pid, GO);
  }

  private void awaitEnd(Pid pid) {
    node.await("the receiver has taken all", () -> !Process.isAlive(pid));
  }

  private static MailboxInfo mailbox(Pid pid) {
    return Process.info(pid).orElseThrow().mailbox().orElseThrow();
  }

  private static List<Object> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).<Object>mapToObj(i -> i).toList();
  }

  @Test
  void withoutALimitNothingIsCounted() throws Exception {
    node.run(() -> {
      List<Object> handled = new ArrayList<>();
      Pid pid = idle(SpawnOptions.LINKED, handled);
      numbers(1, 1000).forEach(i -> Process.send(pid, i));
      assertThat(Process.info(pid).orElseThrow().mailbox()).isEmpty();
      go(pid);
      awaitEnd(pid);
      assertThat(handled).isEqualTo(numbers(1, 1000));
    });
  }

  @Test
  void dropNewest() throws Exception {
    node.run(() -> {
      List<Object> handled = new ArrayList<>();
      Pid pid = idle(limited(10, WhenFull.DROP_NEWEST), handled);
      numbers(1, 25).forEach(i -> Process.send(pid, i));
      assertThat(mailbox(pid)).isEqualTo(new MailboxInfo(new MailboxLimit(10, WhenFull.DROP_NEWEST), 15, 0));
      go(pid);
      awaitEnd(pid);
      assertThat(handled).isEqualTo(numbers(1, 10));
      assertThat(node.expectReport(MailboxFullReport.class)).satisfies(report -> {
        assertThat(report.pid()).isEqualTo(pid);
        assertThat(report.headline()).isEqualTo("Mailbox of " + pid + " is full: new messages are dropped");
        assertThat(report.fields()).containsEntry("limit", 10);
      });
    });
  }

  /** I2: the last ones are there, in their order, and what is held is bounded although the process takes nothing. */
  @Test
  void dropOldest() throws Exception {
    node.run(() -> {
      List<Object> handled = new ArrayList<>();
      Pid pid = idle(limited(10, WhenFull.DROP_OLDEST), handled);
      numbers(1, 1004).forEach(i -> Process.send(pid, i));
      assertThat(mailbox(pid).dropped()).isEqualTo(994);
      assertThat(Process.messages(pid)).hasSizeLessThanOrEqualTo(30).endsWith(1003, 1004);
      go(pid);
      awaitEnd(pid);
      assertThat(handled).isEqualTo(numbers(995, 1004));
      node.expectReport(MailboxFullReport.class);
    });
  }

  /** I2: what the process has taken over, and looked at in vain, is given up first. */
  @Test
  void dropOldestOfThoseThatAReceiveHasPassed() throws Exception {
    node.run(() -> {
      List<Object> handled = new ArrayList<>();
      CompletableFuture<Pid> self = new CompletableFuture<>();
      Pid pid = Process.spawn(limited(3, WhenFull.DROP_OLDEST), () -> {
        self.complete(Process.self());
        Process.receive(Go.class);
        while (Process.receive(Object.class, _ -> true, Duration.ZERO).map(handled::add).isPresent()) {
          // Takes the next one.
        }
      });
      Process.unlink(pid);
      numbers(1, 3).forEach(i -> Process.send(pid, i));
      node.await("it has looked at them and waits",
          () -> Process.info(pid).orElseThrow().status() == ProcessInfo.Status.WAITING);
      numbers(4, 5).forEach(i -> Process.send(pid, i));
      go(pid);
      awaitEnd(pid);
      assertThat(handled).isEqualTo(numbers(3, 5));
      node.expectReport(MailboxFullReport.class);
    });
  }

  @Test
  void refuse() throws Exception {
    node.run(() -> {
      List<Object> handled = new ArrayList<>();
      Pid pid = idle(limited(2, WhenFull.REFUSE), handled);
      numbers(1, 2).forEach(i -> Process.send(pid, i));
      assertThatThrownBy(() -> Process.send(pid, 3)).isInstanceOfSatisfying(MailboxFullException.class, e -> {
        assertThat(e.receiver()).isEqualTo(pid);
        assertThat(e.limit().messages()).isEqualTo(2);
      }).hasMessage("the mailbox of " + pid + " is full: 2 messages wait there; send less, handle faster, or raise the limit");
      assertThat(mailbox(pid).refused()).isEqualTo(1);
      go(pid);
      awaitEnd(pid);
      assertThat(handled).isEqualTo(numbers(1, 2));
      node.expectReport(MailboxFullReport.class);
    });
  }

  /** A call is refused at once by all who do not block or crash; the timeout is infinite, and the clock may stand still. */
  @ParameterizedTest
  @EnumSource(value = WhenFull.class, names = {"REFUSE", "DROP_NEWEST", "DROP_OLDEST"})
  void aCallIsRefusedAtOnce(WhenFull whenFull) throws Exception {
    node.run(() -> {
      Pid pid = idle(limited(1, whenFull), new ArrayList<>());
      Process.send(pid, "first");
      assertThatThrownBy(() -> Calls.call("gen_server:call", pid, "request", Timeout.INFINITY))
          .isInstanceOfSatisfying(ServerOverloadedException.class,
              e -> assertThat(e.failure()).hasToString("{mailbox_full, 1}"));
      assertThat(Calls.sendRequest(pid, "request", Long.MAX_VALUE))
          .hasValueSatisfying(why -> assertThat(why).hasToString("{mailbox_full, 1}"));
      assertThat(mailbox(pid).refused()).isEqualTo(2);
      go(pid);
      awaitEnd(pid);
      node.expectReport(MailboxFullReport.class);
    });
  }

  @Test
  void whatIsNeverRefused() throws Exception {
    record Look() implements SystemMessage {}
    node.run(() -> {
      CompletableFuture<List<Object>> handled = new CompletableFuture<>();
      CompletableFuture<Void> trapping = new CompletableFuture<>();
      Pid pid = Process.spawn(limited(1, WhenFull.CRASH_RECEIVER).withLinked(false), () -> {
        Process.trapExit(true);
        Ref down = Process.monitor(Process.spawn(() -> {}));
        trapping.complete(null);
        Process.receive(Go.class);
        List<Object> all = new ArrayList<>();
        while (all.size() < 5) {
          switch (Process.receive()) {
            case ReplyPlace place -> {
              all.add(place.request());
              place.reply("seen");
            }
            case Info.Down d when d.ref().equals(down) -> all.add("down");
            case Info.Exit _ -> all.add("exit");
            case Object other -> all.add(other);
          }
        }
        handled.complete(all);
      });
      node.await(trapping);
      Process.send(pid, "only");
      Process.exit(pid, new ExitReason.Other("why"));
      Process.sendAfter(Duration.ZERO, pid, "timer");
      Process.spawn(() -> Calls.call("sys:look", pid, new Look(), Timeout.INFINITY));
      node.await("all are there", () -> Process.messages(pid).size() == 5);
      go(pid);
      assertThat(node.await(handled)).containsExactlyInAnyOrder("only", "exit", "timer", "down", new Look());
      awaitEnd(pid);
    });
  }

  @Test
  void crashReceiver() throws Exception {
    node.run(() -> {
      Pid pid = Process.spawn(limited(2, WhenFull.CRASH_RECEIVER).withLinked(false), () -> {
        Process.trapExit(true);
        Process.receive(Go.class);
      });
      Ref ref = Process.monitor(pid);
      numbers(1, 3).forEach(i -> Process.send(pid, i));
      Info.Down down = Process.receive(Info.Down.class, d -> d.ref().equals(ref));
      assertThat(down.reason()).isEqualTo(new ExitReason.Other(new MailboxLimit.Full(2)));
      assertThat(node.expectReport(MailboxFullReport.class).headline()).isEqualTo("Mailbox of " + pid + " is full: it ends");

      Pid called = idle(limited(1, WhenFull.CRASH_RECEIVER), new ArrayList<>());
      Process.send(called, 1);
      assertThatThrownBy(() -> Calls.call("gen_server:call", called, "request", Timeout.INFINITY))
          .isInstanceOfSatisfying(ServerExitedException.class,
              e -> assertThat(e.failure()).isEqualTo(new ExitReason.Other(new MailboxLimit.Full(1))));
      node.expectReport(MailboxFullReport.class);
    });
  }

  // ---- BLOCK_SENDER

  /** I3: each of many senders gets its turn, nothing is lost, and the messages of each are in order. */
  @Test
  void blockedSendersGoOnWhenThereIsRoom() throws Exception {
    int senders = 8;
    int each = 200;
    node.run(() -> {
      List<Integer> handled = new ArrayList<>();
      CountDownLatch done = new CountDownLatch(1);
      Pid pid = Process.spawn(limited(3, WhenFull.BLOCK_SENDER), () -> {
        for (int i = 0; i < senders * each; i++) {
          handled.add(Process.receive(Integer.class));
        }
        done.countDown();
      });
      for (int s = 0; s < senders; s++) {
        int sender = s;
        Process.spawn(() -> {
          for (int i = 0; i < each; i++) {
            Process.send(pid, sender * each + i);
          }
        });
      }
      done.await();
      for (int s = 0; s < senders; s++) {
        int sender = s;
        assertThat(handled.stream().filter(i -> i / each == sender).toList()).hasSize(each).isSorted();
      }
    });
  }

  @Test
  void aBlockedSenderCanBeEnded() throws Exception {
    node.run(() -> {
      List<Object> handled = new ArrayList<>();
      Pid pid = idle(limited(1, WhenFull.BLOCK_SENDER), handled);
      ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
      Process.send(pid, "first");
      Pid sender = Process.spawn(() -> {
        try {
          Process.send(pid, "second");
        } finally {
          told.add("ended");
        }
      });
      node.await("it waits for room", () -> isParked(sender));
      Ref ref = Process.monitor(sender);
      Process.exit(sender, ExitReason.KILL);
      assertThat(Process.receive(Info.Down.class, d -> d.ref().equals(ref)).reason()).isEqualTo(ExitReason.KILLED);
      node.await("its code is through", () -> told.contains("ended"));
      go(pid);
      awaitEnd(pid);
      assertThat(handled).containsExactly("first");
    });
  }

  @Test
  void theEndOfTheReceiverFreesItsSenders() throws Exception {
    node.run(() -> {
      Pid pid = idle(limited(1, WhenFull.BLOCK_SENDER), new ArrayList<>());
      Process.send(pid, "first");
      CompletableFuture<String> sent = new CompletableFuture<>();
      CompletableFuture<Throwable> called = new CompletableFuture<>();
      Pid sender = Process.spawn(() -> sent.complete(Process.send(pid, "second")));
      Pid caller = Process.spawn(() -> {
        try {
          Calls.call("gen_server:call", pid, "request", Timeout.INFINITY);
        } catch (CallException e) {
          called.complete(e);
        }
      });
      node.await("both wait", () -> isParked(sender) && isParked(caller));
      Process.exit(pid, new ExitReason.Other("over"));
      assertThat(node.await(sent)).isEqualTo("second");
      assertThat(node.await(called)).isInstanceOfSatisfying(ServerExitedException.class,
          e -> assertThat(e.failure()).isEqualTo(new ExitReason.Other("over")));
    });
  }

  @Test
  @WithNode(manualTime = true)
  void aCallWaitsForRoomOnlyAsLongAsItsTimeout() throws Exception {
    node.run(() -> {
      Pid pid = idle(limited(1, WhenFull.BLOCK_SENDER), new ArrayList<>());
      Process.send(pid, "first");
      CompletableFuture<Throwable> called = new CompletableFuture<>();
      Process.spawn(() -> {
        try {
          Calls.call("gen_server:call", pid, "request", Duration.ofSeconds(5));
        } catch (CallException e) {
          called.complete(e);
        }
      });
      node.await("its timer runs", () -> Node.current().timers().pending() == 1);
      node.time().advance(Duration.ofMillis(4999));
      assertThat(called).isNotDone();
      node.time().advance(Duration.ofMillis(1));
      assertThat(node.await(called)).isInstanceOf(CallTimeoutException.class);
      node.expectReport(MailboxFullReport.class);
      assertThat(Process.messages(pid)).containsExactly("first");
      Process.exit(pid, ExitReason.KILL);
    });
  }

  @Test
  void whoSendsToItselfIsTold() throws Exception {
    node.run(() -> {
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Process.spawn(limited(1, WhenFull.BLOCK_SENDER).withLinked(false), () -> {
        Process.send(Process.self(), 1);
        try {
          Process.send(Process.self(), 2);
        } catch (MailboxFullException e) {
          thrown.complete(e);
        }
      });
      assertThat(node.await(thrown)).hasMessageContaining("cannot wait for itself");
      node.expectReport(MailboxFullReport.class);
    });
  }

  @Test
  void anInterruptedThreadIsTold() throws Exception {
    Pid pid = node.run(() -> {
      Pid limited = idle(limited(1, WhenFull.BLOCK_SENDER), new ArrayList<>());
      Process.send(limited, "first");
      return limited;
    });
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Process.send(pid, "second")).isInstanceOf(MailboxFullException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    node.expectReport(MailboxFullReport.class);
    node.run(() -> {
      go(pid);
      awaitEnd(pid);
    });
  }

  /** I4: a burst is reported once; when half of the mailbox was emptied, the next one begins. */
  @Test
  void oneReportForEachBurst() throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Pid pid = Process.spawn(limited(4, WhenFull.DROP_NEWEST), () -> {
        while (true) {
          int count = Process.receive(Integer.class);
          for (int i = 0; i < count; i++) {
            Process.receive(String.class);
          }
          Process.send(self, GO);
        }
      });
      for (int burst = 1; burst <= 3; burst++) {
        for (int i = 0; i < 20; i++) {
          Process.send(pid, "x");
        }
        Process.sendAfter(Duration.ZERO, pid, 4);
        Process.receive(Go.class);
        assertThat(node.expectReport(MailboxFullReport.class).mailbox().dropped()).isEqualTo(16L * (burst - 1) + 1);
      }
      assertThat(mailbox(pid).dropped()).isEqualTo(48);
      Process.unlink(pid);
      Process.exit(pid, ExitReason.KILL);
    });
  }

  /** I2: while there is room nothing is dropped, however the last message and its receiver meet. */
  @Test
  void theNewestMessageIsNeverDropped() throws Exception {
    node.ignoreReports(MailboxFullReport.class);
    node.run(() -> {
      Pid self = Process.self();
      Pid pid = Process.spawn(limited(1, WhenFull.DROP_OLDEST), () -> {
        while (true) {
          int number = Process.receive(Integer.class);
          if (number % 4 == 0) {
            Process.send(self, number);
          }
        }
      });
      for (int i = 1; i <= 80_000; i++) {
        Process.send(pid, i);
        if (i % 4 == 0) {
          int last = i;
          assertThat(Process.receive(Integer.class, n -> n == last)).isEqualTo(last);
        }
      }
      Process.unlink(pid);
      Process.exit(pid, ExitReason.KILL);
    });
  }

  /** I2: also if the process takes messages over without looking at them, as a new reference does. */
  @Test
  void whatIsHeldIsBoundedWhileReferencesAreMade() throws Exception {
    node.run(() -> {
      CompletableFuture<Integer> held = new CompletableFuture<>();
      CountDownLatch started = new CountDownLatch(1);
      CountDownLatch sent = new CountDownLatch(1);
      Pid pid = Process.spawn(limited(10, WhenFull.DROP_OLDEST), () -> {
        started.countDown();
        while (sent.getCount() > 0) {
          Process.makeRef();
        }
        held.complete(Process.messages(Process.self()).size());
      });
      Process.unlink(pid);
      started.await();
      numbers(1, 20_000).forEach(i -> Process.send(pid, i));
      sent.countDown();
      assertThat(node.await(held)).isLessThanOrEqualTo(40);
    });
    node.ignoreReports(MailboxFullReport.class);
  }

  /** A process that waits for room in a mailbox whose owner calls it: the call is told, and then there is room. */
  @Test
  void aCallToABlockedSenderIsACycle() throws Exception {
    node.run(() -> {
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      CompletableFuture<Pid> sender = new CompletableFuture<>();
      Pid receiver = Process.spawn(limited(1, WhenFull.BLOCK_SENDER), () -> {
        Pid blocked = sender.join();
        node.await("it waits for room", () -> isParked(blocked));
        try {
          Calls.call("gen_server:call", blocked, "request", Timeout.INFINITY);
        } catch (CallException e) {
          thrown.complete(e);
        }
        Process.receive(String.class, "first"::equals);
        Process.receive(String.class, "second"::equals);
      });
      Process.send(receiver, "first");
      sender.complete(Process.spawn(() -> Process.send(receiver, "second")));
      assertThat(node.await(thrown)).isInstanceOf(CallException.CallCycleException.class);
      awaitEnd(receiver);
    });
  }

  @Test
  void anInterruptedThreadThatCallsIsToldSo() throws Exception {
    Pid pid = node.run(() -> {
      Pid limited = idle(limited(1, WhenFull.BLOCK_SENDER), new ArrayList<>());
      Process.send(limited, "first");
      return limited;
    });
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Calls.call("gen_server:call", pid, "request", Timeout.INFINITY))
        .isInstanceOf(CallException.CallInterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
    node.expectReport(MailboxFullReport.class);
    node.run(() -> Process.exit(pid, ExitReason.KILL));
  }

  private static boolean isParked(Pid pid) {
    Cell cell = pid.cell();
    Thread runner = cell == null ? null : cell.runner();
    return runner != null && runner.getState() == Thread.State.WAITING;
  }
}
