package dev.ninefold.examples.ocpp;

import static dev.ninefold.examples.ocpp.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.examples.ocpp.Decoded.Rejected;
import dev.ninefold.examples.ocpp.Frame.Call;
import dev.ninefold.examples.ocpp.Frame.CallResult;
import dev.ninefold.examples.ocpp.StationRequest.Heartbeat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a message decides the code, and the description says which field, what was expected, what came. */
class BadMessagesTest {
  private static Rejected<?> rejected(String action, String payload) {
    return (Rejected<?>) Messages.stationRequest(new Call("1", action, json(payload)));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      StartTransaction | {"idTag":"A","timestamp":"2013-02-01T20:53:32Z","connectorId":1} | meterStart: expected an integer
      Authorize | {} | idTag: expected a string
      StopTransaction | {"meterStop":1,"transactionId":1} | timestamp: expected a time as "2013-02-01T20:53:32Z"
      MeterValues | {"connectorId":1} | meterValue: expected an array
      MeterValues | {"connectorId":1,"meterValue":[{"timestamp":"2013-02-01T20:53:32Z","sampledValue":[{"value":"1"},{}]}]} | meterValue[0].sampledValue[1].value: expected a string
      """)
  void aRequiredFieldIsMissing(String action, String payload, String description) {
    var rejected = rejected(action, payload);

    assertThat(rejected.code()).isEqualTo(ErrorCode.PROTOCOL_ERROR);
    assertThat(rejected.description()).isEqualTo(description + ", got nothing: it is missing");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      Authorize | {"idTag":7} | idTag: expected a string, got number 7
      Authorize | {"idTag":null} | idTag: expected a string, got null null
      Authorize | {"idTag":{"a":1}} | idTag: expected a string, got object {"a":1}
      StopTransaction | {"meterStop":"1","transactionId":1,"timestamp":"2013-02-01T20:53:32Z"} | meterStop: expected an integer, got string "1"
      StopTransaction | {"meterStop":1.0,"transactionId":1,"timestamp":"2013-02-01T20:53:32Z"} | meterStop: expected an integer, got number 1.0
      StopTransaction | {"meterStop":1e999999999,"transactionId":1,"timestamp":"2013-02-01T20:53:32Z"} | meterStop: expected an integer, got number 1E+999999999
      StopTransaction | {"meterStop":1,"transactionId":1,"timestamp":1359752012} | timestamp: expected a time as "2013-02-01T20:53:32Z", got number 1359752012
      StopTransaction | {"meterStop":1,"transactionId":true,"timestamp":"2013-02-01T20:53:32Z"} | transactionId: expected an integer, got boolean true
      StopTransaction | {"meterStop":1,"transactionId":1,"timestamp":"2013-02-01T20:53:32Z","reason":3} | reason: expected one of DeAuthorized, EmergencyStop, EVDisconnected, HardReset, Local, Other, PowerLoss, Reboot, Remote, SoftReset, UnlockCommand, got number 3
      MeterValues | {"connectorId":1,"meterValue":{}} | meterValue: expected an array, got object {}
      MeterValues | {"connectorId":1,"meterValue":[null]} | meterValue[0]: expected an object, got null null
      MeterValues | {"connectorId":1,"meterValue":[{"timestamp":"2013-02-01T20:53:32Z","sampledValue":[{"value":1670.5}]}]} | meterValue[0].sampledValue[0].value: expected a string, got number 1670.5
      """)
  void aFieldHasTheWrongType(String action, String payload, String description) {
    var rejected = rejected(action, payload);

    assertThat(rejected.code()).isEqualTo(ErrorCode.TYPE_CONSTRAINT_VIOLATION);
    assertThat(rejected.description()).isEqualTo(description);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      Authorize | {"idTag":"123456789012345678901"} | idTag: expected at most 20 characters, got 21: "123456789012345678901"
      Authorize | {"idTag":"a\\ud800"} | idTag: expected characters of Unicode, got half of a surrogate pair in "a\\uD800"
      Authorize | {"idTag":"\\udc00\\ud800"} | idTag: expected characters of Unicode, got half of a surrogate pair in "\\uDC00\\uD800"
      MeterValues | {"connectorId":-1,"meterValue":[]} | connectorId: expected a number of at least 0, got -1
      StartTransaction | {"connectorId":0} | connectorId: expected a number of at least 1, got 0
      StartTransaction | {"connectorId":2147483648} | connectorId: expected a number of 32 bits, got 2147483648
      StartTransaction | {"connectorId":-99999999999999999999999999} | connectorId: expected a number of 32 bits, got -99999999999999999999999999
      StopTransaction | {"meterStop":1,"timestamp":"yesterday"} | timestamp: expected a time as "2013-02-01T20:53:32Z", got "yesterday"
      StopTransaction | {"meterStop":1,"timestamp":"2013-02-30T20:53:32Z"} | timestamp: expected a time as "2013-02-01T20:53:32Z", got "2013-02-30T20:53:32Z"
      StatusNotification | {"connectorId":1,"errorCode":"NoError","status":"Occupied"} | status: expected one of Available, Preparing, Charging, SuspendedEVSE, SuspendedEV, Finishing, Reserved, Unavailable, Faulted, got "Occupied"
      StatusNotification | {"connectorId":1,"errorCode":"NoError","status":"available"} | status: expected one of Available, Preparing, Charging, SuspendedEVSE, SuspendedEV, Finishing, Reserved, Unavailable, Faulted, got "available"
      """)
  void aFieldHasAValueThatItMayNotHave(String action, String payload, String description) {
    var rejected = rejected(action, payload);

    assertThat(rejected.code()).isEqualTo(ErrorCode.PROPERTY_CONSTRAINT_VIOLATION);
    assertThat(rejected.description()).isEqualTo(description);
  }

  @Test
  void anArrayHasTooFewElements() {
    var rejected = rejected("MeterValues", "{\"connectorId\":1,\"meterValue\":[]}");

    assertThat(rejected.code()).isEqualTo(ErrorCode.OCCURRENCE_CONSTRAINT_VIOLATION);
    assertThat(rejected.description()).isEqualTo("meterValue: expected at least 1 of them, got 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Foo", "", "heartbeat", "OcppRequest", "BootNotificationReply"})
  void anActionIsUnknown(String action) {
    var rejected = rejected(action, "{}");

    assertThat(rejected.code()).isEqualTo(ErrorCode.NOT_IMPLEMENTED);
    assertThat(rejected.description()).isEqualTo('"' + action + "\" is no action of OCPP 1.6");
    assertThat(Messages.centralRequest(new Call("1", action, json("{}")))).isEqualTo(rejected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DiagnosticsStatusNotification", "FirmwareStatusNotification", "ReserveNow", "Reset"})
  void anActionIsKnownAndNotSupported(String action) {
    assertThat(rejected(action, "{}").code()).isEqualTo(ErrorCode.NOT_SUPPORTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SetChargingProfile", "GetDiagnostics", "DataTransfer", "Heartbeat"})
  void anActionIsKnownAndNotSupportedByAStation(String action) {
    var decoded = Messages.centralRequest(new Call("1", action, json("{}")));

    assertThat(((Rejected<?>) decoded).code()).isEqualTo(ErrorCode.NOT_SUPPORTED);
  }

  @Test
  void aReplyIsRejectedLikeARequest() {
    var rejected = (Rejected<?>) Messages.reply(new Heartbeat(), new CallResult("1", json("{}")));

    assertThat(rejected.code()).isEqualTo(ErrorCode.PROTOCOL_ERROR);
    assertThat(rejected.details().path("action").textValue()).isEqualTo("Heartbeat");
  }

  @Test
  void theDetailsSayTheSameInParts() {
    var rejected = rejected("Authorize", "{\"idTag\":7}");

    assertThat(rejected.details()).isEqualTo(json("""
        {"action":"Authorize","field":"idTag","expected":"a string","got":"number 7"}"""));
    assertThat(rejected.answer("id"))
        .isEqualTo(new Frame.CallError("id", rejected.code(), rejected.description(), rejected.details()));
  }

  @Test
  void theDescriptionIsShortWhateverCame() {
    var nonsense = "x".repeat(100_000);
    var measurand = rejected("MeterValues", """
        {"connectorId":1,"meterValue":[{"timestamp":"2013-02-01T20:53:32Z","sampledValue":[{"value":"1","measurand":"%s"}]}]}"""
        .formatted(nonsense));

    assertThat(measurand.description()).hasSize(255)
        .startsWith("meterValue[0].sampledValue[0].measurand: expected one of Current.Export, ");
    assertThat(measurand.details().path("expected").textValue()).endsWith("Temperature, Voltage");
    assertThat(rejected(nonsense, "{}").description()).hasSizeLessThan(100);
    assertThat(Frames.write(measurand.answer("1"))).hasSizeLessThan(2_000);
  }
}
