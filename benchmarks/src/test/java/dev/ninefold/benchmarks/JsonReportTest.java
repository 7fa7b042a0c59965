package dev.ninefold.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonReportTest {

  @Test
  void itHasRowsFiguresRatiosMachineAndFlags() throws Exception {
    JsonNode report = read(Samples.result(Samples.ring(), 25, 250, 500));

    JsonNode row = report.at("/rows/0");
    assertThat(row.get("row").asText()).isEqualTo("ring-503");
    assertThat(row.get("unit").asText()).isEqualTo("ns per hop");
    assertThat(row.get("size").asInt()).isEqualTo(300_000);
    assertThat(row.at("/ninefold/median").asDouble()).isEqualTo(25);
    assertThat(row.at("/pekko/spread").asDouble()).isZero();
    assertThat(row.at("/pekko/figures").asInt()).isEqualTo(1);
    assertThat(row.at("/ratios/beam/ratio").asDouble()).isEqualTo(0.1);
    assertThat(row.at("/ratios/beam/target").asDouble()).isEqualTo(0.2);
    assertThat(report.at("/machine/jdk").asText()).isEqualTo("OpenJDK 25");
    assertThat(report.at("/machine/otp").asText()).isEqualTo("27, ERTS 15");
    assertThat(report.at("/flags/jvm")).isNotEmpty();
    assertThat(report.get("quick").asBoolean()).isTrue();
  }

  @Test
  void aMissingRivalHasNeitherFiguresNorRatio() throws Exception {
    JsonNode row = read(Samples.result(Samples.ring(), 25, -1, 500)).at("/rows/0");

    assertThat(row.has("beam")).isFalse();
    assertThat(row.at("/ratios/beam").has("ratio")).isFalse();
    assertThat(row.at("/ratios/beam/target").asDouble()).isEqualTo(0.2);
  }

  private static JsonNode read(RowResult result) throws Exception {
    Plan plan = Plan.quick(List.of(result.row()));
    return new ObjectMapper().readTree(JsonReport.of(List.of(result), Samples.MACHINE, plan));
  }
}
