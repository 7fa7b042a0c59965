package dev.ninefold.process;

import static dev.ninefold.process.Messages.assertNoMessage;
import static dev.ninefold.process.Messages.await;
import static dev.ninefold.process.Messages.downReason;
import static dev.ninefold.process.Messages.exitOf;
import static dev.ninefold.process.Messages.idle;
import static dev.ninefold.process.ProcessItem.Named.MESSAGES;
import static dev.ninefold.process.ProcessItem.Named.REGISTERED_NAME;
import static dev.ninefold.process.ProcessItem.Named.STATUS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The cases of Elixir's process_test. */
@WithNode(manualTime = true)
class ElixirProcessTest {

  private static final String SUITE = "Elixir process_test";

  // put returns nothing, then the old value; the keys, the keys of a value, of a value that is not there; get, with and without a
  // default; delete returns the value; then get finds nothing, or the default.
  @Test
  @OtpCase(suite = SUITE, name = "dictionary")
  void dictionary(TestNode node) throws Exception {
    node.run(() -> {
      assertThat(Process.put("foo", "bar")).isEmpty();
      assertThat(Process.put("foo", "baz")).contains("bar");
      assertThat(Process.getKeys()).containsExactly("foo");
      assertThat(Process.getKeys("bar")).isEmpty();
      assertThat(Process.getKeys("baz")).containsExactly("foo");
      assertThat(Process.get("foo")).contains("baz");
      assertThat(Process.get("foo").orElse("default")).isEqualTo("baz");
      assertThat(Process.erase("foo")).contains("baz");
      assertThat(Process.get("foo")).isEmpty();
      assertThat(Process.get("foo").orElse("default")).isEqualTo("default");
      assertThat(Process.erase("foo")).isEmpty();
    });
  }

  // With alias reply_demonitor: the answer comes through the alias; DOWN with a tag carries the tag.
  @Test
  @OtpCase(suite = SUITE, name = "monitor/2 with monitor options")
  void monitorOptions(TestNode node) throws Exception {
    node.run(() -> {
      Pid pid = Process.spawn(() -> {
        Ref alias = Process.receive(Ref.class);
        Process.send(alias, List.of("pong", alias));
      });
      Ref alias = Process.monitor(pid, MonitorOptions.DEFAULT.withAlias(AliasKind.EXPLICIT));
      Process.send(pid, alias);
      assertThat(Process.receive()).isEqualTo(List.of("pong", alias));
      assertThat(Process.receive()).isEqualTo(new Info.Down(alias, pid, ExitReason.NORMAL));

      Ref tagged = Process.monitor(pid, MonitorOptions.DEFAULT.withTag("special"));
      assertThat(Process.receive()).isEqualTo(new Info.Down(tagged, pid, ExitReason.NOPROC, "special"));

      Pid once = Process.spawn(() -> Process.send(Process.receive(Ref.class), "pong"));
      Ref replyAlias = Process.monitor(once, MonitorOptions.DEFAULT.withAlias(AliasKind.REPLY_DEMONITOR));
      Ref other = Process.monitor(once);
      Process.send(once, replyAlias);
      await("pong");
      assertThat(downReason(other)).isEqualTo(ExitReason.NORMAL);
      assertNoMessage();
    });
  }

  // sleep(0) returns; here also one that has to wait.
  @Test
  @OtpCase(suite = SUITE, name = "sleep/1")
  void sleep(TestNode node, ManualTime time) throws Exception {
    Pid sleeper = node.node().run(() -> Process.spawn(() -> {
      Process.sleep(Duration.ZERO);
      Process.sleep(Duration.ofMillis(1));
    }));
    node.awaitWaiting(sleeper);
    time.advance(Duration.ofMillis(1));
    node.awaitDeath(sleeper);
  }

  // A process that sleeps 2^32 ms is alive still: it did not fail. Killed, it is gone.
  @Test
  @OtpCase(suite = SUITE, name = "sleep/1 with 2^32")
  void sleepVeryLong(TestNode node, ManualTime time) throws Exception {
    for (Duration duration : List.of(Duration.ofMillis(1L << 32), Duration.ofSeconds(Long.MAX_VALUE))) {
      Pid pid = node.spawn(() -> Process.sleep(duration));
      node.awaitWaiting(pid);
      time.advance(Duration.ofMillis(100));
      assertThat(Process.isAlive(pid)).isTrue();
      node.kill(pid);
    }
  }

