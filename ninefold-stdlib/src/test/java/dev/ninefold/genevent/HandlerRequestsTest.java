package dev.ninefold.genevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.gen.RequestId;
import dev.ninefold.gen.RequestIds;
import dev.ninefold.gen.RequestIds.Labelled;
import dev.ninefold.gen.RequestIds.Received;
import dev.ninefold.gen.Response;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.report.HandlerTerminateReport;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests whose responses are taken later, one by one and in collections: the cases send_request_*_reqid_collection of gen_event_SUITE. */
@WithNode(manualTime = true)
class HandlerRequestsTest {

  private static final String SUITE = "gen_event_SUITE";
  private static final DummyAsk.Hejsan HEJSAN = new DummyAsk.Hejsan();
  private static final Response<String> HEJHOPP = new Response.Reply<>("hejhopp");
  private static final Response<String> DELAYED = new Response.Reply<>("delayed");

  /** Waits for a response, by wait_response/3 or receive_response/3. */
  @FunctionalInterface
  private interface Waiting {
    RequestIds.Awaited<String, String> wait(RequestIds<String, String> ids, Duration timeout, boolean delete);
  }

  /** The same until a point in time. */
  @FunctionalInterface
  private interface WaitingUntil {
    RequestIds.Awaited<String, String> wait(RequestIds<String, String> ids, long deadline, boolean delete);
  }

  private static List<ManagerRef<Object>> managers() {
    return List.of("my_dummy_name1", "my_dummy_name2", "my_dummy_name3").stream().map(name -> {
      ManagerRef<Object> manager = GenEvent.start(StartOptions.named(name)).orElseThrow();
      GenEvent.addHandler(manager, DummyH.KEY, DummyH.parent());
      return manager;
    }).toList();
  }

  private static RequestId<String> hejsan(ManagerRef<Object> manager) {
    return GenEvent.sendRequest(manager, DummyH.KEY, HEJSAN);
  }

  private static DummyAsk.DelayedAnswer delayed(long millis) {
    return new DummyAsk.DelayedAnswer(Duration.ofMillis(millis));
  }

  private static void timers(TestNode node, int count) {
    node.await(count + " timers", () -> node.time().pending() == count);
  }

  /** Once that many timers run, the waiting one of the test among them, time goes on. */
  private static void meanwhile(TestNode node, int timers, Duration by) {
    Process.spawn(() -> {
      timers(node, timers);
      node.time().advance(by);
    });
  }

  /** {Response, Label, NewCollection}; returns the new collection, of that size. */
  private static RequestIds<String, String> received(Object result, Response<String> response, String label, int size) {
    @SuppressWarnings("unchecked") Received<String, String> received = (Received<String, String>) result;
    assertThat(received.response()).isEqualTo(response);
    assertThat(received.label()).isEqualTo(label);
    assertThat(received.ids().size()).isEqualTo(size);
    return received.ids();
  }

  /** req1 after 400 ms, req2 after 1 ms, req3 after 200 ms; all timers run. */
  private static RequestIds<String, String> three(TestNode node, List<ManagerRef<Object>> managers, long first, long third) {
    RequestIds<String, String> ids = RequestIds.empty();
    // reqids_add, send_request/5, reqids_size: 1, 2, 3
    ids = ids.add(GenEvent.sendRequest(managers.get(0), DummyH.KEY, delayed(first)), "req1");
    assertThat(ids.size()).isEqualTo(1);
    ids = GenEvent.sendRequest(managers.get(1), DummyH.KEY, delayed(1), "req2", ids);
    assertThat(ids.size()).isEqualTo(2);
    ids = GenEvent.sendRequest(managers.get(2), DummyH.KEY, delayed(third), "req3", ids);
    assertThat(ids.size()).isEqualTo(3);
    timers(node, 3);
    return ids;
  }

  private static void success(TestNode node, List<ManagerRef<Object>> managers, Waiting waiting) {
    RequestId<String> other = hejsan(managers.get(0));
    RequestIds<String, String> ids = three(node, managers, 400, 200);
    node.time().advance(Duration.ofMillis(1));
    // {{reply, delayed}, req2, ReqIdC4}, then req3, then req1, each deleted: sizes 2, 1, 0
    ids = received(waiting.wait(ids, Timeout.INFINITY, true), DELAYED, "req2", 2);
    node.time().advance(Duration.ofMillis(200));
    ids = received(waiting.wait(ids, Duration.ofMillis(7654), true), DELAYED, "req3", 1);
    node.time().advance(Duration.ofMillis(200));
    ids = received(waiting.wait(ids, Duration.ofSeconds(5), true), DELAYED, "req1", 0);
    assertThat(waiting.wait(ids, Duration.ofSeconds(5), true)).isEqualTo(new RequestIds.NoRequest<>());
    assertThat(GenEvent.waitResponse(other, Timeout.INFINITY)).isEqualTo(HEJHOPP);
    assertThat(Process.isMailboxEmpty()).isTrue();
  }

