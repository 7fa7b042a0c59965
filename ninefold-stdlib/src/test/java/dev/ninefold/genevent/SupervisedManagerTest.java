package dev.ninefold.genevent;

import static dev.ninefold.genevent.TestHandler.key;
import static dev.ninefold.genevent.TestHandler.script;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.genevent.TestHandler.Heard;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorFlags;
import dev.ninefold.supervisor.SupervisorSpec;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A manager as the child of a supervisor: modules dynamic. */
@WithNode
class SupervisedManagerTest {

  @Test
  void isStartedRestartedAndStopped(TestNode node) throws Exception {
    node.ignoreReports(SupervisorReport.class);
    node.run(() -> {
      Process.trapExit(true);
      ManagerRef<Object> manager = ManagerRef.named("events");
      ChildSpec spec =
          ChildSpec.worker("events", () -> GenEvent.startLink(StartOptions.named("events")))
              .withModules(ChildSpec.Modules.dynamic());
      var supervisor = Supervisor.startLink(() -> () -> SupervisorSpec.of(SupervisorFlags.DEFAULT, spec)).orElseThrow();
      assertThat(Supervisor.whichChildren(supervisor)).singleElement()
          .satisfies(child -> assertThat(child.modules()).isEqualTo(ChildSpec.Modules.dynamic()));
      Pid first = manager.pid();
      GenEvent.addHandler(manager, key("a"), script("a", "s").module());
      // killed, it comes back without handlers: whoever added them adds them again, or a handler's owner dies with it and does
      Process.exit(first, ExitReason.KILL);
      node.await("there is another one", () -> manager.whereis().filter(pid -> pid != first).isPresent());
      assertThat(GenEvent.whichHandlers(manager)).isEmpty();
      GenEvent.addHandler(manager, key("a"), script("a", "s").module());
      Pid pid = supervisor.pid();
      Process.exit(pid, ExitReason.SHUTDOWN);
      assertThat(Process.receive()).isEqualTo(new Heard("a", "terminate", new Removal.Stop()));
      assertThat(Process.receive()).isEqualTo(new Info.Exit(pid, ExitReason.SHUTDOWN));
      assertThat(manager.whereis()).isEmpty();
      assertThat(List.of(first, pid)).noneMatch(Process::isAlive);
    });
  }
}
