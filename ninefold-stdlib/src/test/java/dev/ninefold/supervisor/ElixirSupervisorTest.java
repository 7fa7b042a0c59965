package dev.ninefold.supervisor;

import static dev.ninefold.supervisor.Trees.counts;
import static dev.ninefold.supervisor.Trees.run;
import static dev.ninefold.supervisor.Trees.term;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.process.Global;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Registrar;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.supervisor.ChildSpec.ChildType;
import dev.ninefold.supervisor.ChildSpec.Modules;
import dev.ninefold.supervisor.SupervisorError.Field;
import dev.ninefold.supervisor.SupervisorError.Refusal;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** ESV-1 to ESV-8. Elixir gives modules by name and calls their child_spec/1; here a class and what makes its instances are given. */
@WithNode(manualTime = true)
class ElixirSupervisorTest {

  private static final String SUITE = "Elixir supervisor_test";

  TestNode node;

  private record Stack(List<String> first) implements GenServer<List<String>, Stack.Call<?>, Object> {
    sealed interface Call<R> extends Request<R> {}

    record Pop() implements Call<String> {}

    record Stop() implements Call<String> {}

    static ChildSpec spec(String... first) {
      return ChildSpec.ofServer(Stack.class, () -> new Stack(List.of(first)));
    }

    @Override
    public Init<List<String>> init() {
      return Init.ok(first);
    }

    @Override
    public CallResult<List<String>> handleCall(Call<?> request, From from, List<String> stack) {
      return switch (request) {
        case Pop pop -> CallResult.reply(pop, stack.getFirst(), stack.subList(1, stack.size()));
        case Stop stop -> CallResult.stopAndReply(ExitReason.NORMAL, stop, "ok", stack);
      };
    }
  }

  private static final class StackSup implements Supervisor {
    @Override
    public SupervisorSpec init() {
      return Supervisor.init(List.of(Stack.spec("hello")), Strategy.ONE_FOR_ONE);
    }
  }

  private static SupervisorRef startEmpty() {
    return Supervisor.startLink(List.of(), Strategy.ONE_FOR_ONE, StartOptions.DEFAULT).orElseThrow();
  }

  /** (no process) */
  @Test
  @OtpCase(suite = SUITE, name = "generates child_spec/1")
  void generatesChildSpec() {
    // %{id: Stack.Sup, start: {Stack.Sup, :start_link, [[:hello]]}, type: :supervisor}
    ChildSpec spec = ChildSpec.ofSupervisor(StackSup.class, StackSup::new);
    assertThat(spec.id()).isEqualTo(StackSup.class);
    assertThat(spec.type()).isEqualTo(ChildType.SUPERVISOR);
    assertThat(spec.restart()).isEqualTo(Restart.PERMANENT);
    assertThat(spec.shutdown()).isEqualTo(Shutdown.INFINITY);
    // use Supervisor, id: :id, restart: :temporary, start: {:foo, :bar, []}
    StartFunction start = StartResult.Ignore::new;
    assertThat(spec.withId("id").withRestart(Restart.TEMPORARY).withStart(start)).isEqualTo(new ChildSpec("id", start,
        Restart.TEMPORARY, Shutdown.INFINITY, ChildType.SUPERVISOR, Modules.of(StackSup.class), false));
  }

  /** (no process) */
  @Test
  @OtpCase(suite = SUITE, name = "child_spec/2")
  void childSpec() {
    // Supervisor.child_spec(Task, []): id, start, and the rest as the module says
    ChildSpec spec = Stack.spec("foo");
    assertThat(spec).isEqualTo(new ChildSpec(Stack.class, spec.start(), Restart.PERMANENT, Shutdown.afterMillis(5000),
        ChildType.WORKER, Modules.of(Stack.class), false));
    // with id, start, restart, shutdown
    StartFunction start = StartResult.Ignore::new;
    assertThat(spec.withId("foo").withStart(start).withRestart(Restart.PERMANENT).withShutdown(Shutdown.INFINITY))
        .isEqualTo(new ChildSpec("foo", start, Restart.PERMANENT, Shutdown.INFINITY, ChildType.WORKER, Modules.of(Stack.class),
            false));
    // A key, a module or a child_spec/1 that does not exist: the compiler refuses it.
    // "supervisors expect each child to be one of": no spec at all
    List<ChildSpec> none = new java.util.ArrayList<>();
    none.add(null);
    assertThat(Supervisor.checkChildspecs(none).toString()).contains("a child spec is expected");
  }

