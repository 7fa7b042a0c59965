package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.ManualTime;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Selective receive: SIG-9, SIG-10, design E7. */
@WithNode(manualTime = true)
class MailboxTest {

  private static Predicate<Object> counting(AtomicInteger looks, Predicate<Object> pattern) {
    return message -> {
      looks.incrementAndGet();
      return pattern.test(message);
    };
  }

  private static void fill(int count) {
    for (int i = 0; i < count; i++) {
      Process.send(Process.self(), i);
    }
  }

  @Test
  void oldestThatMatchesAndTheRestInOrder(TestNode node) throws Exception {
    node.run(() -> {
      fill(10);
      assertThat(Process.receive(Integer.class, i -> i % 4 == 3)).isEqualTo(3);
      assertThat(Process.receive(Integer.class, i -> i == 9)).isEqualTo(9);
      assertThat(Process.receive(Integer.class, i -> i == 0)).isZero();
      fill(1);
      assertThat(Messages.next(8)).containsExactly(1, 2, 4, 5, 6, 7, 8, 0);
    });
  }

  @Test
  void doesAsAList(TestNode node) throws Exception {
    node.run(() -> {
      for (int seed = 0; seed < 50; seed++) {
        Random random = new Random(seed);
        List<Object> model = new ArrayList<>();
        for (int step = 0; step < 300; step++) {
          int wanted = random.nextInt(10);
          if (random.nextBoolean()) {
            Process.send(Process.self(), wanted);
            model.add(wanted);
          } else if (wanted == 9) {
            Ref ref = Process.makeRef();
            model.add(ref);
            Process.send(Process.self(), ref);
            assertThat(Process.receive(ref, Ref.class, r -> r == ref, Duration.ZERO)).contains(ref);
            model.remove(ref);
          } else {
            Optional<Integer> got = Process.receive(Integer.class, i -> i == wanted, Duration.ZERO);
            assertThat(got.isPresent()).isEqualTo(model.remove((Object) wanted));
          }
          assertThat(Process.messages(Process.self())).isEqualTo(model);
        }
        while (Messages.now(Object.class).isPresent()) {
          model.removeFirst();
        }
        assertThat(model).isEmpty();
      }
    });
  }

  @Test
  void zeroLooksOnceAtAll(TestNode node) throws Exception {
    node.run(() -> {
      fill(100);
      AtomicInteger looks = new AtomicInteger();
      assertThat(Process.receive(Object.class, counting(looks, _ -> false), Duration.ZERO)).isEmpty();
      assertThat(looks).hasValue(100);
      assertThat(Process.receive(Integer.class, i -> i == 99, Duration.ZERO)).contains(99);
    });
  }

  // A receive that waits looks at each message once, however often it is woken.
  @Test
  void aWaitingReceiveDoesNotLookAgain(TestNode node) throws Exception {
    AtomicInteger looks = new AtomicInteger();
    Pid pid = node.spawn(() -> {
      fill(1000);
      Process.receive(Object.class, counting(looks, "end"::equals));
      assertThat(Messages.next(1000)).hasSize(1000);
    });
    for (int i = 0; i < 100; i++) {
      node.awaitWaiting(pid);
      assertThat(looks).hasValue(1000 + i);
      Process.send(pid, "not yet");
      int seen = i + 1;
      node.await("it looks", () -> looks.get() == 1000 + seen);
    }
    Process.send(pid, "end");
    node.awaitDeath(pid);
    assertThat(looks).hasValue(1101);
  }

  // Nor do signals that are no messages make it look again.
  @Test
  void aWaitingReceiveIsNotDisturbedBySignals(TestNode node) throws Exception {
    AtomicInteger looks = new AtomicInteger();
    Pid pid = node.spawn(() -> {
      fill(100);
      Process.receive(Object.class, counting(looks, "end"::equals));
    });
    node.awaitWaiting(pid);
    node.run(() -> {
      for (int i = 0; i < 100; i++) {
        Process.link(pid);
        Process.demonitor(Process.monitor(pid));
        Process.unlink(pid);
        Process.isAlive(pid);
      }
    });
    node.awaitWaiting(pid);
    assertThat(looks).hasValue(100);
    Process.send(pid, "end");
    node.awaitDeath(pid);
  }

  // A receive for a fresh reference does not look at older messages: made by makeRef, monitor, alias, spawnMonitor and spawnRequest.
  @Test
  void aFreshReferenceIsNotSoughtAmongOlderMessages(TestNode node) throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      fill(10_000);
      AtomicInteger looks = new AtomicInteger();

