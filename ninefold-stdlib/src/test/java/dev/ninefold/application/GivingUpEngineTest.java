package dev.ninefold.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.application.ApplicationReports.GaveUp;
import dev.ninefold.application.GivingUpEngine.Told;
import dev.ninefold.process.Pid;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithNode
class GivingUpEngineTest {

  private static final ExitReason DIED = new ExitReason.Other("died");
  private static final String TOO_OFTEN = "reached_max_restart_intensity";

  TestNode node;

  private Pid top;
  private Pid inner;
  private Pid server;

  @BeforeEach
  void processes() {
    top = node.spawnIdle();
    inner = node.spawnIdle();
    server = node.spawnIdle();
  }

  @AfterEach
  void end() {
    node.kill(top, inner, server);
  }

  private static Told told(Pid supervisor, String name, String context, Object reason, String child, Object pid) {
    return new Told(supervisor, new SupervisorReport(name, context, reason, Map.of("pid", pid, "id", child)));
  }

  @Test
  void aTopSupervisorThatGaveUp() {
    assertThat(GivingUpEngine.explain(List.of(
        told(top, "top", "child_terminated", "another", "sibling", server),
        told(top, "top", "child_terminated", ExitReason.KILLED, "server", inner),
        told(top, "top", "child_terminated", DIED, "server", server),
        told(top, "top", "shutdown", TOO_OFTEN, "server", server),
        told(top, "top", "shutdown_error", ExitReason.KILLED, "sibling", server)), top))
        .containsExactly(new GaveUp("top", "server", DIED));
  }

  @Test
  void oneBelowOne() {
    assertThat(GivingUpEngine.explain(List.of(
        told(inner, "inner", "child_terminated", DIED, "server", server),
        told(inner, "inner", "shutdown", TOO_OFTEN, "server", server),
        told(top, "top", "child_terminated", ExitReason.SHUTDOWN, "inner", inner),
        told(top, "top", "shutdown", TOO_OFTEN, "inner", inner)), top))
        .containsExactly(new GaveUp("top", "inner", ExitReason.SHUTDOWN), new GaveUp("inner", "server", DIED));
  }

  @Test
  void aStartThatFailedAgainAndAgain() {
    assertThat(GivingUpEngine.explain(List.of(
        told(top, "top", "child_terminated", DIED, "server", server),
        told(top, "top", "start_error", "no port", "server", "restarting"),
        told(top, "top", "child_terminated", DIED, "sibling", inner),
        told(top, "top", "shutdown", TOO_OFTEN, "server", "restarting")), top))
        .containsExactly(new GaveUp("top", "server", "no port"));
  }

  @Test
  void whatIsNotKnownIsNotSaid() {
    assertThat(GivingUpEngine.explain(List.of(), top)).isEmpty();
    // An inner supervisor gave up, and the top one, which started another, ended for another reason.
    assertThat(GivingUpEngine.explain(List.of(
        told(inner, "inner", "child_terminated", DIED, "server", server),
        told(inner, "inner", "shutdown", TOO_OFTEN, "server", server),
        told(top, "top", "child_terminated", ExitReason.SHUTDOWN, "inner", inner)), top)).isEmpty();
    // The end of the child was too long ago.
    assertThat(GivingUpEngine.explain(List.of(told(top, "top", "shutdown", TOO_OFTEN, "server", server)), top)).isEmpty();
  }
}
