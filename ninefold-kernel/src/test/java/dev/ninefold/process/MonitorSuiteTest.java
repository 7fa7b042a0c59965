package dev.ninefold.process;

import static dev.ninefold.process.Messages.BANG;
import static dev.ninefold.process.Messages.assertNoMessage;
import static dev.ninefold.process.Messages.await;
import static dev.ninefold.process.Messages.down;
import static dev.ninefold.process.Messages.downReason;
import static dev.ninefold.process.Messages.idle;
import static dev.ninefold.process.Messages.largeReason;
import static dev.ninefold.process.Messages.now;
import static dev.ninefold.process.Process.DemonitorOption.FLUSH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.process.Process.Monitored;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** The cases of monitor_SUITE. */
@WithNode
class MonitorSuiteTest {

  private static final ExitReason FROP = ExitReason.of("frop");

  private static void assertNextDown(Ref ref, Destination object, ExitReason... reasons) {
    assertThat(Process.receive()).isInstanceOfSatisfying(Info.Down.class, down -> {
      assertThat(down.ref()).isEqualTo(ref);
      assertThat(down.object()).isEqualTo(object);
      assertThat(down.reason()).isIn((Object[]) reasons);
      assertThat(down.tag()).isEqualTo("DOWN");
    });
  }

  // ---- small ones

  /** A, linked to the tester, monitors B; B exits A with foo and ends. The tester gets something. */
  private static void monitorIsEnded(boolean spawnMonitor) {
    Process.trapExit(true);
    Pid a = Process.spawnLink(() -> {
      Pid parent = Process.self();
      Process.Body body = () -> {
        await("ok");
        Process.exit(parent, ExitReason.of("foo"));
      };
      Pid b = spawnMonitor ? Process.spawnMonitor(body).pid() : Process.spawn(body);
      if (!spawnMonitor) {
        Process.monitor(b);
      }
      Process.send(b, "ok");
      await("ok");
    });
    assertThat(Process.receive()).isEqualTo(new Info.Exit(a, ExitReason.of("foo")));
  }

  // A monitors B, B exits A and ends: the tester, linked to A, is told.
  @Test
  @OtpCase(suite = "monitor_SUITE", name = "case_1")
  void monitoredEndsItsMonitor(TestNode node) throws Exception {
    node.run(() -> monitorIsEnded(false));
  }

  // The same with spawn_monitor.
  @Test
  @OtpCase(suite = "monitor_SUITE", name = "case_1a")
  void spawnMonitoredEndsItsMonitor(TestNode node) throws Exception {
    node.run(() -> monitorIsEnded(true));
  }

  private static void demonitorByTarget(Pid b, Ref ref) {
    Process.send(b, ref);
    assertThat(Process.receive()).isEqualTo("demonitored: false");
    assertNextDown(ref, b, ExitReason.NORMAL);
  }

  private static Process.Body demonitorer(Pid parent) {
    return () -> Process.send(parent, "demonitored: " + Process.demonitor(Process.receive(Ref.class)));
  }

  // B is given the reference of A's monitor and demonitors it: harmless, A still gets DOWN with normal. In today's OTP it returns true
  // and does nothing (MON-11); with option info, which ours always has, it says false.
  @Test
  @OtpCase(suite = "monitor_SUITE", name = "case_2")
  void targetDemonitors(TestNode node) throws Exception {
    node.run(() -> {
      Pid b = Process.spawn(demonitorer(Process.self()));
      demonitorByTarget(b, Process.monitor(b));
    });
  }

  // The same with spawn_monitor.
  @Test
  @OtpCase(suite = "monitor_SUITE", name = "case_2a")
  void spawnedTargetDemonitors(TestNode node) throws Exception {
    node.run(() -> {
      Monitored b = Process.spawnMonitor(demonitorer(Process.self()));
      demonitorByTarget(b.pid(), b.ref());
    });
  }

