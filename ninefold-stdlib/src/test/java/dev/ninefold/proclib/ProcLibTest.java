package dev.ninefold.proclib;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.StartResult;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Info;
import dev.ninefold.process.InitialCall;
import dev.ninefold.process.MonitorOptions;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.process.ThrownException;
import dev.ninefold.report.ErrorInfo.Kind;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Processes started in OTP's way: PL-1 to PL-23, PD-2 to PD-4. */
@WithNode
class ProcLibTest {

  private static final ExitReason SORRY = new ExitReason.Other("sorry");

  @Test
  void aProcessKnowsWhereItComesFrom(TestNode node) throws Exception {
    node.run(() -> {
      Process.register("parent", Process.self());
      Pid child = ProcLib.spawnLink(() -> {
        Pid grandchild = ProcLib.spawnLink(Process::receive);
        assertThat(Process.info(grandchild).orElseThrow().ancestors()).startsWith(Process.self(), "parent");
        Process.send(Name.local("parent"), grandchild);
        Process.receive();
      });
      Process.receive(Pid.class);
      assertThat(Process.info(child).orElseThrow().ancestors()).first().isEqualTo("parent");
      assertThat(ProcLib.initialCall(child)).hasValue(new InitialCall(ProcLibTest.class.getName(), "fun", 0));
      assertThat(ProcLib.translateInitialCall(child)).isEqualTo(new InitialCall(ProcLibTest.class.getName(), "fun", 0));
      assertThat(ProcLib.initialCall(Process.self())).isEmpty();
      assertThat(ProcLib.translateInitialCall(Process.self())).hasToString("proc_lib:init_p/5");
      InitialCall call = new InitialCall("db", "connect", 2);
      Pid other = ProcLib.spawn(SpawnOptions.LINKED.withInitialCall(call), Process::receive);
      assertThat(ProcLib.initialCall(other)).hasValue(call);
    });
  }

  @Test
  void anExceptionIsReported(TestNode node) throws Exception {
    node.run(() -> {
      var error = new IllegalStateException("broken");
      assertThat(end(() -> {
        throw error;
      })).isEqualTo(new ExitReason.Crashed(error));
      assertThat(node.expectReport(CrashReport.class).errorInfo().kind()).isEqualTo(Kind.ERROR);

      assertThat(end(() -> {
        throw new ThrownException("ball");
      })).hasToString("{nocatch, ball}");
      assertThat(node.expectReport(CrashReport.class).errorInfo().kind()).isEqualTo(Kind.THROW);

      assertThat(end(() -> {
        throw Process.exit(SORRY);
      })).isEqualTo(SORRY);
      assertThat(node.expectReport(CrashReport.class).errorInfo().kind()).isEqualTo(Kind.EXIT);

      for (ExitReason silent : new ExitReason[] {ExitReason.NORMAL, ExitReason.SHUTDOWN, ExitReason.shutdown("why")}) {
        assertThat(end(() -> {
          throw Process.exit(silent);
        })).isEqualTo(silent);
      }
      assertThat(node.reports()).hasSize(3);
    });
  }

  private static ExitReason end(Process.Body body) {
    Process.Monitored monitored = ProcLib.spawnMonitor(body);
    return Process.receive(Info.Down.class, down -> down.ref() == monitored.ref()).reason();
  }

  @Test
  void aStartWaitsForTheAcknowledgement(TestNode node) throws Exception {
    node.run(() -> {
      StartResult<String> result = ProcLib.startLink(starter -> {
        starter.initAck("ready");
        Process.receive();
      });
      StartResult.Ok<String> ok = (StartResult.Ok<String>) result;
      assertThat(ok.value()).isEqualTo("ready");
      assertThat(Process.info(Process.self()).orElseThrow().links()).containsExactly(ok.pid());
      assertThat(Process.info(ok.pid()).orElseThrow().monitoredBy()).isEmpty();
    });
  }

