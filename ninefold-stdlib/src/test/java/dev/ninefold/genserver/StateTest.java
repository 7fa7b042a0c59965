package dev.ninefold.genserver;

import static dev.ninefold.genserver.TestServer.quiet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.RequestId;
import dev.ninefold.gen.Response;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.SystemRequest.Failure.CallbackFailed;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.process.ThrownException;
import dev.ninefold.report.ErrorInfo.Kind;
import dev.ninefold.sys.Sys;
import dev.ninefold.sys.SysException;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The state as sys shows and replaces it, and calls beside a huge mailbox. */
@WithNode
class StateTest {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "get_state")
  void getState(TestNode node) throws Exception {
    node.run(() -> {
      Pid state = Process.self();
      GenServer.startLink(() -> quiet(state), StartOptions.named("get_state")).orElseThrow();
      Name name = Name.local("get_state");
      // State = sys:get_state(get_state), and with 5000
      assertThat(Sys.getState(name)).isEqualTo(state);
      assertThat(Sys.getState(name, LIMIT)).isEqualTo(state);
      Pid pid = GenServer.startLink(() -> quiet(state)).orElseThrow().pid();
      // State = sys:get_state(Pid), and with 5000
      assertThat(Sys.getState(pid)).isEqualTo(state);
      assertThat(Sys.getState(pid, LIMIT)).isEqualTo(state);
      // ok = sys:suspend(Pid), State = sys:get_state(Pid), ok = sys:resume(Pid)
      Sys.suspend(pid);
      assertThat(Sys.getState(pid)).isEqualTo(state);
      Sys.resume(pid);
    });
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "replace_state")
  void replaceState(TestNode node) throws Exception {
    node.run(() -> {
      Pid state = Process.self();
      GenServer.startLink(() -> quiet(state), StartOptions.named("replace_state")).orElseThrow();
      Name name = Name.local("replace_state");
      assertThat(Sys.getState(name)).isEqualTo(state);
      // NState1 = sys:replace_state(replace_state, Replace1), and get_state shows it
      assertThat(Sys.replaceState(name, _ -> "replaced")).isEqualTo("replaced");
      assertThat(Sys.getState(name)).isEqualTo("replaced");
      Pid pid = GenServer.startLink(() -> quiet("replaced")).orElseThrow().pid();
      assertThat(Sys.getState(pid)).isEqualTo("replaced");
      // NState2 = sys:replace_state(Pid, Replace2, 5000), and get_state shows it
      assertThat(Sys.replaceState(pid, s -> s + " again", LIMIT)).isEqualTo("replaced again");
      assertThat(Sys.getState(pid, LIMIT)).isEqualTo("replaced again");
      // throw(fail): {callback_failed, {gen_server,system_replace_state}, {throw,fail}}, and the state is kept
      var failed = catchThrowableOfType(SysException.class, () -> Sys.replaceState(pid, _ -> {
        throw new ThrownException("fail");
      }));
      assertThat(failed.failure())
          .isEqualTo(new CallbackFailed("system_replace_state", Kind.THROW, new ExitReason.Other("fail")));
      assertThat(Sys.getState(pid, LIMIT)).isEqualTo("replaced again");
      // while suspended: replaced, and still so after resume
      Sys.suspend(pid);
      assertThat(Sys.replaceState(pid, s -> s + " and again")).isEqualTo("replaced again and again");
      Sys.resume(pid);
      assertThat(Sys.getState(pid, LIMIT)).isEqualTo("replaced again and again");
    });
  }

  record Ultimate(int answer) implements Request<Integer> {}

  /** Answers by hand, as echo_loop does. */
  private static final class Echo implements GenServer<String, Ultimate, Void> {
    @Override
    public Init<String> init() {
      return Init.ok("s");
    }

    @Override
    public CallResult<String> handleCall(Ultimate request, From from, String state) {
      return CallResult.reply(request, request.answer(), state);
    }
  }

  /**
   * Upstream compares times: 10000 calls beside half a million messages take less than ten times as long as without. Here the reply to a
   * call goes past the mailbox; what does go through it, the reply to an asynchronous request, is found without a look at what is older:
   * that is counted.
   */
  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "call_with_huge_message_queue")
  void aHugeMailboxIsNotLookedAt(TestNode node) throws Exception {
    node.run(() -> {
      ServerRef<Ultimate, Void> echo = GenServer.startLink(Echo::new).orElseThrow();
      // calls(10000, Pid), before and after [self() ! {msg,N} || N <- lists:seq(1, 500000)]
      calls(echo);
      int messages = 500_000;
      for (int i = 0; i < messages; i++) {
        Process.send(Process.self(), i);
      }
      calls(echo);
      for (int i = 0; i < 1000; i++) {
        RequestId<Integer> id = GenServer.sendRequest(echo, new Ultimate(i));
        assertThat(GenServer.waitResponse(id, Timeout.INFINITY)).isEqualTo(new Response.Reply<>(i));
      }
      Ref ref = Process.makeRef();
      Process.send(Process.self(), ref);
      AtomicInteger looks = new AtomicInteger();
      assertThat(Process.receive(ref, Object.class, message -> {
        looks.incrementAndGet();
        return message == ref;
      }, Timeout.INFINITY)).hasValue(ref);
      assertThat(looks).hasValue(1);
      assertThat(Process.info(Process.self()).orElseThrow().messageQueueLength()).isEqualTo(messages);
      assertThat(Process.receive()).isEqualTo(0);
    });
  }

  private static void calls(ServerRef<Ultimate, Void> echo) {
    for (int i = 0; i < 10_000; i++) {
      // {ultimate_answer,42} = call(Pid, {ultimate_answer,42})
      assertThat(GenServer.call(echo, new Ultimate(42), Timeout.INFINITY)).isEqualTo(42);
    }
  }
}
