package dev.ninefold.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genevent.EventHandler;
import dev.ninefold.genevent.GenEvent;
import dev.ninefold.genevent.HandlerInit;
import dev.ninefold.genevent.HandlerKey;
import dev.ninefold.genevent.HandlerNext;
import dev.ninefold.genevent.ManagerRef;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.genstatem.GenStatem;
import dev.ninefold.genstatem.StateEvent;
import dev.ninefold.genstatem.Transition;
import dev.ninefold.process.CallException;
import dev.ninefold.process.Info;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.process.SimulatedCrashException;
import dev.ninefold.proclib.ProcLib;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.supervisor.SupervisorSpec;
import dev.ninefold.sys.Sys;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Crashes at a message, in each kind of process. */
class CrashesTest {

  private static final Explore CRASHES = Explore.seeds(1_000).withCrashes(1, "it");

  /** What the process under test has done, told to the scenario. */
  private record Done(Object what) {}

  private static void tell(Object what) {
    Process.send(Name.local("scenario"), new Done(what));
  }

  private static List<Object> told() {
    List<Object> all = new ArrayList<>();
    for (Object message : Process.messages(Process.self())) {
      if (message instanceof Done(Object what)) {
        all.add(what);
      }
    }
    return all;
  }

  private static void register() {
    Process.trapExit(true);
    Process.register("scenario", Process.self());
  }

  /** That crash, at a message, alone makes it fail. */
  private static Failure onlyACrash(Explore.Scenario prepare, Explore.Scenario scenario) {
    Failure failure = CRASHES.find(prepare, scenario).orElseThrow();
    assertThat(failure.trace()).singleElement().isInstanceOf(Deviation.Crashes.class);
    assertThat(failure.trace().getFirst().toString()).matches("turn \\d+: it crashes in its next callback( but \\d)?");
    return failure;
  }

  private static ExitReason downOf(Ref monitor) {
    return Process.receive(Info.Down.class, down -> down.ref() == monitor).reason();
  }

  // ---- gen_server

  private static final class Counter implements GenServer<Integer, Counter.Count, Counter.Add> {
    record Count() implements Request<Integer> {}
    record Add() {}

    static ServerRef<Count, Add> startLink() {
      return GenServer.startLink(Counter::new, StartOptions.named("it")).orElseThrow();
    }

    @Override
    public Init<Integer> init() {
      return Init.ok(0);
    }

    @Override
    public CallResult<Integer> handleCall(Count request, From from, Integer count) {
      return CallResult.reply(request, count, count);
    }

    @Override
    public Next<Integer> handleCast(Add message, Integer count) {
      return Next.noReply(count + 1);
    }

    @Override
    public Next<Integer> handleInfo(Info info, Integer count) {
      return Next.noReply(count + 1);
    }

    @Override
    public void terminate(ExitReason reason, Integer count) {
      tell(count + " " + reason);
    }
  }

  private static void startCounter() {
    register();
    Counter.startLink();
  }

  private static final ServerRef<Counter.Count, Counter.Add> IT = ServerRef.of(Name.local("it"));

  /** As if the callback had thrown: terminate is called with the state before, and who waits for the answer is told at once. */
  @Test
  void aServerCrashesAtACall() {
    var failure = onlyACrash(CrashesTest::startCounter, () -> {
      for (int i = 0; i < 5; i++) {
        GenServer.call(IT, new Counter.Count(), Timeout.INFINITY);
      }
    });
    assertThat(failure.cause()).isInstanceOf(CallException.ServerExitedException.class)
        .hasMessageContaining(SimulatedCrashException.class.getName());
  }

  @Test
  void aServerCrashesAtACastOrAMessageAndIsTerminated() {
    for (Object message : List.of(new Counter.Add(), "info")) {
      var failure = onlyACrash(CrashesTest::startCounter, () -> {
        Ref monitor = Process.monitor(Name.local("it"));
        for (int i = 0; i < 5; i++) {
          if (message instanceof Counter.Add add) {
            GenServer.cast(IT, add);
          } else {
            Process.send(Name.local("it"), message);
          }
        }
        GenServer.stop(IT);
        assertThat(downOf(monitor)).isEqualTo(ExitReason.NORMAL);
        assertThat(told()).containsExactly("5 normal");
      });
      assertThat(failure.cause()).isInstanceOfAny(CallException.class, AssertionError.class);
    }
  }

  /** Requests of sys are no callbacks: the crash waits for one. */
  @Test
  void aSystemMessageIsNoMessageAtWhichItCrashes() {
    CRASHES.check(CrashesTest::startCounter, () -> {
      for (int i = 0; i < 20; i++) {
        assertThat(Sys.getState(Name.local("it"), Timeout.INFINITY)).isEqualTo(0);
      }
    });
  }

  // ---- gen_statem

  private static final class Lamp implements GenStatem<String, Integer, Request<?>, String> {
    @Override
    public dev.ninefold.genstatem.Init<String, Integer> init() {
      Process.trapExit(true);
      return dev.ninefold.genstatem.Init.ok("off", 0);
    }

    @Override
    public Transition<String, Integer> handleEvent(StateEvent<Request<?>, String> event, String state, Integer switched) {
      return Transition.nextState(state.equals("off") ? "on" : "off", switched + 1);
    }

    @Override
    public void terminate(ExitReason reason, String state, Integer switched) {
      tell(state + " " + switched);
    }
  }