  @RepeatedTest(20)
  void aFailedStartLeavesNothing(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      StartResult<String> failed = ProcLib.startLink(starter -> {
        Process.register("name", Process.self());
        throw starter.initFail(StartResult.failed(SORRY), ExitReason.NORMAL);
      });
      assertThat(failed).isEqualTo(StartResult.failed(SORRY));
      assertThat(Process.whereis("name")).isEmpty();
      StartResult<String> ignored = ProcLib.startLink(starter -> {
        throw starter.initFail(new StartResult.Ignore<>(), ExitReason.SHUTDOWN);
      });
      assertThat(ignored).isEqualTo(new StartResult.Ignore<>());
      assertThat(ProcLib.startLink(_ -> Process.exit(ExitReason.SHUTDOWN))).isEqualTo(StartResult.failed(ExitReason.SHUTDOWN));
      assertThat(ProcLib.startLink(_ -> {})).isEqualTo(StartResult.failed(ExitReason.NORMAL));
      assertThat(Process.isMailboxEmpty()).isTrue();
    });
  }

  @Test
  void onlyTheProcessItselfCanRefuse(TestNode node) throws Exception {
    node.run(() -> {
      StartResult<String> result = ProcLib.start(starter -> {
        assertThat(end(() -> {
          throw starter.initFail(StartResult.failed(SORRY), ExitReason.NORMAL);
        })).hasToString("java.lang.IllegalStateException: initFail is for the process that starts, " + Process.self()
            + ": it ends; called by " + node.expectReport(CrashReport.class).pid());
        end(() -> starter.initAck("by another"));
      });
      assertThat(result.orElseThrow()).isEqualTo("by another");
    });
  }

  @Test
  void aMonitoredSpawnHasOptionsToo(TestNode node) throws Exception {
    node.run(() -> {
      Process.Monitored spawned = ProcLib.spawnMonitor(SpawnOptions.DEFAULT.withLabel("label"),
          MonitorOptions.DEFAULT.withTag("tag"), () -> Process.receive());
      assertThat(ProcLib.getLabel(spawned.pid())).hasValue("label");
      assertThat(ProcLib.initialCall(spawned.pid())).hasValue(new InitialCall(ProcLibTest.class.getName(), "fun", 0));
      Process.send(spawned.pid(), "go");
      assertThat(Process.receive(Info.Down.class).tag()).isEqualTo("tag");
    });
  }

  @Test
  @WithNode(manualTime = true)
  void aStartThatTakesTooLongIsKilled(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      StartResult<String> result = ProcLib.startLink(_ -> {
        Process.register("slow", Process.self());
        node.await("the starter waits", () -> node.node().timers().pending() == 1);
        Process.spawn(() -> node.time().advance(Duration.ofSeconds(1)));
        Process.receive();
      }, Duration.ofSeconds(1));
      assertThat(result).isEqualTo(StartResult.failed(StartResult.TIMEOUT));
      assertThat(Process.whereis("slow")).isEmpty();
      assertThat(Process.isMailboxEmpty()).isTrue();
    });
  }

  @Test
  void aMonitoredStartTellsOfTheEndInEveryCase(TestNode node) throws Exception {
    node.run(() -> {
      ProcLib.StartMonitored<String> failed = ProcLib.startMonitor(_ -> Process.exit(ExitReason.SHUTDOWN));
      assertThat(failed.result()).isEqualTo(StartResult.failed(ExitReason.SHUTDOWN));
      assertThat(Process.receive(Info.Down.class, d -> d.ref() == failed.ref()).reason()).isEqualTo(ExitReason.SHUTDOWN);
      ProcLib.StartMonitored<String> good = ProcLib.startMonitor(starter -> starter.initAck("ok"));
      assertThat(good.result().orElseThrow()).isEqualTo("ok");
      assertThat(Process.receive(Info.Down.class, d -> d.ref() == good.ref()).reason()).isEqualTo(ExitReason.NORMAL);
    });
  }

  @Test
  void aHibernatingProcessGoesOnAndStillReports(TestNode node) throws Exception {
    node.run(() -> {
      Process.Monitored sleeper = ProcLib.spawnMonitor(() -> {
        ProcLib.setLabel("sleeper");
        ProcLib.hibernate(() -> {
          throw new IllegalStateException("woken by " + Process.receive());
        });
      });
      node.awaitWaiting(sleeper.pid());
      assertThat(ProcLib.getLabel(sleeper.pid())).hasValue("sleeper");
      Process.send(sleeper.pid(), "noise");
      assertThat(Process.receive(Info.Down.class).reason().toString()).contains("woken by noise");
      CrashReport report = node.expectReport(CrashReport.class);
      assertThat(report.processLabel()).hasValue("sleeper");
    });
  }

  @Test
  void aThreadCanStartAProcess(TestNode node) throws Exception {
    Callable<StartResult<String>> start = () -> ProcLib.start(starter -> {
      starter.initAck("up");
    }, Timeout.INFINITY, SpawnOptions.DEFAULT.withNode(node.node()));
    assertThat(start.call().orElseThrow()).isEqualTo("up");
    assertThat(Optional.of(start.call())).isPresent();
  }
}
