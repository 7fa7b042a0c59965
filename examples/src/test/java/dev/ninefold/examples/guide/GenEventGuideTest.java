package dev.ninefold.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ninefold.examples.guide.Loggers.Archive;
import dev.ninefold.examples.guide.Loggers.DiskFull;
import dev.ninefold.examples.guide.Loggers.ErrorEvent;
import dev.ninefold.examples.guide.Loggers.Logger;
import dev.ninefold.examples.guide.Loggers.NoReply;
import dev.ninefold.examples.guide.Loggers.Picky;
import dev.ninefold.gen.Backoff;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genevent.GenEvent;
import dev.ninefold.genevent.HandlerError;
import dev.ninefold.genevent.HandlerException;
import dev.ninefold.genevent.HandlerExit;
import dev.ninefold.genevent.HandlerFailure;
import dev.ninefold.genevent.HandlerKey;
import dev.ninefold.genevent.HandlerRestart;
import dev.ninefold.genevent.ManagerRef;
import dev.ninefold.genevent.RestartRule;
import dev.ninefold.process.Process;
import dev.ninefold.report.HandlerTerminateReport;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The snippets of docs/gen-event.md. */
@WithNode
class GenEventGuideTest {

  @Test
  void use(TestNode node) throws Exception {
    node.run(() -> {
      // tag::use[]
      GenEvent.start(StartOptions.named("error_man")).orElseThrow();
      ManagerRef<ErrorEvent> errorMan = ManagerRef.named("error_man");
      GenEvent.addHandler(errorMan, Logger.KEY, Logger::new);
      GenEvent.notify(errorMan, new NoReply("pump 7"));
      GenEvent.syncNotify(errorMan, new DiskFull("/var"));
      int count = GenEvent.call(errorMan, Logger.KEY, new Logger.Count());
      assertThat(count).isEqualTo(2);
      // end::use[]
      // tag::several[]
      HandlerKey<Logger> second = HandlerKey.of(Logger.class, "second");
      GenEvent.addHandler(errorMan, second, Logger::new);
      assertThat(GenEvent.whichHandlers(errorMan)).containsExactly(second, Logger.KEY);
      GenEvent.deleteHandler(errorMan, second, "not needed any more");
      var e = catchThrowableOfType(HandlerException.class, () -> GenEvent.call(errorMan, second, new Logger.Count()));
      assertThat(e.error()).isEqualTo(new HandlerError.NotInstalled(second));
      // end::several[]
      // tag::swap-use[]
      GenEvent.addHandler(errorMan, Archive.KEY, Archive::new);
      GenEvent.syncNotify(errorMan, new NoReply("pump 8"));
      HandlerKey<Archive> next = HandlerKey.of(Archive.class, "next");
      GenEvent.swapHandler(errorMan, Archive.KEY, "full", next, Archive::new);
      assertThat(GenEvent.deleteHandler(errorMan, next, "enough")).isEqualTo(1);
      // end::swap-use[]
      GenEvent.stop(errorMan);
    });
  }

  @Test
  void owner(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<ErrorEvent> errorMan = GenEvent.<ErrorEvent>start().orElseThrow();
      // tag::owner[]
      GenEvent.addSupHandler(errorMan, Picky.KEY, Picky::new);
      GenEvent.notify(errorMan, new DiskFull("/var"));
      HandlerExit exit = Process.receive(HandlerExit.class);
      String outcome = switch (exit.reason()) {
        case HandlerExit.Reason.Failed(HandlerFailure.Exit(var reason)) -> "crashed: " + reason;
        case HandlerExit.Reason.Failed(HandlerFailure failure) -> "returned " + failure;
        case HandlerExit.Reason.SwapFailed(HandlerFailure failure) -> "could not take over: " + failure;
        case HandlerExit.Reason.Swapped(var newHandler, Optional<?> _) -> "made room for " + newHandler;
        case HandlerExit.Reason.Normal _, HandlerExit.Reason.Shutdown _ -> "ended in order";
      };
      assertThat(outcome).isEqualTo("crashed: java.lang.IllegalStateException: no room to write that down");
      // end::owner[]
      node.expectReport(HandlerTerminateReport.class);
      GenEvent.stop(errorMan);
    });
  }

  @Test
  void inPlace(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<ErrorEvent> errorMan = GenEvent.<ErrorEvent>start().orElseThrow();
      // tag::in-place[]
      RestartRule rule = RestartRule.DEFAULT.withIntensity(5, Duration.ofMinutes(1)).withLastGoodState();
      GenEvent.addSupHandler(errorMan, Picky.KEY, Picky::new, rule);
      GenEvent.notify(errorMan, new NoReply("pump 7"));
      GenEvent.notify(errorMan, new DiskFull("/var"));
      GenEvent.notify(errorMan, new NoReply("pump 8"));

      HandlerRestart restart = Process.receive(HandlerRestart.class);
      assertThat(restart.message()).contains(new DiskFull("/var"));
      assertThat(restart.restarts()).isEqualTo(1);
      int handled = GenEvent.call(errorMan, Picky.KEY, new Picky.Handled());
      assertThat(handled).isEqualTo(2);
      // end::in-place[]
      node.expectReport(HandlerTerminateReport.class);
      GenEvent.stop(errorMan);
      Process.receive(HandlerExit.class);
    });
  }

  @Test
  void wiring() {
    // tag::backoff[]
    RestartRule patient = RestartRule.DEFAULT.withIntensity(10, Duration.ofMinutes(5))
        .withBackoff(Backoff.of(Duration.ofMillis(100), Duration.ofSeconds(10)));
    // end::backoff[]
    assertThat(patient.backoff()).isPresent();
    // tag::child[]
    ChildSpec child = ChildSpec.worker("error_man", () -> GenEvent.startLink(StartOptions.named("error_man")))
        .withModules(ChildSpec.Modules.dynamic());
    // end::child[]
    assertThat(child.modules()).hasToString("dynamic");
  }
}
