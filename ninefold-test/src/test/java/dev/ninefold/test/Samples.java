package dev.ninefold.test;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs test classes that are to fail. */
final class Samples {

  private Samples() {}

  /** Why the tests of a class failed. They wait for a short time only, so what they want in vain they have soon. */
  static List<Throwable> failures(Class<?> type) {
    return failed(EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(type))
        .configurationParameter("ninefold.patience", "PT0.05S"));
  }

  /** Why one test failed that waits as long as others do. */
  static List<Throwable> patientFailures(Class<?> type, String method, Class<?>... parameters) {
    return failed(EngineTestKit.engine("junit-jupiter").selectors(selectMethod(type, method, parameters)));
  }

  private static List<Throwable> failed(EngineTestKit.Builder tests) {
    return tests.execute().allEvents().failed().stream().map(Samples::thrown).toList();
  }

  private static Throwable thrown(Event event) {
    return event.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow();
  }
}
