package dev.ninefold.genserver;

import static dev.ninefold.genserver.TestServer.quiet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genserver.TestServer.Ask;
import dev.ninefold.genserver.TestServer.Tell;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.TestRegistrar;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The group stop of gen_server_SUITE. */
@WithNode
class StopTest {

  private static final ExitReason OTHER = new ExitReason.Other("other_reason");

  private static void noproc(ServerRef<?, ?> server) {
    assertThatThrownBy(() -> GenServer.stop(server)).isInstanceOf(ExitException.class)
        .matches(e -> ((ExitException) e).reason().equals(ExitReason.NOPROC));
  }

  /** {ok, Pid} = start(Name, ..), ok = stop(Ref), false = is_process_alive(Pid), {'EXIT',noproc} = (catch stop(Ref)). */
  private static void stopByName(Name name, Name ref) {
    Pid pid = (Pid) GenServer.start(() -> quiet("s"), StartOptions.DEFAULT.withName(name)).orElseThrow().destination();
    ServerRef<Ask<?>, Tell> server = ServerRef.of(ref);
    GenServer.stop(server);
    assertThat(Process.isAlive(pid)).isFalse();
    noproc(server);
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "stop1")
  void anonymous(TestNode node) throws Exception {
    node.run(() -> {
      // {ok, Pid} = start(..), ok = stop(Pid), false = is_process_alive(Pid), {'EXIT',noproc} = (catch stop(Pid))
      var server = GenServer.start(() -> quiet("s")).orElseThrow();
      Pid pid = server.pid();
      GenServer.stop(server);
      assertThat(Process.isAlive(pid)).isFalse();
      noproc(server);
    });
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "stop3")
  void invalidTimeout(TestNode node) throws Exception {
    node.run(() -> {
      // {'EXIT',_} = (catch stop(Pid, other_reason, invalid_timeout)), true = is_process_alive(Pid)
      var server = GenServer.start(() -> quiet("s")).orElseThrow();
      Pid pid = server.pid();
      assertThatThrownBy(() -> GenServer.stop(server, OTHER, Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
      assertThat(Process.isAlive(pid)).isTrue();
      // ok = stop(Pid), false = is_process_alive(Pid)
      GenServer.stop(server);
      assertThat(Process.isAlive(pid)).isFalse();
    });
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "stop4")
  void byLocalName(TestNode node) throws Exception {
    node.run(() -> stopByName(Name.local("to_stop"), Name.local("to_stop")));
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "stop5")
  void byNameOnThisNode(TestNode node) throws Exception {
    node.run(() -> stopByName(Name.local("to_stop"), Name.on("to_stop", node.node())));
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "stop6")
  void byGlobalName(TestNode node) throws Exception {
    node.run(() -> stopByName(Name.global("to_stop"), Name.global("to_stop")));
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "stop7")
  void byViaName(TestNode node) throws Exception {
    var via = Name.via(new TestRegistrar(), "to_stop");
    node.run(() -> stopByName(via, via));
  }

  @Test
  void aStopIsNotInTime(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      var server = GenServer.startLink(() -> {
        var slow = quiet("s");
        slow.onTerminate = (_, _) -> Process.receive(String.class, "go"::equals);
        return slow;
      }).orElseThrow();
      Pid pid = server.pid();
      assertThatThrownBy(() -> GenServer.stop(server, ExitReason.SHUTDOWN, Duration.ofMillis(1)))
          .isInstanceOf(ExitException.class)
          .hasToString("dev.ninefold.process.ExitException: timeout");
      assertThat(Process.isAlive(pid)).isTrue();
      Process.send(pid, "go");
      node.awaitDeath(pid);
    });
  }
}
