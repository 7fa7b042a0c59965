package dev.ninefold.examples.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.debug.DebugFunction;
import dev.ninefold.debug.SystemEvent;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.process.Info;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.sys.Sys;
import dev.ninefold.term.ExitReason;
import dev.ninefold.test.Explore;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The server: how to test what it does in its own time. */
@WithNode
class PresenceTest {
  TestNode node;

  private static final Name ADA = Name.local("ada");

  // tag::racy[]
  /** The first version. Who says that the server has been told of Ada's end by then? */
  private static void racy() {
    Visitors.leave(ADA);
    Process.sleep(Duration.ofMillis(100));
    assertThat(names()).isEmpty();
  }
  // end::racy[]

  // tag::race-free[]
  /** The server says so itself. */
  private static void raceFree() {
    tellWhenADownIsHandled();
    Visitors.leave(ADA);
    Process.receive(DownHandled.class);
    assertThat(names()).isEmpty();
  }

  private record DownHandled() {}

  private static void tellWhenADownIsHandled() {
    Pid test = Process.self();
    DebugFunction<Boolean> watch = (down, event, _) -> switch (event) {
      case SystemEvent.In(Info.Down _, var _) -> DebugFunction.next(true);
      case SystemEvent.NoReply _ when down -> {
        Process.send(test, new DownHandled());
        yield DebugFunction.done();
      }
      default -> DebugFunction.next(down);
    };
    Sys.install(Presence.PRESENCE, "downs", watch, false, PATIENT);
  }
  // end::race-free[]

  /** In the simulation a process may stall for longer than a call usually waits. */
  private static final Duration PATIENT = Timeout.INFINITY;

  private static List<String> names() {
    return GenServer.call(Presence.PRESENCE, new Presence.Names(), PATIENT);
  }

  private static void adaComes() {
    Process.register("ada", Visitors.come("Ada"));
    assertThat(names()).containsExactly("Ada");
  }

  // tag::tests[]
  @Test
  void theRaceFreeVersionPassesTenThousandTimesInARow() throws Exception {
    node.run(() -> {
      Presence.startLink().orElseThrow();
      for (int i = 0; i < 10_000; i++) {
        adaComes();
        raceFree();
      }
    });
  }

  private static final Explore ORDERS = Explore.seeds(1_000).withDelays(Duration.ofSeconds(1));

  @Test
  void noOrderOfEventsMakesTheRaceFreeVersionFail() {
    ORDERS.check(PresenceTest::presenceWithAda, PresenceTest::raceFree);
  }

  @Test
  void anOrderOfEventsMakesTheRacyVersionFail() {
    assertThatThrownBy(() -> ORDERS.check(PresenceTest::presenceWithAda, PresenceTest::racy))
        .hasMessageContaining("Expecting empty but was: [\"Ada\"]")
        .hasMessageContaining("It takes all of this, and nothing else:\n  turn ");
  }
  // end::tests[]

  private static void presenceWithAda() {
    Presence.startLink().orElseThrow();
    adaComes();
  }

  @Test
  void whoIsHereIsToldWhenSomebodyComesOrGoes() throws Exception {
    node.run(() -> {
      Presence.startLink().orElseThrow();
      assertThat(Presence.subscribe("Grace")).containsExactly("Grace");
      Pid ada = Visitors.come("Ada");
      assertThat(Process.receive(Presence.Changed.class).names()).containsExactly("Grace", "Ada");
      Process.exit(ada, ExitReason.KILL);
      assertThat(Process.receive(Presence.Changed.class).names()).containsExactly("Grace");
      assertThat(Process.messages(Process.self())).isEmpty();
    });
  }

  /** Somebody with two tabs is here as long as one of them is; the others are told of neither. */
  @Test
  void aNameIsHereAsLongAsAnyProcessStandsForIt() throws Exception {
    node.run(() -> {
      Presence.startLink().orElseThrow();
      Pid first = Visitors.come("Ada");
      Pid second = Visitors.come("Ada");
      Presence.subscribe("Grace");
      assertThat(Presence.subscribers("Ada")).containsExactly(first, second);

      Process.exit(first, ExitReason.KILL);
      node.await("one is left", () -> Presence.subscribers("Ada").equals(List.of(second)));
      assertThat(Presence.names()).containsExactly("Ada", "Grace");
      assertThat(Process.messages(Process.self())).isEmpty();

      Process.exit(second, ExitReason.KILL);
      assertThat(Process.receive(Presence.Changed.class).names()).containsExactly("Grace");
    });
  }

  @Test
  void whoSubscribesAgainHasAnotherNameAndOneMonitor() throws Exception {
    node.run(() -> {
      Presence.startLink().orElseThrow();
      Presence.subscribe("Ada");
      assertThat(Presence.subscribe("Countess of Lovelace")).containsExactly("Countess of Lovelace");
      assertThat(Process.info(Presence.PRESENCE.whereis().orElseThrow()).orElseThrow().monitors()).hasSize(1);
    });
  }
}
