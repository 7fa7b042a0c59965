package dev.ninefold.examples.guide;

import static dev.ninefold.genserver.CallResult.reply;
import static dev.ninefold.genserver.Next.noReply;

import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;

/** A server that asks another one: what docs/testing.md tests. */
// tag::cart[]
final class Cart implements GenServer<Integer, Cart.Total, Cart.Add> {
  record Price(String article) implements Request<Integer> {}

  record Total() implements Request<Integer> {}
  record Add(String article) {}

  private final ServerRef<Price, Void> prices;

  Cart(ServerRef<Price, Void> prices) {
    this.prices = prices;
  }

  @Override
  public Init<Integer> init() {
    return Init.ok(0);
  }

  @Override
  public CallResult<Integer> handleCall(Total request, From from, Integer total) {
    return reply(request, total, total);
  }

  @Override
  public Next<Integer> handleCast(Add message, Integer total) {
    return noReply(total + GenServer.call(prices, new Price(message.article())));
  }
}
// end::cart[]
