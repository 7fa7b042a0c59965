package dev.ninefold.genserver;

import static dev.ninefold.genserver.TestServer.answer;
import static dev.ninefold.genserver.TestServer.calling;
import static dev.ninefold.genserver.TestServer.message;
import static dev.ninefold.genserver.TestServer.quiet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.gen.AwaitedResponse;
import dev.ninefold.gen.BadReturnValue;
import dev.ninefold.gen.RequestId;
import dev.ninefold.gen.RequestIds;
import dev.ninefold.gen.RequestIds.Labelled;
import dev.ninefold.gen.RequestIds.Received;
import dev.ninefold.gen.Response;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genserver.TestServer.Ask;
import dev.ninefold.genserver.TestServer.Do;
import dev.ninefold.genserver.TestServer.Tell;
import dev.ninefold.process.CallException.NodeDownException;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Destination;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.process.ThrownException;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.TestRegistrar;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The cases send_request and send_request_*_reqid_collection of gen_server_SUITE. */
@WithNode(manualTime = true)
class SendRequestCasesTest {

  private static final Response<Object> DELAYED = new Response.Reply<>("delayed");

  /** {delayed_answer, T}. */
  private static Do delayedAnswer(long millis) {
    return calling((request, from, state) -> {
      var to = from.to(request);
      return Next.noReply(state, Then.timeout(Duration.ofMillis(millis), message(s -> {
        to.reply("delayed");
        return Next.noReply(s);
      })));
    });
  }

  /** {call_within, T}: until then next_call answers ok, later false. */
  private static Do callWithin(AtomicBoolean within, long millis) {
    return calling((request, _, state) -> {
      within.set(true);
      return CallResult.reply(request, "ok", state, Then.timeout(Duration.ofMillis(millis), message(s -> {
        within.set(false);
        return Next.noReply(s);
      })));
    });
  }

  private static Do nextCall(AtomicBoolean within) {
    return calling((request, _, state) -> CallResult.reply(request, within.get() ? "ok" : false, state));
  }

  private static Do stopShutdown() {
    return calling((_, _, state) -> Next.stop(ExitReason.SHUTDOWN, state));
  }

