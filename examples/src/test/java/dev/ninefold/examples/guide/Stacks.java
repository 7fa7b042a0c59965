package dev.ninefold.examples.guide;

import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genserver.GenServer;

/** The client's side of the stack. */
// tag::client[]
final class Stacks {
  static StartResult<ServerRef<Stack.Call<?>, Stack.Cast>> startLink(StartOptions options) {
    return GenServer.startLink(Stack::new, options);
  }

  static void push(ServerRef<Stack.Call<?>, Stack.Cast> stack, String element) {
    GenServer.cast(stack, new Stack.Push(element));
  }

  static String pop(ServerRef<Stack.Call<?>, Stack.Cast> stack) {
    return GenServer.call(stack, new Stack.Pop());
  }

  static int depth(ServerRef<Stack.Call<?>, Stack.Cast> stack) {
    return GenServer.call(stack, new Stack.Depth());
  }
}
// end::client[]
