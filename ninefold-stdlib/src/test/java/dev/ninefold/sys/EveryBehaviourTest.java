package dev.ninefold.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.agent.Agent;
import dev.ninefold.debug.DebugFunction;
import dev.ninefold.debug.DebugOption;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.SystemRequest.Failure.CallbackFailed;
import dev.ninefold.gen.SystemRequest.Failure.UnknownMessage;
import dev.ninefold.gen.SystemStatus;
import dev.ninefold.genevent.EventHandler;
import dev.ninefold.genevent.GenEvent;
import dev.ninefold.genevent.HandlerInit;
import dev.ninefold.genevent.HandlerKey;
import dev.ninefold.genevent.HandlerNext;
import dev.ninefold.genevent.ManagerRef;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.genstatem.GenStatem;
import dev.ninefold.genstatem.StateEvent;
import dev.ninefold.genstatem.Transition;
import dev.ninefold.partitionsupervisor.PartitionSpec;
import dev.ninefold.partitionsupervisor.PartitionSupervisor;
import dev.ninefold.process.Info;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.report.NoHandleInfoReport;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.DynamicSupervisor;
import dev.ninefold.supervisor.DynamicSupervisorFlags;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorBridge;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.task.TaskSupervisor;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code sys} does it does with processes of every kind. */
@WithNode
class EveryBehaviourTest {

  private static final Name NAME = Name.local("observed");
  private static final ExitReason ENOUGH = ExitReason.shutdown("enough");
  private static final Object NO_MODULE = new Object();

  TestNode node;

  /**
   * A kind of process.
   *
   * @param name the behaviour, as its status tells
   * @param start starts one that is linked, under the name
   * @param used does something with it that is an event; what comes from the same process afterwards finds it handled
   * @param replaceFails whether a failing function fails the call; of a manager of events it leaves each handler as it is
   * @param codeFails whether it refuses what is no module; a bridge takes anything, and keeps its state
   */
  private record Kind(String name, Consumer<DebugOption[]> start, Runnable used, boolean replaceFails, boolean codeFails) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final class Server implements GenServer<Integer, Request<?>, String> {
    @Override
    public Init<Integer> init() {
      return Init.ok(1);
    }

    @Override
    public Next<Integer> handleCast(String message, Integer state) {
      return Next.noReply(state);
    }
  }

  private static final class Machine implements GenStatem<String, Integer, Request<?>, String> {
    @Override
    public dev.ninefold.genstatem.Init<String, Integer> init() {
      return dev.ninefold.genstatem.Init.ok("state", 1);
    }

    @Override
    public Transition<String, Integer> handleEvent(StateEvent<Request<?>, String> event, String state, Integer data) {
      return Transition.keepStateAndData();
    }
  }

  private static final class Handler implements EventHandler<Integer, String, Request<?>> {
    @Override
    public HandlerInit<Integer> init() {
      return HandlerInit.ok(1);
    }

    @Override
    public HandlerNext<Integer> handleEvent(String event, Integer state) {
      return HandlerNext.ok(state);
    }
  }

  private static final class Bridge implements SupervisorBridge<Pid> {
    @Override
    public Init<Pid> init() {
      Pid work = Process.spawnLink(() -> Process.receive(Object.class, _ -> false));
      return Init.ok(work, work);
    }

    @Override
    public void terminate(ExitReason reason, Pid work) {
      Process.exit(work, ExitReason.KILL);
    }
  }

  private static Kind behaviour(String name, Function<StartOptions, ?> start, Runnable used) {
    return new Kind(name, debug -> start.apply(StartOptions.named("observed").withDebug(debug)), used,
        !name.equals("gen_event"), !name.equals("supervisor_bridge"));
  }

  private static Kind supervisor(String name, Function<StartOptions, ?> start) {
    return behaviour(name, start, () -> Supervisor.whichChildren(SupervisorRef.named("observed")));
  }

