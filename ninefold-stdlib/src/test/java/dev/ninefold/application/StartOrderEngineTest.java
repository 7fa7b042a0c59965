package dev.ninefold.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.application.StartOrderEngine.Lookup;
import dev.ninefold.application.StartOrderEngine.Plan;
import dev.ninefold.application.StartOrderEngine.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StartOrderEngineTest {

  private final Map<String, ApplicationSpec> specs = new HashMap<>();
  private final List<String> asked = new ArrayList<>();

  private void app(String name, String... dependencies) {
    specs.put(name, ApplicationSpec.named(name).withApplications(dependencies));
  }

  private Plan plan(Set<String> running, String... names) {
    return StartOrderEngine.plan(List.of(names), name -> {
      asked.add(name);
      return specs.containsKey(name) ? new Lookup.Found(specs.get(name))
          : new Lookup.Missing(new ApplicationError.NotFound(name));
    }, running::contains);
  }

  private static Plan steps(Step... steps) {
    return new Plan.Steps(List.of(steps));
  }

  private static Step step(String name, String... after) {
    return new Step(name, Set.of(after));
  }

  @Test
  void dependenciesComeFirstAndOnce() {
    app("a");
    app("b", "a");
    app("c", "a", "b");
    app("d", "c", "b");
    assertThat(plan(Set.of(), "d", "a"))
        .isEqualTo(steps(step("a"), step("b", "a"), step("c", "a", "b"), step("d", "c", "b")));
    assertThat(asked).containsExactly("d", "c", "a", "b");
  }

  @Test
  void whatRunsIsNotStartedNorLookedAt() {
    app("b", "a");
    app("c", "b", "z");
    assertThat(plan(Set.of("a", "z"), "c")).isEqualTo(steps(step("b"), step("c", "b")));
    assertThat(plan(Set.of("c"), "c")).isEqualTo(steps());
  }

  @Test
  void whatIsMissingIsNamed() {
    app("a");
    app("b", "a", "nowhere");
    app("c", "b");
    assertThat(plan(Set.of(), "c"))
        .isEqualTo(new Plan.Impossible(new ApplicationError.CouldNotStart("nowhere", new ApplicationError.NotFound("nowhere"))));
  }

  @Test
  void anOptionalDependencyMayBeMissing() {
    app("a");
    specs.put("b", ApplicationSpec.named("b").withApplications("a", "nowhere").withOptionalApplications("a", "nowhere"));
    app("c", "b");
    assertThat(plan(Set.of(), "c")).isEqualTo(steps(step("a"), step("b", "a"), step("c", "b")));
  }

  @Test
  void whatAnOptionalDependencyNeedsMayNot() {
    app("a", "nowhere");
    specs.put("b", ApplicationSpec.named("b").withApplications("a").withOptionalApplications("a", "nowhere"));
    assertThat(plan(Set.of(), "b"))
        .isEqualTo(new Plan.Impossible(new ApplicationError.CouldNotStart("nowhere", new ApplicationError.NotFound("nowhere"))));
  }

  @Test
  void aCircleIsTold() {
    app("a", "b");
    app("b", "c");
    app("c", "b");
    assertThat(plan(Set.of(), "a")).isEqualTo(
        new Plan.Impossible(new ApplicationError.CouldNotStart("b", new ApplicationError.CircularDependency(List.of("b", "c")))));
  }
}
