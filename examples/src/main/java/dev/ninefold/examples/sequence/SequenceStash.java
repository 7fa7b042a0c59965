package dev.ninefold.examples.sequence;

import static dev.ninefold.genserver.CallResult.reply;
import static dev.ninefold.genserver.Next.noReply;

import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.process.Pid;
import java.math.BigInteger;

/** Keeps a number while the server is away. It does as little as possible, so that as little as possible can go wrong. */
final class SequenceStash implements GenServer<BigInteger, SequenceStash.GetValue, SequenceStash.SaveValue> {

  record GetValue() implements Request<BigInteger> {}

  record SaveValue(BigInteger value) {}

  private final BigInteger initial;

  private SequenceStash(BigInteger initial) {
    this.initial = initial;
  }

  // ---- the client's side

  static StartResult<ServerRef<GetValue, SaveValue>> startLink(BigInteger initial) {
    return GenServer.startLink(() -> new SequenceStash(initial));
  }

  static BigInteger getValue(Pid stash) {
    return GenServer.call(server(stash), new GetValue());
  }

  static void saveValue(Pid stash, BigInteger value) {
    GenServer.cast(server(stash), new SaveValue(value));
  }

  private static ServerRef<GetValue, SaveValue> server(Pid stash) {
    return ServerRef.of(stash);
  }

  // ---- the server's side

  @Override
  public Init<BigInteger> init() {
    return Init.ok(initial);
  }

  @Override
  public CallResult<BigInteger> handleCall(GetValue request, From from, BigInteger value) {
    return reply(request, value, value);
  }

  @Override
  public Next<BigInteger> handleCast(SaveValue message, BigInteger value) {
    return noReply(message.value());
  }
}
