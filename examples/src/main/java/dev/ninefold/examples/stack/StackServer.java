package dev.ninefold.examples.stack;

import static dev.ninefold.genserver.CallResult.reply;
import static dev.ninefold.genserver.Next.noReply;

import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.gen.Status;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.term.ExitReason;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/** A stack of texts, the newest first. Its contents come from the stash, and go there when it ends. */
final class StackServer implements GenServer<StackServer.State, StackServer.Call<?>, StackServer.Cast> {

  static final Name NAME = Name.local("Stack.Server");

  /** The server by its name: whoever asks finds it, or its successor. */
  static final ServerRef<Call<?>, Cast> SERVER = ServerRef.of(NAME);

  /** What it can be asked. */
  sealed interface Call<R> extends Request<R> {}

  record Pop(int count) implements Call<List<String>> {}

  /** What it can be told. */
  sealed interface Cast {}

  record Push(String element) implements Cast {}

  /** The contents, and where they are saved. */
  record State(List<String> contents, Pid stash) {
    State withContents(List<String> contents) {
      return new State(contents, stash);
    }

    @Override
    public String toString() {
      return "{" + contents + ", " + stash + "}";
    }
  }

  private final Pid stash;

  private StackServer(Pid stash) {
    this.stash = stash;
  }

  // ---- the client's side

  static StartResult<ServerRef<Call<?>, Cast>> startLink(Pid stash) {
    return GenServer.startLink(() -> new StackServer(stash), StartOptions.DEFAULT.withName(NAME));
  }

  static void push(String element) {
    GenServer.cast(SERVER, new Push(element));
  }

  static List<String> pop(int count) {
    return GenServer.call(SERVER, new Pop(count));
  }

  // ---- the server's side

  @Override
  public Init<State> init() {
    return Init.ok(new State(StackStash.getContents(stash), stash));
  }

  @Override
  public CallResult<State> handleCall(Call<?> request, From from, State state) {
    return switch (request) {
      case Pop pop -> reply(pop, popped(pop, state.contents()), state.withContents(left(pop, state.contents())));
    };
  }

  @Override
  public Next<State> handleCast(Cast message, State state) {
    return switch (message) {
      case Push(String element) -> noReply(state.withContents(pushed(element, state.contents())));
    };
  }

  /** If there are not so many, this says so, the server crashes, and others see to the rest. */
  static List<String> popped(Pop pop, List<String> contents) {
    if (pop.count() > contents.size()) {
      throw new NoSuchElementException(
          "the stack has fewer elements than were asked for: " + contents.size() + " instead of " + pop.count());
    }
    return contents.subList(0, pop.count());
  }

  static List<String> left(Pop pop, List<String> contents) {
    return contents.subList(pop.count(), contents.size());
  }

  static List<String> pushed(String element, List<String> contents) {
    return Stream.concat(Stream.of(element), contents.stream()).toList();
  }

  /** Called after a crash, too, with the state as it was before. */
  @Override
  public void terminate(ExitReason reason, State state) {
    StackStash.saveContents(state.stash(), state.contents());
  }

  @Override
  public Status formatStatus(Status status) {
    return happy(status);
  }

  static Status happy(Status status) {
    return status.withState("My current state is '" + status.state() + "', and I'm happy");
  }
}
