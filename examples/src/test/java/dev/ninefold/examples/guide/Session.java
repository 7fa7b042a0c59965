package dev.ninefold.examples.guide;

import static dev.ninefold.genserver.CallResult.reply;
import static dev.ninefold.genserver.Next.noReply;
import static dev.ninefold.genserver.Next.stop;

import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.Status;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.genserver.Then;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A session of a user: what docs/gen-server.md says on plain messages and timeouts. */
final class Session implements GenServer<Session.State, Session.Call<?>, Session.Cast> {

  record State(String user, String password, Ref connection, List<String> seen) {
    State with(String event) {
      List<String> more = new ArrayList<>(seen);
      more.add(event);
      return new State(user, password, connection, more);
    }
  }

  sealed interface Call<R> extends Request<R> {}

  record Seen() implements Call<List<String>> {}

  sealed interface Cast {}

  record Note(String text) implements Cast {}

  record Flush() {}

  private static final Duration IDLE = Duration.ofMinutes(10);
  private static final Duration FLUSH_EVERY = Duration.ofMinutes(1);

  private final String user;
  private final Pid connection;

  Session(String user, Pid connection) {
    this.user = user;
    this.connection = connection;
  }

  // tag::init[]
  @Override
  public Init<State> init() {
    Ref monitor = Process.monitor(connection);
    return Init.ok(new State(user, "", monitor, List.of()), Then.continueWith("log in"));
  }

  @Override
  public Next<State> handleContinue(Object term, State state) {
    Process.sendAfter(FLUSH_EVERY, Process.self(), new Flush());
    return noReply(new State(state.user(), "secret", state.connection(), List.of("logged in")), Then.timeout(IDLE));
  }
  // end::init[]

  @Override
  public CallResult<State> handleCall(Call<?> request, From from, State state) {
    return switch (request) {
      case Seen seen -> reply(seen, state.seen(), state, Then.timeout(IDLE));
    };
  }

  @Override
  public Next<State> handleCast(Cast message, State state) {
    return switch (message) {
      case Note(String text) -> noReply(state.with(text), Then.timeout(IDLE));
    };
  }

  // tag::info[]
  @Override
  public Next<State> handleInfo(Info info, State state) {
    return switch (info) {
      case Info.Message(Flush _) -> {
        Process.sendAfter(FLUSH_EVERY, Process.self(), new Flush());
        yield noReply(state.with("flushed"), Then.timeout(IDLE));
      }
      case Info.Timeout _ -> stop(ExitReason.shutdown("idle"), state);
      case Info.Down down when down.ref() == state.connection() -> stop(ExitReason.shutdown("connection lost"), state);
      case Info _ -> noReply(state, Then.timeout(IDLE));
    };
  }
  // end::info[]

  // tag::format-status[]
  @Override
  public Status formatStatus(Status status) {
    State state = (State) status.state();
    return status.withState("session of " + state.user() + ", " + state.seen().size() + " events");
  }
  // end::format-status[]
}