  private static void timeout(TestNode node, List<ManagerRef<Object>> managers, WaitingUntil waiting, boolean abandons) {
    RequestId<String> other = hejsan(managers.get(0));
    RequestIds<String, String> ids = three(node, managers, 1000, 500);
    long deadline = node.node().clock().millis() + 100;
    node.time().advance(Duration.ofMillis(1));
    // {{reply, delayed}, req2, ReqIdC4} before the deadline, then timeout; both others are still in the collection
    ids = received(waiting.wait(ids, deadline, true), DELAYED, "req2", 2);
    meanwhile(node, 3, Duration.ofMillis(99));
    assertThat(waiting.wait(ids, deadline, true)).isEqualTo(new RequestIds.Timeout<>());
    assertThat(ids.toList()).extracting(Labelled::label).containsExactly("req1", "req3");
    if (abandons) {
      // they were abandoned: timeout again, a second later
      meanwhile(node, 3, Duration.ofSeconds(1));
      assertThat(waiting.wait(ids, deadline + 1000, true)).isEqualTo(new RequestIds.Timeout<>());
    } else {
      // they were not, and stay in the collection with Delete false: req3, then req1
      node.time().advance(Duration.ofMillis(400));
      received(waiting.wait(ids, deadline + 1500, false), DELAYED, "req3", 2);
      node.time().advance(Duration.ofMillis(500));
      received(waiting.wait(ids, deadline + 1500, false), DELAYED, "req1", 2);
    }
    assertThat(GenEvent.receiveResponse(other, Timeout.INFINITY)).isEqualTo(HEJHOPP);
    managers.forEach(manager -> assertThat(GenEvent.call(manager, DummyH.KEY, HEJSAN)).isEqualTo("hejhopp"));
    assertThat(Process.isMailboxEmpty()).isTrue();
  }