  /** (no process) */
  @Test
  @OtpCase(suite = SUITE, name = "init/2")
  void init() {
    // flags = %{intensity: 3, period: 5, strategy: :one_for_one, auto_shutdown: :never}
    List<ChildSpec> children = List.of(Stack.spec("foo"));
    assertThat(Supervisor.init(children, Strategy.ONE_FOR_ONE)).isEqualTo(new SupervisorSpec.Children(
        new SupervisorFlags(Strategy.ONE_FOR_ONE, 3, Duration.ofSeconds(5), AutoShutdown.NEVER, Optional.empty()), children));
    // strategy: :one_for_all, max_restarts: 1, max_seconds: 2
    SupervisorFlags flags = SupervisorFlags.of(Strategy.ONE_FOR_ALL).withIntensity(1, Duration.ofSeconds(2));
    assertThat(SupervisorSpec.of(flags, children)).isEqualTo(new SupervisorSpec.Children(
        new SupervisorFlags(Strategy.ONE_FOR_ALL, 1, Duration.ofSeconds(2), AutoShutdown.NEVER, Optional.empty()), children));
    // "expected :strategy option to be given"
    assertThatThrownBy(() -> Supervisor.init(List.of(), null)).isInstanceOf(NullPointerException.class)
        .hasMessageContaining("strategy: expected ONE_FOR_ONE");
    assertThatThrownBy(() -> Supervisor.startLink(List.of(), (Strategy) null, StartOptions.DEFAULT))
        .isInstanceOf(NullPointerException.class);
  }

  /** {via, global, via_sup} */
  @Test
  @OtpCase(suite = SUITE, name = "start_link/2 with via")
  void startLinkVia() throws Exception {
    startsUnder(() -> Name.via(new GlobalNames(), "via_sup"));
  }

  /** {global, global_sup} */
  @Test
  @OtpCase(suite = SUITE, name = "start_link/3 with global")
  void startLinkGlobal() throws Exception {
    startsUnder(() -> Name.global("global_sup"));
  }

  /** my_sup */
  @Test
  @OtpCase(suite = SUITE, name = "start_link/3 with local")
  void startLinkLocal() throws Exception {
    startsUnder(() -> Name.local("my_sup"));
  }

  private void startsUnder(Supplier<Name> supplier) throws Exception {
    run(node, () -> {
      Name name = supplier.get();
      Supervisor.startLink(List.of(), Strategy.ONE_FOR_ONE, StartOptions.DEFAULT.withName(name)).orElseThrow();
      // Supervisor.which_children(name) == []
      assertThat(Supervisor.whichChildren(SupervisorRef.of(name))).isEmpty();
    });
  }

  /** The names of global, as a via module. */
  record GlobalNames() implements Registrar {
    @Override
    public boolean registerName(Object name, Pid pid) {
      return Global.registerName(name, pid);
    }

    @Override
    public void unregisterName(Object name) {
      Global.unregisterName(name);
    }

    @Override
    public Optional<Pid> whereisName(Object name) {
      return Global.whereisName(name);
    }
  }

