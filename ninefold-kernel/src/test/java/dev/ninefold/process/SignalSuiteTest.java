package dev.ninefold.process;

import static dev.ninefold.process.Messages.BYE;
import static dev.ninefold.process.Messages.await;
import static dev.ninefold.process.Messages.downReason;
import static dev.ninefold.process.Messages.exitOf;
import static dev.ninefold.process.Messages.idle;
import static dev.ninefold.process.Messages.now;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cases of signal_SUITE but those about priority messages: see {@link SignalSuitePriorityTest}. */
@WithNode
class SignalSuiteTest {

  // A thousand times: three messages, an exit signal, three messages more, to a process that is receiving busily. It ends with the
  // reason of the signal, so it has not seen a message that was sent after that.
  @Test
  @OtpCase(suite = "signal_SUITE", name = "xm_sig_order")
  void exitAndMessagesInOrder(TestNode node) throws Exception {
    ExitReason good = ExitReason.of("good signal order");
    node.run(() -> {
      for (int i = 0; i < 1000; i++) {
        Pid pid = Process.spawn(() -> {
          while (true) {
            if (now(String.class).filter("may not reach"::equals).isPresent()) {
              throw Process.exit(ExitReason.of("bad signal order"));
            }
          }
        });
        Ref ref = Process.monitor(pid);
        for (int n = 0; n < 3; n++) {
          Process.send(pid, "may reach");
        }
        Process.exit(pid, good);
        for (int n = 0; n < 3; n++) {
          Process.send(pid, "may not reach");
        }
        assertThat(downReason(ref)).isEqualTo(good);
      }
    });
  }

  private enum End {
    OTHER_EXIT2, EXIT2, EXIT1
  }

  // Lines of 1, 2, 9 and 10 linked processes, whose last one is killed by another, kills itself by a signal, or exits with kill. The
  // trapping tester at the other end is told killed, killed, and kill.
  @Test
  @OtpCase(suite = "signal_SUITE", name = "kill2killed")
  void killBecomesKilled(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      Pid tester = Process.self();
      for (End end : End.values()) {
        for (int length : List.of(1, 2, 9, 10)) {
          Pid first = Process.spawnLink(() -> line(end, length - 1, tester));
          if (end == End.OTHER_EXIT2) {
            Process.exit(Process.receive(Pid.class), ExitReason.KILL);
          }
          assertThat(exitOf(first)).isEqualTo(end == End.EXIT1 ? ExitReason.KILL : ExitReason.KILLED);
        }
      }
    });
  }

  private static void line(End end, int length, Pid tester) {
    if (length > 0) {
      Process.spawnLink(() -> line(end, length - 1, tester));
      idle();
      return;
    }
    switch (end) {
      case OTHER_EXIT2 -> Process.send(tester, Process.self());
      case EXIT2 -> Process.exit(Process.self(), ExitReason.KILL);
      case EXIT1 -> throw Process.exit(ExitReason.KILL);
    }
    idle();
  }

  // A thousand times: a parent unlinks its trapping child, tells it, and exits with bye; the child then links to the parent. If the
  // parent was dead by then, the child gets EXIT with noproc; if it was alive, noproc or bye; never anything else, and never nothing.
  // The error noproc would have to come without an EXIT.
  @Test
  @OtpCase(suite = "signal_SUITE", name = "unlink_exit")
  void linkToAnExitingProcess(TestNode node) throws Exception {
    node.run(() -> {
      Pid tester = Process.self();
      for (int i = 0; i < 1000; i++) {
        var parent = Process.spawnMonitor(() -> {
          Pid child = Process.spawnLink(() -> unlinkedChild(tester));
          Process.receive(String.class, "go"::equals);
          Process.unlink(child);
          Process.send(child, "go");
          throw Process.exit(BYE);
        });
        Pid child = Process.receive(Pid.class);
        Ref ref = Process.monitor(child);
        Process.send(child, parent.pid());
        assertThat(downReason(parent.ref())).isEqualTo(BYE);
        assertThat(downReason(ref)).isEqualTo(ExitReason.of("ok"));
      }
    });
  }

  private static void unlinkedChild(Pid tester) {
    Process.trapExit(true);
    Process.send(tester, Process.self());
    Pid parent = Process.receive(Pid.class);
    Process.send(parent, "go");
    while (now(String.class).isEmpty()) {
      Thread.onSpinWait();
    }
    boolean alive = Process.isAlive(parent);
    Process.link(parent);
    ExitReason reason = exitOf(parent);
    boolean good = reason.equals(ExitReason.NOPROC) || (alive && reason.equals(BYE));
    throw Process.exit(ExitReason.of(good ? "ok" : List.of("unexpected", alive, reason)));
  }

  // A hundred times: a process sends more than a thousand numbers, in turn by pid, by name on this node, through a plain alias and
  // through the alias of the receiver's monitor, and exits. The numbers arrive in order, and then DOWN, with name and node. The names
  // can be registered anew each time.
  @Test
  @OtpCase(suite = "signal_SUITE", name = "monitor_named_order_local")
  void orderWithPidNameAndAliases(TestNode node) throws Exception {
    node.run(() -> {
      for (int n = 1; n <= 100; n++) {
        orderWithPidNameAndAliases(1000 + n);
      }
    });
  }

  private static void orderWithPidNameAndAliases(int count) {
    Pid self = Process.self();
    Node node = self.node();
    Process.register("tester", self);
    Ref plainAlias = Process.alias();
    Pid sender = Process.spawnLink(() -> {
      Process.register("monitor_named_order", Process.self());
      Process.send(self, "ready");
      Ref monitorAlias = Process.receive(Ref.class);
      List<Destination> ways = List.of(self, Name.on("tester", node), plainAlias, monitorAlias);
      for (int number = count; number > 0; number--) {
        Process.send(ways.get((count - number) % ways.size()), number);
      }
    });
    await("ready");
    Name name = Name.on("monitor_named_order", node);
    Ref monitorAlias = Process.monitor(name, MonitorOptions.DEFAULT.withAlias(AliasKind.EXPLICIT));
    Process.send(sender, monitorAlias);
    for (int number = count; number > 0; number--) {
      assertThat(Process.receive()).isEqualTo(number);
    }
    assertThat(Process.receive()).isEqualTo(new Info.Down(monitorAlias, name, ExitReason.NORMAL));
    Process.unregister("tester");
    assertThat(Process.unalias(plainAlias)).isTrue();
    assertThat(Process.unalias(monitorAlias)).isTrue();
  }
}
