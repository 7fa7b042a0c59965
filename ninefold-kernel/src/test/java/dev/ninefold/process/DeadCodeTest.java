package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Code whose process is dead can do nothing any more: design E5, Cell I4, Names I1, GlobalLocks I2. The clock stands still. */
@WithNode(manualTime = true)
class DeadCodeTest {

  /** What a process can do, for itself and to others. */
  private static Map<String, Process.Body> uses(Pid other, Ref monitor, TimerRef timer) {
    Map<String, Process.Body> uses = new LinkedHashMap<>();
    uses.put("self", Process::self);
    uses.put("spawn", () -> Process.spawn(Messages::idle));
    uses.put("spawnLink", () -> Process.spawnLink(Messages::idle));
    uses.put("spawnMonitor", () -> Process.spawnMonitor(Messages::idle));
    uses.put("spawnRequest", () -> Process.spawnRequest(Messages::idle));
    uses.put("spawn event-driven", () -> EventProcess.spawn(SpawnOptions.DEFAULT, Blocks.handling(_ -> {})));
    uses.put("start", () -> EventProcess.startPlain(SpawnOptions.DEFAULT, _ -> Messages::idle, Timeout.INFINITY,
        Optional.empty()));
    uses.put("makeRef", Process::makeRef);
    uses.put("isMailboxEmpty", Process::isMailboxEmpty);
    uses.put("parent", Process::parent);
    uses.put("send", () -> Process.send(other, "from a zombie"));
    uses.put("send to a name", () -> Process.send(Name.local("other"), "from a zombie"));
    uses.put("receive", Process::receive);
    uses.put("receive without waiting", () -> Messages.now(Object.class));
    uses.put("sleep", () -> Process.sleep(Duration.ofHours(1)));
    uses.put("hibernate", Process::hibernate);
    uses.put("blocking", () -> Process.blocking(() -> 1));
    uses.put("yield", Process::yield);
    uses.put("trapExit", () -> Process.trapExit(true));
    uses.put("exit(pid)", () -> Process.exit(other, ExitReason.KILL));
    uses.put("exit(self)", () -> Process.exit(Process.self(), ExitReason.KILL));
    uses.put("link", () -> Process.link(other));
    uses.put("unlink", () -> Process.unlink(other));
    uses.put("monitor", () -> Process.monitor(other));
    uses.put("demonitor", () -> Process.demonitor(monitor));
    uses.put("alias", Process::alias);
    uses.put("unalias", () -> Process.unalias(monitor));
    uses.put("register", () -> Process.register("zombie", other));
    uses.put("unregister", () -> Process.unregister("other"));
    uses.put("whereis", () -> Process.whereis("other"));
    uses.put("registered", Process::registered);
    uses.put("put", () -> Process.put("key", "value"));
    uses.put("get", () -> Process.get("key"));
    uses.put("erase", () -> Process.erase("key"));
    uses.put("setLabel", () -> Process.setLabel("label"));
    uses.put("label", () -> Process.label(other));
    uses.put("groupLeader", Process::groupLeader);
    uses.put("groupLeader(pid)", () -> Process.groupLeader(other, other));
    uses.put("groupLeaderOf", () -> Process.groupLeaderOf(other));
    uses.put("isAlive", () -> Process.isAlive(other));
    uses.put("processes", Process::processes);
    uses.put("processesIterator", Process::processesIterator);
    uses.put("info", () -> Process.info(other));
    uses.put("messages", () -> Process.messages(other));
    uses.put("stacktrace", () -> Process.stacktrace(other));
    uses.put("dictionary", () -> Process.dictionary(other));
    uses.put("sendAfter", () -> Process.sendAfter(Duration.ofSeconds(1), other, "from a zombie"));
    uses.put("startTimer", () -> Process.startTimer(Duration.ofSeconds(1), Name.local("other"), "from a zombie"));
    uses.put("cancelTimer", () -> Process.cancelTimer(timer));
    uses.put("cancelTimerAsync", () -> Process.cancelTimerAsync(timer));
    uses.put("readTimer", () -> Process.readTimer(timer));
    uses.put("call", () -> Calls.call("test:call", other, "from a zombie", Timeout.INFINITY));
    uses.put("global name", () -> Global.registerName("zombie", other));
    uses.put("global lock", () -> Global.setLock("lock", "zombie"));
    return uses;
  }

