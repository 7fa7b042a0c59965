package dev.ninefold.genevent;

import static dev.ninefold.genevent.TestHandler.key;
import static dev.ninefold.genevent.TestHandler.run;
import static dev.ninefold.genevent.TestHandler.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ninefold.gen.Request;
import dev.ninefold.gen.Requests;
import dev.ninefold.gen.Response;
import dev.ninefold.genevent.TestHandler.Heard;
import dev.ninefold.process.Process;
import dev.ninefold.process.ThrownException;
import dev.ninefold.report.HandlerTerminateReport;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which handlers handle what, in which order: GE-3 to GE-7, and the results of callbacks: GE-9, GE-10, GE-16, GE-18, GE-20, GE-27 to GE-34. */
@WithNode
class HandlerOrderTest {

  private static ManagerRef<Object> start(String... names) {
    ManagerRef<Object> manager = GenEvent.start().orElseThrow();
    for (String name : names) {
      add(manager, script(name, name));
    }
    return manager;
  }

  private static void add(ManagerRef<Object> manager, TestHandler.Script script) {
    GenEvent.addHandler(manager, script.key(), script.module());
  }

  private static void heard(String handler, String callback, Object what) {
    assertThat(Process.receive()).isEqualTo(new Heard(handler, callback, what));
  }

  private static HandlerError error(Runnable code) {
    return catchThrowableOfType(HandlerException.class, code::run).error();
  }

