package dev.ninefold.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void withoutOptionsItIsTheFullRunOfAllRows() throws Exception {
    Options options = Options.parse();

    assertThat(options.plan()).isEqualTo(Plan.full(Rows.all()));
    assertThat(options.json()).isEmpty();
    assertThat(options.help()).isFalse();
  }

  @Test
  void quickHasAllRowsToo() throws Exception {
    assertThat(Options.parse("--quick").plan()).isEqualTo(Plan.quick(Rows.all()));
  }

  @Test
  void onlySomeRowsComeInTheTablesOrder() throws Exception {
    assertThat(Options.parse("--only", "call-1,ring-503").plan().rows()).extracting(Row::name)
        .containsExactly("ring-503", "call-1");
  }

  @Test
  void anUnknownRowIsRefusedWithTheNamesOfAll() {
    assertThatThrownBy(() -> Options.parse("--only", "ring-503,nonsense").plan()).isInstanceOf(Options.WrongOptions.class)
        .hasMessageContaining("there is no row 'nonsense'")
        .hasMessageContaining("ring-503, ")
        .hasMessageContaining("bytes-idle-server");
  }

  @Test
  void theNumberOfForksMayBeSaid() throws Exception {
    assertThat(Options.parse("--quick", "--forks", "3").plan().forks()).isEqualTo(3);
    assertThatThrownBy(() -> Options.parse("--forks", "0").plan()).isInstanceOf(Options.WrongOptions.class)
        .hasMessageContaining("expected one or more, got 0");
  }

  @Test
  void theSchedulerMayBeSaid() throws Exception {
    assertThat(Options.parse("--scheduler", "portable").plan()).isEqualTo(Plan.full(Rows.all()));
    Plan carrier = Options.parse("--scheduler", "carrier").plan();
    assertThat(carrier.scheduler()).isEqualTo(SchedulerKind.CARRIER);
    assertThat(carrier.rows().getFirst().target(Contender.BEAM)).contains(0.15);
    assertThat(carrier.rows().getFirst().target(Contender.PEKKO)).contains(0.25);
    assertThatThrownBy(() -> Options.parse("--scheduler", "nonsense")).isInstanceOf(Options.WrongOptions.class)
        .hasMessageContaining("PORTABLE, CARRIER");
  }

  @Test
  void theFileForJsonIsAPath() throws Exception {
    assertThat(Options.parse("--json", "out.json").json()).contains(Path.of("out.json"));
  }

  @Test
  void whatIsNoOptionIsRefused() {
    assertThatThrownBy(() -> Options.parse("--nonsense")).isInstanceOf(Options.WrongOptions.class)
        .hasMessageContaining("--nonsense");
    assertThatThrownBy(() -> Options.parse("ring-503")).isInstanceOf(Options.WrongOptions.class).hasMessageContaining("ring-503");
  }

  @Test
  void helpNamesOptionsAndRows() throws Exception {
    assertThat(Options.parse("--help").help()).isTrue();
    assertThat(Options.usage()).startsWith("Usage: ./ninefold bench")
        .contains("--quick", "--only", "--json", "savina-thread-ring");
  }
}