  // Each use throws an error that catch (Exception) lets pass, and nothing of it is to be seen afterwards.
  @Test
  void everyUseThrowsAndNothingLands(TestNode node) throws Exception {
    Pid other = node.spawnIdle();
    node.run(() -> Process.register("other", other));
    for (boolean plain : List.of(true, false)) {
      CountDownLatch running = new CountDownLatch(1);
      CountDownLatch killed = new CountDownLatch(1);
      CompletableFuture<List<String>> wrong = new CompletableFuture<>();
      Process.Body body = () -> {
        Ref monitor = Process.monitor(other);
        TimerRef timer = Process.sendAfter(Duration.ofHours(1), Process.self(), "never");
        Map<String, Process.Body> uses = uses(other, monitor, timer);
        running.countDown();
        Blocks.ignoringInterrupts(killed);
        List<String> problems = new ArrayList<>();
        uses.forEach((name, use) -> {
          String came = outcome(use);
          if (!came.equals("killed")) {
            problems.add(name + ": " + came);
          }
        });
        wrong.complete(problems);
      };
      Pid victim = plain ? node.spawn(body)
          : EventProcess.spawn(SpawnOptions.DEFAULT.withNode(node.node()), Blocks.handling(_ -> body.run()));
      Process.send(victim, "go");
      running.await();
      node.kill(victim);
      int processes = node.node().processCount();
      killed.countDown();
      assertThat(node.await(wrong)).isEmpty();
      node.await("the code has ended", () -> node.node().zombies().isEmpty());
      assertThat(node.node().processCount()).isEqualTo(processes);
    }
    assertThat(Process.messages(other)).isEmpty();
    assertThat(Process.info(other)).hasValueSatisfying(info -> {
      assertThat(info.links()).isEmpty();
      assertThat(info.monitoredBy()).isEmpty();
      assertThat(info.registeredName()).contains("other");
      assertThat(info.label()).isEmpty();
    });
    assertThat(node.node().registered()).containsExactly("other");
    assertThat(node.node().registeredGlobal()).isEmpty();
    assertThat(node.node().timers().pending()).isZero();
    node.run(() -> assertThat(Global.trySetLock("lock", "another")).isTrue());
    node.kill(other);
  }

  private static String outcome(Process.Body use) {
    try {
      use.run();
      return "no exception";
    } catch (Exception e) {
      return e.toString();
    } catch (ProcessKilledError e) {
      return "killed";
    } catch (Error e) {
      return e.toString();
    }
  }

  // The usual careless loop ends: it catches every Exception and goes on.
  @Test
  void aLoopThatCatchesExceptionsEnds(TestNode node) throws Exception {
    CountDownLatch looping = new CountDownLatch(1000);
    Pid victim = node.spawn(() -> {
      while (true) {
        try {
          Process.self();
          looping.countDown();
          throw new IllegalStateException("again");
        } catch (Exception e) {
          assertThat(e).isInstanceOf(IllegalStateException.class);
        }
      }
    });
    looping.await();
    node.kill(victim);
    node.await("the loop has ended", () -> node.node().zombies().isEmpty());
  }

  // A kill at any moment of what ties a process to the world: either it came before, and is undone, or it does not land.
  @Test
  void tiesRaceWithDeath(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      Pid witness = Process.self();
      for (int round = 0; round < 150; round++) {
        CountDownLatch running = new CountDownLatch(1);
        AtomicBoolean linked = new AtomicBoolean();
        AtomicBoolean owned = new AtomicBoolean();
        Process.Body body = () -> {
          running.countDown();
          Process.link(witness);
          linked.set(true);
          while (true) {
            Process.register("victim", Process.self());
            owned.set(Global.trySetLock("lock", "victim"));
            Process.monitor(witness);
            Process.sendAfter(Duration.ofHours(1), Process.self(), "never");
            Process.spawnLink(Messages::idle);
            Global.registerName("victim", Process.self());
            Process.unregister("victim");
          }
        };
        Pid victim =
            round % 2 == 0 ? Process.spawn(body) : EventProcess.spawn(SpawnOptions.DEFAULT, Blocks.handling(_ -> body.run()));
        Ref ref = Process.monitor(victim);
        Process.send(victim, "go");
        running.await();
        for (int i = 0; i < round * 40; i++) {
          Thread.onSpinWait();
        }
        Process.exit(victim, ExitReason.KILL);
        assertThat(Messages.downReason(ref)).isEqualTo(ExitReason.KILLED);
        node.await("only the witness is left", () -> Process.processes().equals(List.of(witness)));
        node.await("the code has ended", () -> node.node().zombies().isEmpty());
        assertThat(Process.registered()).isEmpty();
        assertThat(Global.registeredNames()).isEmpty();
        assertThat(node.node().timers().pending()).isZero();
        node.await("the witness is tied to nobody",
            () -> Process.info(witness).filter(i -> i.links().isEmpty() && i.monitoredBy().isEmpty()).isPresent());
        assertThat(Global.trySetLock("lock", "witness")).as("the lock is free; it was held: " + owned).isTrue();
        Global.delLock("lock", "witness");
        List<Info.Exit> exits = new ArrayList<>();
        Messages.now(Info.Exit.class).ifPresent(exits::add);
        if (linked.get()) {
          assertThat(exits).containsExactly(new Info.Exit(victim, ExitReason.KILLED));
        }
        Messages.assertNoMessage();
      }
    });
  }
}