  static Stream<Kind> kinds() {
    var channels = new Channels("observed");
    return Stream.of(
        behaviour("gen_server", options -> GenServer.startLink(Server::new, options).orElseThrow(),
            () -> Process.send(NAME, "hello")),
        behaviour("gen_statem", options -> GenStatem.startLink(Machine::new, options).orElseThrow(),
            () -> Process.send(NAME, "hello")),
        behaviour("gen_event", options -> {
          var manager = GenEvent.<String>startLink(options).orElseThrow();
          GenEvent.addHandler(manager, HandlerKey.of(Handler.class), Handler::new);
          return manager;
        }, () -> GenEvent.syncNotify(ManagerRef.named("observed"), "hello")),
        behaviour("agent", options -> Agent.startLink(() -> 1, options).orElseThrow(),
            () -> Process.send(NAME, "hello")),
        supervisor("supervisor",
            options -> Supervisor.startLink(List.<ChildSpec>of(), Strategy.ONE_FOR_ONE, options).orElseThrow()),
        supervisor("dynamic supervisor",
            options -> DynamicSupervisor.startLink(DynamicSupervisorFlags.DEFAULT, options).orElseThrow()),
        supervisor("task supervisor", options -> TaskSupervisor.startLink(options).orElseThrow()),
        supervisor("partition supervisor",
            options -> PartitionSupervisor.startLink(PartitionSpec
                .of(NAME, ChildSpec.worker("part", () -> GenServer.startLink(Server::new)))
                .withPartitions(2)
                .withOptions(options)).orElseThrow()),
        supervisor("supervisor_bridge", options -> SupervisorBridge.startLink(Bridge::new, options).orElseThrow()),
        new Kind("special process", debug -> channels.startLink(3, debug).orElseThrow(), () -> channels.free(1),
            true, true));
  }

  /** SYS-3 to SYS-5, SYS-7 to SYS-9, SYS-11, SYS-12: what fails changes nothing. */
  @ParameterizedTest
  @MethodSource("kinds")
  void isSteered(Kind kind) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      kind.start().accept(new DebugOption[0]);
      Pid pid = Process.whereis(NAME).orElseThrow();
      Object state = Sys.getState(NAME);

      Sys.suspend(NAME);
      Sys.suspend(NAME);
      SystemStatus status = Sys.getStatus(NAME);
      assertThat(status.suspended()).isTrue();
      assertThat(status.pid()).isSameAs(pid);
      assertThat(status.parent()).isSameAs(Process.self());
      assertThat(status.name()).hasToString("observed");
      failsToReplace(kind, state);
      failsToChangeCode(kind);
      assertThat(Sys.getState(NAME)).isEqualTo(state);

      Sys.resume(NAME);
      assertThat(Sys.getStatus(NAME).suspended()).isFalse();
      failsToReplace(kind, state);
      assertThat(Sys.replaceState(NAME, same -> same)).isEqualTo(state);
      assertThatThrownBy(() -> Sys.changeCode(NAME, NO_MODULE, "1", "extra")).isInstanceOfSatisfying(SysException.class,
          e -> assertThat(e.failure()).isInstanceOf(UnknownMessage.class));
      assertThat(Sys.getState(NAME)).isEqualTo(state);

