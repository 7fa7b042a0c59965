package dev.ninefold.examples.charging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ninefold.examples.charging.Statistics.Count;
import dev.ninefold.examples.ocpp.AvailabilityStatus;
import dev.ninefold.examples.ocpp.AvailabilityType;
import dev.ninefold.examples.ocpp.CentralReply;
import dev.ninefold.examples.ocpp.CentralRequest;
import dev.ninefold.examples.ocpp.CommandStatus;
import dev.ninefold.examples.ocpp.ConfigurationStatus;
import dev.ninefold.examples.ocpp.ErrorCode;
import dev.ninefold.examples.ocpp.KeyValue;
import dev.ninefold.examples.ocpp.MessageTrigger;
import dev.ninefold.examples.ocpp.Messages;
import dev.ninefold.examples.ocpp.ResetType;
import dev.ninefold.examples.ocpp.TriggerMessageStatus;
import dev.ninefold.examples.ocpp.UnlockStatus;
import dev.ninefold.examples.web.RawClient;
import dev.ninefold.gen.Response;
import dev.ninefold.genstatem.GenStatem;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@WithNode
class CommandsTest {
  TestNode node;

  private static final StationId ID = new StationId("CP-1");

  /** Gives a command, lets the station answer, and returns the outcome. */
  private <R extends CentralReply> Outcome<R> tell(
      RawClient station, CentralRequest<R> request, String expected, String answer) throws Exception {
    var outcome = new CompletableFuture<Outcome<R>>();
    node.spawn(() -> outcome.complete(Station.tell(ID, request)));
    var call = station.next();
    var id = call.substring(4, call.indexOf('"', 4));
    assertThat(call).isEqualTo("[2,\"" + id + "\"," + expected.replace('\'', '"') + "]");
    station.send(answer.replace("ID", id));
    return node.await(outcome);
  }

  private static <R extends CentralReply> Outcome<R> replied(R reply) {
    return new Outcome.Replied<>(reply);
  }

  @Test
  void aStationCanBeToldEverything() throws Exception {
    node.run(() -> {
      try (var network = TestNetwork.start()) {
        var station = network.connect("CP-1");
        assertThat(tell(station, new CentralRequest.RemoteStartTransaction(1, "card"),
            "'RemoteStartTransaction',{'connectorId':1,'idTag':'card'}", "[3,'ID',{'status':'Accepted'}]"))
            .isEqualTo(replied(new CentralReply.RemoteStartTransactionReply(CommandStatus.ACCEPTED)));
        assertThat(tell(station, new CentralRequest.RemoteStopTransaction(3),
            "'RemoteStopTransaction',{'transactionId':3}", "[3,'ID',{'status':'Rejected'}]"))
            .isEqualTo(replied(new CentralReply.RemoteStopTransactionReply(CommandStatus.REJECTED)));
        assertThat(
            tell(station, new CentralRequest.Reset(ResetType.HARD), "'Reset',{'type':'Hard'}", "[3,'ID',{'status':'Accepted'}]"))
            .isEqualTo(replied(new CentralReply.ResetReply(CommandStatus.ACCEPTED)));
        assertThat(tell(station, new CentralRequest.ChangeAvailability(0, AvailabilityType.INOPERATIVE),
            "'ChangeAvailability',{'connectorId':0,'type':'Inoperative'}", "[3,'ID',{'status':'Scheduled'}]"))
            .isEqualTo(replied(new CentralReply.ChangeAvailabilityReply(AvailabilityStatus.SCHEDULED)));
        assertThat(tell(station, new CentralRequest.UnlockConnector(2), "'UnlockConnector',{'connectorId':2}",
            "[3,'ID',{'status':'UnlockFailed'}]"))
            .isEqualTo(replied(new CentralReply.UnlockConnectorReply(UnlockStatus.UNLOCK_FAILED)));
        assertThat(tell(station, new CentralRequest.TriggerMessage(MessageTrigger.HEARTBEAT),
            "'TriggerMessage',{'requestedMessage':'Heartbeat'}", "[3,'ID',{'status':'NotImplemented'}]"))
            .isEqualTo(replied(new CentralReply.TriggerMessageReply(TriggerMessageStatus.NOT_IMPLEMENTED)));
        assertThat(tell(station, new CentralRequest.GetConfiguration(List.of("a", "b")), "'GetConfiguration',{'key':['a','b']}",
            "[3,'ID',{'configurationKey':[{'key':'a','readonly':true,'value':'1'}],'unknownKey':['b']}]"))
            .isEqualTo(replied(new CentralReply.GetConfigurationReply(List.of(new KeyValue("a", true, "1")), List.of("b"))));
        assertThat(
            tell(station, new CentralRequest.ChangeConfiguration("a", "2"), "'ChangeConfiguration',{'key':'a','value':'2'}",
                "[3,'ID',{'status':'RebootRequired'}]"))
            .isEqualTo(replied(new CentralReply.ChangeConfigurationReply(ConfigurationStatus.REBOOT_REQUIRED)));
      }
    });
  }

