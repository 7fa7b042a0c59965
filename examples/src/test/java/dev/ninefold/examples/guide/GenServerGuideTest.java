package dev.ninefold.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.RequestId;
import dev.ninefold.gen.Response;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.process.CallException.CallTimeoutException;
import dev.ninefold.process.CallException.NoProcessException;
import dev.ninefold.process.CallException.ServerExitedException;
import dev.ninefold.process.CallException.ServerOverloadedException;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Info;
import dev.ninefold.process.MailboxFullReport;
import dev.ninefold.process.MailboxInfo;
import dev.ninefold.process.MailboxLimit;
import dev.ninefold.process.MailboxLimit.WhenFull;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.sys.Sys;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The snippets of docs/gen-server.md and README.md. */
@WithNode
class GenServerGuideTest {

  @Test
  void use(TestNode node) throws Exception {
    node.run(() -> {
      // tag::use[]
      ServerRef<Stack.Call<?>, Stack.Cast> stack = GenServer.start(Stack::new).orElseThrow();
      GenServer.cast(stack, new Stack.Push("elixir"));
      String top = GenServer.call(stack, new Stack.Pop());
      int depth = GenServer.call(stack, new Stack.Depth());
      assertThat(top).isEqualTo("elixir");
      assertThat(depth).isEqualTo(2);
      // end::use[]
      GenServer.stop(stack);
    });
  }

  @Test
  void client(TestNode node) throws Exception {
    node.run(() -> {
      // tag::client-use[]
      var stack = Stacks.startLink(StartOptions.DEFAULT).orElseThrow();
      Stacks.push(stack, "elixir");
      assertThat(Stacks.pop(stack)).isEqualTo("elixir");
      // end::client-use[]
    });
  }

  @Test
  void startResults(TestNode node) throws Exception {
    node.run(() -> {
      Stacks.startLink(StartOptions.named("stack")).orElseThrow();
      // tag::start-result[]
      String outcome = switch (Stacks.startLink(StartOptions.named("stack"))) {
        case StartResult.Ok<?> ok -> "runs as " + ok.pid();
        case StartResult.Ignore<?> _ -> "nothing to do";
        case StartResult.Failed<?>(ExitReason reason) -> "failed: " + reason;
      };
      assertThat(outcome).startsWith("failed: {already_started, ");
      // end::start-result[]
    });
  }

  @Test
  void aCrash(TestNode node) throws Exception {
    node.run(() -> {
      // tag::crash[]
      var stack = GenServer.start(Stack::new).orElseThrow();
      GenServer.call(stack, new Stack.Pop());
      GenServer.call(stack, new Stack.Pop());
      var e = catchThrowableOfType(ServerExitedException.class,
          () -> GenServer.call(stack, new Stack.Pop(), Timeout.INFINITY));
      assertThat(e).hasCauseInstanceOf(NoSuchElementException.class);
      assertThatThrownBy(() -> GenServer.call(stack, new Stack.Pop())).isInstanceOf(NoProcessException.class);
      // end::crash[]
    });
    node.expectReport(TerminateReport.class);
    node.expectReport(CrashReport.class);
  }

  @Test
  void names(TestNode node) throws Exception {
    node.run(() -> {
      // tag::names[]
      GenServer.startLink(Stack::new, StartOptions.named("stack")).orElseThrow();
      ServerRef<Stack.Call<?>, Stack.Cast> stack = ServerRef.named("stack");
      assertThat(Stacks.depth(stack)).isEqualTo(2);
      // end::names[]
    });
  }

  @Test
  void laterReply(TestNode node) throws Exception {
    node.run(() -> {
      // tag::deferred-use[]
      var lookup = GenServer.startLink(() -> new Lookup(key -> key + "!")).orElseThrow();
      assertThat(GenServer.call(lookup, new Lookup.Find("answer"))).isEqualTo("answer!");
      // end::deferred-use[]
    });
  }

  @Test
  void severalRequests(TestNode node) throws Exception {
    node.run(() -> {
      var first = GenServer.startLink(Stack::new).orElseThrow();
      var second = GenServer.startLink(Stack::new).orElseThrow();
      // tag::requests[]
      RequestId<Integer> left = GenServer.sendRequest(first, new Stack.Depth());
      RequestId<Integer> right = GenServer.sendRequest(second, new Stack.Depth());
      int total = 0;
      for (var request : List.of(left, right)) {
        total += switch (GenServer.receiveResponse(request, Duration.ofSeconds(5))) {
          case Response.Reply<Integer>(Integer depth) -> depth;
          case Response.Error<Integer>(ExitReason reason, var _) -> throw Process.exit(reason);
          case Response.Timeout<Integer> _ -> 0;
        };
      }
      assertThat(total).isEqualTo(4);
      // end::requests[]
    });
  }

