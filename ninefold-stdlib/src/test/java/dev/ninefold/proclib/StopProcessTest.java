package dev.ninefold.proclib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ninefold.debug.Debug;
import dev.ninefold.gen.SystemRequest;
import dev.ninefold.process.CallException.CallingSelfException;
import dev.ninefold.process.CallException.NodeDownException;
import dev.ninefold.process.CallException.ServerExitedException;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Destination;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.sys.SpecialProcess;
import dev.ninefold.sys.Sys;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** PL-18 to PL-22: {@code proc_lib:stop}. */
@WithNode
class StopProcessTest {

  private static final ExitReason CRASH = new ExitReason.Other("crash");
  private static final ExitReason DIE = new ExitReason.Other("die");
  private static final Name TO_STOP = Name.local("to_stop");

  private static final SpecialProcess<String> MODULE = (reason, _, _, _) -> {
    if (reason.equals(CRASH)) {
      throw new IllegalStateException("badmatch");
    }
    return Process.exit(reason);
  };

  TestNode node;

  /** Handles one system message. */
  private static Pid obedient() {
    Pid parent = Process.self();
    return ProcLib.spawn(() -> Sys.handleSystemMessage(Process.receive(), parent, MODULE, Debug.OFF, "state"));
  }

  private static Pid registered(Pid pid) {
    Process.register("to_stop", pid);
    return pid;
  }

  private static void stops(Destination process, Pid pid) {
    ProcLib.stop(process);
    assertThat(Process.isAlive(pid)).isFalse();
    assertThat(Process.whereis("to_stop")).isEmpty();
  }

  /** The reason of a stop that fails without OTP's name of the call around it. */
  private static ExitReason bareFailure(Runnable stop) {
    ExitException thrown = catchThrowableOfType(ExitException.class, stop::run);
    assertThat(thrown).isExactlyInstanceOf(ExitException.class);
    return thrown.reason();
  }

  @Test
  @OtpCase(suite = "proc_lib_SUITE", name = "stop")
  void stop() throws Exception {
    node.run(() -> {
      // It ends with the reason asked for, normal or another.
      Pid first = obedient();
      stops(first, first);
      assertThat(bareFailure(() -> ProcLib.stop(first))).isEqualTo(ExitReason.NOPROC);
      Pid other = obedient();
      ProcLib.stop(other, DIE, Timeout.INFINITY);
      assertThat(Process.isAlive(other)).isFalse();
      assertThat(node.expectReport(CrashReport.class).pid()).isSameAs(other);

      // It dies of the system message.
      Pid dies = ProcLib.spawn(() -> {
        Process.receive();
        throw Process.exit(DIE);
      });
      ServerExitedException died = catchThrowableOfType(ServerExitedException.class, () -> ProcLib.stop(dies));
      assertThat(died.failure()).isEqualTo(DIE);
      assertThat(died.call().function()).isEqualTo("sys:terminate");
      assertThat(died.request()).isEqualTo(new SystemRequest.Terminate(ExitReason.NORMAL));
      assertThat(node.expectReport(CrashReport.class).pid()).isSameAs(dies);

      // It hangs, and is not killed.
      Pid hangs = ProcLib.spawnLink(() -> {
        Process.receive();
        Process.receive(Object.class, _ -> false);
      });
      assertThat(bareFailure(() -> ProcLib.stop(hangs, ExitReason.NORMAL, Duration.ofMillis(1)))).hasToString("timeout");
      assertThat(Process.isAlive(hangs)).isTrue();

      // It handles the message, and ends with another reason.
      Pid crashes = obedient();
      assertThat(bareFailure(() -> ProcLib.stop(crashes, CRASH, Timeout.INFINITY))).isInstanceOfSatisfying(
          ExitReason.Crashed.class, reason -> assertThat(reason.cause()).hasMessage("badmatch"));
      assertThat(Process.isAlive(crashes)).isFalse();
      assertThat(node.expectReport(CrashReport.class).pid()).isSameAs(crashes);

      // By names, of this node and of none.
      stops(TO_STOP, registered(obedient()));
      Name.OnNode onNode = new Name.OnNode("to_stop", node.node().name());
      stops(onNode, registered(obedient()));
      assertThat(bareFailure(() -> ProcLib.stop(TO_STOP))).isEqualTo(ExitReason.NOPROC);
      assertThat(bareFailure(() -> ProcLib.stop(onNode))).isEqualTo(ExitReason.NOPROC);
      NodeDownException down =
          catchThrowableOfType(NodeDownException.class, () -> ProcLib.stop(new Name.OnNode("to_stop", "elsewhere")));
      assertThat(down.failure()).hasToString("{nodedown, elsewhere}");
      assertThat(down.call().function()).isEqualTo("sys:terminate");
    });
  }

  // PL-20: it ends with just that reason before it has answered
  @Test
  void endedMeanwhileAsAskedFor() throws Exception {
    node.run(() -> {
      Pid pid = ProcLib.spawn(() -> {
        Process.receive();
        throw Process.exit(ExitReason.SHUTDOWN);
      });
      ProcLib.stop(pid, ExitReason.SHUTDOWN, Timeout.INFINITY);
      assertThat(Process.isAlive(pid)).isFalse();
    });
  }

  // PL-21: whoever knows no system messages does not answer; PL-22: nobody stops himself
  @Test
  void whoCannotBeStopped() throws Exception {
    node.run(() -> {
      Pid deaf = ProcLib.spawnLink(() -> Process.receive(Object.class, _ -> false));
      Pid waits = Process.spawnLink(() -> ProcLib.stop(deaf));
      node.awaitWaiting(waits);
      assertThat(bareFailure(() -> ProcLib.stop(deaf, DIE, Duration.ofMillis(1)))).hasToString("timeout");
      assertThat(Process.isAlive(deaf)).isTrue();
      assertThat(Process.isAlive(waits)).isTrue();
      CallingSelfException self = catchThrowableOfType(CallingSelfException.class, () -> ProcLib.stop(Process.self()));
      assertThat(self.call().function()).isEqualTo("sys:terminate");
      assertThatThrownBy(() -> ProcLib.stop(deaf, DIE, Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> ProcLib.stop(Process.makeRef())).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected a pid or a name");
    });
  }

  // Nothing of a stop stays with who stopped, and any thread may
  @Test
  void nothingIsLeftInTheMailbox() throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      Pid pid = obedient();
      Process.link(pid);
      ProcLib.stop(pid, ExitReason.SHUTDOWN, Timeout.INFINITY);
      assertThat(Process.receive()).isEqualTo(new Info.Exit(pid, ExitReason.SHUTDOWN));
      assertThat(Process.isMailboxEmpty()).isTrue();
    });
    Pid pid = node.node().run(StopProcessTest::obedient);
    ProcLib.stop(pid);
    assertThat(Process.isAlive(pid)).isFalse();
  }
}
