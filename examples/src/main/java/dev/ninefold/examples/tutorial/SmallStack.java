package dev.ninefold.examples.tutorial;

import dev.ninefold.examples.tutorial.SmallGenServer.Answer;
import java.util.List;
import java.util.stream.Stream;

/** A stack on the small server: what remains to be written for one particular server. */
final class SmallStack implements SmallGenServer.Module<List<String>> {

  private record Push(String element) {}

  private record Pop() {}

  static Started startLink(String name, String... elements) {
    return SmallGenServer.startLink(name, new SmallStack(List.of(elements)));
  }

  static void push(String name, String element) {
    SmallGenServer.cast(name, new Push(element));
  }

  static String pop(String name) {
    return (String) SmallGenServer.call(name, new Pop());
  }

  private final List<String> initial;

  private SmallStack(List<String> initial) {
    this.initial = initial;
  }

  @Override
  public List<String> init() {
    return initial;
  }

  @Override
  public Answer<List<String>> handleCall(Object request, List<String> stack) {
    return switch (request) {
      // Popping the empty stack throws, and the server crashes. It does not defend itself: somebody watches over it.
      case Pop() -> new Answer<>(stack.getFirst(), stack.subList(1, stack.size()));
      case Object other -> throw new IllegalArgumentException("a stack pops, and does not know " + other);
    };
  }

  @Override
  public List<String> handleCast(Object message, List<String> stack) {
    return switch (message) {
      case Push(String element) -> Stream.concat(Stream.of(element), stack.stream()).toList();
      case Object other -> throw new IllegalArgumentException("a stack pushes, and does not know " + other);
    };
  }
}
