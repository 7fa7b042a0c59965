package dev.ninefold.examples.ocpp;

import static dev.ninefold.examples.ocpp.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.examples.ocpp.Decoded.Understood;
import dev.ninefold.examples.ocpp.Frame.Call;
import dev.ninefold.examples.ocpp.Frame.CallResult;
import dev.ninefold.examples.ocpp.Samples.Sample;
import dev.ninefold.examples.ocpp.StationRequest.Authorize;
import dev.ninefold.examples.ocpp.StationRequest.BootNotification;
import dev.ninefold.examples.ocpp.StationRequest.Heartbeat;
import dev.ninefold.examples.ocpp.StationRequest.MeterValues;
import dev.ninefold.examples.ocpp.StationRequest.StartTransaction;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessagesTest {
  private static List<Sample> all() {
    return Stream.concat(Samples.station().stream(), Samples.central().stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("all")
  void aRequestIsWrittenAsTheSpecificationHasIt(Sample sample) {
    assertThat(Messages.encode(sample.request())).isEqualTo(json(sample.requestJson()));
    assertThat(Messages.encode(sample.reply())).isEqualTo(json(sample.replyJson()));
  }

  @ParameterizedTest
  @MethodSource("dev.ninefold.examples.ocpp.Samples#station")
  void aRequestOfAStationIsReadAsItIsWritten(Sample sample) {
    var call = new Call("1", sample.request().action(), json(sample.requestJson()));

    assertThat(Messages.stationRequest(call)).isEqualTo(new Understood<>(sample.request()));
  }

  @ParameterizedTest
  @MethodSource("dev.ninefold.examples.ocpp.Samples#central")
  void aRequestToAStationIsReadAsItIsWritten(Sample sample) {
    var call = new Call("1", sample.request().action(), json(sample.requestJson()));

    assertThat(Messages.centralRequest(call)).isEqualTo(new Understood<>(sample.request()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void aReplyIsReadAsItIsWritten(Sample sample) {
    var result = new CallResult("1", json(sample.replyJson()));

    assertThat(Messages.reply(sample.request(), result)).isEqualTo(new Understood<>(sample.reply()));
  }

  @Test
  void thereIsASampleOfEveryMessage() {
    var requests =
        Stream.<Class<?>>of(StationRequest.class, CentralRequest.class)
            .flatMap(type -> Arrays.stream(type.getPermittedSubclasses()));
    var replies =
        Stream.<Class<?>>of(StationReply.class, CentralReply.class).flatMap(type -> Arrays.stream(type.getPermittedSubclasses()));

    assertThat(all().stream().map(sample -> sample.request().getClass()).collect(Collectors.<Object>toSet()))
        .containsExactlyInAnyOrderElementsOf(requests.toList())
        .hasSize(16);
    assertThat(all().stream().map(sample -> sample.reply().getClass()).collect(Collectors.<Object>toSet()))
        .containsExactlyInAnyOrderElementsOf(replies.toList())
        .hasSize(16);
  }

  @Test
  void theTypeOfAReplyIsThatOfItsRequest() {
    var reply = Messages.reply(new Heartbeat(), new CallResult("1", json("{\"currentTime\":\"2013-02-01T20:53:32Z\"}")));

    switch (reply) {
      case Understood(var heartbeat) -> assertThat(heartbeat.currentTime()).isEqualTo("2013-02-01T20:53:32Z");
      case Decoded.Rejected<?> rejected -> throw new AssertionError(rejected);
    }
  }

  @Test
  void whatOcppDoesNotHaveIsPassedOver() {
    var call = new Call("1", "Heartbeat", json("{\"mood\":\"good\",\"currentTime\":null}"));

    assertThat(Messages.stationRequest(call)).isEqualTo(new Understood<>(new Heartbeat()));
  }

  @Test
  void anOptionalFieldThatIsNullIsNotThere() {
    var call = new Call("1", "BootNotification", json("""
        {"chargePointVendor":"V","chargePointModel":"M","iccid":null,"imsi":null}"""));
    var keys = new Call("1", "GetConfiguration", json("{\"key\":null}"));

    assertThat(Messages.stationRequest(call)).isEqualTo(new Understood<>(new BootNotification("V", "M")));
    assertThat(Messages.centralRequest(keys)).isEqualTo(new Understood<>(new CentralRequest.GetConfiguration()));
  }

  @Test
  void aMessageThatBreaksARuleIsNotSent() {
    var noon = Instant.parse("2013-02-01T12:00:00Z");

    assertThatThrownBy(() -> Messages.encode(new Authorize("123456789012345678901"))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Authorize cannot be sent: idTag: expected at most 20 characters, got 21: \"123456789012345678901\"");
    assertThatThrownBy(() -> Messages.encode(new StartTransaction(0, "tag", 0, noon)))
        .hasMessage("StartTransaction cannot be sent: connectorId: expected a number of at least 1, got 0");
    assertThatThrownBy(() -> Messages.encode(new MeterValues(1, Optional.empty(), List.of())))
        .hasMessage("MeterValues cannot be sent: meterValue: expected at least 1 of them, got 0");
    assertThatThrownBy(() -> Messages.encode(new Authorize("a\ud800")))
        .hasMessage(
            "Authorize cannot be sent: idTag: expected characters of Unicode, got half of a surrogate pair in \"a\\uD800\"");
    assertThatThrownBy(() -> Messages.encode(new StationReply.HeartbeatReply(Instant.MAX)))
        .hasMessageContaining("currentTime: expected a year of four digits");
  }

  @Test
  void requestsAndRepliesAreFramed() {
    assertThat(Messages.call("7", new Authorize("tag"))).isEqualTo(new Call("7", "Authorize", json("{\"idTag\":\"tag\"}")));
    assertThat(Messages.result("7", new StationReply.MeterValuesReply())).isEqualTo(new CallResult("7", json("{}")));
  }
}
