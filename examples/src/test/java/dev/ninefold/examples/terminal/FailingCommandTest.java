package dev.ninefold.examples.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.application.Application;
import dev.ninefold.application.ApplicationResult;
import dev.ninefold.application.ApplicationSpec;
import dev.ninefold.application.Applications;
import dev.ninefold.examples.terminal.Console.Command;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Info;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.Eventually;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A failed command is the end of its program, and its reason. */
@WithNode
class FailingCommandTest {
  private static final String NAME = "failing";

  TestNode node;

  private final CountDownLatch watched = new CountDownLatch(1);
  private final TestTerminal terminal = TestTerminal.with("fail");

  private void fail() {
    try {
      watched.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    throw new IllegalStateException("on purpose");
  }

  private final class Failing implements Application {
    @Override
    public Started start(StartType type, Object args) {
      return Program.serverWithConsole(NAME,
          Started.of(Supervisor.startLink(() -> () -> Supervisor.init(List.of(), Strategy.ONE_FOR_ONE))),
          _ -> new Console(terminal.terminal(), List.of(Command.of("fail", "fails", (_, _) -> fail())), () -> true));
    }
  }

  @Test
  void itsTreeEndsForThatReason() throws Exception {
    node.run(() -> {
      Applications.load(ApplicationSpec.named(NAME).withModule(Failing::new));
      assertThat(Applications.start(NAME)).isInstanceOf(ApplicationResult.Ok.class);
      Ref end = Process.monitor(Applications.getSupervisor(NAME).orElseThrow());
      watched.countDown();

      Info.Down down = Process.receive(end, Info.Down.class, it -> it.ref().equals(end), Eventually.PATIENCE).orElseThrow();
      assertThat(down.reason()).isInstanceOfSatisfying(ExitReason.Crashed.class,
          crashed -> assertThat(crashed.cause()).hasMessage("on purpose"));
    });
    assertThat(terminal.err()).startsWith("'fail' has failed");
    node.expectReport(TerminateReport.class);
    // Of the supervisor, and of the application's master.
    node.expectReports(2, CrashReport.class);
  }
}
