package dev.ninefold.examples.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionsTest {
  private static Options parse(String... arguments) {
    return Options.parse(List.of(arguments), Set.of("--quiet"), new LinkedHashSet<>(List.of("--initial", "--name")));
  }

  @Test
  void optionsHaveAValueOrNot() {
    var options = parse("--initial", "-5", "--quiet", "--name=x=y");
    assertThat(options.has("--quiet")).isTrue();
    assertThat(options.value("--initial")).contains("-5");
    assertThat(options.value("--name")).contains("x=y");
    assertThat(parse().has("--quiet")).isFalse();
    assertThat(parse().value("--initial")).isEmpty();
  }

  @Test
  void anOptionGivenTwiceIsRefused() {
    assertThatThrownBy(() -> parse("--quiet", "--initial", "1", "--quiet")).isInstanceOf(UsageException.class)
        .hasMessage("--quiet is given twice; give it once");
    assertThatThrownBy(() -> parse("--initial", "1", "--initial=1")).isInstanceOf(UsageException.class)
        .hasMessage("--initial is given twice; give it once");
  }

  @Test
  void everythingElseIsRefused() {
    assertThatThrownBy(() -> parse("--inital", "5")).isInstanceOf(UsageException.class)
        .hasMessage("'--inital' is no option here. The options are: --quiet, --initial VALUE, --name VALUE");
    assertThatThrownBy(() -> parse("5")).hasMessageStartingWith("'5' is no option here.");
    assertThatThrownBy(() -> parse("--initial")).hasMessage("--initial needs a value after it");
    assertThatThrownBy(() -> parse("--quiet=no")).hasMessage("--quiet takes no value, got: no");
  }
}
