package dev.ninefold.genstatem;

import static dev.ninefold.genstatem.Action.genericTimeout;
import static dev.ninefold.genstatem.Action.reply;
import static dev.ninefold.genstatem.Transition.keepStateAndData;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.gen.From;
import dev.ninefold.gen.RequestId;
import dev.ninefold.gen.RequestIds;
import dev.ninefold.gen.RequestIds.Labelled;
import dev.ninefold.gen.RequestIds.Received;
import dev.ninefold.gen.Response;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genstatem.TestStatem.Ask;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests whose responses are taken later: the cases send_request_*_reqid_collection of gen_statem_SUITE. */
@WithNode(manualTime = true)
class StatemRequestsTest {

  private static final Response<Object> DELAYED = new Response.Reply<>("delayed");

  /** Answers after a while, or stops, or answers at once. */
  private static TestStatem module() {
    return TestStatem.of("s", "d", (event, _, _) -> switch (event) {
      case StateEvent.Call(Ask ask, From from) when ask.what() instanceof Duration time ->
        keepStateAndData(genericTimeout(from, time, ask));
      case StateEvent.GenericTimeout(Object from, Object ask) -> keepStateAndData(reply((From) from, (Ask) ask, "delayed"));
      case StateEvent.Call(Ask ask, From _) when ask.what() instanceof ExitReason reason -> Transition.stop(reason);
      case StateEvent.Call(Ask ask, From from) -> keepStateAndData(reply(from, ask, ask.what()));
      default -> keepStateAndData();
    });
  }

  private static Ask answer(Object value) {
    return new Ask(value);
  }

  private static Ask delayedAnswer(long millis) {
    return new Ask(Duration.ofMillis(millis));
  }

