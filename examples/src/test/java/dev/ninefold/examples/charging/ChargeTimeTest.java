package dev.ninefold.examples.charging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ninefold.examples.charging.Statistics.Count;
import dev.ninefold.examples.ocpp.CentralReply;
import dev.ninefold.examples.ocpp.CentralRequest;
import dev.ninefold.examples.ocpp.CommandStatus;
import dev.ninefold.report.HandlerTerminateReport;
import dev.ninefold.testsupport.Eventually;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import eu.chargetime.ocpp.AsyncPromiseFulfillerDecorator;
import eu.chargetime.ocpp.CallErrorException;
import eu.chargetime.ocpp.ClientEvents;
import eu.chargetime.ocpp.JSONClient;
import eu.chargetime.ocpp.feature.profile.ClientCoreEventHandler;
import eu.chargetime.ocpp.feature.profile.ClientCoreProfile;
import eu.chargetime.ocpp.model.Confirmation;
import eu.chargetime.ocpp.model.Request;
import eu.chargetime.ocpp.model.core.AuthorizationStatus;
import eu.chargetime.ocpp.model.core.AuthorizeConfirmation;
import eu.chargetime.ocpp.model.core.BootNotificationConfirmation;
import eu.chargetime.ocpp.model.core.ChargePointErrorCode;
import eu.chargetime.ocpp.model.core.ChargePointStatus;
import eu.chargetime.ocpp.model.core.DataTransferConfirmation;
import eu.chargetime.ocpp.model.core.DataTransferStatus;
import eu.chargetime.ocpp.model.core.HeartbeatConfirmation;
import eu.chargetime.ocpp.model.core.MeterValuesConfirmation;
import eu.chargetime.ocpp.model.core.RegistrationStatus;
import eu.chargetime.ocpp.model.core.RemoteStartStopStatus;
import eu.chargetime.ocpp.model.core.RemoteStartTransactionConfirmation;
import eu.chargetime.ocpp.model.core.RemoteStopTransactionConfirmation;
import eu.chargetime.ocpp.model.core.StartTransactionConfirmation;
import eu.chargetime.ocpp.model.core.StatusNotificationConfirmation;
import eu.chargetime.ocpp.model.core.StopTransactionConfirmation;
import java.lang.reflect.Proxy;
import java.time.ZonedDateTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The station is the ChargeTime library, which somebody else wrote, for real stations. */
@WithNode
class ChargeTimeTest {
  TestNode node;

  private static final StationId ID = new StationId("CP-1");

  @BeforeAll
  static void daemons() {
    // Its own executor has a thread that keeps the JVM alive.
    AsyncPromiseFulfillerDecorator.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
  }

  /** Does what it is told to start and to stop. */
  private static ClientCoreEventHandler obedient() {
    return (ClientCoreEventHandler) Proxy.newProxyInstance(ChargeTimeTest.class.getClassLoader(),
        new Class<?>[] {ClientCoreEventHandler.class}, (_, method, _) -> switch (method.getName()) {
          case "handleRemoteStartTransactionRequest" -> new RemoteStartTransactionConfirmation(RemoteStartStopStatus.Accepted);
          case "handleRemoteStopTransactionRequest" -> new RemoteStopTransactionConfirmation(RemoteStartStopStatus.Accepted);
          default -> throw new UnsupportedOperationException(method.getName());
        });
  }

  private static <C extends Confirmation> C ask(JSONClient client, Request request, Class<C> type) throws Exception {
    return type.cast(client.send(request).toCompletableFuture().get(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS));
  }

  @Test
  void aChargingSessionGoesOnAfterTheHandlerHasCrashed() throws Exception {
    node.run(() -> {
      try (var network = TestNetwork.start()) {
        var core = new ClientCoreProfile(obedient());
        var client = new JSONClient(core, ID.value());
        var opened = new CompletableFuture<Boolean>();
        // It appends the identity itself.
        client.connect(network.uri("/ocpp").toString(), new ClientEvents() {
          @Override
          public void connectionOpened() {
            opened.complete(true);
          }

          @Override
          public void connectionClosed() {
            opened.complete(false);
          }
        });
        assertThat(node.await(opened)).isTrue();

        var boot = ask(client, core.createBootNotificationRequest("Vendor", "Model"), BootNotificationConfirmation.class);
        assertThat(boot.getStatus()).isEqualTo(RegistrationStatus.Accepted);
        ask(client, core.createStatusNotificationRequest(1, ChargePointErrorCode.NoError, ChargePointStatus.Preparing),
            StatusNotificationConfirmation.class);
        ask(client, core.createHeartbeatRequest(), HeartbeatConfirmation.class);

        // The card is presented from far away.
        assertThat(Station.tell(ID, new CentralRequest.RemoteStartTransaction(1, "card")))
            .isEqualTo(new Outcome.Replied<>(new CentralReply.RemoteStartTransactionReply(CommandStatus.ACCEPTED)));
        assertThat(ask(client, core.createAuthorizeRequest("card"), AuthorizeConfirmation.class).getIdTagInfo().getStatus())
            .isEqualTo(AuthorizationStatus.Accepted);
        var started = ask(client, core.createStartTransactionRequest(1, "card", 100, ZonedDateTime.parse("2026-01-01T10:00:00Z")),
            StartTransactionConfirmation.class);
        ask(client, core.createMeterValuesRequest(1, ZonedDateTime.parse("2026-01-01T10:05:00Z"), "150"),
            MeterValuesConfirmation.class);

        // In the middle of it the business logic crashes.
        var error = catchThrowable(() -> ask(client, core.createAuthorizeRequest("crash"), AuthorizeConfirmation.class));
        assertThat(error).isInstanceOf(ExecutionException.class);
        assertThat(error.getCause()).isInstanceOfSatisfying(CallErrorException.class,
            it -> assertThat(it.getErrorCode()).isEqualTo("InternalError"));
        assertThat(Station.describe(ID).facts().transactions()).containsOnlyKeys(started.getTransactionId());

        ask(client, core.createMeterValuesRequest(1, ZonedDateTime.parse("2026-01-01T10:10:00Z"), "200"),
            MeterValuesConfirmation.class);
        assertThat(ask(client, core.createDataTransferRequest("Vendor"), DataTransferConfirmation.class).getStatus())
            .isEqualTo(DataTransferStatus.UnknownVendorId);
        assertThat(Station.tell(ID, new CentralRequest.RemoteStopTransaction(started.getTransactionId())))
            .isEqualTo(new Outcome.Replied<>(new CentralReply.RemoteStopTransactionReply(CommandStatus.ACCEPTED)));
        ask(client,
            core.createStopTransactionRequest(200, ZonedDateTime.parse("2026-01-01T10:15:00Z"), started.getTransactionId()),
            StopTransactionConfirmation.class);
        assertThat(Station.describe(ID).facts().transactions()).isEmpty();
        client.disconnect();

        node.await("the end of the connection is noticed", () -> Station.describe(ID).connection().isEmpty());
        assertThat(network.count(Count.REPLIES)).isEqualTo(network.count(Count.REQUESTS)).isEqualTo(10);
        assertThat(network.count(Count.INTERNAL_ERRORS)).isEqualTo(1);
        assertThat(network.count(Count.REJECTED) + network.count(Count.UNUSABLE) + network.count(Count.UNDELIVERED)).isZero();
      }
    });
    node.expectReport(HandlerTerminateReport.class);
  }
}