  private static void error(TestNode node, List<ManagerRef<Object>> managers, Waiting waiting) {
    RequestId<String> other = hejsan(managers.get(0));
    RequestId<String> first = GenEvent.sendRequest(managers.get(0), DummyH.KEY, delayed(400));
    RequestIds<String, String> one = RequestIds.<String, String>empty().add(first, "req1");
    // reqids_add of an id that is in it: error:badarg
    assertThatThrownBy(() -> one.add(first, "req2")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("req1");
    RequestIds<String, String> ids = failing(node, managers, one);
    // {{error, {killed, _}}, req2, ReqIdC4}, size 2; then req3 and req1, not deleted
    ids = received(waiting.wait(ids, Duration.ofSeconds(2), true), killed(managers.get(1)), "req2", 2);
    node.time().advance(Duration.ofMillis(200));
    received(waiting.wait(ids, Timeout.INFINITY, false), DELAYED, "req3", 2);
    node.time().advance(Duration.ofMillis(200));
    received(waiting.wait(ids, Timeout.INFINITY, false), DELAYED, "req1", 2);
    assertThat(GenEvent.waitResponse(other, Timeout.INFINITY)).isEqualTo(HEJHOPP);
  }

  /** The second manager is killed while it has req2; req3 comes after 200 ms. */
  private static RequestIds<String, String> failing(
      TestNode node, List<ManagerRef<Object>> managers, RequestIds<String, String> one) {
    RequestIds<String, String> ids = GenEvent.sendRequest(managers.get(1), DummyH.KEY, delayed(100), "req2", one);
    ids = GenEvent.sendRequest(managers.get(2), DummyH.KEY, delayed(200), "req3", ids);
    assertThat(ids.size()).isEqualTo(3);
    timers(node, 3);
    node.kill((Pid) managers.get(1).destination());
    return ids;
  }

  private static Response<String> killed(ManagerRef<Object> manager) {
    return new Response.Error<>(ExitReason.KILLED, manager.destination());
  }

  private static void end(List<ManagerRef<Object>> managers) {
    GenEvent.stop(managers.get(0));
    GenEvent.stop(managers.get(2));
  }

  @Test
  @OtpCase(suite = SUITE, name = "send_request_receive_reqid_collection")
  void receive(TestNode node) throws Exception {
    node.run(() -> {
      var managers = managers();
      success(node, managers, GenEvent::receiveResponse);
      timeout(node, managers, GenEvent::receiveResponseUntil, true);
      error(node, managers, GenEvent::receiveResponse);
      end(managers);
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "send_request_wait_reqid_collection")
  void waitFor(TestNode node) throws Exception {
    node.run(() -> {
      var managers = managers();
      success(node, managers, GenEvent::waitResponse);
      timeout(node, managers, GenEvent::waitResponseUntil, false);
      error(node, managers, GenEvent::waitResponse);
      end(managers);
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "send_request_check_reqid_collection")
  void check(TestNode node) throws Exception {
    node.run(() -> {
      var managers = managers();
      checkSuccess(node, managers);
      checkError(node, managers);
      end(managers);
    });
  }

  private static void checkSuccess(TestNode node, List<ManagerRef<Object>> managers) {
    RequestId<String> other = hejsan(managers.get(0));
    Object otherMessage = Process.receive();
    RequestIds<String, String> ids = three(node, managers, 400, 200);
    // no_reply = check_response(Msg0, ReqIdC3, true), then req2, req3, req1, sizes 2, 1, 0
    assertThat(GenEvent.checkResponse(otherMessage, ids, true)).isEqualTo(new RequestIds.NoReply<>());
    node.time().advance(Duration.ofMillis(1));
    ids = received(GenEvent.checkResponse(Process.receive(), ids, true), DELAYED, "req2", 2);
    node.time().advance(Duration.ofMillis(199));
    ids = received(GenEvent.checkResponse(Process.receive(), ids, true), DELAYED, "req3", 1);
    node.time().advance(Duration.ofMillis(200));
    ids = received(GenEvent.checkResponse(Process.receive(), ids, true), DELAYED, "req1", 0);
    // no_request, and {reply, {ok, hejhopp}} of the other one
    assertThat(GenEvent.checkResponse(otherMessage, ids, true)).isEqualTo(new RequestIds.NoRequest<>());
    assertThat(GenEvent.checkResponse(otherMessage, other)).isEqualTo(HEJHOPP);
  }

  private static void checkError(TestNode node, List<ManagerRef<Object>> managers) {
    RequestId<String> other = hejsan(managers.get(0));
    Object otherMessage = Process.receive();
    RequestIds<String, String> ids = failing(node, managers,
        GenEvent.sendRequest(managers.get(0), DummyH.KEY, delayed(400), "req1", RequestIds.empty()));
    assertThat(GenEvent.checkResponse(otherMessage, ids, true)).isEqualTo(new RequestIds.NoReply<>());
    ids = received(GenEvent.checkResponse(Process.receive(), ids, true), killed(managers.get(1)), "req2", 2);
    node.time().advance(Duration.ofMillis(200));
    received(GenEvent.checkResponse(Process.receive(), ids, false), DELAYED, "req3", 2);
    node.time().advance(Duration.ofMillis(200));
    received(GenEvent.checkResponse(Process.receive(), ids, false), DELAYED, "req1", 2);
    assertThat(GenEvent.checkResponse(otherMessage, other)).isEqualTo(HEJHOPP);
  }

  // GN-40: what a handler does wrong is an error response
  @Test
  void aFailureIsAnErrorResponse(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = GenEvent.start().orElseThrow();
      GenEvent.addHandler(manager, DummyH.KEY, DummyH.parent());
      RequestId<String> faulty = GenEvent.sendRequest(manager, DummyH.KEY, new DummyAsk.ErrorCall());
      assertThat(GenEvent.receiveResponse(faulty, Timeout.INFINITY))
          .isEqualTo(new Response.Error<>(ExitReason.of(new HandlerFailure.BadReturn(DummyH.FAULTY)), manager.pid()));
      assertThat(GenEvent.receiveResponseUntil(hejsan(manager), 1000))
          .isEqualTo(new Response.Error<>(ExitReason.of(new HandlerError.NotInstalled(DummyH.KEY)), manager.pid()));
      assertThat(GenEvent.waitResponseUntil(hejsan(manager), 1000)).isInstanceOf(Response.Error.class);
      node.expectReport(HandlerTerminateReport.class);
      GenEvent.stop(manager);
    });
  }

  @Test
  void aThreadMaySendRequests(TestNode node) throws Exception {
    ManagerRef<Object> manager = node.run(() -> GenEvent.start().orElseThrow());
    GenEvent.addHandler(manager, DummyH.KEY, DummyH.state("state"));
    assertThat(GenEvent.receiveResponse(hejsan(manager), Timeout.INFINITY)).isEqualTo(HEJHOPP);
    GenEvent.stop(manager);
  }
}
