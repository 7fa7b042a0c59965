package dev.ninefold.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.CallException.CallTimeoutException;
import dev.ninefold.process.CallException.NoProcessException;
import dev.ninefold.process.CallException.ServerExitedException;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.proclib.ProcLib;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Restart;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.sys.Sys;
import dev.ninefold.sys.SysException;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

@WithNode
class AgentTest {
  TestNode node;

  @Test
  @OtpCase(suite = "Elixir agent_test", name = "start_link/2 workflow with unregistered name and anonymous functions")
  void workflow() throws Exception {
    node.run(() -> {
      AgentRef<Map<String, Integer>> agent = Agent.<Map<String, Integer>>startLink(TreeMap::new).orElseThrow();
      assertThat(ProcLib.translateInitialCall(agent.pid()).module()).isEqualTo(AgentTest.class.getName());

      Agent.update(agent, map -> with(map, "hello", 1));
      int hello = Agent.get(agent, map -> map.get("hello"));
      assertThat(hello).isEqualTo(1);
      int before = Agent.getAndUpdate(agent, map -> new Agent.Updated<>(map.get("hello"), Map.of()));
      assertThat(before).isEqualTo(1);
      assertThat(state(agent)).isEmpty();
      Agent.cast(agent, map -> with(map, "late", 2));
      assertThat(state(agent)).isEqualTo(Map.of("late", 2));

      Agent.stop(agent);
      assertThat(Process.isAlive(agent.pid())).isFalse();
    });
  }

  private static <S> S state(AgentRef<S> agent) {
    return Agent.get(agent, state -> state);
  }

  private static Map<String, Integer> with(Map<String, Integer> map, String key, int value) {
    var next = new TreeMap<>(map);
    next.put(key, value);
    return next;
  }

  @Test
  @OtpCase(suite = "Elixir agent_test", name = "doctest Agent")
  void theExamplesOfItsDocumentation() throws Exception {
    node.run(() -> {
      // tag::use[]
      AgentRef<Integer> agent = Agent.startLink(() -> 42).orElseThrow();
      assertThat(state(agent)).isEqualTo(42);
      Agent.update(agent, state -> state + 1);
      assertThat(state(agent)).isEqualTo(43);
      int before = Agent.getAndUpdate(agent, state -> new Agent.Updated<>(state, state + 1));
      assertThat(before).isEqualTo(43);
      // end::use[]
      Agent.cast(agent, state -> state + 1);
      assertThat(state(agent)).isEqualTo(45);
      assertThat(Agent.start(() -> List.of()).orElseThrow().pid()).isNotEqualTo(agent.pid())
          .satisfies(pid -> Agent.stop(AgentRef.of(pid)));

      var failed = Agent.start(() -> {
        throw new IllegalStateException("oops");
      });
      assertThat(failed).isInstanceOfSatisfying(StartResult.Failed.class,
          it -> assertThat(it.reason().toString()).contains("oops"));
    });
    node.expectReport(CrashReport.class);
  }

  @Test
  @OtpCase(suite = "Elixir agent_test", name = "generates child_spec/1")
  void aChildSpec() throws Exception {
    node.run(() -> {
      ChildSpec spec = Agent.childSpec(() -> "state", StartOptions.named("agent"));
      assertThat(spec.id()).isEqualTo(Agent.class);
      assertThat(spec.restart()).isEqualTo(Restart.PERMANENT);
      assertThat(spec.shutdown()).isEqualTo(ChildSpec.WORKER_SHUTDOWN);
      assertThat(spec.type()).isEqualTo(ChildSpec.ChildType.WORKER);
      assertThat(spec.withId("other").withRestart(Restart.TEMPORARY).id()).isEqualTo("other");

      var supervisor = Supervisor
          .startLink(List.of(spec, Agent.childSpec(() -> 1).withId("second")), Strategy.ONE_FOR_ONE, StartOptions.DEFAULT)
          .orElseThrow();
      assertThat(state(AgentRef.<String>named("agent"))).isEqualTo("state");
      Supervisor.stop(supervisor);
    });
  }

