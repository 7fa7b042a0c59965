package dev.ninefold.genserver;

import static dev.ninefold.genserver.TestServer.answer;
import static dev.ninefold.genserver.TestServer.quiet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.gen.Response;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.process.CallException.ServerOverloadedException;
import dev.ninefold.process.MailboxFullException;
import dev.ninefold.process.MailboxFullReport;
import dev.ninefold.process.MailboxLimit;
import dev.ninefold.process.MailboxLimit.WhenFull;
import dev.ninefold.process.Name;
import dev.ninefold.process.Node;
import dev.ninefold.process.Process;
import dev.ninefold.sys.Sys;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The mailbox option of a start. */
@WithNode
class MailboxOptionTest {
  TestNode node;

  private static StartOptions limited(int messages, WhenFull whenFull) {
    return StartOptions.DEFAULT.withMailbox(new MailboxLimit(messages, whenFull));
  }

  /** Calls with an infinite timeout fail at once; so do requests, as a process and as a thread sends them. */
  @ParameterizedTest
  @EnumSource(value = WhenFull.class, names = {"REFUSE", "DROP_NEWEST", "DROP_OLDEST"})
  void requestsAreRefusedAtOnce(WhenFull whenFull) throws Exception {
    var server = node.run(() -> {
      var started = GenServer.start(() -> quiet("state"), limited(1, whenFull)).orElseThrow();
      Sys.suspend(started.pid());
      GenServer.cast(started, TestServer.telling(Next::noReply));
      assertThatThrownBy(() -> GenServer.call(started, answer(1), Timeout.INFINITY))
          .isInstanceOf(ServerOverloadedException.class)
          .hasMessageContaining("{mailbox_full, 1}: as many messages as its mailbox may hold");
      assertThat(GenServer.receiveResponse(GenServer.sendRequest(started, answer(2)), Timeout.INFINITY))
          .isInstanceOfSatisfying(Response.Error.class, error -> assertThat(error.reason()).hasToString("{mailbox_full, 1}"));
      assertThat(Process.info(Process.self()).orElseThrow().monitors()).isEmpty();
      return started;
    });
    assertThat(GenServer.receiveResponse(GenServer.sendRequest(server, answer(3)), Timeout.INFINITY))
        .isInstanceOfSatisfying(Response.Error.class, error -> assertThat(error.reason()).hasToString("{mailbox_full, 1}"));
    // The requests of sys are never refused, nor is the stop.
    Sys.resume(server.pid());
    assertThat(Sys.getState(server.pid())).isEqualTo("state");
    assertThat(GenServer.call(server, answer(4))).isEqualTo(4);
    GenServer.stop(server);
    node.expectReport(MailboxFullReport.class);
  }

  @Test
  void aCastThatIsRefusedIsTold() throws Exception {
    node.run(() -> {
      var server = GenServer.startLink(() -> quiet("state"), limited(1, WhenFull.REFUSE)).orElseThrow();
      Sys.suspend(server.pid());
      GenServer.cast(server, TestServer.telling(Next::noReply));
      assertThatThrownBy(() -> GenServer.cast(server, TestServer.telling(Next::noReply)))
          .isInstanceOf(MailboxFullException.class)
          .hasMessageStartingWith("the mailbox of " + server.pid() + " is full: 1 messages wait there");
      GenServer.stop(server);
    });
    node.expectReport(MailboxFullReport.class);
  }

  @Test
  void theOldestCastsMakeRoom() throws Exception {
    node.run(() -> {
      var server = GenServer.startLink(() -> quiet(""), limited(3, WhenFull.DROP_OLDEST)).orElseThrow();
      Sys.suspend(server.pid());
      for (int i = 1; i <= 9; i++) {
        int number = i;
        GenServer.cast(server, TestServer.telling(state -> Next.noReply(state + " " + number)));
      }
      Sys.resume(server.pid());
      assertThat(Sys.getState(server.pid())).isEqualTo(" 7 8 9");
      GenServer.stop(server);
    });
    node.expectReport(MailboxFullReport.class);
  }

  /** What a server tells itself, or what a request to nobody comes to, is no message of others. */
  @ParameterizedTest
  @EnumSource(WhenFull.class)
  void messagesToOneselfAreNeverRefused(WhenFull whenFull) throws Exception {
    node.run(() -> {
      var server = GenServer.start(() -> quiet("state"), limited(2, whenFull)).orElseThrow();
      Sys.suspend(server.pid());
      GenServer.cast(server, TestServer.telling(state -> Next.noReply(state, Then.timeout(Duration.ZERO))));
      GenServer.cast(server, TestServer.telling(state -> {
        var request = GenServer.sendRequest(ServerRef.<TestServer.Ask<?>, TestServer.Tell>named("nobody"), answer(1));
        return Next.noReply(GenServer.receiveResponse(request, Timeout.INFINITY).toString());
      }));
      Sys.resume(server.pid());
      assertThat(Sys.getState(server.pid())).asString().contains("noproc");
      GenServer.stop(server);
    });
  }

  @Test
  @WithNode(manualTime = true)
  void aMultiCallWaitsForRoomOnlyAsLongAsItsTimeout() throws Exception {
    node.run(() -> {
      var server =
          GenServer.start(() -> quiet("state"), limited(1, WhenFull.BLOCK_SENDER).withName(Name.local("full"))).orElseThrow();
      Sys.suspend(server.pid());
      GenServer.cast(server, TestServer.telling(Next::noReply));
      CompletableFuture<Object> result = new CompletableFuture<>();
      String here = Node.current().name();
      Process.spawn(() -> result.complete(
          GenServer.multiCall(List.of(here), ServerRef.<TestServer.Ask<?>, TestServer.Tell>named("full"), answer(1),
              Duration.ofSeconds(1)).badNodes()));
      node.await("it waits for room", () -> Node.current().timers().pending() == 1);
      node.time().advance(Duration.ofSeconds(1));
      assertThat(node.await(result)).isEqualTo(List.of(here));
      GenServer.stop(server);
    });
    node.expectReport(MailboxFullReport.class);
  }
}
