package dev.ninefold.genevent;

import static dev.ninefold.genevent.TestHandler.crash;
import static dev.ninefold.genevent.TestHandler.key;
import static dev.ninefold.genevent.TestHandler.run;
import static dev.ninefold.genevent.TestHandler.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.genevent.HandlerExit.Reason;
import dev.ninefold.genevent.TestHandler.Heard;
import dev.ninefold.process.Info;
import dev.ninefold.process.MailboxLimit;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessInfo;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.process.ThrownException;
import dev.ninefold.report.HandlerTerminateReport;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every path on which the owner of a handler is told, and what its death does: GE-11 to GE-13, GE-35 to GE-48. */
@WithNode
class HandlerOwnerTest {

  private static final Reason NORMAL = new Reason.Normal();
  private static final Reason SHUTDOWN = new Reason.Shutdown();

  private static void supervised(ManagerRef<Object> manager, TestHandler.Script script) {
    GenEvent.addSupHandler(manager, script.key(), script.module());
  }

  /** What the owner was told; what its handlers say is skipped. */
  private static HandlerExit told() {
    return Process.receive(HandlerExit.class);
  }

  private static void nothingMore() {
    assertThat(Process.receive(HandlerExit.class, _ -> true, Duration.ZERO)).isEmpty();
  }

  private static Reason failed(Object value) {
    return new Reason.Failed(new HandlerFailure.BadReturn(value));
  }

  @Test
  void exactlyOneMessageForEachRemoval(TestNode node) throws Exception {
    node.ignoreReports(HandlerTerminateReport.class);
    node.run(() -> {
      ManagerRef<Object> manager = GenEvent.start().orElseThrow();
      Pid pid = manager.pid();
      // GE-36: deleted, or removed by itself from an event, a message, a call
      List<Runnable> removals = List.of(
          () -> GenEvent.deleteHandler(manager, key("a"), "args"),
          () -> GenEvent.syncNotify(manager, run("a", _ -> HandlerNext.remove())),
          () -> Process.send(pid, run("a", _ -> HandlerNext.remove())),
          () -> GenEvent.call(manager, key("a"), new TestHandler.Do((request, _) -> HandlerReply.remove(request, "ok"))));
      for (Runnable removal : removals) {
        supervised(manager, script("a", "s"));
        removal.run();
        assertThat(told()).isEqualTo(new HandlerExit(pid, key("a"), NORMAL));
      }
      // GE-39: a bad return value, an exit, a crash, from an event, a message, a call
      supervised(manager, script("a", "s"));
      GenEvent.notify(manager, run("a", _ -> {
        throw new ThrownException("bad");
      }));
      assertThat(told()).isEqualTo(new HandlerExit(pid, key("a"), failed("bad")));
      supervised(manager, script("a", "s"));
      Process.send(pid, run("a", _ -> null));
      assertThat(told()).isEqualTo(new HandlerExit(pid, key("a"), failed("null")));
      supervised(manager, script("a", "s"));
      TestHandler.Do exiting = new TestHandler.Do((_, _) -> {
        throw Process.exit(ExitReason.of("why"));
      });
      HandlerError error = catchThrowableOfType(HandlerException.class, () -> GenEvent.call(manager, key("a"), exiting)).error();
      // GE-43: told before the caller is answered
      HandlerExit exit = Process.receive(HandlerExit.class, _ -> true, Duration.ZERO).orElseThrow();
      assertThat(exit)
          .isEqualTo(new HandlerExit(pid, key("a"), new Reason.Failed(new HandlerFailure.Exit(ExitReason.of("why")))));
      assertThat(error).isEqualTo(new HandlerFailure.Exit(ExitReason.of("why")));
      supervised(manager, script("a", "s"));
      GenEvent.notify(manager, crash("a"));
      assertThat(told().reason()).isInstanceOfSatisfying(Reason.Failed.class,
          f -> assertThat(f.failure()).isInstanceOf(HandlerFailure.Exit.class));
      // GE-37, GE-48
      supervised(manager, script("a", "s"));
      supervised(manager, script("b", "s"));
      GenEvent.stop(manager);
      assertThat(told()).isEqualTo(new HandlerExit(pid, key("b"), SHUTDOWN));
      assertThat(told()).isEqualTo(new HandlerExit(pid, key("a"), SHUTDOWN));
      nothingMore();
    });
  }

