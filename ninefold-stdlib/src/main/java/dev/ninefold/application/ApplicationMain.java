package dev.ninefold.application;

import dev.ninefold.application.ApplicationReports.TerminationReport;
import dev.ninefold.application.ControllerRequest.AwaitEnd;
import dev.ninefold.process.Node;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** A program that is an application. */
final class ApplicationMain {

  /** How long everything may take to stop when the JVM ends, if nothing else is said. */
  static final Duration STOP_WITHIN = Duration.ofSeconds(30);

  private static final int FAILED = 1;

  private ApplicationMain() {}

  static void run(Supplier<? extends Application> module, String... args) {
    Objects.requireNonNull(module, "module: expected what makes the application, for example Shop::new, got null");
    Objects.requireNonNull(args, "args: expected the arguments of the main method, got null");
    run(ApplicationSpec.named(name(module.get().getClass())).withModule(module, List.of(args)), STOP_WITHIN);
  }

  static void run(ApplicationSpec application, Duration stopWithin) {
    Objects.requireNonNull(application, "application: expected a specification, got null");
    Timeout.check(stopWithin);
    NodeApplications applications = NodeApplications.of(Node.local());
    AtomicReference<Termination> told = new AtomicReference<>(new Termination.Shutdown());
    applications.addTerminationHandler(told::set);
    ShutdownHook.install(applications, stopWithin);
    ApplicationResult result = Applications.ensureAllStarted(application, RestartType.PERMANENT);
    Optional<Termination> why = awaitEnd(applications, application.name(), told);
    if (result instanceof ApplicationResult.Failed(ApplicationError error)) {
      if (why.isEmpty()) {
        applications.node().report(new TerminationReport(new Termination.StartFailure(application.name(), error), List.of()));
      }
      Runtime.getRuntime().exit(FAILED);
    }
    if (why.isPresent() && !(why.get() instanceof Termination.Shutdown)) {
      Runtime.getRuntime().exit(FAILED);
    }
  }

  /** Waits until the application does not run any more; returns why the node has stopped all of them, if that is why. */
  private static Optional<Termination> awaitEnd(
      NodeApplications applications, String application, AtomicReference<Termination> told) {
    try {
      return applications.ask(new AwaitEnd(application), Timeout.INFINITY);
    } catch (ApplicationException e) {
      // All had ended before this was asked; why was told before that.
      return Optional.of(told.get());
    }
  }

  /** The name of a class in snake case; of a lambda that of the class around it. */
  static String name(Class<?> type) {
    String simple = type.getName();
    simple = simple.substring(Math.max(simple.lastIndexOf('.'), simple.lastIndexOf('$')) + 1);
    return simple.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