  // An item and a list with one item of a living process; of a killed one: nothing for an item, nothing for a list.
  @Test
  @OtpCase(suite = SUITE, name = "info/2")
  void info(TestNode node) throws Exception {
    node.run(() -> {
      Pid pid = Process.spawn(() -> idle());
      assertThat(Process.info(pid, ProcessItem.Named.TRAP_EXIT)).contains(false);
      assertThat(Process.info(pid, List.of(ProcessItem.Named.TRAP_EXIT)))
          .contains(List.of(new ProcessItem.Value(ProcessItem.Named.TRAP_EXIT, false)));
      Process.exit(pid, ExitReason.KILL);
      assertThat(Process.info(pid, MESSAGES)).isEmpty();
      assertThat(Process.info(pid, List.of(MESSAGES, STATUS))).isEmpty();
    });
  }

  // A killed process: nothing, alone and in a list. The own process without a name: empty, alone and in a list; with one: the name.
  @Test
  @OtpCase(suite = SUITE, name = "info/2 with registered name")
  void infoOfTheName(TestNode node) throws Exception {
    node.run(() -> {
      Pid pid = Process.spawn(() -> idle());
      Process.exit(pid, ExitReason.KILL);
      assertThat(Process.info(pid, REGISTERED_NAME)).isEmpty();
      assertThat(Process.info(pid, List.of(REGISTERED_NAME))).isEmpty();

      Pid self = Process.self();
      assertThat(Process.info(self, REGISTERED_NAME)).contains(Optional.empty());
      assertThat(Process.info(self, List.of(REGISTERED_NAME)))
          .contains(List.of(new ProcessItem.Value(REGISTERED_NAME, Optional.empty())));
      Process.register("process_test", self);
      assertThat(Process.info(self, REGISTERED_NAME)).contains(Optional.of("process_test"));
      assertThat(Process.info(self, List.of(REGISTERED_NAME)))
          .contains(List.of(new ProcessItem.Value(REGISTERED_NAME, Optional.of("process_test"))));
    });
  }

  // After 10 ms the message comes; not before.
  @Test
  @OtpCase(suite = SUITE, name = "send_after/3 sends messages once expired")
  void sendAfter(TestNode node, ManualTime time) throws Exception {
    node.run(() -> {
      Process.sendAfter(Duration.ofMillis(10), Process.self(), "hello");
      time.advance(Duration.ofMillis(9));
      assertNoMessage();
      time.advance(Duration.ofMillis(1));
      assertThat(Process.receive()).isEqualTo("hello");
    });
  }

  // At the present moment plus 10 ms the message comes; not before.
  @Test
  @OtpCase(suite = SUITE, name = "send_after/4 with absolute time sends message once expired")
  void sendAt(TestNode node, ManualTime time) throws Exception {
    time.advance(Duration.ofSeconds(5));
    node.run(() -> {
      Process.sendAt(node.node().clock().millis() + 10, Process.self(), "hello");
      time.advance(Duration.ofMillis(9));
      assertNoMessage();
      time.advance(Duration.ofMillis(1));
      assertThat(Process.receive()).isEqualTo("hello");
    });
  }

  // A timer far away: no message; read gives a number, cancel too. One that has fired: read and cancel give nothing. Cancelled
  // asynchronously, the number comes as a message.
  @Test
  @OtpCase(suite = SUITE, name = "send_after/3 returns a timer reference that can be read or cancelled")
  void timerReference(TestNode node, ManualTime time) throws Exception {
    node.run(() -> {
      TimerRef far = Process.sendAfter(Duration.ofSeconds(100), Process.self(), "hello");
      assertNoMessage();
      assertThat(Process.readTimer(far)).hasValue(100_000);
      assertThat(Process.cancelTimer(far)).hasValue(100_000);

      TimerRef fired = Process.sendAfter(Duration.ZERO, Process.self(), "hello");
      time.advance(Duration.ZERO);
      await("hello");
      assertThat(Process.readTimer(fired)).isEmpty();
      assertThat(Process.cancelTimer(fired)).isEmpty();

      TimerRef async = Process.sendAfter(Duration.ofSeconds(100), Process.self(), "hello");
      Process.cancelTimerAsync(async);
      assertThat(Process.receive()).isEqualTo(new Info.CancelTimer(async.ref(), OptionalLong.of(100_000)));
    });
  }

