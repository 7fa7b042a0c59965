package dev.ninefold.process;

import static dev.ninefold.process.Messages.await;
import static dev.ninefold.process.Messages.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.process.Process.Monitored;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cases of process_SUITE about aliases and about the tags of monitors. */
@WithNode
class ProcessSuiteAliasTest {

  private static final List<ExitReason> REASONS = List.of(ExitReason.NORMAL, ExitReason.of(List.of("compound", 1)));

  private record Numbered(Ref alias, int number) {}

  private static void send(Ref alias, int... numbers) {
    for (int number : numbers) {
      Process.send(alias, new Numbered(alias, number));
    }
  }

  private static void assertNext(Ref alias, int... numbers) {
    for (int number : numbers) {
      assertThat(Process.receive()).isEqualTo(new Numbered(alias, number));
    }
  }

  /** The next message is the down message, which proves that nothing came before it. */
  private static void assertNextDown(Ref ref, ExitReason reason) {
    assertThat(Process.receive()).isInstanceOfSatisfying(Info.Down.class, down -> {
      assertThat(down.ref()).isEqualTo(ref);
      assertThat(down.reason()).isEqualTo(reason);
    });
  }

  // alias() and alias([explicit_unalias]): two messages arrive; after unalias two more do not, only DOWN. alias([reply]): of four
  // messages only the first arrives, then DOWN.
  @Test
  @OtpCase(suite = "process_SUITE", name = "alias_bif")
  void alias(TestNode node) throws Exception {
    node.run(() -> {
      for (Ref alias : List.of(Process.alias(), Process.alias(AliasKind.EXPLICIT))) {
        var other = Process.spawnMonitor(() -> {
          send(alias, 1, 2);
          await("continue");
          send(alias, 3, 4);
        });
        assertNext(alias, 1, 2);
        assertThat(Process.unalias(alias)).isTrue();
        Process.send(other.pid(), "continue");
        assertNextDown(other.ref(), ExitReason.NORMAL);
      }
      Ref once = Process.alias(AliasKind.REPLY);
      var other = Process.spawnMonitor(() -> send(once, 1, 2, 3, 4));
      assertNext(once, 1);
      assertNextDown(other.ref(), ExitReason.NORMAL);
      Messages.assertNoMessage();
    });
  }

  /** How a test comes by a process and a monitor of it that is an alias. */
  private interface Start {
    Monitored start(AliasKind kind, Process.Body body);
  }

  private static Monitored spawnThenMonitor(AliasKind kind, Process.Body body) {
    Pid pid = Process.spawn(body);
    return new Monitored(pid, Process.monitor(pid, MonitorOptions.DEFAULT.withAlias(kind)));
  }

  private static Monitored spawnMonitor(AliasKind kind, Process.Body body) {
    return Process.spawnMonitor(SpawnOptions.DEFAULT, MonitorOptions.DEFAULT.withAlias(kind), body);
  }

  private static Monitored spawnRequest(AliasKind kind, Process.Body body) {
    return request(MonitorOptions.DEFAULT.withAlias(kind), body);
  }

  private static Monitored request(MonitorOptions options, Process.Body body) {
    Ref ref = Process.spawnRequest(SpawnRequest.DEFAULT.withMonitor(options), body);
    var reply = (Info.SpawnReply) Process.receive();
    assertThat(reply.ref()).isEqualTo(ref);
    return new Monitored(((Info.SpawnReply.Ok) reply.result()).pid(), ref);
  }

  private static Process.Body sender(ExitReason reason, boolean more) {
    return () -> {
      Ref alias = Process.receive(Ref.class);
      send(alias, 1, 2);
      if (more) {
        await("continue");
        send(alias, 3, 4);
      }
      throw Process.exit(reason);
    };
  }

  private static void kinds(Start start, ExitReason reason) {
    // Explicit: two messages arrive; after unalias none, but DOWN does.
    Monitored explicit = start.start(AliasKind.EXPLICIT, sender(reason, true));
    Process.send(explicit.pid(), explicit.ref());
    assertNext(explicit.ref(), 1, 2);
    assertThat(Process.unalias(explicit.ref())).isTrue();
    Process.send(explicit.pid(), "continue");
    assertNextDown(explicit.ref(), reason);

    // Demonitor: two messages arrive; after demonitor none, and no DOWN of it.
    Monitored removed = start.start(AliasKind.DEMONITOR, sender(reason, true));
    Process.send(removed.pid(), removed.ref());
    assertNext(removed.ref(), 1, 2);
    Process.demonitor(removed.ref());
    Ref second = Process.monitor(removed.pid());
    Process.send(removed.pid(), "continue");
    assertNextDown(second, reason);

    // Demonitor: both messages and DOWN; after DOWN nothing arrives through it.
    Monitored fired = start.start(AliasKind.DEMONITOR, sender(reason, false));
    Process.send(fired.pid(), fired.ref());
    assertNext(fired.ref(), 1, 2);
    assertNextDown(fired.ref(), reason);
    assertDeadAlias(fired.ref(), reason);

    // Reply and demonitor: DOWN ends it, too.
    Monitored noReply = start.start(AliasKind.REPLY_DEMONITOR, () -> {
      Process.receive(Ref.class);
      throw Process.exit(reason);
    });
    Process.send(noReply.pid(), noReply.ref());
    assertNextDown(noReply.ref(), reason);
    assertDeadAlias(noReply.ref(), reason);

    // Reply and demonitor: the first message arrives, the second does not, and the monitor is gone.
    Monitored replied = start.start(AliasKind.REPLY_DEMONITOR, sender(reason, false));
    Ref other = Process.monitor(replied.pid());
    Process.send(replied.pid(), replied.ref());
    assertNext(replied.ref(), 1);
    assertNextDown(other, reason);
    Messages.assertNoMessage();
  }