  /** sup: dyn_stack */
  @Test
  @OtpCase(suite = SUITE, name = "start_link/2")
  void startLink() throws Exception {
    run(node, () -> {
      ChildSpec child = ChildSpec.ofServer(Stack.class, () -> new Stack(List.of("hello")), StartOptions.named("dyn_stack"));
      SupervisorRef sup = Supervisor.startLink(List.of(child), Strategy.ONE_FOR_ONE, StartOptions.DEFAULT).orElseThrow();
      ServerRef<Stack.Call<?>, Object> stack = ServerRef.named("dyn_stack");
      Pid first = stack.pid();
      assertThat(GenServer.call(stack, new Stack.Pop())).isEqualTo("hello");
      assertThat(GenServer.call(stack, new Stack.Stop())).isEqualTo("ok");
      // It is restarted under its name, as permanent
      node.await("another stack", () -> stack.whereis().filter(pid -> pid != first).isPresent());
      assertThat(GenServer.call(stack, new Stack.Pop())).isEqualTo("hello");
      Supervisor.stop(sup);
      // "expected :name option to be one of the following": a name of a wrong kind; the compiler leaves null and empty ones
      assertThatThrownBy(() -> StartOptions.named(null)).isInstanceOf(NullPointerException.class).hasMessageContaining("name");
      assertThatThrownBy(() -> StartOptions.named("")).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Name.via(null, "my_gen_server_name")).isInstanceOf(NullPointerException.class);
    });
    assertThat(node.expectReport(SupervisorReport.class).reason()).isEqualTo(ExitReason.NORMAL);
  }

  /** sup: stat_stack; upstream's start_link/3 */
  @Test
  void startLinkWithModule() throws Exception {
    run(node, () -> {
      SupervisorRef sup = Supervisor.startLink(StackSup::new).orElseThrow();
      ServerRef<Stack.Call<?>, Object> stack = ServerRef.of(Trees.pid(sup, Stack.class));
      assertThat(GenServer.call(stack, new Stack.Pop())).isEqualTo("hello");
      Supervisor.stop(sup);
    });
  }

  /** sup: child (temporary) */
  @Test
  @OtpCase(suite = SUITE, name = "start_child/2 > supports new child spec as tuple")
  void startChildBySpec() throws Exception {
    run(node, () -> {
      // %{id: Task, restart: :temporary, start: {Task, :start_link, [fn -> :ok end]}}; a pid comes back
      ChildSpec spec = ChildSpec.worker("task", Kid::startLink).withRestart(Restart.TEMPORARY);
      assertThat(Supervisor.startChild(startEmpty(), spec)).isInstanceOf(StartResult.Ok.class);
    });
  }

  /** sup: child */
  @Test
  @OtpCase(suite = SUITE, name = "start_child/2 > supports new child spec")
  void startChildByModule() throws Exception {
    run(node, () -> {
      // {Task, fn -> :timer.sleep(:infinity) end}; a pid comes back
      assertThat(Supervisor.startChild(startEmpty(), Stack.spec())).isInstanceOf(StartResult.Ok.class);
    });
  }

  /** sup */
  @Test
  @OtpCase(suite = SUITE, name = "start_child/2 > with invalid child spec")
  void startChildWithInvalidSpec() throws Exception {
    run(node, () -> {
      SupervisorRef sup = startEmpty();
      // {:error, :missing_id}
      assertThat(term(Supervisor.startChild(sup, Stack.spec().withId(null))))
          .isEqualTo(ChildSpecs.field(Field.MISSING_ID, null, null));
      // {:error, {:invalid_mfa, _}}: the compiler leaves a start function that is missing
      assertThat(term(Supervisor.startChild(sup, Stack.spec().withId(1).withStart(null))))
          .isEqualTo(ChildSpecs.field(Field.MISSING_START, 1, null));
      // {:error, {:invalid_shutdown, _}}
      assertThat(term(Supervisor.startChild(sup, Stack.spec().withId(1).withShutdown(Duration.ofMillis(-1)))))
          .isEqualTo(ChildSpecs.field(Field.INVALID_SHUTDOWN, 1, Duration.ofMillis(-1)));
    });
  }

  /** sup: Stack */
  @Test
  @OtpCase(suite = SUITE, name = "child life cycle")
  void childLifeCycle() throws Exception {
    run(node, () -> {
      SupervisorRef sup = startEmpty();
      assertThat(Supervisor.whichChildren(sup)).isEmpty();
      assertThat(counts(sup)).isEqualTo(counts(0, 0, 0, 0));
      Pid stack = Supervisor.startChild(sup, Stack.spec("hello")).orElseThrow();
      assertThat(GenServer.call(ServerRef.<Stack.Call<?>, Object>of(stack), new Stack.Pop())).isEqualTo("hello");
      // [{Stack, stack, :worker, [Stack]}]
      assertThat(Supervisor.whichChildren(sup)).containsExactly(new ChildInfo(Stack.class, new ChildInfo.State.Running(stack),
          ChildType.WORKER, Modules.of(Stack.class), 0, Optional.empty()));
      assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));
      // delete_child: {:error, :running}; terminate_child: :ok
      assertThat(Supervisor.deleteChild(sup, Stack.class)).isEqualTo(new ChildResult.Failed(Refusal.RUNNING));
      assertThat(Supervisor.terminateChild(sup, Stack.class).isOk()).isTrue();
      stack = Supervisor.restartChild(sup, Stack.class).orElseThrow();
      assertThat(GenServer.call(ServerRef.<Stack.Call<?>, Object>of(stack), new Stack.Pop())).isEqualTo("hello");
      assertThat(Supervisor.terminateChild(sup, Stack.class).isOk()).isTrue();
      assertThat(Supervisor.deleteChild(sup, Stack.class).isOk()).isTrue();
      Supervisor.stop(sup);
    });
  }
}
