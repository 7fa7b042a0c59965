package dev.ninefold.examples.guide;

import dev.ninefold.application.Application;
import dev.ninefold.supervisor.Supervisor;

/** The running example of docs/applications.md. */
// tag::shop[]
final class Shop implements Application {
  @Override
  public Started start(StartType type, Object args) {
    return Started.of(Supervisor.startLink(StackTree::new));
  }

  public static void main(String... args) {
    Application.run(Shop::new, args);
  }
}
// end::shop[]
