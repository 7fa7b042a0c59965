package dev.ninefold.examples.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.examples.web.FakeSocket;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.supervisor.DynamicSupervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.sys.Sys;
import dev.ninefold.testsupport.Eventually;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** However its socket ends, a tab ends with it. */
@WithNode
class PresenceSessionTest {
  private static final Duration NEVER = Duration.ofDays(1);

  TestNode node;

  private static Pid start() {
    Presence.startLink().orElseThrow();
    return Tabs.startLink().orElseThrow().whereis().orElseThrow();
  }

  private static PresenceSession ada(Duration pingEvery) {
    return new PresenceSession(Node.current(), "Ada", pingEvery);
  }

  private static void awaitNobody() {
    Eventually.await("nobody is here", () -> Presence.names().isEmpty());
  }

  @Test
  void aTabThatWasStartedTooLateEnds() throws Exception {
    node.run(() -> {
      Pid tabs = start();
      Sys.suspend(tabs);
      FakeSocket.breakOffWhileItOpens(ada(NEVER));
      Eventually.await("the start was asked for", () -> Process.info(tabs).orElseThrow().messageQueueLength() == 1);
      Presence.subscribe("Grace");
      Sys.resume(tabs);

      assertThat(Process.receive(Presence.Changed.class).names()).containsExactly("Grace", "Ada");
      Eventually.await("Ada has gone", () -> DynamicSupervisor.countChildren(SupervisorRef.of(tabs)).active() == 0);
    });
  }

  @Test
  void aTabThatCanShowNothingEnds() throws Exception {
    node.run(() -> {
      start();
      ada(NEVER).onOpen(new FakeSocket(false, true));
      awaitNobody();
    });
  }

  @Test
  void aTabThatCannotBeAskedEnds() throws Exception {
    node.run(() -> {
      start();
      ada(Duration.ofMillis(1)).onOpen(new FakeSocket(true, false));
      awaitNobody();
    });
  }
}
