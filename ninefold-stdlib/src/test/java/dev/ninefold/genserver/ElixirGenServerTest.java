package dev.ninefold.genserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genserver.MultiCallResult.NodeReply;
import dev.ninefold.process.CallException;
import dev.ninefold.process.Destination;
import dev.ninefold.process.Global;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Restart;
import dev.ninefold.supervisor.Shutdown;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.TestRegistrar;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Elixir's gen_server_test. */
@WithNode
class ElixirGenServerTest {

  private static final String SUITE = "Elixir gen_server_test";
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** The stack of the Elixir tests. */
  private static final class Stack implements GenServer<List<String>, Stack.Call, Stack.Push> {
    sealed interface Call extends Request<String> {}

    record Pop() implements Call {}

    record NoReply() implements Call {}

    record Push(String item) {}

    private final List<String> items;

    Stack(String... items) {
      this.items = List.of(items);
    }

    @Override
    public Init<List<String>> init() {
      return Init.ok(items);
    }

    @Override
    public CallResult<List<String>> handleCall(Call request, From from, List<String> state) {
      return switch (request) {
        case Pop pop -> CallResult.reply(pop, state.getFirst(), state.subList(1, state.size()));
        case NoReply _ -> Next.noReply(state);
      };
    }

    @Override
    public Next<List<String>> handleCast(Push message, List<String> state) {
      List<String> pushed = new ArrayList<>(state);
      pushed.addFirst(message.item());
      return Next.noReply(List.copyOf(pushed));
    }
  }

  private static ServerRef<Stack.Call, Stack.Push> start(StartOptions options, String... items) {
    return GenServer.startLink(() -> new Stack(items), options).orElseThrow();
  }

  private static ServerRef<Stack.Call, Stack.Push> ref(Destination destination) {
    return new ServerRef<>(destination);
  }

  private static String pop(Destination destination) {
    return GenServer.call(ref(destination), new Stack.Pop());
  }

  @Test
  @OtpCase(suite = SUITE, name = "generates child_spec/1")
  void childSpec(TestNode node) throws Exception {
    node.run(() -> {
      // Stack.child_spec([:hello]) == %{id: Stack, start: {Stack, :start_link, [[:hello]]}}, the rest by default
      ChildSpec spec = ChildSpec.ofServer(Stack.class, () -> new Stack("hello"));
      assertThat(spec.id()).isEqualTo(Stack.class);
      assertThat(spec.restart()).isEqualTo(Restart.PERMANENT);
      assertThat(spec.shutdown()).isEqualTo(new Shutdown.After(LIMIT));
      assertThat(spec.type()).isEqualTo(ChildSpec.ChildType.WORKER);
      var started = (dev.ninefold.gen.StartResult.Ok<?>) spec.start().start();
      assertThat(pop(started.pid())).isEqualTo("hello");
      // use GenServer, id: :id, restart: :temporary, shutdown: :infinity, start: {:foo, :bar, []}
      ChildSpec custom = spec.withId("id")
          .withRestart(Restart.TEMPORARY)
          .withShutdown(Shutdown.INFINITY)
          .withStart(() -> dev.ninefold.gen.StartResult.failed(dev.ninefold.term.ExitReason.SHUTDOWN));
      assertThat(custom.id()).isEqualTo("id");
      assertThat(custom.restart()).isEqualTo(Restart.TEMPORARY);
      assertThat(custom.shutdown()).isEqualTo(Shutdown.INFINITY);
      assertThat(custom.start().start()).isEqualTo(
          dev.ninefold.gen.StartResult.failed(dev.ninefold.term.ExitReason.SHUTDOWN));
    });
  }

