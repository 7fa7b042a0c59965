package dev.ninefold.examples.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ninefold.examples.ocpp.Decoded.Rejected;
import dev.ninefold.examples.ocpp.Decoded.Understood;
import dev.ninefold.examples.ocpp.Frame.Call;
import dev.ninefold.examples.ocpp.Frame.CallError;
import dev.ninefold.examples.ocpp.Frame.CallResult;
import dev.ninefold.examples.ocpp.Reading.Read;
import dev.ninefold.examples.ocpp.Reading.Refused;
import dev.ninefold.examples.ocpp.Reading.Unusable;
import dev.ninefold.examples.ocpp.Samples.Sample;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames with a mistake or two: nothing throws, and what has an id is answered or understood. */
class MutationTest {
  private static final int TIMES = 10_000;
  private static final List<Sample> SAMPLES = Stream.concat(Samples.station().stream(), Samples.central().stream()).toList();
  private static final List<String> PIECES =
      List.of("\"", "[", "]", "{", "}", ",", ":", "\\", "\\u", "\\ud800", "\ud800", "\u0000", "-", "0", "9", "e9",
          "1e-2147483648", "null", "true", "[[[[", "{\"a\":", "\ufeff", " ", "\n");
  private static final List<String> VALUES = List.of("null", "true", "0", "-1", "1.5", "1e400", "1e2147483647", "4294967296",
      "1" + "0".repeat(500), "\"\"", "\"x\"", "\"\\ud800\"", "\"" + "x".repeat(1000) + "\"", "[]", "[[]]", "{}",
      "{\"a\":{\"a\":[1]}}",
      "\"2013-02-30T20:53:32Z\"", "\"+999999999-12-31T23:59:59-18:00\"", "\"Heartbeat\"");

  /** What came of a frame. */
  private enum Outcome {
    UNDERSTOOD, REJECTED, REFUSED, UNUSABLE, ANSWER
  }

  private static Frame frame(Sample sample, Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> Messages.result("id", sample.reply());
      case 1 -> new CallError("id", ErrorCode.INTERNAL_ERROR, "why");
      default -> Messages.call("id", sample.request());
    };
  }

  private static Outcome outcome(Sample sample, String text) {
    return switch (Frames.read(text)) {
      case Read(Call call) -> {
        var isOfStation = Messages.stationRequest(call) instanceof Understood || sample.request() instanceof StationRequest;
        yield decoded(call.id(), isOfStation ? Messages.stationRequest(call) : Messages.centralRequest(call));
      }
      case Read(CallResult result) -> {
        decoded(result.id(), Messages.reply(sample.request(), result));
        yield Outcome.ANSWER;
      }
      case Read(CallError error) -> {
        assertReadable(error);
        yield Outcome.ANSWER;
      }
      case Refused(CallError answer) -> {
        assertReadable(answer);
        yield Outcome.REFUSED;
      }
      case Unusable(String why) -> {
        assertThat(why).isNotEmpty();
        yield Outcome.UNUSABLE;
      }
    };
  }

  private static Outcome decoded(String id, Decoded<?> decoded) {
    return switch (decoded) {
      case Rejected<?> rejected -> {
        assertThat(rejected.description()).isNotEmpty().hasSizeLessThanOrEqualTo(255);
        assertReadable(rejected.answer(id));
        yield Outcome.REJECTED;
      }
      case Understood(OcppRequest<?> request) -> {
        assertReadable(Messages.call(id, request));
        yield Outcome.UNDERSTOOD;
      }
      case Understood(var reply) -> {
        assertReadable(Messages.result(id, (OcppReply) reply));
        yield Outcome.UNDERSTOOD;
      }
    };
  }

  private static void assertReadable(Frame answer) {
    assertThat(Frames.read(Frames.write(answer))).isEqualTo(new Read(answer));
  }

  private static <T> T pick(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 6, 2026})
  void aTextWithMistakesThrowsNothing(long seed) {
    var random = new Random(seed);
    var outcomes = new EnumMap<Outcome, Integer>(Outcome.class);
    for (var i = 0; i < TIMES; i++) {
      var sample = pick(SAMPLES, random);
      var text = new StringBuilder(Frames.write(frame(sample, random)));
      for (var mistakes = random.nextInt(1, 4); mistakes > 0; mistakes--) {
        spoil(text, random);
      }
      outcomes.merge(outcome(sample, text.toString()), 1, Integer::sum);
    }

    assertThat(outcomes).containsOnlyKeys(Outcome.values());
  }

  private static void spoil(StringBuilder text, Random random) {
    var from = random.nextInt(text.length() + 1);
    var to = Math.min(text.length(), from + random.nextInt(4));
    switch (random.nextInt(4)) {
      case 0 -> text.delete(from, to);
      case 1 -> text.insert(from, text.substring(from, to));
      case 2 -> text.replace(from, to, pick(PIECES, random));
      default -> text.insert(from, pick(PIECES, random));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 6, 2026})
  void aCallWithAnIdIsAnsweredOrUnderstood(long seed) throws JsonProcessingException {
    var random = new Random(seed);
    var outcomes = new EnumMap<Outcome, Integer>(Outcome.class);
    for (var i = 0; i < TIMES; i++) {
      var sample = pick(SAMPLES, random);
      var call = Json.read(Frames.write(Messages.call("id", sample.request())));
      for (var mistakes = random.nextInt(1, 4); mistakes > 0; mistakes--) {
        spoil((ArrayNode) call, random);
      }
      outcomes.merge(outcome(sample, Json.write(call)), 1, Integer::sum);
    }

    assertThat(outcomes).containsOnlyKeys(Outcome.UNDERSTOOD, Outcome.REJECTED, Outcome.REFUSED);
  }

  /** Changes an element of any object or array in the call, but for its type and its id. */
  private static void spoil(ArrayNode call, Random random) throws JsonProcessingException {
    var containers = containers(call).toList();
    var value = Json.read(pick(VALUES, random));
    switch (pick(containers, random)) {
      case ObjectNode object when object.isEmpty() || random.nextInt(8) == 0 -> object.set("another", value);
      case ObjectNode object when random.nextBoolean() -> object.remove(name(object, random));
      case ObjectNode object -> object.set(name(object, random), value);
      case ArrayNode array when array != call -> array.add(value);
      case ArrayNode _ when call.size() > 2 && random.nextBoolean() -> call.set(random.nextInt(2, call.size()), value);
      case ArrayNode _ when call.size() > 2 && random.nextBoolean() -> call.remove(call.size() - 1);
      default -> call.add(value);
    }
  }

  private static Stream<JsonNode> containers(JsonNode node) {
    var inner = node.valueStream().flatMap(MutationTest::containers);
    return node.isContainerNode() ? Stream.concat(Stream.of(node), inner) : Stream.empty();
  }

  private static String name(ObjectNode object, Random random) {
    return pick(object.properties().stream().map(Map.Entry::getKey).toList(), random);
  }
}
