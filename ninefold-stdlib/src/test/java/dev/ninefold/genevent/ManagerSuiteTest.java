package dev.ninefold.genevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ninefold.gen.Response;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.process.CallException;
import dev.ninefold.process.CallException.CallTimeoutException;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.report.HandlerTerminateReport;
import dev.ninefold.sys.Sys;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The cases of gen_event_SUITE that add, delete, swap and call handlers, with its two handlers. */
@WithNode
class ManagerSuiteTest {

  private static final String SUITE = "gen_event_SUITE";
  private static final ManagerRef<Object> MANAGER = ManagerRef.named("my_dummy_handler");
  private static final DummyAsk.Hejsan HEJSAN = new DummyAsk.Hejsan();
  private static final HandlerExit.Reason NORMAL = new HandlerExit.Reason.Normal();
  private static final HandlerFailure FAULTY = new HandlerFailure.BadReturn(DummyH.FAULTY);

  private static Pid start() {
    return GenEvent.start(StartOptions.named("my_dummy_handler")).orElseThrow().pid();
  }

  private static HandlerError error(Runnable code) {
    return catchThrowableOfType(HandlerException.class, code::run).error();
  }

  private static void installed(HandlerKey<?>... keys) {
    assertThat(GenEvent.whichHandlers(MANAGER)).isEqualTo(List.of(keys));
  }

  private static void heard(Object expected) {
    assertThat(Process.receive()).isEqualTo(expected);
  }

  /** {gen_event_EXIT, Handler, {'EXIT', _}}. */
  private static void heardCrash(HandlerKey<?> handler) {
    HandlerExit exit = Process.receive(HandlerExit.class);
    assertThat(exit.handler()).isEqualTo(handler);
    assertThat(exit.reason()).isInstanceOfSatisfying(HandlerExit.Reason.Failed.class,
        failed -> assertThat(failed.failure()).isInstanceOf(HandlerFailure.Exit.class));
  }

  @Test
  @OtpCase(suite = SUITE, name = "add_handler")
  void addHandler(TestNode node) throws Exception {
    node.run(() -> {
      start();
      HandlerKey<DummyH> withId = HandlerKey.of(DummyH.class, Process.self());
      // {error, my_error} = add_handler(.., dummy_h, make_error), [] = which_handlers(..), ok = add_handler(.., dummy_h, [self()])
      assertThat(error(() -> GenEvent.addHandler(MANAGER, DummyH.KEY, DummyH::makeError)))
          .isEqualTo(new HandlerFailure.Refused("my_error"));
      installed();
      GenEvent.addHandler(MANAGER, DummyH.KEY, DummyH.parent());
      installed(DummyH.KEY);
      // the same with {dummy_h, self()}: the newest first
      assertThat(error(() -> GenEvent.addHandler(MANAGER, withId, DummyH::makeError)))
          .isEqualTo(new HandlerFailure.Refused("my_error"));
      installed(DummyH.KEY);
      GenEvent.addHandler(MANAGER, withId, DummyH.parent());
      installed(withId, DummyH.KEY);
      GenEvent.stop(MANAGER);
    });
  }