  @Test
  void theNewestHandlesAnEventFirst(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = start("a", "b", "c");
      assertThat(GenEvent.whichHandlers(manager)).isEqualTo(List.of(key("c"), key("b"), key("a")));
      GenEvent.notify(manager, 1);
      GenEvent.notify(manager, 2);
      Process.send(manager.pid(), 3);
      for (String name : List.of("c", "b", "a")) {
        heard(name, "event", 1);
      }
      for (String name : List.of("c", "b", "a")) {
        heard(name, "event", 2);
      }
      for (String name : List.of("c", "b", "a")) {
        heard(name, "info", 3);
      }
      GenEvent.stop(manager);
      for (String name : List.of("c", "b", "a")) {
        heard(name, "terminate", new Removal.Stop());
      }
    });
  }

  @Test
  void theNewestOfSeveralWithOneKeyIsMeant(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = GenEvent.start().orElseThrow();
      add(manager, script("same", "old"));
      add(manager, script("same", "new"));
      add(manager, script("other", "other"));
      assertThat(GenEvent.call(manager, key("same"), TestHandler.state())).isEqualTo("new");
      GenEvent.deleteHandler(manager, key("same"), "args");
      heard("same", "terminate", new Removal.Deleted("args"));
      assertThat(GenEvent.call(manager, key("same"), TestHandler.state())).isEqualTo("old");
      // GE-3: without an id it denotes only those without one
      assertThat(error(() -> GenEvent.call(manager, HandlerKey.of(TestHandler.class), TestHandler.state())))
          .isEqualTo(new HandlerError.NotInstalled(HandlerKey.of(TestHandler.class)));
      GenEvent.stop(manager);
    });
  }

  @Test
  void aSwapByACallerGoesToTheFrontOneByAHandlerStaysInPlace(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = start("a", "b", "c");
      GenEvent.swapHandler(manager, key("b"), "args", key("d"), script("d", "d").module());
      heard("b", "terminate", new Removal.Swapped("args"));
      assertThat(GenEvent.whichHandlers(manager)).isEqualTo(List.of(key("d"), key("c"), key("a")));
      GenEvent.syncNotify(manager, run("c", state -> HandlerNext.swap("mine", state, key("e"), script("e", "e").module())));
      assertThat(GenEvent.whichHandlers(manager)).isEqualTo(List.of(key("d"), key("e"), key("a")));
      GenEvent.stop(manager);
    });
  }

  // GE-28 to GE-30: what the new handler is told of the old one
  @Test
  void whatAHandlerLeavesForTheNextOne(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = GenEvent.start().orElseThrow();
      IllegalStateException crash = new IllegalStateException("in terminate");
      add(manager, script("left", "s").withTerminate((why, state) -> List.of(why, state)));
      add(manager, script("threw", "s").withTerminate((_, _) -> {
        throw new ThrownException("thrown");
      }));
      add(manager, script("crashed", "s").withTerminate((_, _) -> {
        throw crash;
      }));
      var newest = script("new", "s").withAfterSwap(HandlerInit::ok);
      GenEvent.swapHandler(manager, key("left"), "args", newest.key(), newest.module());
      assertThat(GenEvent.call(manager, newest.key(), TestHandler.state()))
          .isEqualTo(new Predecessor.Terminated(List.of(new Removal.Swapped("args"), "s")));
      GenEvent.swapHandler(manager, key("threw"), "args", newest.key(), newest.module());
      assertThat(GenEvent.call(manager, newest.key(), TestHandler.state())).isEqualTo(new Predecessor.Terminated("thrown"));
      GenEvent.swapHandler(manager, key("crashed"), "args", newest.key(), newest.module());
      assertThat(GenEvent.call(manager, newest.key(), TestHandler.state()))
          .isEqualTo(new Predecessor.Crashed(new ExitReason.Crashed(crash)));
      GenEvent.swapHandler(manager, key("missing"), "args", newest.key(), newest.module());
      assertThat(GenEvent.call(manager, newest.key(), TestHandler.state())).isEqualTo(new Predecessor.Missing());
      GenEvent.stop(manager);
    });
  }

  @Test
  void aSwapWhoseInitFailsLeavesNeither(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = start("a");
      var refusing = script("b", "b").withAfterSwap(_ -> HandlerInit.failed("no"));
      assertThat(error(() -> GenEvent.swapHandler(manager, key("a"), "args", refusing.key(), refusing.module())))
          .isEqualTo(new HandlerFailure.Refused("no"));
      assertThat(GenEvent.whichHandlers(manager)).isEmpty();
      GenEvent.stop(manager);
      assertThat(node.reports(HandlerTerminateReport.class)).isEmpty();
    });
  }

  // GE-10: whatever an init does, nothing is reported
  @Test
  void whatAnInitMayDo(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = GenEvent.start().orElseThrow();
      IllegalStateException crash = new IllegalStateException("in init");
      assertThat(error(() -> add(manager, script("a", "s").withInit(_ -> {
        throw crash;
      })))).isEqualTo(new HandlerFailure.Exit(new ExitReason.Crashed(crash)));
      assertThat(error(() -> add(manager, script("a", "s").withInit(_ -> {
        throw Process.exit(ExitReason.of("why"));
      })))).isEqualTo(new HandlerFailure.Exit(ExitReason.of("why")));
      assertThat(error(() -> add(manager, script("a", "s").withInit(_ -> {
        throw new ThrownException("value");
      })))).isEqualTo(new HandlerFailure.BadReturn("value"));
      assertThat(error(() -> GenEvent.addHandler(manager, key("a"), () -> null))).isInstanceOf(HandlerFailure.Exit.class);
      add(manager, script("a", "s").withInit(_ -> {
        throw new ThrownException(HandlerInit.ok("thrown"));
      }));
      assertThat(GenEvent.call(manager, key("a"), TestHandler.state())).isEqualTo("thrown");
      GenEvent.stop(manager);
      assertThat(node.reports(HandlerTerminateReport.class)).isEmpty();
    });
  }

  // GE-18, GE-20
  @Test
  void aThrownValueCountsAsReturned(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = start("a");
      GenEvent.syncNotify(manager, run("a", _ -> {
        throw new ThrownException(HandlerNext.ok("thrown"));
      }));
      assertThat(GenEvent.call(manager, key("a"), TestHandler.state())).isEqualTo("thrown");
      GenEvent.syncNotify(manager, run("a", _ -> {
        throw new ThrownException(HandlerNext.remove());
      }));
      heard("a", "terminate", new Removal.RemoveHandler());
      assertThat(GenEvent.whichHandlers(manager)).isEmpty();
      GenEvent.stop(manager);
    });
  }

  @Test
  void aReplyToAnotherRequestIsABadReturn(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = start("a");
      TestHandler.Do other = TestHandler.state();
      assertThat(error(() -> GenEvent.call(manager, key("a"),
          new TestHandler.Do((_, state) -> HandlerReply.reply(other, "value", state)))))
          .isInstanceOf(HandlerFailure.BadReturn.class);
      node.expectReport(HandlerTerminateReport.class);
      GenEvent.stop(manager);
    });
  }

  // "a call that no manager knows": docs/differences.md
  @Test
  void aForeignCallIsRefused(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = start("a");
      record Foreign() implements Request<String> {}
      var id = Requests.send(manager.destination(), new Foreign());
      assertThat(GenEvent.receiveResponse(id, Timeout.INFINITY))
          .isEqualTo(new Response.Error<>(ExitReason.of("badcall"), manager.pid()));
      assertThat(Process.isMailboxEmpty()).isTrue();
      GenEvent.stop(manager);
    });
  }

  // a terminate that fails where nobody gets its result: OTP says nothing, this reports it
  @Test
  void aFailingTerminateIsReportedUnlessSomebodyIsTold(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = GenEvent.start().orElseThrow();
      var failing = script("a", "s").withTerminate((_, _) -> {
        throw new IllegalStateException("in terminate");
      });
      add(manager, failing);
      assertThat(error(() -> GenEvent.deleteHandler(manager, key("a"), "args"))).isInstanceOf(HandlerFailure.Exit.class);
      add(manager, failing);
      GenEvent.syncNotify(manager, run("a", _ -> HandlerNext.remove()));
      add(manager, failing);
      GenEvent.stop(manager);
      assertThat(node.expectReports(2, HandlerTerminateReport.class)).extracting(HandlerTerminateReport::lastMessage)
          .containsExactly(new Removal.RemoveHandler(), new Removal.Stop());
      assertThat(node.reports(HandlerTerminateReport.class)).hasSize(2);
    });
  }

  @Test
  void keysPrintAsInOtp() {
    assertThat(key("x")).hasToString("{" + TestHandler.class.getName() + ", x}");
    assertThat(DummyH.KEY).hasToString(DummyH.class.getName());
    assertThat(key("x").id()).isEqualTo(Optional.of("x"));
  }
}