  // Wrong arguments to monitor fail: what is neither pid nor name. Most do not compile; null and a reference do.
  @Test
  @OtpCase(suite = "monitor_SUITE", name = "mon_e_1")
  void monitorErrors(TestNode node) throws Exception {
    node.run(() -> {
      assertThatThrownBy(() -> Process.monitor(null)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> Process.monitor(Process.makeRef())).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Process.monitor(Name.local(""))).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Process.monitor(Process.self(), null)).isInstanceOf(NullPointerException.class);
      assertNoMessage();
    });
  }

  // Wrong arguments to demonitor fail: null; the rest does not compile. A reference that belongs to the other end is harmless.
  @Test
  @OtpCase(suite = "monitor_SUITE", name = "demon_e_1")
  void demonitorErrors(TestNode node) throws Exception {
    node.run(() -> {
      assertThatThrownBy(() -> Process.demonitor(null)).isInstanceOf(NullPointerException.class);
      Pid self = Process.self();
      Pid other = Process.spawn(() -> {
        Process.send(self, Process.monitor(self));
        await("stop");
      });
      Ref theirs = Process.receive(Ref.class);
      assertThat(Process.demonitor(theirs)).isFalse();
      assertThat(Process.info(self).orElseThrow().monitoredBy()).containsExactly(other);
      Process.send(other, "stop");
    });
  }

  // An unknown reference: nothing happens.
  @Test
  @OtpCase(suite = "monitor_SUITE", name = "demon_1")
  void demonitorOfAnUnknownReference(TestNode node) throws Exception {
    node.run(() -> {
      assertThat(Process.demonitor(Process.makeRef())).isFalse();
      assertNoMessage();
    });
  }

  // Demonitor of a monitor of oneself, twice: no message. A process that ends: DOWN with normal, or noproc. Demonitor, then exit: no
  // message.
  @Test
  @OtpCase(suite = "monitor_SUITE", name = "demon_2")
  void demonitor(TestNode node) throws Exception {
    node.run(() -> {
      Ref own = Process.monitor(Process.self());
      Process.demonitor(own);
      Process.demonitor(own);
      assertNoMessage();

      Pid ends = Process.spawn(() -> {});
      assertNextDown(Process.monitor(ends), ends, ExitReason.NORMAL, ExitReason.NOPROC);

      Pid exits = Process.spawn(() -> idle());
      Ref ref = Process.monitor(exits);
      assertThat(Process.demonitor(ref)).isTrue();
      Process.exit(exits, FROP);
      assertThat(Process.isAlive(exits)).isFalse();
      assertNoMessage();
    });
  }

  // Four monitors of one process. One is removed with flush, twice given, before the exit; DOWN of the second comes. The third is
  // removed with flush after that: its DOWN is gone. The fourth is removed without: its DOWN is still there. None of the first or
  // the third. Wrong options do not compile.
  @Test
  @OtpCase(suite = "monitor_SUITE", name = "demonitor_flush")
  void flush(TestNode node) throws Exception {
    node.run(() -> {
      Pid pid = Process.spawn(() -> idle());
      Ref first = Process.monitor(pid);
      Ref second = Process.monitor(pid);
      Ref third = Process.monitor(pid);
      Ref fourth = Process.monitor(pid);
      assertThat(Process.demonitor(first, FLUSH, FLUSH)).isTrue();
      Process.exit(pid, BANG);
      assertThat(down(second)).isEqualTo(new Info.Down(second, pid, BANG));
      node.await("the rest", () -> Process.messages(Process.self()).size() == 2);
      assertThat(Process.demonitor(third, FLUSH)).isFalse();
      assertThat(Process.demonitor(fourth)).isFalse();
      assertThat(down(fourth)).isEqualTo(new Info.Down(fourth, pid, BANG));
      assertNoMessage();
    });
  }

  // Demonitor, with and without flush, of a plain alias; of an explicit alias whose monitor has fired; of one whose target was dead:
  // nothing happens.
  @Test
  @OtpCase(suite = "monitor_SUITE", name = "gh_5225_demonitor_alias")
  void demonitorOfWhatIsOnlyAnAlias(TestNode node) throws Exception {
    node.run(() -> {
      Ref alias = Process.alias();
      Process.demonitor(alias);
      Process.demonitor(alias, FLUSH);
      MonitorOptions explicit = MonitorOptions.DEFAULT.withAlias(AliasKind.EXPLICIT);
      Monitored spawned = Process.spawnMonitor(SpawnOptions.DEFAULT, explicit, () -> {});
      assertNextDown(spawned.ref(), spawned.pid(), ExitReason.NORMAL);
      Process.demonitor(spawned.ref());
      Process.demonitor(spawned.ref(), FLUSH);
      Ref late = Process.monitor(spawned.pid(), explicit);
      assertNextDown(late, spawned.pid(), ExitReason.NOPROC);
      Process.demonitor(late);
      Process.demonitor(late, FLUSH);
      List.of(alias, spawned.ref(), late).forEach(ref -> Process.send(ref, "still an alias"));
      assertThat(Messages.next(3)).containsOnly("still an alias");
    });
  }

  // A hundred groups; each monitors a hundred processes that end at once, and demonitors all. Where the answer is true no DOWN is there,
  // where it is false DOWN is there.
  @Test
  @OtpCase(suite = "monitor_SUITE", name = "local_remove_monitor")
  void demonitorTellsTheTruth(TestNode node) throws Exception {
    node.run(() -> {
      Pid master = Process.self();
      for (int group = 0; group < 100; group++) {
        Process.spawnLink(() -> {
          List<Ref> refs = new ArrayList<>();
          for (int i = 0; i < 100; i++) {
            refs.add(Process.monitor(Process.spawn(() -> {})));
          }
          for (Ref ref : refs) {
            boolean active = Process.demonitor(ref);
            boolean there = Process.receive(Info.Down.class, d -> d.ref() == ref, Duration.ZERO).isPresent();
            if (active == there) {
              throw Process.exit(ExitReason.of(active ? "down_msg_found" : "no_down_msg_found"));
            }
          }
          Process.send(master, "done");
        });
      }
      for (int group = 0; group < 100; group++) {
        await("done");
      }
    });
  }

  // A hundred times: a process exits with a reason that is not small; DOWN brings exactly that.
  @Test
  @OtpCase(suite = "monitor_SUITE", name = "large_exit")
  void largeReasonInDown(TestNode node) throws Exception {
    node.run(() -> {
      ExitReason large = ExitReason.of(List.of(List.of("big", "tuple", "with", List.of(4563784278L)), largeReason()));
      for (int i = 0; i < 100; i++) {
        Pid pid = Process.spawn(() -> {
          Process.receive();
          throw Process.exit(large);
        });
        Ref ref = Process.monitor(pid);
        Process.send(pid, "hej");
        assertThat(Process.receive()).isEqualTo(new Info.Down(ref, pid, large));
      }
    });
  }

  // ---- with Jeeves, a butler who does what he is told

  private record Do(Callable<?> what, Pid from) {}

  private record Done(Object result) {}

  private static Pid jeeves(String name) {
    Pid parent = Process.self();
    Pid pid = Process.spawn(() -> {
      Process.register(name, Process.self());
      Process.send(parent, "at your service");
      while (true) {
        Do job = Process.receive(Do.class);
        Process.send(job.from(), new Done(job.what().call()));
      }
    });
    await("at your service");
    return pid;
  }

  private static void tell(Pid pid, ExitReason exit) {
    Process.send(pid, new Do(() -> {
      throw Process.exit(exit);
    }, Process.self()));
  }

  private static Object ask(Pid pid, Callable<?> what) {
    Process.send(pid, new Do(what, Process.self()));
    return Process.receive(Done.class).result();
  }

  // DOWN with normal (or noproc) of a process that ends, with normal of a spawn_monitored one; with the reason of one that is exited,
  // both ways; noproc for one that is dead. By name: DOWN carries name and node, with normal; by name and node, with the reason;
  // noproc when nobody has the name any more.
  @Test
  @OtpCase(suite = "monitor_SUITE", name = "mon_1")
  void downReasons(TestNode node) throws Exception {
    node.run(() -> {
      Pid ends = Process.spawn(() -> {});
      assertNextDown(Process.monitor(ends), ends, ExitReason.NORMAL, ExitReason.NOPROC);
      Monitored endsToo = Process.spawnMonitor(() -> {});
      assertNextDown(endsToo.ref(), endsToo.pid(), ExitReason.NORMAL);

      Pid exited = Process.spawn(() -> idle());
      Ref ref = Process.monitor(exited);
      Process.exit(exited, FROP);
      assertNextDown(ref, exited, FROP);
      Monitored exitedToo = Process.spawnMonitor(() -> idle());
      Process.exit(exitedToo.pid(), FROP);
      assertNextDown(exitedToo.ref(), exitedToo.pid(), FROP);

      assertNextDown(Process.monitor(exited), exited, ExitReason.NOPROC);

      Name onNode = Name.on("jeeves", node.node());
      Pid first = jeeves("jeeves");
      Ref byName = Process.monitor(Name.local("jeeves"));
      tell(first, ExitReason.NORMAL);
      assertNextDown(byName, onNode, ExitReason.NORMAL);

      Pid second = jeeves("jeeves");
      Ref byNode = Process.monitor(onNode);
      tell(second, FROP);
      assertNextDown(byNode, onNode, FROP);

      assertNextDown(Process.monitor(onNode), onNode, ExitReason.NOPROC);
    });
  }

  private static void assertMonitors(Pid pid, List<? extends Destination> monitors, List<Pid> monitoredBy) {
    ProcessInfo info = Process.info(pid).orElseThrow();
    assertThat(info.monitors()).isEqualTo(monitors);
    assertThat(info.monitoredBy()).isEqualTo(monitoredBy);
  }

  // The lists of who monitors whom, of both sides: empty; one entry after monitor; empty after demonitor; by name, one entry with name and
  // node, and empty after DOWN. The other way round, when the monitoring process exits: empty.
  @Test
  @OtpCase(suite = "monitor_SUITE", name = "list_cleanup")
  void listsAreCleaned(TestNode node) throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Process.register("master_bertie", self);
      Pid first = jeeves("jeeves");
      assertMonitors(self, List.of(), List.of());
      assertMonitors(first, List.of(), List.of());
      Ref ref = Process.monitor(first);
      assertMonitors(self, List.of(first), List.of());
      assertMonitors(first, List.of(), List.of(self));
      assertThat(Process.demonitor(ref)).isTrue();
      assertNoMessage();
      assertMonitors(self, List.of(), List.of());
      assertMonitors(first, List.of(), List.of());

      Name jeeves = Name.on("jeeves", node.node());
      Ref named = Process.monitor(Name.local("jeeves"));
      assertMonitors(self, List.of(jeeves), List.of());
      assertMonitors(first, List.of(), List.of(self));
      tell(first, ExitReason.NORMAL);
      assertNextDown(named, jeeves, ExitReason.NORMAL);
      assertMonitors(self, List.of(), List.of());

      Pid second = jeeves("jeeves");
      ask(second, () -> Process.monitor(Name.local("master_bertie")));
      assertMonitors(self, List.of(), List.of(second));
      assertMonitors(second, List.of(Name.on("master_bertie", node.node())), List.of());
      tell(second, FROP);
      node.awaitDeath(second);
      node.await("the list is clean", () -> Process.info(self).orElseThrow().monitoredBy().isEmpty());
      assertMonitors(self, List.of(), List.of());
    });
  }

  // While other processes keep the processors busy, a named process is exited; when DOWN of a monitor by name has come, the name can be
  // registered at once.
  @Test
  @OtpCase(suite = "monitor_SUITE", name = "named_down")
  void downComesWhenTheNameIsFree(TestNode node) throws Exception {
    node.run(() -> {
      List<Pid> busy = new ArrayList<>();
      for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
        busy.add(Process.spawnLink(() -> {
          while (true) {
            Process.yield();
          }
        }));
      }
      for (int i = 0; i < 200; i++) {
        Pid named = Process.spawnLink(() -> idle());
        Process.register("named_down", named);
        Process.unlink(named);
        Process.exit(named, BANG);
        Ref ref = Process.monitor(Name.local("named_down"));
        down(ref);
        Process.register("named_down", Process.self());
        Process.unregister("named_down");
      }
      busy.forEach(pid -> {
        Process.unlink(pid);
        Process.exit(pid, ExitReason.KILL);
      });
    });
  }

  // A monitor with alias reply_demonitor is removed; the target then sends through the alias and ends: nothing comes but DOWN of another
  // monitor.
  @Test
  @OtpCase(suite = "monitor_SUITE", name = "unexpected_alias_at_demonitor_gh5310")
  void demonitorEndsTheAlias(TestNode node) throws Exception {
    node.run(() -> {
      for (AliasKind kind : List.of(AliasKind.REPLY_DEMONITOR, AliasKind.DEMONITOR)) {
        Pid pid = Process.spawnLink(() -> Process.send(Process.receive(Ref.class), "hello via alias"));
        Ref ref = Process.monitor(pid);
        Ref alias = Process.monitor(pid, MonitorOptions.DEFAULT.withAlias(kind));
        Process.demonitor(alias, FLUSH);
        Process.send(pid, alias);
        assertNextDown(ref, pid, ExitReason.NORMAL);
        assertNoMessage();
      }
    });
  }

  // Two hundred times, with constant and compound reasons: a target exits while its monitor, an explicit alias, is removed with flush.
  // When the target is dead there is no DOWN.
  @Test
  @OtpCase(suite = "monitor_SUITE", name = "down_on_alias_gh5310")
  void noDownAfterDemonitorOfAnAlias(TestNode node) throws Exception {
    node.run(() -> {
      Pid parent = Process.self();
      for (int i = 0; i < 200; i++) {
        ExitReason reason = i % 2 == 0 ? Messages.BYE : ExitReason.of(List.of("compound", i));
        Pid target = Process.spawn(() -> {
          Process.send(parent, "ready");
          await("go");
          throw Process.exit(reason);
        });
        Pid monitor = Process.spawnLink(() -> {
          Ref ref = Process.monitor(target, MonitorOptions.DEFAULT.withAlias(AliasKind.EXPLICIT));
          Process.send(parent, "ready");
          await("go");
          Process.demonitor(ref, FLUSH);
          while (Process.isAlive(target)) {
            Thread.onSpinWait();
          }
          Process.send(parent, now(Info.Down.class).isEmpty() ? "done" : "unexpected message");
        });
        await("ready");
        await("ready");
        Process.send(target, "go");
        Process.send(monitor, "go");
        assertThat(Process.receive()).isEqualTo("done");
      }
    });
  }

  // Monitors of an unregistered name, by name and by name and node, and of a dead process, each with and without alias and tag: DOWN with the
  // tag, the reference, name and node (or the pid), and noproc. Where it is an alias, a message through it arrives, and after unalias
  // none does. Then by processes that exit at once after that: they end with their own reason.
  @Test
  @OtpCase(suite = "monitor_SUITE", name = "monitor_3_noproc_gh6185")
  void noprocWithTagAndAlias(TestNode node) throws Exception {
    node.run(() -> {
      assertThat(Process.whereis("undefined_name")).isEmpty();
      Name onNode = Name.on("undefined_name", node.node());
      Pid dead = Process.spawn(() -> {});
      downReason(Process.monitor(dead));
      for (boolean alias : List.of(false, true)) {
        for (boolean tag : List.of(false, true)) {
          for (Destination target : List.of(Name.local("undefined_name"), onNode, dead)) {
            MonitorOptions options = tag ? MonitorOptions.DEFAULT.withTag(List.of("tag", target)) : MonitorOptions.DEFAULT;
            MonitorOptions all = alias ? options.withAlias(AliasKind.EXPLICIT) : options;
            Ref ref = Process.monitor(target, all);
            assertThat(Process.receive())
                .isEqualTo(new Info.Down(ref, target == dead ? dead : onNode, ExitReason.NOPROC, options.tag()));
            if (alias) {
              Process.send(ref, "by alias");
              await("by alias");
              assertThat(Process.unalias(ref)).isTrue();
            }
            Process.send(ref, "by no alias");
            assertNoMessage();

            Monitored exiting = Process.spawnMonitor(() -> {
              Process.yield();
              Process.monitor(target, all);
              throw Process.exit(BANG);
            });
            assertNextDown(exiting.ref(), exiting.pid(), BANG);
          }
        }
      }
    });
  }
}