  private static AwaitedResponse<Object> async(Destination to, Do request) {
    return GenServer.waitResponse(GenServer.sendRequest(new ServerRef<Ask<?>, Tell>(to), request), Timeout.INFINITY);
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

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "send_request")
  void sendRequest(TestNode node) throws Exception {
    node.ignoreReports(TerminateReport.class);
    node.ignoreReports(CrashReport.class);
    node.run(() -> {
      Process.trapExit(true);
      Name name = Name.local("my_test_name");
      Pid pid = GenServer.startLink(() -> quiet("s"), StartOptions.DEFAULT.withName(name)).orElseThrow().pid();
      ServerRef<Ask<?>, Tell> server = ServerRef.of(name);
      // {reply,ok} = Async(my_test_name, started_p)
      assertThat(async(name, answer("ok"))).isEqualTo(new Response.Reply<>("ok"));
      // {reply,delayed} = Async(Pid, {delayed_answer,1})
      meanwhile(node, 1, Duration.ofMillis(1));
      assertThat(async(pid, delayedAnswer(1))).isEqualTo(DELAYED);
      // two requests within a specified time: {reply, ok}, {reply, ok}
      AtomicBoolean within = new AtomicBoolean();
      RequestId<Object> first = GenServer.sendRequest(server, callWithin(within, 1000));
      RequestId<Object> second = GenServer.sendRequest(server, nextCall(within));
      assertThat(GenServer.waitResponse(first, Timeout.INFINITY)).isEqualTo(new Response.Reply<>("ok"));
      assertThat(GenServer.waitResponse(second, Timeout.INFINITY)).isEqualTo(new Response.Reply<>("ok"));
      // no_reply = check_response({foo, bar}, Promise3), then the message itself: {reply, ok}
      RequestId<Object> third = GenServer.sendRequest(server, callWithin(within, 1000));
      assertThat(GenServer.checkResponse(List.of("foo", "bar"), third)).isEqualTo(new Response.NoReply<>());
      assertThat(GenServer.checkResponse(Process.receive(), third)).isEqualTo(new Response.Reply<>("ok"));
      // after 1500 ms {reply, false} = Async(my_test_name, next_call)
      timers(node, 1);
      node.time().advance(Duration.ofMillis(1500));
      assertThat(async(name, nextCall(within))).isEqualTo(new Response.Reply<>(false));
      // timeout = wait_response(Promise5, 0), then {reply, delayed}
      RequestId<Object> fifth = GenServer.sendRequest(server, delayedAnswer(50));
      assertThat(GenServer.waitResponse(fifth, Duration.ZERO)).isEqualTo(new Response.Timeout<>());
      timers(node, 1);
      node.time().advance(Duration.ofMillis(50));
      assertThat(GenServer.waitResponse(fifth, Timeout.INFINITY)).isEqualTo(DELAYED);
      // {error,{{bad_return_value, badreturn},_}} = Async(my_test_name, badreturn)
      assertThat(async(name, calling((_, _, _) -> {
        throw new ThrownException("badreturn");
      }))).isEqualTo(new Response.Error<>(new ExitReason.Other(new BadReturnValue("badreturn")), pid));
      // {error, {noproc,_}} of the dead pid, the free name, {my_test_name, foo@node}: noconnection, {global, non_existing}
      assertThat(async(pid, answer("ok"))).isEqualTo(new Response.Error<>(ExitReason.NOPROC, pid));
      assertThat(async(name, answer("ok"))).isEqualTo(new Response.Error<>(ExitReason.NOPROC, name));
      Name elsewhere = new Name.OnNode("my_test_name", "foo@node");
      assertThat(async(elsewhere, answer("ok"))).isEqualTo(new Response.Error<>(NodeDownException.reason("foo@node"), elsewhere));
      Name global = Name.global("non_existing");
      assertThat(async(global, answer("ok"))).isEqualTo(new Response.Error<>(ExitReason.NOPROC, global));
      // {via, dummy_via, non_existing}: {noproc, _}; and a registry that fails, fails the request: {'EXIT', {badarg,_}}
      Name via = Name.via(new TestRegistrar(), "non_existing");
      assertThat(async(via, answer("ok"))).isEqualTo(new Response.Error<>(ExitReason.NOPROC, via));
      TestRegistrar gone = new TestRegistrar();
      gone.fail();
      assertThatThrownBy(() -> async(Name.via(gone, "non_existing"), answer("ok"))).isInstanceOf(IllegalArgumentException.class);
    });
  }

  // ---- collections

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

