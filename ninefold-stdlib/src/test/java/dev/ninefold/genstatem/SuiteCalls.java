package dev.ninefold.genstatem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.gen.AwaitedResponse;
import dev.ninefold.gen.RequestId;
import dev.ninefold.gen.Response;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.genstatem.SuiteMachine.State;
import dev.ninefold.genstatem.TestStatem.Ask;
import dev.ninefold.process.CallException;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.time.Timeout;
import java.time.Duration;

/** The functionality checks of gen_statem_SUITE; each runs in a process. */
final class SuiteCalls {

  private SuiteCalls() {}

  static Object call(ServerRef<Ask, Object> machine, Object what) {
    return GenStatem.call(machine, new Ask(what));
  }

  static void verifyEmptyMailbox() {
    assertThat(Process.isMailboxEmpty()).as("%s", Process.messages(Process.self())).isTrue();
  }

  static void stopIt(ServerRef<Ask, Object> machine) {
    assertThat(call(machine, "stop")).isEqualTo("stopped");
    checkStopped(machine);
  }

  static void checkStopped(ServerRef<Ask, Object> machine) {
    assertThatThrownBy(() -> call(machine, "there_you_are")).isInstanceOf(CallException.class)
        .hasMessageContaining("gen_statem:call")
        .hasMessageContaining("there_you_are");
  }

  private static void waitFor(Object message) {
    assertThat(Process.receive(Object.class, message::equals)).isEqualTo(message);
  }

  static void checkState(ServerRef<Ask, Object> machine, State state) {
    assertThat(((SuiteMachine.Is) call(machine, "get")).state()).isEqualTo(state);
  }

  static void functional(ServerRef<Ask, Object> machine) {
    alive(machine);
    connect(machine);
    alive(machine);
    for (int i = 0; i < 3; i++) {
      Ref ref = Process.makeRef();
      checkState(machine, State.CONNECTED);
      GenStatem.cast(machine, new SuiteMachine.Msg(Process.self(), ref));
      waitFor(new SuiteMachine.Ack(ref));
    }
    alive(machine);
    GenStatem.cast(machine, "disconnect");
    checkState(machine, State.IDLE);
    alive(machine);
    // P0 = send_request(STM, 'alive?'), {reply, yes} = wait_response(P0, infinity)
    RequestId<Object> first = GenStatem.sendRequest(machine, new Ask("alive?"));
    AwaitedResponse<Object> response = GenStatem.waitResponse(first, Timeout.INFINITY);
    assertThat(response).isEqualTo(new Response.Reply<>("yes"));
    // P1 = send_request(STM, 'alive?'), no_reply = check_response(Msg, P0), {reply, yes} = check_response(Msg, P1)
    RequestId<Object> second = GenStatem.sendRequest(machine, new Ask("alive?"));
    Object message = Process.receive();
    assertThat(GenStatem.checkResponse(message, first)).isInstanceOf(Response.NoReply.class);
    assertThat(GenStatem.checkResponse(message, second)).isEqualTo(new Response.Reply<>("yes"));
    assertThat(GenStatem.waitResponse(second, Duration.ZERO)).isInstanceOf(Response.Timeout.class);
  }

  private static void alive(ServerRef<Ask, Object> machine) {
    GenStatem.cast(machine, new SuiteMachine.Alive(Process.self()));
    waitFor("yes");
  }

  private static void connect(ServerRef<Ask, Object> machine) {
    checkState(machine, State.IDLE);
    GenStatem.cast(machine, new SuiteMachine.Connect(Process.self()));
    waitFor("accept");
    checkState(machine, State.WFOR_CONF);
    Ref tag = Process.makeRef();
    // is postponed until the state is connected
    GenStatem.cast(machine, new SuiteMachine.Ping(Process.self(), tag));
    GenStatem.cast(machine, "confirm");
    waitFor(new SuiteMachine.Pong(tag));
    checkState(machine, State.CONNECTED);
  }

  static void synchronous(ServerRef<Ask, Object> machine) {
    assertThat(call(machine, "alive?")).isEqualTo("yes");
    checkState(machine, State.IDLE);
    assertThat(call(machine, "connect")).isEqualTo("accept");
    checkState(machine, State.WFOR_CONF);
    Ref tag = Process.makeRef();
    GenStatem.cast(machine, new SuiteMachine.Ping(Process.self(), tag));
    assertThat(call(machine, "confirm")).isEqualTo("yes");
    waitFor(new SuiteMachine.Pong(tag));
    checkState(machine, State.CONNECTED);
    assertThat(call(machine, "alive?")).isEqualTo("yes");
    for (int i = 0; i < 3; i++) {
      Ref ref = Process.makeRef();
      assertThat(call(machine, new SuiteMachine.Msg(Process.self(), ref))).isEqualTo(new SuiteMachine.Ack(ref));
    }
    assertThat(call(machine, "alive?")).isEqualTo("yes");
    assertThat(call(machine, "disconnect")).isEqualTo("yes");
    checkState(machine, State.IDLE);
    assertThat(call(machine, "alive?")).isEqualTo("yes");
    // ok = call(STM, {timeout, 200}): an absolute time, then none, then a timer of its own
    assertThat(call(machine, SuiteMachine.TIMES)).isEqualTo("ok");
    assertThat(call(machine, "alive?")).isEqualTo("yes");
    checkState(machine, State.IDLE);
  }

  static void both(ServerRef<Ask, Object> machine) {
    functional(machine);
    synchronous(machine);
  }
}
