package dev.ninefold.examples.ocpp;

import static dev.ninefold.examples.ocpp.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.examples.ocpp.Frame.Call;
import dev.ninefold.examples.ocpp.Frame.CallError;
import dev.ninefold.examples.ocpp.Frame.CallResult;
import dev.ninefold.examples.ocpp.Reading.Read;
import dev.ninefold.examples.ocpp.Reading.Refused;
import dev.ninefold.examples.ocpp.Reading.Unusable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
  private static String unusable(String text) {
    return ((Unusable) Frames.read(text)).why();
  }

  @Test
  void aCallIsReadAndWritten() {
    var text = """
        [2,"19223201","BootNotification",{"chargePointVendor":"VendorX"}]""";
    var call = new Call("19223201", "BootNotification", json("{\"chargePointVendor\":\"VendorX\"}"));

    assertThat(Frames.read(text)).isEqualTo(new Read(call));
    assertThat(Frames.write(call)).isEqualTo(text);
  }

  @Test
  void aResultIsReadAndWritten() {
    var text = """
        [3,"19223201",{"interval":300}]""";
    var result = new CallResult("19223201", json("{\"interval\":300}"));

    assertThat(Frames.read(text)).isEqualTo(new Read(result));
    assertThat(Frames.write(result)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"NotImplemented, NOT_IMPLEMENTED", "NotSupported, NOT_SUPPORTED", "InternalError, INTERNAL_ERROR",
      "ProtocolError, PROTOCOL_ERROR", "SecurityError, SECURITY_ERROR", "FormationViolation, FORMATION_VIOLATION",
      "PropertyConstraintViolation, PROPERTY_CONSTRAINT_VIOLATION",
      "OccurenceConstraintViolation, OCCURRENCE_CONSTRAINT_VIOLATION",
      "TypeConstraintViolation, TYPE_CONSTRAINT_VIOLATION", "GenericError, GENERIC_ERROR"})
  void anErrorIsReadAndWritten(String name, ErrorCode code) {
    var text = "[4,\"1\",\"" + name + "\",\"why\",{\"a\":1}]";
    var error = new CallError("1", code, "why", json("{\"a\":1}"));

    assertThat(Frames.read(text)).isEqualTo(new Read(error));
    assertThat(Frames.write(error)).isEqualTo(text);
  }

  @Test
  void whatIsLeftOutOfAnErrorIsEmpty() {
    var error = new Read(new CallError("1", ErrorCode.INTERNAL_ERROR, ""));

    assertThat(Frames.read("[4,\"1\",\"InternalError\"]")).isEqualTo(error);
    assertThat(Frames.read("[4,\"1\",\"InternalError\",null,null]")).isEqualTo(error);
    assertThat(Frames.read("[4,\"1\",\"InternalError\",\"\",[]]")).isEqualTo(error);
  }

  @Test
  void aCodeThatIsUnknownIsAnErrorAllTheSame() {
    assertThat(Frames.read("[4,\"1\",\"OutOfCoffee\",\"why\",{}]"))
        .isEqualTo(new Read(new CallError("1", ErrorCode.GENERIC_ERROR, "OutOfCoffee: why")));
    assertThat(Frames.read("[4,\"1\",\"OccurrenceConstraintViolation\",\"\",{}]"))
        .isEqualTo(new Read(new CallError("1", ErrorCode.OCCURRENCE_CONSTRAINT_VIOLATION, "")));
    assertThat(Frames.read("[4,\"1\",\"FormatViolation\",\"\",{}]"))
        .isEqualTo(new Read(new CallError("1", ErrorCode.FORMATION_VIOLATION, "")));
  }

  @Test
  void aPayloadOfNullIsAnEmptyOne() {
    assertThat(Frames.read(" [2, \"1\", \"Heartbeat\", null]\n")).isEqualTo(new Read(new Call("1", "Heartbeat", json("{}"))));
    assertThat(Frames.read("[3,\"1\",null]")).isEqualTo(new Read(new CallResult("1", json("{}"))));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      [2,"1"] | a call [2, id, action, payload] was expected, got 2 elements
      [2,"1","Heartbeat"] | a call [2, id, action, payload] was expected, got 3 elements
      [2,"1","Heartbeat",{},{}] | a call [2, id, action, payload] was expected, got 5 elements
      [2,"1",7,{}] | an action that is a string was expected, got 7
      [2,"1",null,{}] | an action that is a string was expected, got null
      [2,"1","Heartbeat",[]] | a payload that is an object was expected, got []
      [2,"1","Heartbeat","{}"] | a payload that is an object was expected, got "{}"
      [2,"1","Heartbeat",{"a":1,"a":1}] | an object has the same name twice; which of the two counts is not defined
      [2,"1","Heartbeat",{"b":[{"a":1,"\\u0061":2}]}] | an object has the same name twice; which of the two counts is not defined
      [2,"1",{"a":1,"a":1},{}] | an action that is a string was expected, got {"a":1}
      """)
  void aCallWithAnIdIsRefused(String text, String description) {
    assertThat(Frames.read(text)).isEqualTo(new Refused(new CallError("1", ErrorCode.FORMATION_VIOLATION, description)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "nonsense", "[2,\"1\",\"Heartbeat\",{}", "[2,\"1\",\"Heartbeat\",{}]]",
      "[2,\"1\",\"Heartbeat\",{}] [",
      "[2,\"1\",\"Heartbeat\",{}][2,\"2\",\"Heartbeat\",{}]", "[2,\"1\",\"Heartbeat\",{\"a\":NaN}]", "[2,'1','Heartbeat',{}]",
      "[2,\"1\",\"Heartbeat\",{}]//", "[2,\"1\",\"Heart\nbeat\",{}]", "[2,\"1\",\"Heartbeat\",{\"a\":\"\\ud80\"}]", "\u0000",
      "\ud800", "[2,\"1\",\"X\",{\"\ud800\":1}]", "[2,\"1\",\"X\",{\"\\ud800\":1}]", "[2,\"1\",\"X\",{\"a\":\"\udc00\"}]",
      "[2,\"1\",\"Heartbeat\",{\"a\":01}]", "[2,\"1\",\"Heartbeat\",{\"a\":1,\"a\":1}] x"})
  void whatIsNoJsonIsUnusable(String text) {
    assertThat(unusable(text)).containsAnyOf("JSON was expected, got " + text.length() + " characters of something else: ",
        "an array [type, id, ...] was expected, got nothing");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      {} | an array [type, id, ...] was expected, got {}
      "[]" | an array [type, id, ...] was expected, got "[]"
      2 | an array [type, id, ...] was expected, got 2
      [] | an array [type, id, ...] was expected, got []
      [2] | an id of 1 to 36 characters was expected, got nothing
      [2,7,"Heartbeat",{}] | an id of 1 to 36 characters was expected, got 7
      [2,null,"Heartbeat",{}] | an id of 1 to 36 characters was expected, got null
      [2,"","Heartbeat",{}] | an id of 1 to 36 characters was expected, got ""
      [2,"1234567890123456789012345678901234567","Heartbeat",{}] | an id of 1 to 36 characters was expected, got "1234567890123456789012345678901234567"
      [2,"\\ud800","Heartbeat",{}] | an id of 1 to 36 characters was expected, got "\\uD800"
      [1,"1","Heartbeat",{}] | a type of 2, 3 or 4 was expected, got 1
      [0,"1","Heartbeat",{}] | a type of 2, 3 or 4 was expected, got 0
      [5,"1","Heartbeat",{}] | a type of 2, 3 or 4 was expected, got 5
      ["2","1","Heartbeat",{}] | a type of 2, 3 or 4 was expected, got "2"
      [2.0,"1","Heartbeat",{}] | a type of 2, 3 or 4 was expected, got 2.0
      [4294967298,"1","Heartbeat",{}] | a type of 2, 3 or 4 was expected, got 4294967298
      [3,"1"] | a result [3, id, payload] was expected for 1, got 2 elements
      [3,"1",{},{}] | a result [3, id, payload] was expected for 1, got 4 elements
      [3,"1","Accepted"] | a payload that is an object was expected for 1, got "Accepted"
      [3,"1",{"a":1,"a":1}] | an object in the answer to 1 has the same name twice
      [4,"1"] | an error [4, id, code, description, details] was expected, got [4,"1"]
      [4,"1",4,"",{}] | an error [4, id, code, description, details] was expected, got [4,"1",4,"",{}]
      [4,"1","GenericError","",{},{}] | an error [4, id, code, description, details] was expected, got [4,"1","GenericError","",{},{}]
      """)
  void whatCannotBeAnsweredIsUnusable(String text, String why) {
    assertThat(unusable(text)).isEqualTo(why);
  }

  private static Stream<String> bombs() {
    return Stream.of("[".repeat(1_000_000), "{\"a\":".repeat(1_000_000),
        "[2,\"1\",\"Heartbeat\"," + "{\"a\":".repeat(100) + "1" + "}".repeat(100) + "]",
        "[2,\"1\",\"Heartbeat\",{\"a\":" + "9".repeat(1_000_000) + "}]",
        "[2,\"1\",\"Heartbeat\",{\"a\":0." + "9".repeat(100_000) + "}]",
        "[2,\"1\",\"Heartbeat\",{\"a\":1e" + "9".repeat(100) + "}]");
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void aBombIsUnusable(String bomb) {
    assertThat(unusable(bomb)).startsWith("JSON was expected, got " + bomb.length() + " characters").hasSizeLessThan(500);
  }

  @Test
  void decimalsKeepAllTheirDigits() {
    var text =
        "[2,\"1\",\"X\",{\"a\":16.10,\"b\":123456789012345678901234567890,\"c\":1E+999999999,\"d\":0.1000000000000000055}]";

    assertThat(Frames.write(((Read) Frames.read(text)).frame())).isEqualTo(text);
  }

  @Test
  void whatIsWrittenIsAscii() {
    var call = new Call("1", "DataTransfer", json("{\"data\":\"\u00fc \ud83d\udd0c \\ud800\"}"));

    assertThat(Frames.write(call)).isEqualTo("[2,\"1\",\"DataTransfer\",{\"data\":\"\\u00FC \\uD83D\\uDD0C \\uD800\"}]");
    assertThat(Frames.read(Frames.write(call))).isEqualTo(new Read(call));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1234567890123456789012345678901234567"})
  void anIdThatNobodyCouldAnswerIsNotWritten(String id) {
    var call = new Call(id, "Heartbeat", json("{}"));

    assertThatThrownBy(() -> Frames.write(call)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an id of 1 to 36 characters was expected, got '" + id + "'; a random UUID is one");
  }
}