  // exit(pid, normal) to a linked child that does not trap: no EXIT comes, and it lives; exit(pid, abnormal): EXIT, and it is dead.
  @Test
  @OtpCase(suite = SUITE, name = "exit(pid, :normal) does not cause the target process to exit")
  void exitNormal(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      Pid pid = Process.spawnLink(() -> idle());
      Process.exit(pid, ExitReason.NORMAL);
      assertThat(Process.isAlive(pid)).isTrue();
      assertNoMessage();
      Process.exit(pid, ExitReason.of("abnormal"));
      assertThat(exitOf(pid)).isEqualTo(ExitReason.of("abnormal"));
      assertThat(Process.isAlive(pid)).isFalse();

      Pid self = Process.self();
      Pid trapping = Process.spawnLink(() -> {
        Process.trapExit(true);
        Process.send(self, "traps");
        Process.send(self, Process.receive());
      });
      await("traps");
      Process.exit(trapping, ExitReason.NORMAL);
      assertThat(Process.receive()).isEqualTo(new Info.Exit(self, ExitReason.NORMAL));
    });
  }

  // A server answers through an alias that was deactivated before: the answer does not come.
  @Test
  @OtpCase(suite = SUITE, name = "alias/0, alias/1, and unalias/1 > simple alias + unalias flow")
  void alias(TestNode node) throws Exception {
    node.run(() -> {
      Pid server = Process.spawn(() -> Process.send(Process.receive(Ref.class), "pong"));
      Ref alias = Process.alias();
      assertThat(Process.unalias(alias)).isTrue();
      Ref ref = Process.monitor(server);
      Process.send(server, alias);
      downReason(ref);
      assertNoMessage();
    });
  }

  // A server answers twice through a reply alias: the first answer comes, the second does not.
  @Test
  @OtpCase(suite = SUITE, name = "alias/0, alias/1, and unalias/1 > with :reply option when aliasing")
  void replyAlias(TestNode node) throws Exception {
    node.run(() -> {
      Pid server = Process.spawn(() -> {
        Ref alias = Process.receive(Ref.class);
        Process.send(alias, "pong");
        Process.send(alias, "extra pong");
      });
      Ref ref = Process.monitor(server);
      Process.send(server, Process.alias(AliasKind.REPLY));
      await("pong");
      downReason(ref);
      assertNoMessage();
    });
  }

  // The label that a process has set is read by another.
  @Test
  @OtpCase(suite = SUITE, name = "get_label/1 > gets a process label, compatible with `:proc_lib.set_label/1`")
  void labelOfAnother(TestNode node) throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Pid pid = Process.spawnLink(() -> {
        Process.setLabel(List.of("some_label", 4711));
        Process.send(self, "done");
        idle();
      });
      await("done");
      assertThat(Process.label(pid)).contains(List.of("some_label", 4711));
    });
  }

  // A process without a label: none.
  @Test
  @OtpCase(suite = SUITE, name = "get_label/1 > returns nil when not set")
  void noLabel(TestNode node) throws Exception {
    node.run(() -> assertThat(Process.label(Process.self())).isEmpty());
  }

  // The own label, set and read; set again, the new one.
  @Test
  @OtpCase(suite = SUITE, name = "set_label/1 > sets a process label, compatible with `:proc_lib.get_label/1`")
  void ownLabel(TestNode node) throws Exception {
    node.run(() -> {
      Process.setLabel("first");
      assertThat(Process.label(Process.self())).contains("first");
      Process.setLabel("second");
      assertThat(Process.info(Process.self()).orElseThrow().label()).contains("second");
    });
  }
}