  @Test
  @OtpCase(suite = "Elixir agent_test", name = ":sys.change_code/4 with mfa")
  void theStateIsChangedWithTheCode() throws Exception {
    node.run(() -> {
      AgentRef<List<Integer>> agent = Agent.<List<Integer>>startLink(() -> List.of(1)).orElseThrow();
      Sys.suspend(agent);
      Agent.changeCode(agent, state -> List.of(state.getFirst(), 2));
      Sys.resume(agent);
      assertThat(state(agent)).containsExactly(1, 2);
    });
  }

  @Test
  @OtpCase(suite = "Elixir agent_test", name = ":sys.change_code/4 with raising mfa")
  void aFailedChangeKeepsTheState() throws Exception {
    node.run(() -> {
      AgentRef<Integer> agent = Agent.startLink(() -> 1).orElseThrow();
      Sys.suspend(agent);
      assertThatExceptionOfType(SysException.class).isThrownBy(() -> Agent.changeCode(agent, _ -> {
        throw new IllegalStateException("no");
      }));
      Sys.resume(agent);
      assertThat(state(agent)).isEqualTo(1);
    });
  }

  @Test
  void functionsRunInTheAgentInTheOrderInWhichTheyWereSent() throws Exception {
    node.run(() -> {
      AgentRef<List<Integer>> agent = Agent.<List<Integer>>startLink(List::of).orElseThrow();
      Pid runner = Agent.get(agent, _ -> Process.self());
      assertThat(runner).isEqualTo(agent.pid());
      for (int i = 0; i < 100; i++) {
        int number = i;
        Agent.cast(agent, state -> plus(state, number));
      }
      assertThat(state(agent)).hasSize(100).isSorted();
    });
  }

  private static List<Integer> plus(List<Integer> list, int number) {
    var next = new ArrayList<>(list);
    next.add(number);
    return next;
  }

  @Test
  void aFunctionThatThrowsEndsTheAgentAndItsCallerIsTold() throws Exception {
    node.run(() -> {
      AgentRef<Integer> agent = Agent.start(() -> 1).orElseThrow();
      assertThatExceptionOfType(ServerExitedException.class).isThrownBy(() -> Agent.update(agent, _ -> {
        throw new IllegalStateException("broken");
      })).withMessageContaining("broken");
      assertThat(Process.isAlive(agent.pid())).isFalse();
      assertThatExceptionOfType(NoProcessException.class).isThrownBy(() -> Agent.get(agent, state -> state));

      AgentRef<Integer> other = Agent.start(() -> 1).orElseThrow();
      assertThatExceptionOfType(ServerExitedException.class)
          .isThrownBy(() -> Agent.<Integer, Integer>getAndUpdate(other, _ -> null))
          .withMessageContaining("bad_return_value");
    });
    node.expectReports(2, TerminateReport.class);
    node.expectReports(2, CrashReport.class);
  }

  @Test
  void aSlowFunctionIsWaitedForNoLongerThanTheCallerWants() throws Exception {
    var go = new CountDownLatch(1);
    node.run(() -> {
      AgentRef<Integer> agent = Agent.startLink(() -> 1).orElseThrow();
      Agent.cast(agent, state -> {
        try {
          go.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        return state + 1;
      });
      assertThatExceptionOfType(CallTimeoutException.class)
          .isThrownBy(() -> Agent.get(agent, state -> state, Duration.ofMillis(1)));
      go.countDown();
      assertThat(state(agent)).isEqualTo(2);
      assertThat(Process.<Info>receive(Info.class, _ -> true, Duration.ZERO)).isEmpty();
    });
  }

  @Test
  void aNameThatIsTakenIsAFailedStart() throws Exception {
    node.run(() -> {
      Agent.start(() -> 1, StartOptions.named("agent")).orElseThrow();
      assertThat(Agent.start(() -> 2, StartOptions.named("agent"))).isInstanceOf(StartResult.Failed.class);
      Agent.stop(AgentRef.named("agent"), ExitReason.SHUTDOWN, Duration.ofSeconds(5));
    });
  }

  @Test
  void nullIsRefused() {
    assertThatNullPointerException().isThrownBy(() -> Agent.<Integer>startLink(null)).withMessageContaining("initial: expected");
    assertThatNullPointerException().isThrownBy(() -> Agent.get(AgentRef.<Integer>named("x"), null))
        .withMessageContaining("function: expected");
    assertThatNullPointerException().isThrownBy(() -> AgentRef.of((Pid) null)).withMessageContaining("expected");
  }
}