  @Test
  void aStateMachineCrashesAtAnEvent() {
    var failure = onlyACrash(() -> {
      register();
      GenStatem.startLink(Lamp::new, StartOptions.named("it")).orElseThrow();
    }, () -> {
      Pid lamp = Process.whereis("it").orElseThrow();
      Ref monitor = Process.monitor(lamp);
      for (int i = 0; i < 5; i++) {
        GenStatem.cast(ServerRef.<Request<?>, String>of(Name.local("it")), "switch");
      }
      Process.exit(lamp, ExitReason.SHUTDOWN);
      ExitReason reason = downOf(monitor);
      assertThat(reason).as("told " + told()).isEqualTo(ExitReason.SHUTDOWN);
    });
    assertThat(failure.cause()).hasMessageContaining(SimulatedCrashException.class.getName()).hasMessageContaining("told [o");
  }

  // ---- gen_event

  private static final class Ears implements EventHandler<Integer, String, Request<?>> {
    static final HandlerKey<Ears> KEY = HandlerKey.of(Ears.class);

    @Override
    public HandlerInit<Integer> init() {
      return HandlerInit.ok(0);
    }

    @Override
    public HandlerNext<Integer> handleEvent(String event, Integer heard) {
      return HandlerNext.ok(heard + 1);
    }
  }

  /** It is the handler that crashes. */
  @Test
  void aHandlerCrashesAndItsManagerDoesNot() {
    ManagerRef<String> manager = ManagerRef.named("it");
    onlyACrash(() -> {
      GenEvent.startLink(StartOptions.named("it")).orElseThrow();
      GenEvent.addHandler(manager, Ears.KEY, Ears::new);
    }, () -> {
      Pid pid = Process.whereis("it").orElseThrow();
      for (int i = 0; i < 5; i++) {
        GenEvent.syncNotify(manager, "hello");
      }
      if (!Process.isAlive(pid)) {
        throw new IllegalStateException("the manager has ended");
      }
      assertThat(GenEvent.whichHandlers(manager)).hasSize(1);
    });
  }

  // ---- plain processes

  @Test
  void aPlainProcessCrashesAtAReceive() {
    var failure = onlyACrash(() -> Process.register("it", Process.spawn(() -> {
      while (true) {
        Process.receive(String.class);
      }
    })), () -> {
      Ref monitor = Process.monitor(Name.local("it"));
      for (int i = 0; i < 5; i++) {
        Process.send(Name.local("it"), "hello");
      }
      assertThat(Process.receive(monitor, Info.Down.class, _ -> true, Duration.ofSeconds(1))).isEmpty();
    });
    assertThat(failure.cause()).hasMessageContaining(SimulatedCrashException.class.getName());
  }

  // ---- anybody

  /** Children without a name are restarted, whether they crash or are killed. */
  @Test
  void withoutNamesAnybodyMayCrashOrBeKilledButTheScenario() {
    Explore.Scenario start = () -> {
      Process.trapExit(true);
      Supervisor.startLink(() -> () -> SupervisorSpec.of(Strategy.ONE_FOR_ONE,
          ChildSpec.worker("child", () -> GenServer.startLink(Counter::new, StartOptions.DEFAULT))), StartOptions.named("sup"))
          .orElseThrow();
    };
    Explore.Scenario sameChild = () -> {
      Pid before = Supervisor.whichChildren(SupervisorRef.of(Name.local("sup"))).getFirst().pid().orElseThrow();
      for (int i = 0; i < 5; i++) {
        GenServer.cast(ServerRef.<Counter.Count, Counter.Add>of(before), new Counter.Add());
        Process.sleep(Duration.ofSeconds(1));
      }
      assertThat(Process.isAlive(before)).isTrue();
    };
    assertThat(Explore.seeds(1_000).withCrashes(1).find(start, sameChild).orElseThrow().trace()).singleElement()
        .asString()
        .matches("turn \\d+: <0\\.\\d+\\.0> crashes in its next callback.*");
    assertThat(Explore.seeds(1_000).withKills(1).find(start, sameChild).orElseThrow().trace()).singleElement()
        .asString()
        .matches("turn \\d+: <0\\.\\d+\\.0> is killed");
  }

  /** So it is where a plain process has become a server: it crashes in the callback, not in the receive for it. */
  @Test
  void aServerThatWasEnteredCrashesAsAnyOther() {
    Explore.Scenario start = () -> {
      register();
      Pid it = ProcLib.spawn(() -> {
        throw GenServer.enterLoop(new Counter(), StartOptions.DEFAULT, 0);
      });
      Process.register("it", it);
      // It has entered when it answers.
      Sys.getState(it);
    };
    var failure = onlyACrash(start, () -> {
      Ref monitor = Process.monitor(Name.local("it"));
      for (int i = 0; i < 5; i++) {
        GenServer.cast(IT, new Counter.Add());
      }
      assertThat(Process.receive(monitor, Info.Down.class, _ -> true, Duration.ofSeconds(1))).as("told " + told()).isEmpty();
    });
    assertThat(failure.cause()).hasMessageContaining(SimulatedCrashException.class.getName());
    CRASHES.check(start, () -> {
      for (int i = 0; i < 20; i++) {
        assertThat(Sys.getState(Name.local("it"), Timeout.INFINITY)).isEqualTo(0);
      }
    });
  }
}
