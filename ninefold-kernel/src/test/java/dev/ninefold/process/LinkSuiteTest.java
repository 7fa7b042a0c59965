package dev.ninefold.process;

import static dev.ninefold.process.Messages.BANG;
import static dev.ninefold.process.Messages.idle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** The cases of erl_link_SUITE. */
@WithNode
class LinkSuiteTest {

  private static final ExitReason DIED = ExitReason.of("died");

  private record Do(Ref ref, Pid from, Callable<?> what) {}

  private record Done(Ref ref, Object result) {}

  /** A process that does what it is told. */
  private static void obey() throws Exception {
    while (true) {
      Do job = Process.receive(Do.class);
      Object result = job.what().call();
      Process.send(job.from(), new Done(job.ref(), result));
    }
  }

  private static Object call(Pid pid, Callable<?> what) {
    Ref ref = Process.makeRef();
    Process.send(pid, new Do(ref, Process.self(), what));
    return Process.receive(Done.class, d -> d.ref() == ref).result();
  }

  private static void cast(Pid pid, Callable<?> what) {
    Process.send(pid, new Do(Process.makeRef(), Process.self(), what));
  }

  private static boolean seesLink(Pid pid, Pid other) {
    return Process.info(pid).map(info -> info.links().contains(other)).orElse(false);
  }

  private static void assertLinked(Pid a, Pid b) {
    assertThat(seesLink(a, b)).isTrue();
    assertThat(seesLink(b, a)).isTrue();
  }

  private static void assertNotLinked(Pid a, Pid b) {
    assertThat(seesLink(a, b)).isFalse();
    assertThat(seesLink(b, a)).isFalse();
  }

  // A spawned process is not linked. One that another spawned with a link is, on both sides; the child's unlink ends it on both sides,
  // its link makes it anew. trap_exit was false. The first dies: the trapping second gets EXIT, and has no link. The second spawns a
  // third with a link and dies: the third dies. Linking to oneself is true and makes no link; so is unlinking.
  @Test
  @OtpCase(suite = "erl_link_SUITE", name = "links")
  void links(TestNode node) throws Exception {
    node.run(() -> {
      Pid first = Process.spawn(LinkSuiteTest::obey);
      assertNotLinked(first, Process.self());
      Pid second = (Pid) call(first, () -> Process.spawnLink(LinkSuiteTest::obey));
      assertLinked(first, second);
      call(second, () -> {
        Process.unlink(first);
        return true;
      });
      assertNotLinked(first, second);
      call(second, () -> {
        Process.link(first);
        return true;
      });
      assertLinked(first, second);
      assertThat(call(second, () -> Process.trapExit(true))).isEqualTo(false);
      cast(first, () -> {
        throw Process.exit(DIED);
      });
      assertThat(call(second, () -> Messages.exitOf(first))).isEqualTo(DIED);
      assertNotLinked(first, second);

      Pid third = (Pid) call(second, () -> Process.spawnLink(LinkSuiteTest::obey));
      assertLinked(second, third);
      Ref ref = Process.monitor(third);
      cast(second, () -> {
        throw Process.exit(DIED);
      });
      assertThat(Messages.downReason(ref)).isEqualTo(DIED);
      assertNotLinked(second, third);

      Process.link(Process.self());
      assertThat(seesLink(Process.self(), Process.self())).isFalse();
      Process.unlink(Process.self());
    });
  }

  // exit(Pid, bang) and unlink(Pid) at once: EXIT is in the mailbox then, or it never comes. Repeated, with a busy target.
  @Test
  @OtpCase(suite = "erl_link_SUITE", name = "otp_5772_link")
  void noExitAfterUnlink(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      for (int i = 0; i < 1000; i++) {
        Pid pid = Process.spawnLink(i % 2 == 0 ? () -> idle() : () -> yieldForEver());
        Process.exit(pid, BANG);
        Process.unlink(pid);
        Messages.now(Info.Exit.class);
        Messages.downReason(Process.monitor(pid));
        Messages.assertNoMessage();
      }
    });
  }

  // The same with demonitor: DOWN is in the mailbox then, or it never comes.
  @Test
  @OtpCase(suite = "erl_link_SUITE", name = "otp_5772_monitor")
  void noDownAfterDemonitor(TestNode node) throws Exception {
    node.run(() -> {
      for (int i = 0; i < 1000; i++) {
        Pid pid = Process.spawn(i % 2 == 0 ? () -> idle() : () -> yieldForEver());
        Ref ref = Process.monitor(pid);
        Process.exit(pid, BANG);
        Process.demonitor(ref);
        Messages.now(Info.Down.class);
        Messages.downReason(Process.monitor(pid));
        Messages.assertNoMessage();
      }
    });
  }

  private static void yieldForEver() {
    while (true) {
      Process.yield();
    }
  }

  // Rounds in which two processes link and unlink each other at the same time, in several orders. After each round both say the same
  // about the link; after a last link or unlink of either one that state holds on both sides, and in the end the death of one
  // reaches the other if they are linked, and does not if they are not.
  @Test
  @OtpCase(suite = "erl_link_SUITE", name = "otp_17127_local_link_with_simultaneous_link_unlink")
  void simultaneousLinkAndUnlink(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      for (int round = 0; round < 50; round++) {
        Pid first = Process.spawn(LinkSuiteTest::obey);
        Pid second = Process.spawn(LinkSuiteTest::obey);
        for (int i = 0; i < 20; i++) {
          cast(first, () -> linkAndUnlink(second));
          cast(second, () -> linkAndUnlink(first));
          Process.receive(Done.class);
          Process.receive(Done.class);
          assertThat(seesLink(first, second)).isEqualTo(seesLink(second, first));
        }
        boolean linked = round % 2 == 0;
        Pid last = round % 4 < 2 ? first : second;
        Pid other = last == first ? second : first;
        call(last, () -> {
          if (linked) {
            Process.link(other);
          } else {
            Process.unlink(other);
          }
          return true;
        });
        assertThat(List.of(seesLink(first, second), seesLink(second, first))).containsOnly(linked);
        Process.exit(first, BANG);
        assertThat(Process.isAlive(first)).isFalse();
        if (linked) {
          assertThat(Messages.downReason(Process.monitor(second))).isIn(BANG, ExitReason.NOPROC);
        } else {
          assertThat(call(second, () -> "alive")).isEqualTo("alive");
          Process.exit(second, BANG);
        }
      }
    });
  }

  private static boolean linkAndUnlink(Pid other) {
    for (int i = 0; i < 20; i++) {
      if (ThreadLocalRandom.current().nextBoolean()) {
        Process.link(other);
      } else {
        Process.unlink(other);
      }
    }
    return true;
  }
}
