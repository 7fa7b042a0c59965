package dev.ninefold.examples.guide;

import dev.ninefold.gen.ServerRef;

/** What others call of the application in docs/applications.md. */
// tag::client[]
final class Shopping {
  private static final ServerRef<Stack.Call<?>, Stack.Cast> SHELF = ServerRef.named("stack");

  static void offer(String thing) {
    Stacks.push(SHELF, thing);
  }

  static String buy() {
    return Stacks.pop(SHELF);
  }
}
// end::client[]
