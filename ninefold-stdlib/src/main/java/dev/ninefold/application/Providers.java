package dev.ninefold.application;

import dev.ninefold.application.ApplicationReports.ProviderReport;
import dev.ninefold.application.StartOrderEngine.Lookup;
import dev.ninefold.process.Node;
import dev.ninefold.process.ProcessKilledError;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;

/** Finds the specifications of applications that are not loaded. Any thread. */
final class Providers {

  /*
   * Providers are code of others: what one of them throws is reported, and the rest is asked all the same. They are asked each time, for there is
   * no telling when a class path has changed.
   */

  /** The service loader goes on after a failure as well as it can; it may fail for ever. */
  private static final int MOST_FAILURES = 100;

  private static final String SERVICES = ServiceLoader.class.getName();

  /** A specification of the name that is looked for. */
  private record Candidate(String provider, ApplicationSpec spec) {}

  private final Node node;
  private final List<ApplicationProvider> added = new CopyOnWriteArrayList<>();

  Providers(Node node) {
    this.node = node;
  }

  void add(ApplicationProvider provider) {
    added.add(Objects.requireNonNull(provider, "provider: expected what knows specifications, got null"));
  }

  /** What the providers know of that name: those that were added, or else those that the service loader finds. */
  Lookup find(String application) {
    List<Candidate> candidates = new ArrayList<>();
    added.forEach(provider -> ask(provider, application, candidates));
    if (candidates.isEmpty()) {
      askServices(application, candidates);
    }
    return switch ((int) candidates.stream().map(Candidate::spec).distinct().count()) {
      case 0 -> new Lookup.Missing(new ApplicationError.NotFound(application));
      case 1 -> new Lookup.Found(candidates.getFirst().spec());
      default -> new Lookup.Missing(
          new ApplicationError.Ambiguous(application, candidates.stream().map(Candidate::provider).toList()));
    };
  }

  private void ask(ApplicationProvider provider, String application, List<Candidate> candidates) {
    String name = provider.getClass().getName();
    try {
      for (ApplicationSpec spec : List.copyOf(provider.applications())) {
        if (spec.name().equals(application)) {
          candidates.add(new Candidate(name, spec));
        }
      }
    } catch (ProcessKilledError e) {
      throw e;
    } catch (Throwable e) {
      node.report(new ProviderReport(name, application, e));
    }
  }

  private void askServices(String application, List<Candidate> candidates) {
    Iterator<ApplicationProvider> services = ServiceLoader.load(ApplicationProvider.class).iterator();
    int failures = 0;
    while (failures < MOST_FAILURES) {
      try {
        Optional<ApplicationProvider> next = services.hasNext() ? Optional.of(services.next()) : Optional.empty();
        if (next.isEmpty()) {
          return;
        }
        ask(next.get(), application, candidates);
      } catch (ServiceConfigurationError e) {
        failures++;
        node.report(new ProviderReport(SERVICES, application, e));
      }
    }
  }
}