      Ref made = Process.makeRef();
      Process.send(self, made);
      Process.receive(made, Object.class, counting(looks, made::equals), Duration.ZERO).orElseThrow();
      assertThat(looks).hasValue(1);

      Pid dead = Process.spawn(() -> {});
      Ref monitor = Process.monitor(dead);
      Process.receive(monitor, Object.class, counting(looks, m -> m instanceof Info.Down d && d.ref() == monitor),
          Timeout.INFINITY).orElseThrow();
      assertThat(looks).hasValue(2);

      var spawned = Process.spawnMonitor(() -> {});
      Process.receive(spawned.ref(), Object.class, counting(looks, m -> m instanceof Info.Down d && d.ref() == spawned.ref()),
          Timeout.INFINITY).orElseThrow();
      assertThat(looks).hasValue(3);

      Ref alias = Process.alias(AliasKind.REPLY);
      Process.send(alias, "by alias");
      Process.receive(alias, Object.class, counting(looks, "by alias"::equals), Duration.ZERO).orElseThrow();
      assertThat(looks).hasValue(4);

      Ref request = Process.spawnRequest(() -> {});
      Process.receive(request, Object.class, counting(looks, m -> m instanceof Info.SpawnReply r && r.ref() == request),
          Timeout.INFINITY).orElseThrow();
      assertThat(looks).hasValue(5);
      assertThat(Process.messages(self)).hasSize(10_000);
    });
  }

  // An older reference is sought everywhere; and so is the newest when messages before and at the mark have gone.
  @Test
  void marksDoNotHideMessages(TestNode node) throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      fill(3);
      Ref older = Process.makeRef();
      Process.send(self, older);
      Ref newer = Process.makeRef();
      Process.send(self, newer);
      assertThat(Messages.next(3)).containsExactly(0, 1, 2);
      assertThat(Process.receive(older, Ref.class, r -> r == older, Duration.ZERO)).contains(older);
      assertThat(Process.receive(newer, Ref.class, r -> r == newer, Duration.ZERO)).contains(newer);
      fill(2);
      Ref last = Process.makeRef();
      Process.receive(Integer.class, i -> i == 1);
      Process.send(self, last);
      assertThat(Process.receive(last, Ref.class, r -> r == last, Duration.ZERO)).contains(last);
      assertThat(Messages.next(1)).containsExactly(0);
    });
  }

  // SIG-10: messages that do not match do not start the timeout anew.
  @Test
  void theTimeoutGoesOn(TestNode node, ManualTime time) {
    AtomicInteger looks = new AtomicInteger();
    Pid pid = node.spawn(
        () -> assertThat(Process.receive(Object.class, counting(looks, _ -> false), Duration.ofSeconds(10))).isEmpty());
    for (int i = 1; i <= 9; i++) {
      node.awaitWaiting(pid);
      time.advance(Duration.ofSeconds(1));
      Process.send(pid, i);
      int seen = i;
      node.await("it looks", () -> looks.get() == seen);
    }
    node.awaitWaiting(pid);
    time.advance(Duration.ofMillis(999));
    assertThat(Process.isAlive(pid)).isTrue();
    time.advance(Duration.ofMillis(1));
    node.awaitDeath(pid);
  }

  // An interrupt of the user's does not end a receive; the status is set again afterwards.
  @Test
  void aForeignInterruptIsKept(TestNode node) {
    List<Thread> threads = new ArrayList<>();
    AtomicInteger interrupted = new AtomicInteger();
    Pid pid = node.spawn(() -> {
      threads.add(Thread.currentThread());
      Process.receive(String.class);
      interrupted.addAndGet(Thread.interrupted() ? 1 : 100);
      Process.hibernate();
      interrupted.addAndGet(Thread.interrupted() ? 10 : 1000);
      Process.receive();
    });
    node.awaitWaiting(pid);
    threads.getFirst().interrupt();
    node.awaitWaiting(pid);
    Process.send(pid, "first");
    node.await("hibernates",
        () -> interrupted.get() == 1 && Process.info(pid).orElseThrow().status() == ProcessInfo.Status.WAITING);
    threads.getFirst().interrupt();
    node.awaitWaiting(pid);
    assertThat(interrupted).hasValue(1);
    Process.send(pid, "second");
    node.awaitDeath(pid);
    assertThat(interrupted).hasValue(11);
  }
}