  // add_sup_handler, which is not counted; without the second of sleep
  @Test
  void addSupHandler(TestNode node) throws Exception {
    node.run(() -> {
      Pid manager = start();
      HandlerKey<DummyH> withId = HandlerKey.of(DummyH.class, Process.self());
      assertThat(error(() -> GenEvent.addSupHandler(MANAGER, DummyH.KEY, DummyH::makeError)))
          .isEqualTo(new HandlerFailure.Refused("my_error"));
      GenEvent.addSupHandler(MANAGER, DummyH.KEY, DummyH.parent());
      installed(DummyH.KEY);
      // exit(Pid, sup_died): to the manager it looks as if the owner had ended
      Process.exit(manager, ExitReason.of("sup_died"));
      installed();
      heard(new HandlerExit(manager, DummyH.KEY, new HandlerExit.Reason.Shutdown()));
      GenEvent.addSupHandler(MANAGER, DummyH.KEY, DummyH.parent());
      GenEvent.addSupHandler(MANAGER, withId, DummyH.parent());
      installed(withId, DummyH.KEY);
      GenEvent.stop(MANAGER);
      heard(new HandlerExit(manager, withId, new HandlerExit.Reason.Shutdown()));
      heard(new HandlerExit(manager, DummyH.KEY, new HandlerExit.Reason.Shutdown()));
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "delete_handler")
  void deleteHandler(TestNode node) throws Exception {
    node.run(() -> {
      start();
      // {error, module_not_found} of another module, return_hej, then [], of one without and of two with an id
      GenEvent.addHandler(MANAGER, DummyH.KEY, DummyH.parent());
      assertThat(error(() -> GenEvent.deleteHandler(MANAGER, Dummy1H.KEY, List.of())))
          .isEqualTo(new HandlerError.NotInstalled(Dummy1H.KEY));
      assertThat(GenEvent.deleteHandler(MANAGER, DummyH.KEY, "return_hej")).isEqualTo("return_hej");
      installed();
      GenEvent.addHandler(MANAGER, DummyH.KEY, DummyH.parent());
      assertThat(GenEvent.deleteHandler(MANAGER, DummyH.KEY, List.of())).isEqualTo("ok");
      installed();

      HandlerKey<DummyH> one = HandlerKey.of(DummyH.class, 1);
      HandlerKey<DummyH> two = HandlerKey.of(DummyH.class, 2);
      GenEvent.addHandler(MANAGER, one, DummyH.parent());
      GenEvent.addHandler(MANAGER, two, DummyH.parent());
      HandlerKey<Dummy1H> other = HandlerKey.of(Dummy1H.class, 1);
      assertThat(error(() -> GenEvent.deleteHandler(MANAGER, other, List.of())))
          .isEqualTo(new HandlerError.NotInstalled(other));
      assertThat(GenEvent.deleteHandler(MANAGER, one, "return_hej")).isEqualTo("return_hej");
      assertThat(GenEvent.deleteHandler(MANAGER, two, "return_hej")).isEqualTo("return_hej");
      installed();
      GenEvent.addHandler(MANAGER, two, DummyH.parent());
      assertThat(GenEvent.deleteHandler(MANAGER, two, List.of())).isEqualTo("ok");
      installed();
      GenEvent.stop(MANAGER);
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "swap_handler")
  void swapHandler(TestNode node) throws Exception {
    node.run(() -> {
      start();
      GenEvent.addHandler(MANAGER, DummyH.KEY, DummyH.parent());
      // {error, non_existing} = swap_handler(.., {faulty_h, swap}, {dummy1_h, []}), ok = swap_handler(.., {dummy_h, swap}, ..)
      HandlerKey<TestHandler> faulty = TestHandler.key("faulty");
      HandlerError nonExisting = new HandlerFailure.BadReturn("non_existing");
      assertThat(error(() -> GenEvent.swapHandler(MANAGER, faulty, "swap", Dummy1H.KEY, Dummy1H.parent())))
          .isEqualTo(nonExisting);
      GenEvent.swapHandler(MANAGER, DummyH.KEY, "swap", Dummy1H.KEY, () -> new Dummy1H("nobody"));
      installed(Dummy1H.KEY);
      // the new one has the state that the old one has left: it tells this process
      GenEvent.notify(MANAGER, "event");
      heard(new Dummy1H.Heard("event"));
      GenEvent.deleteHandler(MANAGER, Dummy1H.KEY, List.of());
      // the same with ids
      HandlerKey<DummyH> three = HandlerKey.of(DummyH.class, 3);
      HandlerKey<Dummy1H> four = HandlerKey.of(Dummy1H.class, 4);
      GenEvent.addHandler(MANAGER, three, DummyH.parent());
      assertThat(error(() -> GenEvent.swapHandler(MANAGER, faulty, "swap", Dummy1H.KEY, Dummy1H.parent())))
          .isEqualTo(nonExisting);
      GenEvent.swapHandler(MANAGER, three, "swap", four, Dummy1H.parent());
      installed(four);
      GenEvent.deleteHandler(MANAGER, four, List.of());
      GenEvent.stop(MANAGER);
    });
  }

  // swap_sup_handler, which is not counted
  @Test
  void swapSupHandler(TestNode node) throws Exception {
    node.run(() -> {
      Pid manager = start();
      GenEvent.addSupHandler(MANAGER, DummyH.KEY, DummyH.parent());
      GenEvent.swapHandler(MANAGER, DummyH.KEY, "swap", Dummy1H.KEY, Dummy1H.parent());
      heard(new HandlerExit(manager, DummyH.KEY, swapped(Dummy1H.KEY)));
      GenEvent.deleteHandler(MANAGER, Dummy1H.KEY, List.of());
      heard(new HandlerExit(manager, Dummy1H.KEY, NORMAL));
      HandlerKey<DummyH> three = HandlerKey.of(DummyH.class, 3);
      HandlerKey<Dummy1H> four = HandlerKey.of(Dummy1H.class, 4);
      GenEvent.addSupHandler(MANAGER, three, DummyH.parent());
      GenEvent.swapSupHandler(MANAGER, three, "swap", four, Dummy1H.parent());
      heard(new HandlerExit(manager, three, swapped(four)));
      installed(four);
      GenEvent.deleteHandler(MANAGER, four, List.of());
      heard(new HandlerExit(manager, four, NORMAL));
      GenEvent.stop(MANAGER);
    });
  }

  private static HandlerExit.Reason swapped(HandlerKey<?> handler) {
    return new HandlerExit.Reason.Swapped(handler, Optional.of(Process.self()));
  }

  /** Sends an event, or something else. */
  private interface Sending {
    void send(Object what);
  }

  /** What notify, sync_notify and info do with one handler under one key, supervised or not. */
  private static void handles(
      Sending sending, Pid manager, HandlerKey<DummyH> key, HandlerKey<Dummy1H> key1, boolean supervised, String error,
      String delete) {
    add(key, supervised);
    installed(key);
    sending.send("event");
    heard(new DummyH.Heard("event"));
    sending.send(new DummyH.Swap<>(key1, () -> new Dummy1H("nobody")));
    installed(key1);
    if (supervised) {
      heard(new HandlerExit(manager, key, swapped(key1)));
    }
    sending.send("event");
    heard(new Dummy1H.Heard("event"));
    sending.send(delete);
    heard(new Dummy1H.Heard("removed"));
    if (supervised) {
      heard(new HandlerExit(manager, key1, NORMAL));
    }
    installed();
    add(key, supervised);
    sending.send(error);
    heard(new DummyH.Heard("returned_error"));
    if (supervised) {
      heard(new HandlerExit(manager, key, new HandlerExit.Reason.Failed(FAULTY)));
    }
    installed();
    add(key, supervised);
    sending.send("do_crash");
    if (supervised) {
      heardCrash(key);
    }
    installed();
  }

  private static void add(HandlerKey<DummyH> key, boolean supervised) {
    if (supervised) {
      GenEvent.addSupHandler(MANAGER, key, DummyH.parent());
    } else {
      GenEvent.addHandler(MANAGER, key, DummyH.parent());
    }
  }

  private static void handlesAll(TestNode node, Sending sending, String error, String delete) throws Exception {
    node.run(() -> {
      Pid manager = start();
      handles(sending, manager, DummyH.KEY, Dummy1H.KEY, false, error, delete);
      handles(sending, manager, HandlerKey.of(DummyH.class, 5), HandlerKey.of(Dummy1H.class, 9), false, error, delete);
      handles(sending, manager, DummyH.KEY, Dummy1H.KEY, true, error, delete);
      GenEvent.stop(MANAGER);
    });
    assertThat(node.expectReports(6, HandlerTerminateReport.class)).extracting(HandlerTerminateReport::name)
        .containsOnly("my_dummy_handler");
  }

  // notify and sync_notify, which are not counted
  @Test
  void notifies(TestNode node) throws Exception {
    handlesAll(node, event -> GenEvent.notify(MANAGER, event), "error_event", "delete_event");
  }

  @Test
  void notifiesAndWaits(TestNode node) throws Exception {
    handlesAll(node, event -> GenEvent.syncNotify(MANAGER, event), "error_event", "delete_event");
  }

  @Test
  @OtpCase(suite = SUITE, name = "info")
  void info(TestNode node) throws Exception {
    handlesAll(node, message -> Process.send(MANAGER.pid(), message), "error_info", "delete_info");
  }

  @Test
  @OtpCase(suite = SUITE, name = "call")
  void call(TestNode node) throws Exception {
    node.run(() -> {
      Pid manager = start();
      HandlerKey<DummyH> one = HandlerKey.of(DummyH.class, 1);
      GenEvent.addHandler(MANAGER, DummyH.KEY, DummyH.parent());
      GenEvent.addHandler(MANAGER, one, DummyH.parent());
      installed(one, DummyH.KEY);
      // {'EXIT', _} of a manager that does not exist
      assertThatThrownBy(() -> GenEvent.call(ManagerRef.named("non_exist"), DummyH.KEY, HEJSAN))
          .isInstanceOf(CallException.class);
      // {error, bad_module}, {ok, hejhopp} by each key, and with a timeout
      assertThat(error(() -> GenEvent.call(MANAGER, Dummy1H.KEY, HEJSAN))).isEqualTo(new HandlerError.NotInstalled(Dummy1H.KEY));
      assertThat(GenEvent.call(MANAGER, DummyH.KEY, HEJSAN)).isEqualTo("hejhopp");
      assertThat(GenEvent.call(MANAGER, one, HEJSAN)).isEqualTo("hejhopp");
      assertThat(GenEvent.call(MANAGER, DummyH.KEY, HEJSAN, Duration.ofSeconds(10))).isEqualTo("hejhopp");
      // {'EXIT', {timeout, _}}, for sure if the manager is suspended; nothing is left behind
      Sys.suspend(MANAGER);
      assertThatThrownBy(() -> GenEvent.call(MANAGER, DummyH.KEY, HEJSAN, Duration.ZERO))
          .isInstanceOf(CallTimeoutException.class);
      Sys.resume(MANAGER);
      assertThat(GenEvent.call(MANAGER, DummyH.KEY, HEJSAN)).isEqualTo("hejhopp");
      assertThat(Process.isMailboxEmpty()).isTrue();
      // send_request: {reply, {ok, hejhopp}}, {error, bad_module} and {error, {noproc, _}}
      assertThat(async(MANAGER, one)).isEqualTo(new Response.Reply<>("hejhopp"));
      HandlerKey<DummyH> two = HandlerKey.of(DummyH.class, 2);
      assertThat(async(MANAGER, two))
          .isEqualTo(new Response.Error<>(ExitReason.of(new HandlerError.NotInstalled(two)), manager));
      assertThat(async(ManagerRef.named("non_exist"), one))
          .isEqualTo(new Response.Error<>(ExitReason.NOPROC, ManagerRef.named("non_exist").destination()));
      GenEvent.deleteHandler(MANAGER, DummyH.KEY, List.of());
      GenEvent.deleteHandler(MANAGER, one, List.of());

      calls(manager, DummyH.KEY, Dummy1H.KEY, false);
      calls(manager, HandlerKey.of(DummyH.class, 1), HandlerKey.of(Dummy1H.class, 2), false);
      calls(manager, DummyH.KEY, Dummy1H.KEY, true);
      GenEvent.stop(MANAGER);
    });
    node.expectReports(6, HandlerTerminateReport.class);
  }

  private static Object async(ManagerRef<Object> manager, HandlerKey<DummyH> key) {
    return GenEvent.waitResponse(GenEvent.sendRequest(manager, key, HEJSAN), Timeout.INFINITY);
  }

  /** Swapped, deleted, faulty and failing calls of a handler. */
  private static void calls(Pid manager, HandlerKey<DummyH> key, HandlerKey<Dummy1H> key1, boolean supervised) {
    add(key, supervised);
    assertThat(GenEvent.call(MANAGER, key, HEJSAN)).isEqualTo("hejhopp");
    // {ok, swapped}, and nobody under the old key
    assertThat(GenEvent.call(MANAGER, key, new DummyAsk.SwapCall<>(key1, () -> new Dummy1H("nobody")))).isEqualTo("swapped");
    if (supervised) {
      heard(new HandlerExit(manager, key, swapped(key1)));
    }
    installed(key1);
    assertThat(error(() -> GenEvent.call(MANAGER, key, HEJSAN))).isEqualTo(new HandlerError.NotInstalled(key));
    // ok = call(.., delete_call), {dummy1_h, removed}
    assertThat(GenEvent.call(MANAGER, key1, new DummyAsk.DeleteCall())).isEqualTo("ok");
    heard(new Dummy1H.Heard("removed"));
    if (supervised) {
      heard(new HandlerExit(manager, key1, NORMAL));
    }
    installed();
    // {error, {return, faulty}}
    add(key, supervised);
    assertThat(error(() -> GenEvent.call(MANAGER, key, new DummyAsk.ErrorCall()))).isEqualTo(FAULTY);
    heard(new DummyH.Heard("returned_error"));
    if (supervised) {
      heard(new HandlerExit(manager, key, new HandlerExit.Reason.Failed(FAULTY)));
    }
    installed();
    // {error, {'EXIT', _}}
    add(key, supervised);
    assertThat(error(() -> GenEvent.call(MANAGER, key, new DummyAsk.ExitCall()))).isInstanceOf(HandlerFailure.Exit.class);
    if (supervised) {
      heardCrash(key);
    }
    installed();
  }
}
