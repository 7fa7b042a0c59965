package dev.ninefold.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.application.ApplicationEnv.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvEngineTest {

  @Test
  void saysWhatIsMalformed() {
    assertThat(EnvEngine.check(List.of(ApplicationEnv.of("foo").with("bar", 1), ApplicationEnv.of("baz")))).isEmpty();
    assertThat(EnvEngine.check(List.of())).isEmpty();
    assertThat(EnvEngine.check(List.of(ApplicationEnv.of("foo"), ApplicationEnv.of("foo"))))
        .contains("duplicate application config: foo");
    assertThat(EnvEngine.check(List.of(ApplicationEnv.of("foo").with("bar", "baz").with("bar", "bat"))))
        .contains("application: foo; duplicate parameter: bar");
    assertThat(EnvEngine.check(List.of(ApplicationEnv.of(""))))
        .contains("application: ; application name must be a name that is not empty");
    assertThat(EnvEngine.check(List.of(ApplicationEnv.of(null))))
        .contains("application: null; application name must be a name that is not empty");
    assertThat(EnvEngine.check(List.of(ApplicationEnv.of("foo").with("", 2))))
        .contains("application: foo; invalid parameter name: ");
    assertThat(EnvEngine.check(List.of(ApplicationEnv.of("foo").with("k", null))))
        .contains("application: foo; invalid parameter: {k, null}");
    assertThat(EnvEngine.check(List.of(new ApplicationEnv("foo", null)))).contains("application: foo; parameters must be a list");
    assertThat(EnvEngine.check(List.of(new ApplicationEnv("foo", Arrays.asList((Parameter) null)))))
        .contains("application: foo; invalid parameter: null");
    assertThat(EnvEngine.check(Arrays.asList((ApplicationEnv) null))).contains("invalid application config: null");
  }

  /** APP-33: the specification, the configuration, the command line. */
  @Test
  void laterSourcesWin() {
    assertThat(EnvEngine.merge(Map.of("a", 1, "b", 1, "c", 1), Map.of("b", 2, "c", 2, "d", 2), Map.of("c", 3, "e", 3)))
        .isEqualTo(Map.of("a", 1, "b", 2, "c", 3, "d", 2, "e", 3));
  }

  @Test
  void configurationOfSeveralApplicationsIsMergedByKey() {
    var before = Map.<String, Map<String, Object>>of("a", Map.of("x", 1, "y", 1), "b", Map.of("x", 1));
    assertThat(EnvEngine.with(before, List.of(ApplicationEnv.of("a").with("y", 2), ApplicationEnv.of("c").with("z", 3),
        ApplicationEnv.of("a").with("y", 4))))
        .isEqualTo(Map.of("a", Map.of("x", 1, "y", 4), "b", Map.of("x", 1), "c", Map.of("z", 3)));
    assertThat(EnvEngine.without(before, "a", "x")).isEqualTo(Map.of("a", Map.of("y", 1), "b", Map.of("x", 1)));
    assertThat(EnvEngine.without(before, "c", "x")).isEqualTo(before);
  }

  @Test
  void commandLineKeysStartWithTheApplication() {
    assertThat(EnvEngine.commandLine("shop",
        Map.of("ninefold.env.shop.port", "80", "ninefold.env.shop.a.b", "1", "ninefold.env.shop.", "x",
            "ninefold.env.shopping.port", "2",
            "shop.port", "3")))
        .isEqualTo(Map.of("port", "80", "a.b", "1"));
  }

  @Test
  void aChangeIsWhatIsNewDifferentOrGone() {
    var change = EnvEngine.diff(Map.of("same", 1, "other", 1, "gone", 1, "away", 1), Map.of("same", 1, "other", 2, "more", 3));
    assertThat(change).isEqualTo(new EnvEngine.Change(Map.of("other", 2), Map.of("more", 3), List.of("away", "gone")));
    assertThat(change.isEmpty()).isFalse();
    assertThat(EnvEngine.diff(Map.of("a", 1), Map.of("a", 1)).isEmpty()).isTrue();
  }
}
