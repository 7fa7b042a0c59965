package dev.ninefold.examples.guide;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorFlags;
import dev.ninefold.supervisor.SupervisorSpec;
import java.time.Duration;

/** The running example of docs/supervisors.md. */
// tag::tree[]
final class StackTree implements Supervisor {
  @Override
  public SupervisorSpec init() {
    var flags = SupervisorFlags.of(Strategy.ONE_FOR_ONE).withIntensity(3, Duration.ofSeconds(5));
    return SupervisorSpec.of(flags, ChildSpec.ofServer(Stack.class, Stack::new, StartOptions.named("stack")));
  }
}
// end::tree[]
