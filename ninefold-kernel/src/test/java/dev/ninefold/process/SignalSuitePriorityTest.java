package dev.ninefold.process;

import static dev.ninefold.process.Messages.BYE;
import static dev.ninefold.process.Messages.await;
import static dev.ninefold.process.Messages.downReason;
import static dev.ninefold.process.Messages.exitOf;
import static dev.ninefold.process.Messages.idle;
import static dev.ninefold.process.Messages.next;
import static dev.ninefold.process.SignalOption.PRIORITY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.process.Process.Monitored;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.Eventually;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The cases of signal_SUITE about priority messages. */
@WithNode
class SignalSuitePriorityTest {

  private record Go() {}

  private record Numbered(String what, int number) {}

  private static void assertPriorityMessages(boolean expected) {
    assertThat(Process.info(Process.self(), ProcessItem.Named.PRIORITY_MESSAGES)).contains(expected);
    assertThat(Process.info(Process.self()).orElseThrow().priorityMessages()).isEqualTo(expected);
  }

  // A link with priority switches it on; off again: the same link without, unlink, the end of the other. Also for links made by
  // spawn_opt and spawn_request, and a link/1. It is not among the cases that are counted.
  @Test
  void linkEnableDisable(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      Pid pid = Process.spawn(() -> await(BYE));
      assertPriorityMessages(false);
      Process.link(pid, PRIORITY);
      assertPriorityMessages(true);
      Process.link(pid, new SignalOption[0]);
      assertPriorityMessages(false);
      Process.link(pid, PRIORITY);
      assertPriorityMessages(true);
      Process.link(pid);
      assertPriorityMessages(false);
      Process.link(pid, PRIORITY);
      assertPriorityMessages(true);
      Process.unlink(pid);
      assertPriorityMessages(false);
      Process.link(pid, PRIORITY);
      Process.send(pid, BYE);
      assertThat(exitOf(pid)).isEqualTo(ExitReason.NORMAL);
      assertPriorityMessages(false);

      Pid spawned = Process.spawn(SpawnOptions.DEFAULT.withPriorityLink(), Messages::idle);
      assertPriorityMessages(true);
      Process.exit(spawned, BYE);
      assertThat(exitOf(spawned)).isEqualTo(BYE);
      assertPriorityMessages(false);

      Process.spawnRequest(SpawnRequest.DEFAULT.withSpawn(SpawnOptions.DEFAULT.withPriorityLink()), () -> {});
      Pid requested = ((Info.SpawnReply.Ok) Process.receive(Info.SpawnReply.class).result()).pid();
      assertThat(exitOf(requested)).isEqualTo(ExitReason.NORMAL);
      assertPriorityMessages(false);
    });
  }

  // A monitor with priority switches it on; off again: demonitor, the end of the other. Also for monitors made by spawn_opt and
  // spawn_request. Nothing can monitor the time offset here. spawn_request_abandon does not exist, so the reply comes each time.
  @Test
  @OtpCase(suite = "signal_SUITE", name = "priority_messages_monitor_enable_disable")
  void monitorEnableDisable(TestNode node) throws Exception {
    MonitorOptions priority = MonitorOptions.DEFAULT.withPriority();
    node.run(() -> {
      Pid pid = Process.spawn(() -> await(BYE));
      assertPriorityMessages(false);
      Ref first = Process.monitor(pid, priority);
      assertPriorityMessages(true);
      Process.demonitor(first);
      assertPriorityMessages(false);
      Ref second = Process.monitor(pid, priority);
      assertPriorityMessages(true);
      Process.send(pid, BYE);
      assertThat(downReason(second)).isEqualTo(ExitReason.NORMAL);
      assertPriorityMessages(false);

      Monitored spawned = Process.spawnMonitor(SpawnOptions.DEFAULT, priority, Messages::idle);
      assertPriorityMessages(true);
      Process.exit(spawned.pid(), BYE);
      assertThat(downReason(spawned.ref())).isEqualTo(BYE);
      assertPriorityMessages(false);

      Ref requested = Process.spawnRequest(SpawnRequest.DEFAULT.withMonitor(priority), () -> {});
      assertThat(Process.receive(Info.SpawnReply.class).ref()).isEqualTo(requested);
      assertThat(downReason(requested)).isEqualTo(ExitReason.NORMAL);
      assertPriorityMessages(false);

      Ref dead = Process.monitor(pid, priority);
      assertThat(downReason(dead)).isEqualTo(ExitReason.NOPROC);
      assertPriorityMessages(false);
    });
  }

  // alias([explicit_unalias, priority]) and alias([priority]): neither an exit signal with priority through them nor a message
  // switches it off, unalias does. alias([reply, priority]): the exit signal does not, the message does.
  @Test
  @OtpCase(suite = "signal_SUITE", name = "priority_messages_alias_enable_disable")
  void aliasEnableDisable(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      Monitored sender = Process.spawnMonitor(SpawnOptions.LINKED, MonitorOptions.DEFAULT, () -> {
        while (true) {
          Ref alias = Process.receive(Ref.class);
          Process.send(alias, alias, PRIORITY);
        }
      });
      Monitored exiter = Process.spawnMonitor(SpawnOptions.LINKED, MonitorOptions.DEFAULT, () -> {
        while (true) {
          Ref alias = Process.receive(Ref.class);
          Process.exit(alias, ExitReason.of(alias), PRIORITY);
        }
      });
      assertPriorityMessages(false);
      for (AliasKind kind : List.of(AliasKind.EXPLICIT, AliasKind.EXPLICIT, AliasKind.REPLY)) {
        Ref alias = Process.alias(kind, PRIORITY);
        assertPriorityMessages(true);
        Process.send(exiter.pid(), alias);
        assertThat(exitOf(exiter.pid())).isEqualTo(ExitReason.of(alias));
        assertPriorityMessages(true);
        Process.send(sender.pid(), alias);
        await(alias);
        assertPriorityMessages(kind == AliasKind.EXPLICIT);
        assertThat(Process.unalias(alias)).isEqualTo(kind == AliasKind.EXPLICIT);
        assertPriorityMessages(false);
      }
      for (Monitored one : List.of(sender, exiter)) {
        Process.unlink(one.pid());
        Process.exit(one.pid(), ExitReason.KILL);
        assertThat(downReason(one.ref())).isEqualTo(ExitReason.KILLED);
      }
    });
  }

  private static void awaitMessage(Pid pid, Predicate<Object> which) {
    Eventually.await("the message is there", () -> Process.messages(pid).stream().anyMatch(which));
  }

  private static void exitAndAwait(Pid victim, ExitReason reason, Pid receiver) {
    Process.exit(victim, reason);
    awaitMessage(receiver, message -> switch (message) {
      case Info.Exit exit -> exit.from() == victim;
      case Info.Down down -> down.object() == victim;
      default -> false;
    });
  }

  private static Info.Exit exitMessage(Pid from, String why) {
    return new Info.Exit(from, ExitReason.of(why));
  }

  private static Info.Down downMessage(List<Ref> monitors, List<Pid> monitored, int index, String why) {
    return new Info.Down(monitors.get(index - 1), monitored.get(index - 1), ExitReason.of(why));
  }

  // A receiver has four links and four monitors, of which the first and third are with priority, and a priority alias. Messages, exits,
  // downs, and messages and exit signals by pid and alias, with the option and without, come in turn. process_info shows, and the
  // receiver receives, the priority messages first and then the others, both in the order in which they came. Only what was sent
  // through the alias with the option has priority. After unalias nothing comes through the alias, and no priority is left.
  @Test
  @OtpCase(suite = "signal_SUITE", name = "priority_messages_order")
  void order(TestNode node) throws Exception {
    node.run(() -> {
      Pid parent = Process.self();
      List<Pid> linked = new ArrayList<>();
      List<Pid> monitored = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        linked.add(Process.spawn(Messages::idle));
        monitored.add(Process.spawn(Messages::idle));
      }
      List<Ref> monitors = new ArrayList<>();
      Pid receiver = Process.spawnLink(() -> receiver(parent, linked, monitored, monitors));
      Ref alias = Process.receive(Ref.class);
      assertThat(Process.info(receiver).orElseThrow().priorityMessages()).isTrue();

      Process.send(receiver, new Numbered("msg", 1));
      exitAndAwait(linked.get(1), ExitReason.of("link_exit_1"), receiver);
      exitAndAwait(linked.get(0), ExitReason.of("prio_link_exit_1"), receiver);
      exitAndAwait(monitored.get(1), ExitReason.of("down_1"), receiver);
      exitAndAwait(monitored.get(0), ExitReason.of("prio_down_1"), receiver);
      Process.send(receiver, new Numbered("msg", 2));
      Process.send(receiver, new Numbered("msg", 3));
      Process.exit(alias, ExitReason.of("func_exit_1"));
      Process.send(receiver, new Numbered("msg", 4));
      Process.exit(alias, ExitReason.of("prio_func_exit_1"), PRIORITY);
      Process.exit(receiver, ExitReason.of("func_exit_2"), PRIORITY);
      Process.exit(alias, ExitReason.of("func_exit_3"));
      Process.send(receiver, new Numbered("msg", 5));
      Process.send(alias, new Numbered("msg", 6));
      Process.send(alias, new Numbered("prio_msg", 1), PRIORITY);
      Process.send(alias, new Numbered("msg", 7), new SignalOption[0]);
      Process.send(alias, "prio_msg_2", PRIORITY);
      Process.send(receiver, new Numbered("msg", 8), PRIORITY);
      awaitMessage(receiver, new Numbered("msg", 8)::equals);
      exitAndAwait(linked.get(3), ExitReason.of("link_exit_2"), receiver);
      exitAndAwait(linked.get(2), ExitReason.of("prio_link_exit_2"), receiver);
      exitAndAwait(monitored.get(3), ExitReason.of("down_2"), receiver);
      exitAndAwait(monitored.get(2), ExitReason.of("prio_down_2"), receiver);

      List<Object> expected = List.of(
          exitMessage(linked.get(0), "prio_link_exit_1"), downMessage(monitors, monitored, 1, "prio_down_1"),
          exitMessage(parent, "prio_func_exit_1"), new Numbered("prio_msg", 1), "prio_msg_2",
          exitMessage(linked.get(2), "prio_link_exit_2"), downMessage(monitors, monitored, 3, "prio_down_2"),
          new Numbered("msg", 1), exitMessage(linked.get(1), "link_exit_1"), downMessage(monitors, monitored, 2, "down_1"),
          new Numbered("msg", 2), new Numbered("msg", 3), exitMessage(parent, "func_exit_1"), new Numbered("msg", 4),
          exitMessage(parent, "func_exit_2"), exitMessage(parent, "func_exit_3"), new Numbered("msg", 5),
          new Numbered("msg", 6), new Numbered("msg", 7), new Numbered("msg", 8), exitMessage(linked.get(3), "link_exit_2"),
          downMessage(monitors, monitored, 4, "down_2"));
      assertThat(Process.messages(receiver)).isEqualTo(expected);
      Process.send(receiver, new Go());
      assertThat((Object) Process.receive(List.class)).isEqualTo(expected);
      assertThat(Process.info(receiver).orElseThrow().priorityMessages()).isFalse();

      Process.send(receiver, "a message");
      Process.exit(alias, ExitReason.of("prio_func_exit_2"), PRIORITY);
      Process.exit(alias, ExitReason.of("func_exit_2"));
      Process.send(alias, new Numbered("prio_msg", 3), PRIORITY);
      Process.send(alias, new Numbered("msg", 9), new SignalOption[0]);
      Process.send(receiver, new Go());
      assertThat((Object) Process.receive(List.class)).isEqualTo(List.of("a message"));
      Process.unlink(receiver);
      Process.exit(receiver, ExitReason.KILL);
    });
  }

  private static void receiver(Pid parent, List<Pid> linked, List<Pid> monitored, List<Ref> monitors) {
    MonitorOptions priority = MonitorOptions.DEFAULT.withPriority();
    Process.link(linked.get(0), PRIORITY);
    Process.link(linked.get(1), new SignalOption[0]);
    Process.link(linked.get(2), PRIORITY);
    Process.link(linked.get(3));
    monitors.add(Process.monitor(monitored.get(0), priority));
    monitors.add(Process.monitor(monitored.get(1), MonitorOptions.DEFAULT));
    monitors.add(Process.monitor(monitored.get(2), priority));
    monitors.add(Process.monitor(monitored.get(3)));
    Process.trapExit(true);
    Ref alias = Process.alias(AliasKind.EXPLICIT, PRIORITY);
    Process.send(parent, alias);
    Process.receive(Go.class);
    List<Object> messages = next(Process.messages(Process.self()).size());
    Process.unalias(alias);
    Process.send(parent, messages);
    Process.receive(Go.class);
    Process.send(parent, next(Process.messages(Process.self()).size()));
    idle();
  }
}
