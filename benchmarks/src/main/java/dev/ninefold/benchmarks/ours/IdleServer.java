package dev.ninefold.benchmarks.ours;

import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;

/** Answers with its state. */
final class IdleServer implements GenServer<Integer, IdleServer.Get, Object> {

  static final Get GET = new Get();

  record Get() implements Request<Integer> {}

  @Override
  public Init<Integer> init() {
    return Init.ok(1);
  }

  @Override
  public CallResult<Integer> handleCall(Get request, From from, Integer state) {
    return CallResult.reply(request, state, state);
  }
}
