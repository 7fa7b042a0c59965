package dev.ninefold.process;

import static dev.ninefold.process.Messages.down;
import static dev.ninefold.process.Messages.idle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Local, global and via names. */
@WithNode
class NamesTest {

  // REG-1, REG-2
  @Test
  void oneNameOneProcess(TestNode node) throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Process.register("a", self);
      assertThat(Process.whereis("a")).contains(self);
      assertThat(Process.registered()).containsExactly("a");
      assertThatThrownBy(() -> Process.register("b", self)).hasMessageContaining("registered as a already");
      Pid other = Process.spawnLink(() -> idle());
      assertThatThrownBy(() -> Process.register("a", other)).hasMessageContaining("in use by " + self);
      Process.unregister("a");
      Process.register("a", other);
      Process.register("b", self);
      assertThat(Process.registered()).containsExactly("a", "b");
    });
  }

  // REG-3
  @Test
  void unregisterOfAnUnknownName(TestNode node) throws Exception {
    node.run(() -> assertThatThrownBy(() -> Process.unregister("nobody")).isInstanceOf(IllegalArgumentException.class));
  }

  // REG-3: anyone may
  @Test
  void anyoneMayUnregister(TestNode node) throws Exception {
    node.run(() -> {
      Pid other = Process.spawnLink(() -> idle());
      Process.register("other", other);
      Process.unregister("other");
      assertThat(Process.info(other).orElseThrow().registeredName()).isEmpty();
      Process.register("again", other);
    });
  }

  // REG-5: who hears of the death finds the name free.
  @Test
  void deathFreesTheNameFirst(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      for (int i = 0; i < 500; i++) {
        Pid pid = Process.spawnLink(() -> idle());
        Ref ref = Process.monitor(pid);
        Process.register("name", pid);
        Process.exit(pid, Messages.BANG);
        if (i % 2 == 0) {
          Messages.exitOf(pid);
          Process.register("name", Process.self());
          down(ref);
        } else {
          down(ref);
          Process.register("name", Process.self());
          Messages.exitOf(pid);
        }
        Process.unregister("name");
      }
    });
  }

  // REG-7: of many that register the same name at once, one succeeds; of many names for one process, one does.
  @Test
  void simultaneousRegistrations(TestNode node) throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      for (int round = 0; round < 100; round++) {
        Pid target = Process.spawnLink(() -> idle());
        List<Process.Monitored> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          String name = i % 2 == 0 ? "same" : "other " + i;
          Pid holder = i < 3 ? target : self;
          all.add(Process.spawnMonitor(() -> {
            try {
              Process.register(name, holder);
              Process.send(self, name);
            } catch (IllegalArgumentException e) {
              Process.send(self, 0);
            }
          }));
        }
        all.forEach(m -> down(m.ref()));
        List<String> names = new ArrayList<>();
        Messages.next(6).forEach(m -> {
          if (m instanceof String name) {
            names.add(name);
          }
        });
        assertThat(Process.registered()).containsExactlyInAnyOrderElementsOf(names).hasSizeBetween(1, 2);
        names.forEach(Process::unregister);
        Process.unlink(target);
        Process.exit(target, ExitReason.KILL);
      }
    });
  }

  // SIG-11, SIG-13
  @Test
  void sendToNames(TestNode node) throws Exception {
    node.run(() -> {
      Process.register("me", Process.self());
      assertThat(Process.send(Name.local("me"), "local")).isEqualTo("local");
      Process.send(Name.on("me", node.node()), "on node");
      assertThat(Messages.next(2)).containsExactly("local", "on node");
      assertThatThrownBy(() -> Process.send(Name.local("nobody"), "x")).isInstanceOf(IllegalArgumentException.class);
      Process.send(Name.on("nobody", node.node()), "x");
      Process.send(new Name.OnNode("me", "another node"), "x");
      Messages.assertNoMessage();
    });
  }

  // GLB-1, 2, 3, 4, 5, 6
  @Test
  void globalNames(TestNode node) throws Exception {
    node.run(() -> {
      Object name = List.of("any", "term");
      Pid self = Process.self();
      Pid other = Process.spawnLink(() -> idle());
      assertThat(Global.registerName(name, self)).isTrue();
      assertThat(Global.registerName(name, other)).isFalse();
      assertThat(Global.registerName("second", self)).isFalse();
      assertThat(Global.whereisName(name)).contains(self);
      assertThat(Global.registeredNames()).containsExactly(name);
      Process.send(Name.global(name), "hello");
      assertThat(Process.receive()).isEqualTo("hello");
      assertThat(Global.reRegisterName(name, other)).isTrue();
      assertThat(Global.whereisName(name)).contains(other);
      Process.unlink(other);
      Process.exit(other, ExitReason.KILL);
      assertThat(Process.isAlive(other)).isFalse();
      assertThat(Global.whereisName(name)).isEmpty();
      assertThat(Global.registerName(name, self)).isTrue();
      Global.unregisterName(name);
      Global.unregisterName(name);
      assertThatThrownBy(() -> Global.send(name, 1)).isInstanceOfSatisfying(ExitException.class,
          e -> assertThat(e.reason()).isEqualTo(new ExitReason.Other(new BadArgument(name, 1))))
          .hasMessage("{badarg, {[any, term], 1}}");
      assertThatThrownBy(() -> Process.send(Name.global(name), 1)).isInstanceOfSatisfying(ExitException.class,
          e -> assertThat(e.reason()).isEqualTo(new ExitReason.Other(new BadArgument(name, 1))));
    });
  }

  // GLB-1: of two global names for one process at once one is registered, and its death frees it.
  @Test
  void simultaneousGlobalRegistrations(TestNode node) throws Exception {
    int rounds = 1000;
    List<Pid> pids = IntStream.range(0, rounds).mapToObj(_ -> node.spawnIdle()).toList();
    AtomicIntegerArray reached = new AtomicIntegerArray(2);
    List<List<Boolean>> registered = List.of(new ArrayList<>(), new ArrayList<>());
    List<Thread> racers = IntStream.range(0, 2).mapToObj(me -> Thread.ofPlatform().start(() -> {
      for (int round = 0; round < rounds; round++) {
        reached.set(me, round + 1);
        while (reached.get(1 - me) <= round) {
          Thread.onSpinWait();
        }
        registered.get(me).add(Global.registerName(List.of(me, round), pids.get(round)));
      }
    })).toList();
    for (Thread racer : racers) {
      racer.join();
    }
    for (int round = 0; round < rounds; round++) {
      assertThat(registered.get(0).get(round)).as("round %s", round).isNotEqualTo(registered.get(1).get(round));
    }
    assertThat(node.node().registeredGlobal()).hasSize(rounds);
    node.kill(pids.toArray(Pid[]::new));
    assertThat(node.node().registeredGlobal()).isEmpty();
  }

  // GLB-1 to 4: what a process no longer has does not keep it from another name; its death frees all that it was given.
  @Test
  void globalNamesThatMove(TestNode node) throws Exception {
    node.run(() -> {
      Pid first = Process.spawnLink(() -> idle());
      Pid second = Process.spawnLink(() -> idle());
      assertThat(Global.registerName("a", first)).isTrue();
      assertThat(Global.registerName("a", first)).isFalse();
      Global.unregisterName("a");
      assertThat(Global.registerName("b", first)).isTrue();
      assertThat(Global.reRegisterName("b", second)).isTrue();
      assertThat(Global.registerName("c", second)).isFalse();
      assertThat(Global.registerName("c", first)).isTrue();
      // the same name for the same process again; then several names for one
      assertThat(Global.reRegisterName("b", second)).isTrue();
      assertThat(Global.reRegisterName("c", second)).isTrue();
      assertThat(Global.reRegisterName("d", second)).isTrue();
      assertThat(Global.registerName("e", first)).isTrue();
      Global.unregisterName("b");
      Global.unregisterName("c");
      assertThat(Global.registerName("f", second)).isFalse();
      Global.unregisterName("d");
      assertThat(Global.registerName("f", second)).isTrue();
      assertThat(Global.reRegisterName("g", second)).isTrue();
      assertThat(Global.registeredNames()).containsExactlyInAnyOrder("e", "f", "g");
      Ref ref = Process.monitor(second);
      Process.unlink(second);
      Process.exit(second, ExitReason.KILL);
      down(ref);
      assertThat(node.node().registeredGlobal()).containsExactly("e");
    });
  }

  @Test
  void viaNames(TestNode node) throws Exception {
    Map<Object, Pid> names = new ConcurrentHashMap<>();
    Registrar registrar = new Registrar() {
      @Override
      public boolean registerName(Object name, Pid pid) {
        return names.putIfAbsent(name, pid) == null;
      }

      @Override
      public void unregisterName(Object name) {
        names.remove(name);
      }

      @Override
      public Optional<Pid> whereisName(Object name) {
        return Optional.ofNullable(names.get(name));
      }
    };
    node.run(() -> {
      Name via = Name.via(registrar, 7);
      assertThatThrownBy(() -> Process.send(via, "x")).isInstanceOf(ExitException.class);
      registrar.registerName(7, Process.self());
      Process.send(via, "by way of");
      assertThat(Process.receive()).isEqualTo("by way of");
      assertThat(Process.whereis(via)).contains(Process.self());
      Ref ref = Process.monitor(via);
      assertThat(Process.demonitor(ref)).isFalse();
    });
  }

  // TMR-1: a name is resolved when the timer fires, on the node of who started it; an unknown one is ignored.
  @Test
  @WithNode(manualTime = true)
  void timersToNames(TestNode node, ManualTime time) throws Exception {
    node.run(() -> {
      Process.sendAfter(Duration.ofSeconds(1), Name.local("late"), "first");
      time.advance(Duration.ofSeconds(1));
      Process.sendAfter(Duration.ofSeconds(1), Name.local("late"), "second");
      Process.register("late", Process.self());
      // The timers fire on an ordinary thread.
      Thread.ofVirtual().start(() -> time.advance(Duration.ofSeconds(1))).join();
      assertThat(Messages.next(1)).containsExactly("second");
      Messages.assertNoMessage();
    });
  }
}