  // GE-31, GE-32, GE-38, GE-40, GE-41
  @Test
  void aSwapTellsWhoTookThePlace(TestNode node) throws Exception {
    node.ignoreReports(HandlerTerminateReport.class);
    node.run(() -> {
      ManagerRef<Object> manager = GenEvent.start().orElseThrow();
      Pid pid = manager.pid();
      Pid self = Process.self();
      supervised(manager, script("a", "s"));
      // by swap_handler of somebody else: the owner stays
      var next = script("b", "s").module();
      Pid other = node.spawn(() -> GenEvent.swapHandler(manager, key("a"), "args", key("b"), next));
      assertThat(told()).isEqualTo(new HandlerExit(pid, key("a"), new Reason.Swapped(key("b"), Optional.of(self))));
      node.awaitDeath(other);
      // by itself, from a message: the owner stays
      Process.send(pid, run("b", s -> HandlerNext.swap("args", s, key("c"), script("c", "s").module())));
      assertThat(told()).isEqualTo(new HandlerExit(pid, key("b"), new Reason.Swapped(key("c"), Optional.of(self))));
      // by itself, and the init fails: told twice
      GenEvent.notify(manager, run("c", s -> HandlerNext.swap("args", s, key("d"),
          script("d", "s").withAfterSwap(_ -> HandlerInit.failed("no")).module())));
      assertThat(told()).isEqualTo(new HandlerExit(pid, key("c"), new Reason.Swapped(key("d"), Optional.of(self))));
      HandlerExit second = told();
      assertThat(second).isEqualTo(new HandlerExit(pid, key("d"), new Reason.SwapFailed(new HandlerFailure.Refused("no"))));
      assertThat(second.reason()).hasToString("crash");
      // a failed swap by a caller: only the swapped message
      supervised(manager, script("e", "s"));
      assertThatThrownBy(() -> GenEvent.swapHandler(manager, key("e"), "args", key("f"),
          script("f", "s").withAfterSwap(_ -> HandlerInit.failed("no")).module())).isInstanceOf(HandlerException.class);
      assertThat(told()).isEqualTo(new HandlerExit(pid, key("e"), new Reason.Swapped(key("f"), Optional.of(self))));
      nothingMore();
      assertThat(GenEvent.whichHandlers(manager)).isEmpty();
      GenEvent.stop(manager);
    });
  }

