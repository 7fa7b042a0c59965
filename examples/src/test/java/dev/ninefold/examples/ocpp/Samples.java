package dev.ninefold.examples.ocpp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ninefold.examples.ocpp.CentralReply.*;
import dev.ninefold.examples.ocpp.CentralRequest.*;
import dev.ninefold.examples.ocpp.SampledValue.*;
import dev.ninefold.examples.ocpp.StationReply.*;
import dev.ninefold.examples.ocpp.StationRequest.*;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Every message beside the JSON that stands for it: once with what has to be said, and, where there is more, once with all that can be. */
final class Samples {
  private static final Instant TIME = Instant.parse("2013-02-01T20:53:32.486Z");

  /** A request and its reply, each as a record and as JSON. */
  record Sample(OcppRequest<?> request, String requestJson, OcppReply reply, String replyJson) {
    @Override
    public String toString() {
      return request.action() + " " + requestJson;
    }
  }

  private Samples() {}

  static ObjectNode json(String text) {
    try {
      return (ObjectNode) Json.read(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  static List<Sample> station() {
    return List.of(
        new Sample(new BootNotification("VendorX", "SingleSocketCharger"),
            """
                {"chargePointVendor":"VendorX","chargePointModel":"SingleSocketCharger"}""",
            new BootNotificationReply(RegistrationStatus.ACCEPTED, TIME, 300), """
                {"status":"Accepted","currentTime":"2013-02-01T20:53:32.486Z","interval":300}"""),
        new Sample(
            new BootNotification("VendorX", "SingleSocketCharger", Optional.of("gbm.001.13.1"), Optional.of("gbm.001.13.2"),
                Optional.of("0.9.87"), Optional.of("8931"), Optional.of("310"), Optional.of("DBT NQC-ACDC"),
                Optional.of("gbm.001.13.3")),
            """
                {"chargePointVendor":"VendorX","chargePointModel":"SingleSocketCharger","chargePointSerialNumber":"gbm.001.13.1",
                "chargeBoxSerialNumber":"gbm.001.13.2","firmwareVersion":"0.9.87","iccid":"8931","imsi":"310","meterType":"DBT NQC-ACDC",
                "meterSerialNumber":"gbm.001.13.3"}""",
            new BootNotificationReply(RegistrationStatus.PENDING, Instant.parse("2013-02-01T20:53:32Z"), 0), """
                {"status":"Pending","currentTime":"2013-02-01T20:53:32Z","interval":0}"""),
        new Sample(new Heartbeat(), "{}", new HeartbeatReply(TIME), """
            {"currentTime":"2013-02-01T20:53:32.486Z"}"""),
        new Sample(new Authorize("044943121F1D80"), """
            {"idTag":"044943121F1D80"}""", new AuthorizeReply(new IdTagInfo(AuthorizationStatus.CONCURRENT_TX)), """
            {"idTagInfo":{"status":"ConcurrentTx"}}"""),
        new Sample(new Authorize("B4F62CEF"), """
            {"idTag":"B4F62CEF"}""",
            new AuthorizeReply(new IdTagInfo(Optional.of(TIME), Optional.of("PARENT"), AuthorizationStatus.ACCEPTED)), """
                {"idTagInfo":{"expiryDate":"2013-02-01T20:53:32.486Z","parentIdTag":"PARENT","status":"Accepted"}}"""),
        new Sample(new StartTransaction(1, "B4F62CEF", 20, TIME), """
            {"connectorId":1,"idTag":"B4F62CEF","meterStart":20,"timestamp":"2013-02-01T20:53:32.486Z"}""",
            new StartTransactionReply(new IdTagInfo(AuthorizationStatus.ACCEPTED), 4711), """
                {"idTagInfo":{"status":"Accepted"},"transactionId":4711}"""),
        new Sample(new StartTransaction(2, "B4F62CEF", 0, Optional.of(0), TIME), """
            {"connectorId":2,"idTag":"B4F62CEF","meterStart":0,"reservationId":0,"timestamp":"2013-02-01T20:53:32.486Z"}""",
            new StartTransactionReply(new IdTagInfo(AuthorizationStatus.BLOCKED), 0), """
                {"idTagInfo":{"status":"Blocked"},"transactionId":0}"""),
        new Sample(new StopTransaction(4711, 20, TIME), """
            {"meterStop":20,"timestamp":"2013-02-01T20:53:32.486Z","transactionId":4711}""", new StopTransactionReply(), "{}"),
        new Sample(
            new StopTransaction(Optional.of("B4F62CEF"), 20, TIME, 4711, Optional.of(StopReason.EV_DISCONNECTED),
                List.of(meterValue())),
            """
                {"idTag":"B4F62CEF","meterStop":20,"timestamp":"2013-02-01T20:53:32.486Z","transactionId":4711,"reason":"EVDisconnected",
                "transactionData":[""" + METER_VALUE + "]}",
            new StopTransactionReply(Optional.of(new IdTagInfo(AuthorizationStatus.EXPIRED))), """
                {"idTagInfo":{"status":"Expired"}}"""),
        new Sample(new MeterValues(0, Optional.empty(), List.of(new MeterValue(TIME, SampledValue.energy(1670)))), """
            {"connectorId":0,"meterValue":[{"timestamp":"2013-02-01T20:53:32.486Z","sampledValue":[
            {"value":"1670","measurand":"Energy.Active.Import.Register","unit":"Wh"}]}]}""", new MeterValuesReply(), "{}"),
        new Sample(new MeterValues(2, 0, List.of(meterValue(), meterValue())), """
            {"connectorId":2,"transactionId":0,"meterValue":[""" + METER_VALUE + "," + METER_VALUE + "]}", new MeterValuesReply(),
            "{}"),
        new Sample(new StatusNotification(0, ChargePointStatus.SUSPENDED_EVSE, TIME), """
            {"connectorId":0,"errorCode":"NoError","status":"SuspendedEVSE","timestamp":"2013-02-01T20:53:32.486Z"}""",
            new StatusNotificationReply(), "{}"),
        new Sample(
            new StatusNotification(1, ChargePointErrorCode.EV_COMMUNICATION_ERROR, Optional.of("fuse"), ChargePointStatus.FAULTED,
                Optional.of(TIME), Optional.of("VendorX"), Optional.of("E-17")),
            """
                {"connectorId":1,"errorCode":"EVCommunicationError","info":"fuse","status":"Faulted",
                "timestamp":"2013-02-01T20:53:32.486Z","vendorId":"VendorX","vendorErrorCode":"E-17"}""",
            new StatusNotificationReply(), "{}"),
        new Sample(new DataTransfer("com.vendor", Optional.empty(), Optional.empty()), """
            {"vendorId":"com.vendor"}""", new DataTransferReply(DataTransferStatus.UNKNOWN_VENDOR_ID), """
            {"status":"UnknownVendorId"}"""),
        new Sample(new DataTransfer("com.vendor", "iccCard", "\u20ac, \ud83d\udd0c and \"quotes\""), """
            {"vendorId":"com.vendor","messageId":"iccCard","data":"\u20ac, \ud83d\udd0c and \\"quotes\\""}""",
            new DataTransferReply(DataTransferStatus.ACCEPTED, Optional.of("")), """
                {"status":"Accepted","data":""}"""));
  }

  static List<Sample> central() {
    return List.of(
        new Sample(new RemoteStartTransaction(1, "B4F62CEF"), """
            {"connectorId":1,"idTag":"B4F62CEF"}""", new RemoteStartTransactionReply(CommandStatus.ACCEPTED), """
            {"status":"Accepted"}"""),
        new Sample(new RemoteStartTransaction(Optional.empty(), "B4F62CEF", Optional.of(json(CHARGING_PROFILE))),
            "{\"idTag\":\"B4F62CEF\",\"chargingProfile\":" + CHARGING_PROFILE + "}",
            new RemoteStartTransactionReply(CommandStatus.REJECTED), """
                {"status":"Rejected"}"""),
        new Sample(new RemoteStopTransaction(4711), """
            {"transactionId":4711}""", new RemoteStopTransactionReply(CommandStatus.ACCEPTED), """
            {"status":"Accepted"}"""),
        new Sample(new Reset(ResetType.HARD), """
            {"type":"Hard"}""", new ResetReply(CommandStatus.REJECTED), """
            {"status":"Rejected"}"""),
        new Sample(new ChangeAvailability(0, AvailabilityType.INOPERATIVE), """
            {"connectorId":0,"type":"Inoperative"}""", new ChangeAvailabilityReply(AvailabilityStatus.SCHEDULED), """
            {"status":"Scheduled"}"""),
        new Sample(new UnlockConnector(2), """
            {"connectorId":2}""", new UnlockConnectorReply(UnlockStatus.UNLOCK_FAILED), """
            {"status":"UnlockFailed"}"""),
        new Sample(new TriggerMessage(MessageTrigger.BOOT_NOTIFICATION), """
            {"requestedMessage":"BootNotification"}""", new TriggerMessageReply(TriggerMessageStatus.NOT_IMPLEMENTED), """
            {"status":"NotImplemented"}"""),
        new Sample(new TriggerMessage(MessageTrigger.METER_VALUES, Optional.of(1)), """
            {"requestedMessage":"MeterValues","connectorId":1}""", new TriggerMessageReply(TriggerMessageStatus.ACCEPTED), """
            {"status":"Accepted"}"""),
        new Sample(new GetConfiguration(), "{}", new GetConfigurationReply(List.of(), List.of()), "{}"),
        new Sample(new GetConfiguration(List.of("HeartbeatInterval", "Foo")), """
            {"key":["HeartbeatInterval","Foo"]}""",
            new GetConfigurationReply(
                List.of(new KeyValue("HeartbeatInterval", false, "300"),
                    new KeyValue("AuthorizationKey", true, Optional.empty())),
                List.of("Foo")),
            """
                {"configurationKey":[{"key":"HeartbeatInterval","readonly":false,"value":"300"},{"key":"AuthorizationKey","readonly":true}],
                "unknownKey":["Foo"]}"""),
        new Sample(new ChangeConfiguration("HeartbeatInterval", ""), """
            {"key":"HeartbeatInterval","value":""}""", new ChangeConfigurationReply(ConfigurationStatus.REBOOT_REQUIRED), """
            {"status":"RebootRequired"}"""));
  }

  private static final String METER_VALUE = """
      {"timestamp":"2013-02-01T20:53:32.486Z","sampledValue":[{"value":"1670.50"},{"value":"12","context":"Transaction.Begin",
      "format":"SignedData","measurand":"SoC","phase":"L1-N","location":"EV","unit":"kvarh"}]}""";
  private static final String CHARGING_PROFILE = """
      {"chargingProfileId":1,"stackLevel":0,"chargingProfilePurpose":"TxProfile","chargingProfileKind":"Absolute","chargingSchedule":
      {"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16.10,"numberPhases":3}]}}""";

  private static MeterValue meterValue() {
    return new MeterValue(TIME,
        List.of(
            new SampledValue("1670.50", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty()),
            new SampledValue("12", Optional.of(ReadingContext.TRANSACTION_BEGIN), Optional.of(ValueFormat.SIGNED_DATA),
                Optional.of(Measurand.SOC), Optional.of(Phase.L1_N), Optional.of(Location.EV),
                Optional.of(UnitOfMeasure.KVARH))));
  }
}