      Sys.terminate(NAME, ENOUGH);
      assertThat(Process.receive()).isEqualTo(new Info.Exit(pid, ENOUGH));
    });
  }

  private static void failsToReplace(Kind kind, Object state) {
    UnaryOperator<Object> failing = _ -> {
      throw new IllegalStateException("fail");
    };
    if (kind.replaceFails()) {
      assertThatThrownBy(() -> Sys.replaceState(NAME, failing)).isInstanceOf(SysException.class).hasRootCauseMessage("fail");
    } else {
      assertThat(Sys.replaceState(NAME, failing)).isEqualTo(state);
    }
    assertThat(Sys.getState(NAME)).isEqualTo(state);
  }

  private static void failsToChangeCode(Kind kind) {
    if (kind.codeFails()) {
      assertThatThrownBy(() -> Sys.changeCode(NAME, NO_MODULE, "1", "extra")).isInstanceOfSatisfying(SysException.class,
          e -> assertThat(e.failure()).isInstanceOfSatisfying(CallbackFailed.class,
              failed -> assertThat(failed.callback()).isEqualTo("code_change")));
    } else {
      Sys.changeCode(NAME, NO_MODULE, "1", "extra");
    }
  }

  /** SYS-6. */
  @ParameterizedTest
  @MethodSource("kinds")
  void endsWithItsParentWhileItIsSuspended(Kind kind) throws Exception {
    node.run(() -> {
      Pid parent = Process.spawn(() -> {
        kind.start().accept(new DebugOption[0]);
        Sys.suspend(NAME);
        Process.receive(Object.class, _ -> false);
      });
      node.await("it is suspended",
          () -> Process.whereis(NAME).isPresent() && Sys.getStatus(NAME).suspended());
      var end = Process.monitor(Process.whereis(NAME).orElseThrow());
      Process.exit(parent, ENOUGH);
      assertThat(Process.receive(Info.Down.class, down -> down.ref() == end).reason()).isEqualTo(ENOUGH);
    });
  }

  /** SYS-14 to SYS-20, SYS-23, SYS-24: from the start, or not; until nothing observes it any more. */
  @ParameterizedTest
  @MethodSource("kinds")
  void isObserved(Kind kind, @TempDir Path folder) throws Exception {
    node.ignoreReports(NoHandleInfoReport.class);
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    AtomicInteger seen = new AtomicInteger();
    DebugFunction<Integer> count = (state, _, _) -> {
      seen.set(state + 1);
      return DebugFunction.next(state + 1);
    };
    node.run(() -> {
      kind.start()
          .accept(new DebugOption[] {new DebugOption.Trace(), new DebugOption.Log(100), new DebugOption.Statistics(),
              new DebugOption.LogToFile(first), new DebugOption.Install<>("count", count, 0)});
      int atStart = sees(first, seen);
      kind.used().run();
      assertThat(sees(first, seen)).isGreaterThan(atStart);
      assertThat(Sys.getStatistics(NAME).orElseThrow().messagesIn()).isPositive();

      Sys.noDebug(NAME);
      int lines = node.printed().size();
      int written = Files.readAllLines(first).size();
      kind.used().run();
      assertThat(Sys.getLog(NAME)).isEmpty();
      assertThat(Sys.getStatistics(NAME)).isEmpty();
      assertThat(node.printed()).hasSize(lines);
      assertThat(Files.readAllLines(first)).hasSize(written);
      assertThat(seen).hasValue(lines);

      int before = lines;
      Sys.install(NAME, "count", count, before);
      Sys.log(NAME, 100);
      Sys.logToFile(NAME, second);
      Sys.statistics(NAME, true);
      Sys.trace(NAME, true);
      kind.used().run();
      int now = Sys.getLog(NAME).size();
      assertThat(now).isPositive();
      assertThat(seen).hasValue(before + now);
      assertThat(node.printed()).hasSize(before + now);
      assertThat(Files.readAllLines(second)).hasSize(now);
      assertThat(Sys.getStatus(NAME).log()).hasSize(now);
      Sys.remove(NAME, "count");
      Sys.log(NAME, false);
      Sys.noLogToFile(NAME);
      Sys.statistics(NAME, false);
      Sys.trace(NAME, false);
      kind.used().run();
      Sys.getState(NAME);
      assertThat(seen).hasValue(before + now);
      assertThat(node.printed()).hasSize(before + now);
      assertThat(Files.readAllLines(second)).hasSize(now);
    });
  }

  /** How many events all of those that observe it have seen: the same number. */
  private int sees(Path file, AtomicInteger counted) throws IOException {
    int log = Sys.getLog(NAME).size();
    assertThat(node.printed()).hasSize(log);
    assertThat(Files.exists(file) ? Files.readAllLines(file) : List.of()).hasSize(log);
    assertThat(counted).hasValue(log);
    return log;
  }
}
