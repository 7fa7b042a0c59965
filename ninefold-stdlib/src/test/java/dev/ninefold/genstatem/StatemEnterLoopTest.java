package dev.ninefold.genstatem;

import static dev.ninefold.genstatem.Action.internal;
import static dev.ninefold.genstatem.Action.reply;
import static dev.ninefold.genstatem.SuiteCalls.call;
import static dev.ninefold.genstatem.SuiteCalls.verifyEmptyMailbox;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.From;
import dev.ninefold.gen.Gen;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genstatem.TestStatem.Ask;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Global;
import dev.ninefold.process.Info;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessError;
import dev.ninefold.process.ProcessInfo;
import dev.ninefold.proclib.ProcLib;
import dev.ninefold.sys.Sys;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.TestRegistrar;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A plain process that becomes a machine and keeps its thread. */
@WithNode
class StatemEnterLoopTest {

  private static final ExitReason NOT_REGISTERED = new ExitReason.Other("process_not_registered");
  private static final ExitReason NOT_REGISTERED_GLOBALLY = new ExitReason.Other("process_not_registered_globally");

  private static TestStatem module() {
    return new TestStatem(() -> {
      throw new AssertionError("init is not called");
    }, (event, state, data) -> switch (event) {
      case StateEvent.Call(Ask ask, From from) when ask.what().equals("stop") ->
        Transition.stopAndReply(ExitReason.NORMAL, reply(from, ask, "stopped"));
      case StateEvent.Call(Ask ask, From from) -> Transition.keepStateAndData(reply(from, ask, "yes"));
      case StateEvent.Internal(Object content) -> Transition.nextState(content, data);
      default -> Transition.keepStateAndData();
    });
  }

  /** {@code enter_loop(Reg1, Reg2)}: registers itself, acknowledges, and enters the loop under a name. */
  private static ServerRef<Ask, Object> enter(Process.Body register, Optional<Name> name, Action... actions) {
    return ProcLib.<ServerRef<Ask, Object>>startLink(starter -> {
      Process.trapExit(true);
      register.run();
      starter.initAck(ServerRef.of(Process.self()));
      if (name.isPresent()) {
        throw GenStatem.enterLoop(module(), StartOptions.DEFAULT, "state0", "data", name.get(), actions);
      }
      throw GenStatem.enterLoop(module(), StartOptions.DEFAULT, "state0", "data", actions);
    }).orElseThrow();
  }

  private static void serves(ServerRef<Ask, Object> machine) {
    assertThat(call(machine, "alive?")).isEqualTo("yes");
    assertThat(call(machine, "stop")).isEqualTo("stopped");
    exits(machine, ExitReason.NORMAL);
  }

  private static void exits(ServerRef<Ask, Object> machine, ExitReason reason) {
    assertThat(Process.receive(Info.Exit.class)).isEqualTo(new Info.Exit((Pid) machine.destination(), reason));
  }

  @Test
  @OtpCase(suite = "gen_statem_SUITE", name = "enter_loop")
  void enterLoop(TestNode node) throws Exception {
    node.ignoreReports(CrashReport.class);
    node.ignoreReports(ProcessError.class);
    node.run(() -> {
      Process.trapExit(true);
      Name local = Name.local("armitage");
      Name global = Name.global("armitage");
      TestRegistrar registrar = new TestRegistrar();
      Name via = Name.via(registrar, "armitage");
      Process.Body nothing = () -> {};
      // registered process + {local,Name}; unregistered process + {local,Name}
      serves(enter(() -> Process.register("armitage", Process.self()), Optional.of(local)));
      exits(enter(nothing, Optional.of(local)), NOT_REGISTERED);
      // the same globally; without a name
      serves(enter(() -> Global.registerName("armitage", Process.self()), Optional.of(global)));
      exits(enter(nothing, Optional.of(global)), NOT_REGISTERED_GLOBALLY);
      serves(enter(nothing, Optional.empty()));
      // a process that was not started by proc_lib
      Pid plain = Process.spawnLink(() -> GenStatem.enterLoop(module(), StartOptions.DEFAULT, "state0", "data"));
      assertThat(Process.receive(Info.Exit.class))
          .isEqualTo(new Info.Exit(plain, new ExitReason.Other("process_was_not_started_by_proc_lib")));
      // the starter is the parent: its shutdown ends the machine with this reason
      var child = enter(nothing, Optional.empty());
      assertThat(call(child, "alive?")).isEqualTo("yes");
      Process.exit((Pid) child.destination(), ExitReason.SHUTDOWN);
      exits(child, ExitReason.SHUTDOWN);
      // another process has the name
      Process.register("armitage", Process.self());
      exits(enter(nothing, Optional.of(local)), NOT_REGISTERED);
      Process.unregister("armitage");
      Global.registerName("armitage", Process.self());
      exits(enter(nothing, Optional.of(global)), NOT_REGISTERED_GLOBALLY);
      Global.unregisterName("armitage");
      registrar.registerName("armitage", Process.self());
      exits(enter(nothing, Optional.of(via)), new ExitReason.Other(new Gen.NotRegisteredVia(registrar)));
      registrar.unregisterName("armitage");
      serves(enter(() -> registrar.registerName("armitage", Process.self()), Optional.of(via)));
      verifyEmptyMailbox();
    });
  }

  @Test
  @WithNode(manualTime = true)
  void itsActionsSystemMessagesAndTimeoutsWork(TestNode node) throws Exception {
    node.run(() -> {
      var machine = enter(() -> {}, Optional.empty(), internal("entered"), Action.stateTimeout(Duration.ofSeconds(1), "late"));
      assertThat(call(machine, "alive?")).isEqualTo("yes");
      assertThat(Sys.getState(machine)).isEqualTo(new StateData<>("entered", "data"));
      assertThat(Process.info(machine.pid()).orElseThrow().kind()).isEqualTo(ProcessInfo.Kind.PLAIN);
      Sys.suspend(machine);
      Sys.resume(machine);
      GenStatem.stop(machine);
    });
  }
}