  // What is no name at all - a text, a tuple, {:via, "Via", ..} - the compiler refuses: CompilerTest.aNameThatIsNone
  @Test
  @OtpCase(suite = SUITE, name = "start_link/3")
  void invalidNames() {
    // ArgumentError "expected :name option to be one of the following:", "Got: .."
    assertThatThrownBy(() -> StartOptions.named("")).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a local name")
        .hasMessageContaining("got \"\"");
    assertThatThrownBy(() -> StartOptions.named("undefined")).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got \"undefined\"");
    Name elsewhere = new Name.OnNode("my_gen_server_name", "elsewhere");
    assertThatThrownBy(() -> StartOptions.DEFAULT.withName(elsewhere)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("local, global or via name, got {my_gen_server_name, elsewhere}");
    assertThatThrownBy(() -> StartOptions.DEFAULT.withName(null)).isInstanceOf(NullPointerException.class)
        .hasMessageContaining("expected a name");
  }

  @Test
  @OtpCase(suite = SUITE, name = "start_link/3 with via")
  void via(TestNode node) throws Exception {
    node.run(() -> {
      // start_link(Stack, [:hello], name: {:via, :global, :via_stack}), call({:via, :global, :via_stack}, :pop) == :hello
      Name name = Name.via(Global.registrar(), "via_stack");
      start(StartOptions.DEFAULT.withName(name), "hello");
      assertThat(pop(name)).isEqualTo("hello");
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "start_link/3 with local")
  void local(TestNode node) throws Exception {
    node.run(() -> {
      // start_link(Stack, [:hello], name: :my_stack), call(:my_stack, :pop) == :hello
      start(StartOptions.named("my_stack"), "hello");
      assertThat(pop(Name.local("my_stack"))).isEqualTo("hello");
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "start_link/2, call/2 and cast/2")
  void callAndCast(TestNode node) throws Exception {
    node.run(() -> {
      var stack = start(StartOptions.DEFAULT, "hello");
      // pid in links
      assertThat(Process.info(Process.self()).orElseThrow().links()).contains(stack.pid());
      // call(pid, :pop) == :hello, cast(pid, {:push, :world}) == :ok, call(pid, :pop) == :world, stop(pid) == :ok
      assertThat(GenServer.call(stack, new Stack.Pop())).isEqualTo("hello");
      GenServer.cast(stack, new Stack.Push("world"));
      assertThat(GenServer.call(stack, new Stack.Pop())).isEqualTo("world");
      GenServer.stop(stack);
      // cast({:global, :foo}, ..) == :ok, cast({:via, :foo, :bar}, ..) == :ok, cast(:foo, ..) == :ok
      for (Name nobody : List.of(Name.global("foo"), Name.via(new TestRegistrar(), "bar"), Name.local("foo"))) {
        GenServer.cast(ref(nobody), new Stack.Push("world"));
      }
    });
  }

  private static void exits(Destination server, Stack.Call request, Duration timeout, String reason) {
    var failure = catchThrowableOfType(CallException.class, () -> GenServer.call(ref(server), request, timeout));
    assertThat(failure.failure()).hasToString(reason);
    assertThat(failure.call()).isEqualTo(new CallException.Call("gen_server:call", server, request, timeout));
  }

  @Test
  @OtpCase(suite = SUITE, name = "call/3 exit messages")
  void exitMessages(TestNode node) throws Exception {
    node.run(() -> {
      Process.register("self", Process.self());
      Global.registerName("self", Process.self());
      Pid pid = start(StartOptions.DEFAULT, "hello").pid();
      Pid stopped = GenServer.start(() -> new Stack("hello")).orElseThrow().pid();
      GenServer.stop(ref(stopped));
      Stack.Pop pop = new Stack.Pop();
      // {:calling_self, {GenServer, :call, [name, :pop, 5000]}}: by local, global and via name, and by pid
      for (Destination self : List.of(Name.local("self"), Name.global("self"), Name.via(Global.registrar(), "self"),
          Process.self())) {
        exits(self, pop, LIMIT, "calling_self");
      }
      // {:timeout, {GenServer, :call, [pid, :noreply, 1]}}
      exits(pid, new Stack.NoReply(), Duration.ofMillis(1), "timeout");
      // {:noproc, {GenServer, :call, [nil, :pop, 5000]}}: a name that nobody has; and of the stopped pid
      exits(Name.local("nobody"), pop, LIMIT, "noproc");
      exits(stopped, pop, LIMIT, "noproc");
      // {{:nodedown, :bogus_node}, {GenServer, :call, [{:stack, :bogus_node}, :pop, 5000]}}
      exits(new Name.OnNode("stack", "bogus_node"), pop, LIMIT, "{nodedown, bogus_node}");
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "nil name")
  void withoutName(TestNode node) throws Exception {
    // start_link(Stack, [:hello], name: nil), Process.info(pid, :registered_name) == {:registered_name, []}
    node.run(() -> assertThat(Process.info(start(StartOptions.DEFAULT, "hello").pid()).orElseThrow().registeredName()).isEmpty());
  }

  @Test
  @OtpCase(suite = SUITE, name = "start/2")
  void notLinked(TestNode node) throws Exception {
    node.run(() -> {
      // start(Stack, [:hello]), refute pid in links, stop(pid)
      var stack = GenServer.start(() -> new Stack("hello")).orElseThrow();
      assertThat(Process.info(Process.self()).orElseThrow().links()).doesNotContain(stack.pid());
      GenServer.stop(stack);
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "abcast/3")
  void abcast(TestNode node) throws Exception {
    node.run(() -> {
      start(StartOptions.named("stack"));
      ServerRef<Stack.Call, Stack.Push> stack = ServerRef.named("stack");
      // abcast(:stack, {:push, :hello}) == :abcast, call({:stack, node()}, :pop) == :hello
      GenServer.abcast(stack, new Stack.Push("hello"));
      assertThat(pop(Name.on("stack", node.node()))).isEqualTo("hello");
      // abcast([node(), :foo@bar], :stack, {:push, :world}) == :abcast, call(:stack, :pop) == :world
      GenServer.abcast(List.of(node.node().name(), "foo@bar"), stack, new Stack.Push("world"));
      assertThat(GenServer.call(stack, new Stack.Pop())).isEqualTo("world");
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "multi_call/4")
  void multiCall(TestNode node) throws Exception {
    node.run(() -> {
      start(StartOptions.named("stack"), "hello", "world");
      ServerRef<Stack.Call, Stack.Push> stack = ServerRef.named("stack");
      String here = node.node().name();
      // multi_call(:stack, :pop) == {[{node(), :hello}], []}
      assertThat(GenServer.multiCall(stack, new Stack.Pop()))
          .isEqualTo(new MultiCallResult<>(List.of(new NodeReply<>(here, "hello")), List.of()));
      // multi_call([node(), :foo@bar], :stack, :pop) == {[{node(), :world}], [:foo@bar]}
      assertThat(GenServer.multiCall(List.of(here, "foo@bar"), stack, new Stack.Pop()))
          .isEqualTo(new MultiCallResult<>(List.of(new NodeReply<>(here, "world")), List.of("foo@bar")));
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "whereis/1")
  void whereis(TestNode node) throws Exception {
    node.run(() -> {
      Pid pid = start(StartOptions.named("whereis_server")).pid();
      Pid global = start(StartOptions.DEFAULT.withName(Name.global("whereis_server"))).pid();
      Name elsewhere = new Name.OnNode("whereis_server", "another_node");
      Map<Destination, Optional<Destination>> expected = Map.of(
          // whereis(name) == pid, whereis({name, node()}) == pid, whereis({name, :another_node}) == {name, :another_node}
          Name.local("whereis_server"), Optional.of(pid),
          Name.on("whereis_server", node.node()), Optional.of(pid),
          elsewhere, Optional.of(elsewhere),
          // whereis(pid) == pid, whereis(:whereis_bad_server) == nil
          pid, Optional.of(pid),
          Name.local("whereis_bad_server"), Optional.empty(),
          // {:global, name}, {:global, :whereis_bad_server}, {:via, :global, name}, {:via, :global, :whereis_bad_server}
          Name.global("whereis_server"), Optional.of(global),
          Name.global("whereis_bad_server"), Optional.empty(),
          Name.via(Global.registrar(), "whereis_server"), Optional.of(global),
          Name.via(Global.registrar(), "whereis_bad_server"), Optional.empty());
      expected.forEach((server, found) -> assertThat(GenServer.whereis(ref(server))).isEqualTo(found));
    });
  }
}
