package dev.ninefold.sys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.debug.DebugFunction;
import dev.ninefold.debug.DebugOption;
import dev.ninefold.debug.Statistics;
import dev.ninefold.debug.SystemEvent;
import dev.ninefold.debug.SystemEvent.In;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genevent.GenEvent;
import dev.ninefold.genevent.Notify;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Reachable;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.DynamicSupervisor;
import dev.ninefold.supervisor.DynamicSupervisorFlags;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorBridge;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SYS-15 and SYS-18 of the behaviours that the user writes no callbacks for messages of. */
@WithNode
class ObservedBehavioursTest {

  private static final ExitReason ENOUGH = new ExitReason.Other("enough");

  private static final StartOptions OBSERVED =
      StartOptions.DEFAULT.withDebug(new DebugOption.Log(5), new DebugOption.Statistics());

  TestNode node;

  private interface Start {
    SupervisorRef start();
  }

  private record Kind(String name, Start start) {
    @Override
    public String toString() {
      return name;
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

  static Stream<Kind> supervisors() {
    return Stream.of(
        new Kind("supervisor", () -> Supervisor.startLink(List.<ChildSpec>of(), Strategy.ONE_FOR_ONE, OBSERVED).orElseThrow()),
        new Kind("dynamic supervisor",
            () -> DynamicSupervisor.startLink(DynamicSupervisorFlags.DEFAULT, OBSERVED).orElseThrow()),
        new Kind("bridge", () -> SupervisorBridge.startLink(Bridge::new, OBSERVED).orElseThrow()));
  }

  private static void counted(Reachable process, long in, long out) {
    Statistics counted = Sys.getStatistics(process).orElseThrow();
    assertThat(counted.messagesIn()).isEqualTo(in);
    assertThat(counted.messagesOut()).isEqualTo(out);
  }

  /** A request and its answer, another message, and the log in the report of an end that is none of the usual ones. */
  @ParameterizedTest
  @MethodSource("supervisors")
  void aSupervisor(Kind kind) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      SupervisorRef supervisor = kind.start().start();
      Pid pid = supervisor.pid();
      Supervisor.whichChildren(supervisor);
      counted(supervisor, 1, 1);
      Process.send(pid, new Info.Exit(node.spawnIdle(), ENOUGH));
      counted(supervisor, 2, 1);
      List<SystemEvent> log = Sys.getLog(supervisor);
      assertThat(log).extracting(event -> event.getClass().getSimpleName()).containsExactly("In", "Out", "In", "NoReply");
      Sys.terminate(supervisor, ENOUGH);
      assertThat(node.expectReport(TerminateReport.class).log()).isEqualTo(log);
      node.expectReport(CrashReport.class);
      assertThat(Process.receive()).isEqualTo(new Info.Exit(pid, ENOUGH));
      node.kill(((Info.Exit) ((In) log.get(2)).message()).from());
    });
  }

  /** A debug function knows the events of a manager by their class. */
  @Test
  void aManager() throws Exception {
    node.run(() -> {
      var manager = GenEvent.<String>startLink(OBSERVED).orElseThrow();
      Pid me = Process.self();
      DebugFunction<Integer> watch = (count, event, _) -> {
        if (event instanceof In(Notify(Object told), var _)) {
          Process.send(me, told + " " + count);
        }
        return DebugFunction.next(count + 1);
      };
      Sys.install(manager, watch, 1);
      GenEvent.notify(manager, "first");
      GenEvent.notify(manager, "second");
      assertThat(Process.receive()).isEqualTo("first 1");
      assertThat(Process.receive()).isEqualTo("second 2");
      counted(manager, 2, 0);
      assertThat(Sys.getStatus(manager).log()).hasSize(2);
    });
  }
}
