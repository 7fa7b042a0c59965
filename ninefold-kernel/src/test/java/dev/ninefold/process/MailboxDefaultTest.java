package dev.ninefold.process;

import static dev.ninefold.process.Messages.BANG;
import static dev.ninefold.process.Messages.downReason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.process.MailboxLimit.WhenFull;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits of mailboxes as the default of a node, and senders that are blocked: E9 of the design. */
@WithNode
class MailboxDefaultTest {
  TestNode node;

  private static final MailboxLimit ONE = new MailboxLimit(1, WhenFull.REFUSE);

  private static Node limited(MailboxLimit limit) {
    return Node.start(NodeOptions.named("limited").withMailbox(limit).withReportHandlers());
  }

  private static Optional<MailboxLimit> limitOf(Pid pid) {
    return Process.info(pid).orElseThrow().mailbox().map(MailboxInfo::limit);
  }

  @Test
  void aProcessHasTheLimitOfItsNodeUnlessItSaysOne() throws Exception {
    MailboxLimit own = new MailboxLimit(7, WhenFull.DROP_NEWEST);
    try (Node limited = limited(ONE)) {
      List<SpawnOptions> options = List.of(SpawnOptions.DEFAULT, SpawnOptions.DEFAULT.withMailbox(own),
          SpawnOptions.DEFAULT.withMailbox(MailboxLimit.UNLIMITED));
      List<Optional<MailboxLimit>> plain = new ArrayList<>();
      List<Optional<MailboxLimit>> eventDriven = new ArrayList<>();
      for (SpawnOptions one : options) {
        plain.add(limitOf(Process.spawn(one.withNode(limited), Messages::idle)));
        eventDriven.add(limitOf(EventProcess.spawn(one.withNode(limited), new EventBody() {
          @Override
          public void start() {}

          @Override
          public void handle(Object message) {}
        })));
      }
      assertThat(plain).containsExactly(Optional.of(ONE), Optional.of(own), Optional.empty());
      assertThat(eventDriven).isEqualTo(plain);
      // What it spawns has the limit of the node, and not the one of its parent.
      assertThat(limited.run(() -> limitOf(Process.spawn(Messages::idle)))).contains(ONE);
    }
    assertThat(limitOf(node.spawnIdle())).isEmpty();
    node.kill(node.node().processes().toArray(Pid[]::new));
  }

  @Test
  void theLimitOfTheNodeIsKept() {
    try (Node limited = limited(ONE)) {
      Pid pid = limited.spawn(Messages::idle);
      Process.send(pid, 1);
      node.await("it has taken the message over", () -> Process.messages(pid).size() == 1);
      assertThatThrownBy(() -> Process.send(pid, 2)).isInstanceOfSatisfying(MailboxFullException.class,
          e -> assertThat(e.limit()).isEqualTo(ONE));
      Pid free = Process.spawn(SpawnOptions.DEFAULT.withNode(limited).withMailbox(MailboxLimit.UNLIMITED), Messages::idle);
      for (int i = 0; i < 1000; i++) {
        Process.send(free, i);
      }
      assertThat(Process.messages(free)).hasSize(1000);
    }
  }

  // ---- a sender that is blocked

  /** How a blocked sender is ended. */
  private interface End {
    ExitReason end(Pid sender, Pid linked);
  }

  /** A plain process or a behaviour that sends and has to wait; whether it goes on afterwards is told. */
  private static Pid blockedSender(boolean plain, Pid receiver, Pid linked, ConcurrentLinkedQueue<String> told) {
    Process.Body code = () -> {
      Process.link(linked);
      try {
        Process.send(receiver, "second");
        told.add("sent");
      } finally {
        told.add("ended");
      }
    };
    if (plain) {
      return Process.spawn(code);
    }
    return EventProcess.spawn(SpawnOptions.DEFAULT, new EventBody() {
      @Override
      public void start() {}

      @Override
      public void handle(Object message) throws Exception {
        code.run();
      }
    });
  }

  // Killed, by an exit signal, and by a link: it is dead at once, without the room that it waits for, and what it wanted to send does
  // not come. Nor does it keep anybody else from the room.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBlockedSenderIsATargetOfExits(boolean plain) throws Exception {
    List<End> ends = List.of((sender, _) -> {
      Process.exit(sender, ExitReason.KILL);
      return ExitReason.KILLED;
    }, (sender, _) -> {
      Process.exit(sender, BANG);
      return BANG;
    }, (_, linked) -> {
      Process.exit(linked, BANG);
      return BANG;
    });
    node.run(() -> {
      for (End end : ends) {
        CompletableFuture<List<Object>> handled = new CompletableFuture<>();
        Object go = new Object();
        Pid receiver = Process.spawn(SpawnOptions.DEFAULT.withMailbox(new MailboxLimit(1, WhenFull.BLOCK_SENDER)), () -> {
          Process.receive(Object.class, m -> m == go);
          handled.complete(Messages.next(2));
        });
        Process.send(receiver, "first");
        Pid linked = Process.spawn(Messages::idle);
        ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
        Pid sender = blockedSender(plain, receiver, linked, told);
        if (!plain) {
          Process.send(sender, "begin");
        }
        awaitParked(sender);
        Ref ref = Process.monitor(sender);
        ExitReason expected = end.end(sender, linked);
        assertThat(downReason(ref)).isEqualTo(expected);
        node.await("its code is through", () -> told.contains("ended"));
        assertThat(told).containsExactly("ended");
        assertThat(Process.messages(receiver)).containsExactly("first");
        Pid other = Process.spawn(() -> Process.send(receiver, "third"));
        awaitParked(other);
        Process.sendAfter(Duration.ZERO, receiver, go);
        assertThat(node.await(handled)).containsExactly("first", "third");
        Process.exit(linked, ExitReason.KILL);
      }
    });
  }

  private void awaitParked(Pid pid) {
    node.await("it waits for room", () -> {
      Cell cell = pid.cell();
      Thread runner = cell == null || cell.waiting == null ? null : cell.runner();
      return runner != null && runner.getState() == Thread.State.WAITING;
    });
  }
}
