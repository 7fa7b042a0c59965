package dev.ninefold.partitionsupervisor;

import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.process.Name;
import dev.ninefold.supervisor.ChildSpec;
import java.util.function.IntFunction;

/** Keeps a value: what an agent is in Elixir's tests. */
final class Box implements GenServer<Object, Box.Get, Object> {
  record Get() implements Request<Object> {}

  private final Object value;

  Box(Object value) {
    this.value = value;
  }

  /** A box with a value. */
  static ChildSpec of(Object value) {
    return ChildSpec.ofServer(Box.class, () -> new Box(value));
  }

  /** A box for each partition, with its number. */
  static IntFunction<ChildSpec> numbered() {
    return Box::of;
  }

  static Partitions<ServerRef<Get, Object>> boxes(Name name) {
    return new Partitions<>(name, ServerRef::of);
  }

  /** The value in the box of that key. */
  static Object get(Name name, Object key) {
    return GenServer.call(boxes(name).of(key), new Get());
  }

  @Override
  public Init<Object> init() {
    return Init.ok(value);
  }

  @Override
  public CallResult<Object> handleCall(Get request, From from, Object value) {
    return CallResult.reply(request, value, value);
  }

  @Override
  public Next<Object> handleCast(Object message, Object value) {
    return Next.noReply(message);
  }
}