  @Test
  void anErrorAndANonsensicalReplyAreRefusals() throws Exception {
    node.run(() -> {
      try (var network = TestNetwork.start()) {
        var station = network.connect("CP-1");
        assertThat(tell(station, new CentralRequest.UnlockConnector(2), "'UnlockConnector',{'connectorId':2}",
            "[4,'ID','NotSupported','no lock',{}]")).isEqualTo(new Outcome.Refused<>(ErrorCode.NOT_SUPPORTED, "no lock"));
        var outcome =
            tell(station, new CentralRequest.UnlockConnector(2), "'UnlockConnector',{'connectorId':2}", "[3,'ID',{'status':7}]");
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
          assertThat(refused.code()).isEqualTo(ErrorCode.TYPE_CONSTRAINT_VIOLATION);
          assertThat(refused.description()).contains("status");
        });
      }
    });
  }

  @Test
  void aStationIsToldOneThingAtATime() throws Exception {
    node.run(() -> {
      try (var network = TestNetwork.start()) {
        var station = network.connect("CP-1");
        var first = GenStatem.sendRequest(ID.station(), command(1));
        var second = GenStatem.sendRequest(ID.station(), command(2));
        var call = station.next();
        assertThat(call).contains("\"connectorId\":1");
        // A request in between goes its own way.
        assertThat(station.send("[2,'h','Heartbeat',{}]").next()).startsWith("[3,\"h\"");
        assertThat(station.nothing()).isNull();

        station.send(answer(call));
        station.send(answer(station.next()));
        for (var request : List.of(first, second)) {
          assertThat(GenStatem.receiveResponse(request, Timeout.INFINITY))
              .isEqualTo(new Response.Reply<>(replied(new CentralReply.UnlockConnectorReply(UnlockStatus.UNLOCKED))));
        }
      }
    });
  }

  private static Station.Tell<CentralReply.UnlockConnectorReply> command(int connector) {
    var request = new CentralRequest.UnlockConnector(connector);
    return new Station.Tell<>(request, Messages.encode(request));
  }

  private static String answer(String call) {
    return "[3,'" + call.substring(4, call.indexOf('"', 4)) + "',{'status':'Unlocked'}]";
  }

  @Test
  void whoIsNotConnectedCannotBeTold() throws Exception {
    node.run(() -> {
      try (var network = TestNetwork.start()) {
        var station = network.connect("CP-1");
        var first = GenStatem.sendRequest(ID.station(), command(1));
        var second = GenStatem.sendRequest(ID.station(), command(2));
        station.next();
        station.abort();
        for (var request : List.of(first, second)) {
          assertThat(GenStatem.receiveResponse(request, Timeout.INFINITY))
              .isEqualTo(new Response.Reply<>(new Outcome.NotConnected<>()));
        }
        assertThat(Station.tell(ID, new CentralRequest.UnlockConnector(3))).isEqualTo(new Outcome.NotConnected<>());
        assertThat(network.connect("CP-1").send("[2,'h','Heartbeat',{}]").next()).startsWith("[3,\"h\"");
      }
    });
  }

  @Test
  void answersToWhatNobodyAskedArePassedOver() throws Exception {
    node.run(() -> {
      try (var network = TestNetwork.start()) {
        var station = network.connect("CP-1");
        station.send("[3,'nobody',{}]").send("[4,'asked','GenericError','',{}]");
        network.awaitCount(Count.REPLIES_TO_NOTHING, 2);
        assertThat(station.send("[2,'h','Heartbeat',{}]").next()).startsWith("[3,\"h\"");
      }
    });
  }

  @Test
  void aCommandThatOcppDoesNotAllowIsNotSent() throws Exception {
    node.run(() -> {
      try (var network = TestNetwork.start()) {
        network.connect("CP-1").send("[2,'h','Heartbeat',{}]").next();
        assertThatIllegalArgumentException()
            .isThrownBy(() -> Station.tell(ID, new CentralRequest.RemoteStartTransaction(1, "x".repeat(21))))
            .withMessageContaining("idTag");
      }
    });
  }
}