  private static Ask stopShutdown() {
    return new Ask(ExitReason.SHUTDOWN);
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

  /** Waits for a response, by wait_response/3 or receive_response/3. */
  @FunctionalInterface
  private interface Waiting {
    RequestIds.Awaited<Object, String> wait(RequestIds<Object, String> ids, Duration timeout, boolean delete);
  }

  /** The same until a point in time. */
  @FunctionalInterface
  private interface WaitingUntil {
    RequestIds.Awaited<Object, String> wait(RequestIds<Object, String> ids, long deadline, boolean delete);
  }

  private static List<ServerRef<Ask, Object>> machines() {
    return List.of("my_test_name1", "my_test_name2", "my_test_name3")
        .stream()
        .map(name -> GenStatem.startLink(StatemRequestsTest::module, StartOptions.named(name)).orElseThrow())
        .toList();
  }

  /** {Response, Label, NewCollection}; returns the new collection, of that size. */
  private static RequestIds<Object, String> received(Object result, Response<Object> response, String label, int size) {
    @SuppressWarnings("unchecked") Received<Object, String> received = (Received<Object, String>) result;
    assertThat(received.response()).isEqualTo(response);
    assertThat(received.label()).isEqualTo(label);
    assertThat(received.ids().size()).isEqualTo(size);
    return received.ids();
  }

  private static void success(TestNode node, List<ServerRef<Ask, Object>> machines, Waiting waiting) {
    RequestId<Object> other = GenStatem.sendRequest(machines.get(0), answer("ok"));
    RequestIds<Object, String> ids = RequestIds.empty();
    // reqids_add, send_request/4, reqids_size: 1, 2, 3
    ids = ids.add(GenStatem.sendRequest(machines.get(0), delayedAnswer(400)), "req1");
    assertThat(ids.size()).isEqualTo(1);
    ids = GenStatem.sendRequest(machines.get(1), delayedAnswer(1), "req2", ids);
    assertThat(ids.size()).isEqualTo(2);
    ids = GenStatem.sendRequest(machines.get(2), delayedAnswer(200), "req3", ids);
    assertThat(ids.size()).isEqualTo(3);
    timers(node, 3);
    node.time().advance(Duration.ofMillis(1));
    // {{reply, delayed}, req2, ReqIdC4}, then req3, then req1, each deleted: sizes 2, 1, 0
    ids = received(waiting.wait(ids, Timeout.INFINITY, true), DELAYED, "req2", 2);
    node.time().advance(Duration.ofMillis(200));
    ids = received(waiting.wait(ids, Duration.ofMillis(5678), true), DELAYED, "req3", 1);
    node.time().advance(Duration.ofMillis(200));
    ids = received(waiting.wait(ids, Duration.ofSeconds(5), true), DELAYED, "req1", 0);
    // no_request
    assertThat(waiting.wait(ids, Duration.ofSeconds(5), true)).isEqualTo(new RequestIds.NoRequest<>());
    // {reply, ok} of the request that is in no collection
    assertThat(GenStatem.waitResponse(other, Timeout.INFINITY)).isEqualTo(new Response.Reply<>("ok"));
    assertThat(Process.isMailboxEmpty()).isTrue();
  }

  private static void timeout(
      TestNode node, List<ServerRef<Ask, Object>> machines, WaitingUntil waiting, boolean abandons) {
    RequestId<Object> other = GenStatem.sendRequest(machines.get(0), answer("ok"));
    RequestId<Object> first = GenStatem.sendRequest(machines.get(0), delayedAnswer(1000));
    RequestIds<Object, String> ids = RequestIds.<Object, String>empty().add(first, "req1");
    ids = GenStatem.sendRequest(machines.get(1), delayedAnswer(1), "req2", ids);
    RequestId<Object> third = GenStatem.sendRequest(machines.get(2), delayedAnswer(500));
    ids = ids.add(third, "req3");
    timers(node, 3);
    long deadline = node.node().clock().millis() + 100;
    node.time().advance(Duration.ofMillis(1));
    // {{reply, delayed}, req2, ReqIdC4} before the deadline, then timeout
    ids = received(waiting.wait(ids, deadline, true), DELAYED, "req2", 2);
    meanwhile(node, 3, Duration.ofMillis(99));
    assertThat(waiting.wait(ids, deadline, true)).isEqualTo(new RequestIds.Timeout<>());
    // reqids_to_list: both are still in it
    assertThat(ids.toList()).containsExactly(new Labelled<>(first, "req1"), new Labelled<>(third, "req3"));
    if (abandons) {
      // they were abandoned: timeout again, a second later
      meanwhile(node, 3, Duration.ofSeconds(1));
      assertThat(waiting.wait(ids, deadline + 1000, true)).isEqualTo(new RequestIds.Timeout<>());
    } else {
      // they were not abandoned, and stay in the collection with Delete false: req3, then req1
      node.time().advance(Duration.ofMillis(400));
      received(waiting.wait(ids, deadline + 1500, false), DELAYED, "req3", 2);
      node.time().advance(Duration.ofMillis(500));
      received(waiting.wait(ids, deadline + 1500, false), DELAYED, "req1", 2);
    }
    assertThat(GenStatem.receiveResponse(other, Timeout.INFINITY)).isEqualTo(new Response.Reply<>("ok"));
    timers(node, 0);
    machines.forEach(machine -> GenStatem.call(machine, answer("sync")));
    assertThat(Process.isMailboxEmpty()).isTrue();
  }

  private static void error(TestNode node, List<ServerRef<Ask, Object>> machines, Waiting waiting) {
    RequestId<Object> other = GenStatem.sendRequest(machines.get(0), answer("ok"));
    RequestId<Object> first = GenStatem.sendRequest(machines.get(0), delayedAnswer(400));
    RequestIds<Object, String> one = RequestIds.<Object, String>empty().add(first, "req1");
    // reqids_add of an id that is in it: error:badarg
    assertThatThrownBy(() -> one.add(first, "req2")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("req1");
    Pid second = machines.get(1).pid();
    Process.unlink(second);
    RequestIds<Object, String> ids = GenStatem.sendRequest(machines.get(1), stopShutdown(), "req2", one);
    ids = GenStatem.sendRequest(machines.get(2), delayedAnswer(200), "req3", ids);
    assertThat(ids.size()).isEqualTo(3);
    timers(node, 2);
    // {{error, {shutdown, _}}, req2, ReqIdC4}, size 2; then req3 and req1, not deleted
    ids = received(waiting.wait(ids, Duration.ofSeconds(2), true), new Response.Error<>(ExitReason.SHUTDOWN, second), "req2", 2);
    node.time().advance(Duration.ofMillis(200));
    received(waiting.wait(ids, Timeout.INFINITY, false), DELAYED, "req3", 2);
    node.time().advance(Duration.ofMillis(200));
    received(waiting.wait(ids, Timeout.INFINITY, false), DELAYED, "req1", 2);
    assertThat(GenStatem.waitResponse(other, Timeout.INFINITY)).isEqualTo(new Response.Reply<>("ok"));
  }

  /** unlink, exit(kill), false = is_process_alive, of each. */
  private static void end(TestNode node, List<Pid> pids) {
    pids.forEach(Process::unlink);
    node.kill(pids.toArray(Pid[]::new));
  }

  private static List<Pid> pids(List<ServerRef<Ask, Object>> machines) {
    return machines.stream().map(ServerRef::pid).toList();
  }

  @Test
  @OtpCase(suite = "gen_statem_SUITE", name = "send_request_receive_reqid_collection")
  void receive(TestNode node) throws Exception {
    node.run(() -> {
      var machines = machines();
      var pids = pids(machines);
      success(node, machines, GenStatem::receiveResponse);
      timeout(node, machines, GenStatem::receiveResponseUntil, true);
      error(node, machines, GenStatem::receiveResponse);
      end(node, pids);
    });
  }

  @Test
  @OtpCase(suite = "gen_statem_SUITE", name = "send_request_wait_reqid_collection")
  void waitFor(TestNode node) throws Exception {
    node.run(() -> {
      var machines = machines();
      var pids = pids(machines);
      success(node, machines, GenStatem::waitResponse);
      timeout(node, machines, GenStatem::waitResponseUntil, false);
      error(node, machines, GenStatem::waitResponse);
      end(node, pids);
    });
  }
}