  private static void assertDeadAlias(Ref alias, ExitReason reason) {
    var sender = Process.spawnMonitor(() -> {
      send(alias, 3, 4);
      throw Process.exit(reason);
    });
    assertNextDown(sender.ref(), reason);
  }

  // Five pieces, see kinds: explicit; demonitor removed; demonitor fired; reply_demonitor fired; reply_demonitor used.
  @Test
  @OtpCase(suite = "process_SUITE", name = "monitor_alias")
  void monitorAlias(TestNode node) throws Exception {
    node.run(() -> kinds(ProcessSuiteAliasTest::spawnThenMonitor, ExitReason.NORMAL));
  }

  // The same five with the monitor made by the spawn, and by a spawn request, each with normal and with a compound reason. Of wrong
  // options only the kind that plain aliases have can be written: refused.
  @Test
  @OtpCase(suite = "process_SUITE", name = "spawn_monitor_alias")
  void spawnMonitorAlias(TestNode node) throws Exception {
    node.run(() -> {
      assertThatThrownBy(() -> MonitorOptions.DEFAULT.withAlias(AliasKind.REPLY)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> MonitorOptions.DEFAULT.withAlias(null)).isInstanceOf(NullPointerException.class);
      for (ExitReason reason : REASONS) {
        kinds(ProcessSuiteAliasTest::spawnMonitor, reason);
        kinds(ProcessSuiteAliasTest::spawnRequest, reason);
      }
    });
  }

  // An explicit alias of a monitor survives demonitor: the former target still answers through it, and then another process.
  @Test
  @OtpCase(suite = "process_SUITE", name = "demonitor_aliasmonitor")
  void demonitorKeepsAnExplicitAlias(TestNode node) throws Exception {
    node.run(() -> {
      Process.Body answer = () -> {
        Ref alias = Process.receive(Ref.class);
        Process.send(alias, List.of(alias, Process.self()));
      };
      Pid first = Process.spawn(answer);
      Pid second = Process.spawn(answer);
      Ref ref = Process.monitor(first, MonitorOptions.DEFAULT.withAlias(AliasKind.EXPLICIT));
      Process.demonitor(ref);
      for (Pid pid : List.of(first, second)) {
        Process.send(pid, ref);
        assertThat(Process.receive()).isEqualTo(List.of(ref, pid));
      }
      Process.exit(first, ExitReason.KILL);
      assertThat(Process.isAlive(first)).isFalse();
    });
  }

  // With a constant and with a compound tag, and reasons likewise: the message carries the tag instead of DOWN, for a monitor of a
  // living process, of a dead one (noproc), and for monitors made by spawn and by spawn request.
  @Test
  @OtpCase(suite = "process_SUITE", name = "monitor_tag")
  void tag(TestNode node) throws Exception {
    node.run(() -> {
      for (Object tag : List.of("immed", List.of("compound", 2))) {
        MonitorOptions tagged = MonitorOptions.DEFAULT.withTag(tag);
        for (ExitReason reason : REASONS) {
          Pid pid = Process.spawn(() -> {
            await("go");
            throw Process.exit(reason);
          });
          Ref ref = Process.monitor(pid, tagged);
          Process.send(pid, "go");
          assertThat(next(1)).containsExactly(new Info.Down(ref, pid, reason, tag));
          Ref late = Process.monitor(pid, tagged);
          assertThat(next(1)).containsExactly(new Info.Down(late, pid, ExitReason.NOPROC, tag));

          Process.Body exits = () -> {
            throw Process.exit(reason);
          };
          var spawned = Process.spawnMonitor(SpawnOptions.DEFAULT, tagged, exits);
          assertThat(next(1)).containsExactly(new Info.Down(spawned.ref(), spawned.pid(), reason, tag));
          var requested = request(tagged, exits);
          assertThat(next(1)).containsExactly(new Info.Down(requested.ref(), requested.pid(), reason, tag));
        }
      }
    });
  }

  // ALI-4
  @Test
  void whatIsOnItsWayWhenAnAliasEndsIsDropped(TestNode node) throws Exception {
    node.run(() -> {
      Ref alias = Process.alias();
      Process.send(alias, "sent before unalias");
      assertThat(Process.unalias(alias)).isTrue();
      assertThat(Process.messages(Process.self())).isEmpty();

      Pid other = Process.spawn(() -> Process.receive(Void.class));
      for (AliasKind kind : List.of(AliasKind.DEMONITOR, AliasKind.REPLY_DEMONITOR)) {
        Ref monitor = Process.monitor(other, MonitorOptions.DEFAULT.withAlias(kind));
        Process.send(monitor, "sent before demonitor");
        assertThat(Process.demonitor(monitor)).isTrue();
        assertThat(Process.messages(Process.self())).isEmpty();
      }

      // An explicit alias outlives its monitor, and an alias that is no monitor does not end by demonitor.
      Ref explicit = Process.monitor(other, MonitorOptions.DEFAULT.withAlias(AliasKind.EXPLICIT));
      Ref reply = Process.alias(AliasKind.REPLY);
      assertThat(Process.demonitor(explicit)).isTrue();
      assertThat(Process.demonitor(reply)).isFalse();
      Process.send(explicit, "explicit");
      Process.send(reply, "reply");
      assertThat(Process.receive()).isEqualTo("explicit");
      assertThat(Process.receive()).isEqualTo("reply");
      Process.exit(other, ExitReason.KILL);
    });
  }
}