  private static List<ServerRef<Ask<?>, Tell>> servers() {
    return List.of("my_test_name1", "my_test_name2", "my_test_name3")
        .stream()
        .map(name -> GenServer.startLink(() -> quiet("s"), StartOptions.named(name)).orElseThrow())
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

  private static void success(TestNode node, List<ServerRef<Ask<?>, Tell>> servers, Waiting waiting) {
    RequestId<Object> other = GenServer.sendRequest(servers.get(0), answer("ok"));
    RequestIds<Object, String> ids = RequestIds.empty();
    // reqids_add, send_request/4, reqids_size: 1, 2, 3
    ids = ids.add(GenServer.sendRequest(servers.get(0), delayedAnswer(400)), "req1");
    assertThat(ids.size()).isEqualTo(1);
    ids = GenServer.sendRequest(servers.get(1), delayedAnswer(1), "req2", ids);
    assertThat(ids.size()).isEqualTo(2);
    ids = GenServer.sendRequest(servers.get(2), delayedAnswer(200), "req3", ids);
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
    assertThat(GenServer.waitResponse(other, Timeout.INFINITY)).isEqualTo(new Response.Reply<>("ok"));
    assertThat(Process.isMailboxEmpty()).isTrue();
  }

  private static void timeout(
      TestNode node, List<ServerRef<Ask<?>, Tell>> servers, WaitingUntil waiting, boolean abandons) {
    RequestId<Object> other = GenServer.sendRequest(servers.get(0), answer("ok"));
    RequestId<Object> first = GenServer.sendRequest(servers.get(0), delayedAnswer(1000));
    RequestIds<Object, String> ids = RequestIds.<Object, String>empty().add(first, "req1");
    ids = GenServer.sendRequest(servers.get(1), delayedAnswer(1), "req2", ids);
    RequestId<Object> third = GenServer.sendRequest(servers.get(2), delayedAnswer(500));
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
    assertThat(GenServer.receiveResponse(other, Timeout.INFINITY)).isEqualTo(new Response.Reply<>("ok"));
    timers(node, 0);
    servers.forEach(server -> GenServer.call(server, answer("sync")));
    assertThat(Process.isMailboxEmpty()).isTrue();
  }

  private static void error(TestNode node, List<ServerRef<Ask<?>, Tell>> servers, Waiting waiting) {
    RequestId<Object> other = GenServer.sendRequest(servers.get(0), answer("ok"));
    RequestId<Object> first = GenServer.sendRequest(servers.get(0), delayedAnswer(400));
    RequestIds<Object, String> one = RequestIds.<Object, String>empty().add(first, "req1");
    // reqids_add of an id that is in it: error:badarg
    assertThatThrownBy(() -> one.add(first, "req2")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("req1");
    Pid second = servers.get(1).pid();
    Process.unlink(second);
    RequestIds<Object, String> ids = GenServer.sendRequest(servers.get(1), stopShutdown(), "req2", one);
    ids = GenServer.sendRequest(servers.get(2), delayedAnswer(200), "req3", ids);
    assertThat(ids.size()).isEqualTo(3);
    timers(node, 2);
    // {{error, {shutdown, _}}, req2, ReqIdC4}, size 2; then req3 and req1, not deleted
    ids = received(waiting.wait(ids, Duration.ofSeconds(2), true), new Response.Error<>(ExitReason.SHUTDOWN, second), "req2", 2);
    node.time().advance(Duration.ofMillis(200));
    received(waiting.wait(ids, Timeout.INFINITY, false), DELAYED, "req3", 2);
    node.time().advance(Duration.ofMillis(200));
    received(waiting.wait(ids, Timeout.INFINITY, false), DELAYED, "req1", 2);
    assertThat(GenServer.waitResponse(other, Timeout.INFINITY)).isEqualTo(new Response.Reply<>("ok"));
  }

  /** unlink, exit(kill), false = is_process_alive, of each. */
  private static void end(TestNode node, List<Pid> pids) {
    pids.forEach(Process::unlink);
    node.kill(pids.toArray(Pid[]::new));
  }

  private static List<Pid> pids(List<ServerRef<Ask<?>, Tell>> servers) {
    return servers.stream().map(ServerRef::pid).toList();
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "send_request_receive_reqid_collection")
  void receive(TestNode node) throws Exception {
    node.run(() -> {
      var servers = servers();
      var pids = pids(servers);
      success(node, servers, GenServer::receiveResponse);
      timeout(node, servers, GenServer::receiveResponseUntil, true);
      error(node, servers, GenServer::receiveResponse);
      end(node, pids);
    });
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "send_request_wait_reqid_collection")
  void waitFor(TestNode node) throws Exception {
    node.run(() -> {
      var servers = servers();
      var pids = pids(servers);
      success(node, servers, GenServer::waitResponse);
      timeout(node, servers, GenServer::waitResponseUntil, false);
      error(node, servers, GenServer::waitResponse);
      end(node, pids);
    });
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "send_request_check_reqid_collection")
  void check(TestNode node) throws Exception {
    node.run(() -> {
      var servers = servers();
      var pids = pids(servers);
      checkSuccess(node, servers);
      checkError(node, servers);
      end(node, pids);
    });
  }

  private static void checkSuccess(TestNode node, List<ServerRef<Ask<?>, Tell>> servers) {
    RequestId<Object> other = GenServer.sendRequest(servers.get(0), answer("ok"));
    Object otherMessage = Process.receive();
    RequestIds<Object, String> ids = GenServer.sendRequest(servers.get(0), delayedAnswer(400), "req1", RequestIds.empty());
    assertThat(ids.size()).isEqualTo(1);
    ids = ids.add(GenServer.sendRequest(servers.get(1), delayedAnswer(1)), "req2");
    assertThat(ids.size()).isEqualTo(2);
    ids = GenServer.sendRequest(servers.get(2), delayedAnswer(200), "req3", ids);
    assertThat(ids.size()).isEqualTo(3);
    timers(node, 3);
    // no_reply = check_response(Msg0, ReqIdC3, true)
    assertThat(GenServer.checkResponse(otherMessage, ids, true)).isEqualTo(new RequestIds.NoReply<>());
    // check_response(next_msg(), .., true): req2, req3, req1, sizes 2, 1, 0
    node.time().advance(Duration.ofMillis(1));
    ids = received(GenServer.checkResponse(Process.receive(), ids, true), DELAYED, "req2", 2);
    node.time().advance(Duration.ofMillis(199));
    ids = received(GenServer.checkResponse(Process.receive(), ids, true), DELAYED, "req3", 1);
    node.time().advance(Duration.ofMillis(200));
    ids = received(GenServer.checkResponse(Process.receive(), ids, true), DELAYED, "req1", 0);
    // no_request = check_response(Msg0, ReqIdC6, true), {reply, ok} = check_response(Msg0, ReqId0)
    assertThat(GenServer.checkResponse(otherMessage, ids, true)).isEqualTo(new RequestIds.NoRequest<>());
    assertThat(GenServer.checkResponse(otherMessage, other)).isEqualTo(new Response.Reply<>("ok"));
  }

  private static void checkError(TestNode node, List<ServerRef<Ask<?>, Tell>> servers) {
    RequestId<Object> other = GenServer.sendRequest(servers.get(0), answer("ok"));
    Object otherMessage = Process.receive();
    RequestIds<Object, String> ids =
        RequestIds.<Object, String>empty().add(GenServer.sendRequest(servers.get(0), delayedAnswer(400)), "req1");
    Pid second = servers.get(1).pid();
    Process.unlink(second);
    ids = GenServer.sendRequest(servers.get(1), stopShutdown(), "req2", ids);
    ids = GenServer.sendRequest(servers.get(2), delayedAnswer(200), "req3", ids);
    assertThat(ids.size()).isEqualTo(3);
    timers(node, 2);
    // no_reply, then {{error, {shutdown, _}}, req2, ReqIdC4}, then req3 and req1, not deleted, and the other one
    assertThat(GenServer.checkResponse(otherMessage, ids, true)).isEqualTo(new RequestIds.NoReply<>());
    ids =
        received(GenServer.checkResponse(Process.receive(), ids, true), new Response.Error<>(ExitReason.SHUTDOWN, second), "req2",
            2);
    node.time().advance(Duration.ofMillis(200));
    received(GenServer.checkResponse(Process.receive(), ids, false), DELAYED, "req3", 2);
    node.time().advance(Duration.ofMillis(200));
    received(GenServer.checkResponse(Process.receive(), ids, false), DELAYED, "req1", 2);
    assertThat(GenServer.checkResponse(otherMessage, other)).isEqualTo(new Response.Reply<>("ok"));
  }

  @Test
  void aCollectionIsAValue(TestNode node) throws Exception {
    node.run(() -> {
      RequestIds<Object, String> empty = RequestIds.empty();
      var server = ServerRef.<Ask<?>, Tell>named("nobody");
      RequestIds<Object, String> one = GenServer.sendRequest(server, answer(1), "label", empty);
      assertThat(empty.size()).isZero();
      assertThat(one.toList()).extracting(Labelled::label).containsExactly("label");
      assertThat(GenServer.receiveResponse(one, Duration.ZERO, false)).isInstanceOf(Received.class);
      Ref any = Process.makeRef();
      assertThat(GenServer.checkResponse(any, one, true)).isEqualTo(new RequestIds.NoReply<>());
    });
  }
}
