package dev.ninefold.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** What {@code --json} writes. */
final class JsonReport {
  private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private JsonReport() {}

  static String of(List<RowResult> results, Machine machine, Plan plan) {
    ObjectNode report = MAPPER.createObjectNode();
    report.putPOJO("machine", machine);
    report.put("scheduler", plan.scheduler().toString()).put("quick", plan.quick()).put("forks", plan.forks());
    ObjectNode flags = report.putObject("flags");
    strings(flags.putArray("jvm"), ForkCommand.JVM_FLAGS);
    strings(flags.putArray("ninefold"), plan.scheduler().flags());
    strings(flags.putArray("beamRowsOfManyProcesses"), ForkCommand.MANY_PROCESSES);
    ArrayNode rows = report.putArray("rows");
    for (RowResult result : results) {
      ObjectNode row = rows.addObject();
      row.put("row", result.row().name()).put("unit", result.row().unit()).put("size", plan.size(result.row()));
      for (Contender contender : Contender.values()) {
        result.of(contender).ifPresent(statistics -> statistics(row.putObject(name(contender)), statistics));
      }
      ratios(row, result);
      result.row().limit().ifPresent(limit -> row.put("limit", limit));
    }
    try {
      return MAPPER.writeValueAsString(report) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a tree of numbers and strings was not written", impossible);
    }
  }

  private static void statistics(ObjectNode node, Statistics statistics) {
    node.put("median", statistics.median())
        .put("spread", statistics.spread())
        .put("lowest", statistics.lowest())
        .put("lowerQuartile", statistics.lowerQuartile())
        .put("upperQuartile", statistics.upperQuartile())
        .put("highest", statistics.highest())
        .put("figures", statistics.count());
  }

  private static void ratios(ObjectNode row, RowResult result) {
    ObjectNode ratios = row.putObject("ratios");
    for (Contender rival : List.of(Contender.BEAM, Contender.PEKKO)) {
      ObjectNode node = MAPPER.createObjectNode();
      result.ratio(rival).ifPresent(ratio -> node.put("ratio", ratio));
      result.row().target(rival).ifPresent(target -> node.put("target", target));
      if (!node.isEmpty()) {
        ratios.set(name(rival), node);
      }
    }
  }

  private static String name(Contender contender) {
    return contender.name().toLowerCase(Locale.ROOT);
  }

  private static void strings(ArrayNode array, List<String> values) {
    values.forEach(array::add);
  }
}
