package dev.ninefold.examples.guide;

import static dev.ninefold.genserver.CallResult.reply;
import static dev.ninefold.genserver.Next.noReply;

import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import java.util.List;
import java.util.stream.Stream;

/** The running example of README.md and docs/gen-server.md. */
// tag::server[]
final class Stack implements GenServer<List<String>, Stack.Call<?>, Stack.Cast> {
  sealed interface Call<R> extends Request<R> {}
  record Pop() implements Call<String> {}
  record Depth() implements Call<Integer> {}

  sealed interface Cast {}
  record Push(String element) implements Cast {}

  @Override
  public Init<List<String>> init() {
    return Init.ok(List.of("hello", "world"));
  }

  @Override
  public CallResult<List<String>> handleCall(Call<?> request, From from, List<String> stack) {
    return switch (request) {
      case Pop pop -> reply(pop, stack.getFirst(), stack.subList(1, stack.size()));
      case Depth depth -> reply(depth, stack.size(), stack);
    };
  }

  @Override
  public Next<List<String>> handleCast(Cast message, List<String> stack) {
    return switch (message) {
      case Push(String element) -> noReply(Stream.concat(Stream.of(element), stack.stream()).toList());
    };
  }
}
// end::server[]