  @Test
  void swapSupHandlerMakesTheCallerTheOwner(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = GenEvent.start().orElseThrow();
      Pid pid = manager.pid();
      supervised(manager, script("a", "s"));
      var next = script("b", "s").module();
      Pid other = node.spawn(() -> {
        GenEvent.swapSupHandler(manager, key("a"), "args", key("b"), next);
        Process.receive(Object.class, m -> m.equals("end"));
      });
      assertThat(told()).isEqualTo(new HandlerExit(pid, key("a"), new Reason.Swapped(key("b"), Optional.of(other))));
      Process.send(other, "end");
      node.await("b is gone with its owner", () -> GenEvent.whichHandlers(manager).isEmpty());
      GenEvent.stop(manager);
      nothingMore();
    });
  }

  // GE-44, GE-45, GE-47
  @Test
  void theOwnersEndRemovesItsHandlersAndTheOthersAreTold(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = GenEvent.start().orElseThrow();
      var first = script("first", "s").module();
      var second = script("second", "s").module();
      supervised(manager, script("mine", "s"));
      for (ExitReason reason : List.of(ExitReason.NORMAL, ExitReason.of("why"))) {
        Pid owner = node.spawn(() -> {
          GenEvent.addSupHandler(manager, key("first"), first);
          GenEvent.addSupHandler(manager, key("second"), second);
          throw Process.exit(reason);
        });
        assertThat(Process.receive()).isEqualTo(new Heard("second", "terminate", new Removal.OwnerExited(reason)));
        assertThat(Process.receive()).isEqualTo(new Heard("first", "terminate", new Removal.OwnerExited(reason)));
        assertThat(Process.receive()).isEqualTo(new Heard("mine", "info", new Info.Exit(owner, reason)));
        assertThat(GenEvent.whichHandlers(manager)).containsExactly(key("mine"));
      }
      // of any other process that is linked: only the message
      Pid linked = node.spawn(() -> Process.link(manager.pid()));
      assertThat(Process.receive()).isEqualTo(new Heard("mine", "info", new Info.Exit(linked, ExitReason.NORMAL)));
      GenEvent.stop(manager);
    });
  }

  // GE-46: an exit signal of a living owner looks the same, and it is told
  @Test
  void anExitSignalOfALivingOwnerHasTheSameEffect(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = GenEvent.start().orElseThrow();
      supervised(manager, script("a", "s"));
      Process.exit(manager.pid(), ExitReason.of("why"));
      assertThat(told()).isEqualTo(new HandlerExit(manager.pid(), key("a"), SHUTDOWN));
      assertThat(GenEvent.whichHandlers(manager)).isEmpty();
      GenEvent.stop(manager);
    });
  }

  // GE-11, GE-12
  @Test
  void theLinkIsMadeBeforeInitAndStays(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = GenEvent.start().orElseThrow();
      assertThatThrownBy(() -> supervised(manager, script("a", "s").withInit(_ -> HandlerInit.failed("no"))))
          .isInstanceOf(HandlerException.class);
      assertThat(links(Process.self())).containsExactly(manager.pid());
      supervised(manager, script("a", "s"));
      GenEvent.deleteHandler(manager, key("a"), "args");
      assertThat(links(Process.self())).containsExactly(manager.pid());
      supervised(manager, script("a", "s"));
      // GE-13, GE-48: an orderly stop unlinks; this process does not trap exits, and goes on
      GenEvent.stop(manager, ExitReason.SHUTDOWN, Duration.ofMinutes(1));
      assertThat(links(Process.self())).isEmpty();
    });
  }

  private static Set<Pid> links(Pid pid) {
    return Set.copyOf(Process.info(pid).map(ProcessInfo::links).orElseThrow());
  }

  // GE-13, GE-42
  @Test
  void aKilledManagerTakesItsOwnersAlong(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = GenEvent.start().orElseThrow();
      var module = script("a", "s").module();
      Pid owner = node.spawn(() -> {
        GenEvent.addSupHandler(manager, key("a"), module);
        Process.receive(Object.class, _ -> false);
      });
      Process.trapExit(true);
      supervised(manager, script("b", "s"));
      node.await("both are there", () -> GenEvent.whichHandlers(manager).size() == 2);
      Process.exit(manager.pid(), ExitReason.KILL);
      assertThat(Process.receive()).isEqualTo(new Info.Exit(manager.pid(), ExitReason.KILLED));
      node.awaitDeath(owner);
      nothingMore();
    });
  }

  // GE-8, GE-48: the parent's exit, of any reason; a parent that is an owner stays linked
  @Test
  void theParentsExitStopsTheManager(TestNode node) throws Exception {
    node.run(() -> {
      for (ExitReason reason : List.of(ExitReason.NORMAL, ExitReason.SHUTDOWN, ExitReason.shutdown("why"))) {
        Process.trapExit(true);
        ManagerRef<Object> manager = GenEvent.startLink(StartOptions.DEFAULT).orElseThrow();
        supervised(manager, script("a", "s"));
        Process.exit(manager.pid(), reason);
        assertThat(Process.receive()).isEqualTo(new Heard("a", "terminate", new Removal.Stop()));
        assertThat(Process.receive()).isEqualTo(new HandlerExit(manager.pid(), key("a"), SHUTDOWN));
        assertThat(Process.receive()).isEqualTo(new Info.Exit(manager.pid(), reason));
      }
    });
  }

  @Test
  void aThreadCannotOwn(TestNode node) throws Exception {
    ManagerRef<Object> manager = node.run(() -> GenEvent.start().orElseThrow());
    assertThatThrownBy(() -> GenEvent.addSupHandler(manager, DummyH.KEY, DummyH::makeError))
        .isInstanceOf(IllegalStateException.class);
    // everything else works from a thread
    GenEvent.addHandler(manager, DummyH.KEY, DummyH.state("state"));
    assertThat(GenEvent.call(manager, DummyH.KEY, new DummyAsk.Hejsan())).isEqualTo("hejhopp");
    GenEvent.stop(manager);
  }

  // what an owner is told passes the limit of its mailbox, as an exit signal does
  @Test
  void aFullMailboxOfTheOwnerDoesNotDisturbTheManager(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = GenEvent.start().orElseThrow();
      var module = script("a", "s").module();
      Pid self = Process.self();
      Pid owner = Process.spawn(SpawnOptions.DEFAULT.withMailbox(new MailboxLimit(1, MailboxLimit.WhenFull.REFUSE)), () -> {
        GenEvent.addSupHandler(manager, key("a"), module);
        Process.send(self, "added");
        Process.send(self, Process.receive(HandlerExit.class));
      });
      assertThat(Process.receive()).isEqualTo("added");
      Process.send(owner, "fills it");
      GenEvent.deleteHandler(manager, key("a"), "args");
      assertThat(told()).isEqualTo(new HandlerExit(manager.pid(), key("a"), NORMAL));
      node.awaitDeath(owner);
      GenEvent.stop(manager);
    });
  }
}
