package dev.ninefold.examples.sequence;

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
import java.math.BigInteger;

/** Gives out one number after the other. What it starts with it gets from the stash, and what it ends with it leaves there. */
final class SequenceServer implements GenServer<SequenceServer.State, SequenceServer.Call<?>, SequenceServer.Cast> {

  static final Name NAME = Name.local("Sequence.Server");

  /** The server by its name: whoever asks finds it, or its successor. */
  static final ServerRef<Call<?>, Cast> SERVER = ServerRef.of(NAME);

  /** What it can be asked. */
  sealed interface Call<R> extends Request<R> {}

  record NextNumber() implements Call<BigInteger> {}

  /** What it can be told. */
  sealed interface Cast {}

  record IncrementNumber(String delta) implements Cast {}

  /** The number that comes next, and where it is saved. */
  record State(BigInteger currentNumber, Pid stash) {
    State withCurrentNumber(BigInteger number) {
      return new State(number, stash);
    }

    @Override
    public String toString() {
      return "{" + currentNumber + ", " + stash + "}";
    }
  }

  private final Pid stash;

  private SequenceServer(Pid stash) {
    this.stash = stash;
  }

  // ---- the client's side

  static StartResult<ServerRef<Call<?>, Cast>> startLink(Pid stash) {
    return GenServer.startLink(() -> new SequenceServer(stash), StartOptions.DEFAULT.withName(NAME));
  }

  static BigInteger nextNumber() {
    return GenServer.call(SERVER, new NextNumber());
  }

  static void incrementNumber(String delta) {
    GenServer.cast(SERVER, new IncrementNumber(delta));
  }

  // ---- the server's side

  @Override
  public Init<State> init() {
    return Init.ok(new State(SequenceStash.getValue(stash), stash));
  }

  @Override
  public CallResult<State> handleCall(Call<?> request, From from, State state) {
    return switch (request) {
      case NextNumber next ->
        reply(next, state.currentNumber(), state.withCurrentNumber(state.currentNumber().add(BigInteger.ONE)));
    };
  }

  /** Does not look whether the delta is a number: if it is none, the server crashes, and others see to the rest. */
  @Override
  public Next<State> handleCast(Cast message, State state) {
    return switch (message) {
      case IncrementNumber(String delta) -> noReply(state.withCurrentNumber(state.currentNumber().add(new BigInteger(delta))));
    };
  }

  /** Called after a crash, too, with the state as it was before. */
  @Override
  public void terminate(ExitReason reason, State state) {
    SequenceStash.saveValue(state.stash(), state.currentNumber());
  }

  @Override
  public Status formatStatus(Status status) {
    return happy(status);
  }

  static Status happy(Status status) {
    return status.withState("My current state is '" + status.state() + "', and I'm happy");
  }
}