  @Test
  @WithNode(manualTime = true)
  void plainMessagesAndTimeouts(TestNode node) throws Exception {
    var time = node.time();
    Pid connection = node.spawnIdle();
    node.run(() -> {
      var session =
          GenServer.start(() -> new Session("anna", connection)).orElseThrow();
      GenServer.cast(session, new Session.Note("hi"));
      assertThat(GenServer.call(session, new Session.Seen())).containsExactly("logged in", "hi");
      time.advance(Duration.ofMinutes(1));
      assertThat(GenServer.call(session, new Session.Seen())).contains("flushed");
      // tag::get-status[]
      assertThat(Sys.getStatus(session.pid()).state()).isEqualTo("session of anna, 3 events");
      // end::get-status[]
      Ref ref = Process.monitor(session.pid());
      node.exit(ExitReason.KILL, connection);
      assertThat(Process.receive(Info.Down.class, d -> d.ref() == ref).reason())
          .isEqualTo(ExitReason.shutdown("connection lost"));
    });
  }

  // tag::cycle[]
  record Ask() implements Request<String> {}

  /** Answers what another server answers. */
  static final class Asking implements GenServer<String, Ask, Void> {
    private final String other;

    Asking(String other) {
      this.other = other;
    }

    @Override
    public Init<String> init() {
      return Init.ok(other);
    }

    @Override
    public CallResult<String> handleCall(Ask request, From from, String other) {
      return CallResult.reply(request, GenServer.call(ServerRef.<Ask, Void>named(other), request, Timeout.INFINITY), other);
    }
  }
  // end::cycle[]

  @Test
  void aCycle(TestNode node) throws Exception {
    node.ignoreReports(TerminateReport.class);
    node.ignoreReports(CrashReport.class);
    node.run(() -> {
      // tag::cycle-use[]
      var left = GenServer.start(() -> new Asking("right"), StartOptions.named("left")).orElseThrow();
      var right = GenServer.start(() -> new Asking("left"), StartOptions.named("right")).orElseThrow();
      var e = catchThrowableOfType(ServerExitedException.class, () -> GenServer.call(left, new Ask(), Timeout.INFINITY));
      assertThat(e).hasMessageContaining("{call_cycle, [");
      // end::cycle-use[]
      node.awaitDeath(left.pid());
      node.awaitDeath(right.pid());
    });
  }

  @Test
  void fromThreads(TestNode testNode) throws Exception {
    Node node = testNode.node();
    // tag::threads[]
    var options = StartOptions.DEFAULT.withNode(node);
    var stack = GenServer.start(Stack::new, options).orElseThrow();
    assertThat(GenServer.call(stack, new Stack.Depth())).isEqualTo(2);
    GenServer.stop(stack);
    // end::threads[]
  }

  @Test
  void withoutAProcess() {
    // tag::unit[]
    Next<List<String>> next = new Stack().handleCast(new Stack.Push("c"), List.of("b", "a"));
    assertThat(next).isEqualTo(Next.noReply(List.of("c", "b", "a")));
    // end::unit[]
  }

  @Test
  void sys(TestNode node) throws Exception {
    node.run(() -> {
      var stack = GenServer.startLink(Stack::new, StartOptions.named("stack")).orElseThrow();
      // tag::sys[]
      assertThat(Sys.getState(stack)).isEqualTo(List.of("hello", "world"));
      Sys.replaceState(stack.pid(), _ -> List.of("fixed"));
      assertThat(Stacks.pop(stack)).isEqualTo("fixed");

      Sys.suspend(stack.pid());
      Stacks.push(stack, "waits in the mailbox");
      assertThat(Process.info(stack.pid()).orElseThrow().messageQueueLength()).isEqualTo(1);
      Sys.resume(stack.pid());
      // end::sys[]
      assertThat(Stacks.depth(stack)).isEqualTo(1);
    });
  }

  @Test
  void aShortTimeout(TestNode node) throws Exception {
    var go = new CountDownLatch(1);
    node.run(() -> {
      var lookup = GenServer.startLink(() -> new Lookup(key -> {
        try {
          go.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        return key;
      })).orElseThrow();
      // tag::short-timeout[]
      assertThatThrownBy(() -> GenServer.call(lookup, new Lookup.Find("x"), Duration.ofMillis(10)))
          .isInstanceOf(CallTimeoutException.class)
          .hasMessageContaining("no reply within 10 ms");
      // end::short-timeout[]
      go.countDown();
      assertThat(GenServer.call(lookup, new Lookup.Find("y"))).isEqualTo("y");
    });
  }

  @Test
  void aLimitedMailbox(TestNode node) throws Exception {
    node.run(() -> {
      // tag::mailbox[]
      var limit = new MailboxLimit(2, WhenFull.DROP_NEWEST);
      var stack = GenServer.startLink(Stack::new, StartOptions.named("stack").withMailbox(limit)).orElseThrow();
      Sys.suspend(stack.pid());
      for (var element : List.of("a", "b", "c", "d", "e")) {
        GenServer.cast(stack, new Stack.Push(element));
      }
      assertThatThrownBy(() -> GenServer.call(stack, new Stack.Depth())).isInstanceOf(ServerOverloadedException.class);
      Sys.resume(stack.pid());
      assertThat(Sys.getState(stack.pid())).isEqualTo(List.of("b", "a", "hello", "world"));
      assertThat(Process.info(stack.pid()).orElseThrow().mailbox()).contains(new MailboxInfo(limit, 3, 1));
      // end::mailbox[]
    });
    node.expectReport(MailboxFullReport.class);
  }
}
