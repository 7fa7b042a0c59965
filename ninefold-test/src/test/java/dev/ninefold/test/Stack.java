package dev.ninefold.test;

import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.process.Process;
import java.util.List;
import java.util.NoSuchElementException;

/** A server to test the kit with. */
final class Stack implements GenServer<List<String>, Stack.Call<?>, Stack.Cast> {

  sealed interface Call<R> extends Request<R> {}

  record Pop() implements Call<String> {}

  record Depth() implements Call<Integer> {}

  sealed interface Cast {}

  record Push(String element) implements Cast {}

  /** Monitors whoever, and never takes it back. */
  record Watch(dev.ninefold.process.Pid pid) implements Cast {}

  @Override
  public Init<List<String>> init() {
    return Init.ok(List.of());
  }

  @Override
  public CallResult<List<String>> handleCall(Call<?> request, From from, List<String> stack) {
    return switch (request) {
      case Pop _ when stack.isEmpty() -> throw new NoSuchElementException("the stack is empty");
      case Pop pop -> CallResult.reply(pop, stack.getFirst(), stack.subList(1, stack.size()));
      case Depth depth -> CallResult.reply(depth, stack.size(), stack);
    };
  }

  @Override
  public Next<List<String>> handleCast(Cast message, List<String> stack) {
    return switch (message) {
      case Push(String element) -> {
        var longer = new java.util.ArrayList<>(stack);
        longer.addFirst(element);
        yield Next.noReply(List.copyOf(longer));
      }
      case Watch(var pid) -> {
        Process.monitor(pid);
        yield Next.noReply(stack);
      }
    };
  }
}
