package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** GLB-7, and GLB-1 to GLB-6 and GLB-8 as far as a user sees them. */
@WithNode
class GlobalLocksTest {

  @Test
  void aLockExcludesOtherRequestersUntilItIsReleased(TestNode node) throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Global.setLock("db", "me");
      Pid other = Process.spawnLink(() -> {
        Global.setLock("db", "other");
        Process.send(self, "other has it");
        Process.receive();
        Global.delLock("db", "other");
      });
      node.awaitWaiting(other);
      assertThat(Process.receive(String.class, _ -> true, Duration.ZERO)).isEmpty();
      Global.delLock("db", "me");
      assertThat(Process.receive()).isEqualTo("other has it");
      assertThat(Global.trySetLock("db", "me")).isFalse();
      Process.send(other, "release");
      Global.setLock("db", "me");
      Global.delLock("db", "me");
    });
  }

  @Test
  void theSameRequesterMayNestAndMustReleaseAsOften(TestNode node) throws Exception {
    node.run(() -> {
      Global.setLock("db", "me");
      assertThat(Global.trySetLock("db", "me")).isTrue();
      Global.delLock("db", "me");
      assertThat(Global.trySetLock("db", "other")).isFalse();
      Global.delLock("db", "me");
      assertThat(Global.trySetLock("db", "other")).isTrue();
      Global.delLock("db", "other");
    });
  }

  @Test
  void theLockOfADeadHolderIsReleasedToTheOneThatWaits(TestNode node) throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Pid holder = Process.spawn(() -> {
        Global.setLock("db", "holder");
        Process.send(self, "held");
        Process.receive();
      });
      assertThat(Process.receive()).isEqualTo("held");
      Pid waiter = Process.spawn(() -> {
        Global.setLock("db", "waiter");
        Process.send(self, "passed on");
      });
      node.awaitWaiting(waiter);
      Process.exit(holder, ExitReason.KILL);
      assertThat(Process.receive()).isEqualTo("passed on");
      node.awaitDeath(waiter);
      assertThat(Global.trySetLock("db", "me")).isTrue();
    });
  }

  @Test
  void aWaiterThatWasKilledIsPassedOver(TestNode node) throws Exception {
    node.run(() -> {
      Global.setLock("db", "me");
      Pid waiter = Process.spawn(() -> Global.setLock("db", "waiter"));
      node.awaitWaiting(waiter);
      Process.exit(waiter, ExitReason.KILL);
      node.awaitDeath(waiter);
      Global.delLock("db", "me");
      assertThat(Global.trySetLock("db", "third")).isTrue();
      Global.delLock("db", "third");
    });
  }

  @Test
  void transReleasesWhateverHappens(TestNode node) throws Exception {
    node.run(() -> {
      assertThat(Global.trans("db", "me", () -> 42)).isEqualTo(42);
      assertThatThrownBy(() -> Global.trans("db", "me", () -> {
        throw new IllegalStateException("inside");
      })).hasMessage("inside");
      assertThat(Global.trySetLock("db", "other")).isTrue();
      Global.delLock("db", "other");
    });
  }

  @Test
  void globalIsAViaRegistrar(TestNode node) throws Exception {
    node.run(() -> {
      Name name = Name.via(Global.registrar(), List.of("shop", 7));
      assertThat(Global.registrar().registerName(List.of("shop", 7), Process.self())).isTrue();
      assertThat(Process.whereis(name)).contains(Process.self());
      Process.send(name, "hello");
      assertThat(Process.receive()).isEqualTo("hello");
      Global.unregisterName(List.of("shop", 7));
      assertThatThrownBy(() -> Process.send(name, "hello")).isInstanceOf(ExitException.class).hasMessageContaining("badarg");
    });
  }
}
