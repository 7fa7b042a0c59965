package dev.ninefold.examples.charging;

import dev.ninefold.examples.ocpp.AuthorizationStatus;
import dev.ninefold.examples.ocpp.CentralReply;
import dev.ninefold.examples.ocpp.IdTagInfo;
import dev.ninefold.examples.ocpp.MeterValue;
import dev.ninefold.examples.ocpp.StationReply;
import dev.ninefold.examples.ocpp.StationReply.StartTransactionReply;
import dev.ninefold.examples.ocpp.StationRequest;
import dev.ninefold.examples.ocpp.StationRequest.Authorize;
import dev.ninefold.examples.ocpp.StationRequest.BootNotification;
import dev.ninefold.examples.ocpp.StationRequest.DataTransfer;
import dev.ninefold.examples.ocpp.StationRequest.Heartbeat;
import dev.ninefold.examples.ocpp.StationRequest.MeterValues;
import dev.ninefold.examples.ocpp.StationRequest.StartTransaction;
import dev.ninefold.examples.ocpp.StationRequest.StatusNotification;
import dev.ninefold.examples.ocpp.StationRequest.StopTransaction;
import dev.ninefold.gen.From;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.process.Pid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * What a station's state machine remembers. A value.
 *
 * @param transactionIds makes numbers for transactions
 * @param connection to the station, if it is connected
 * @param pending the request that is being handled, if there is one
 * @param requests how many requests there were, the number of the latest
 * @param commands what the station is to be told; the first of them has been sent
 * @param commandsSent how many commands were ever sent
 * @param facts what is known about the station
 */
record StationData(
    StationId id, IntSupplier transactionIds, Optional<ServerRef<?, Connection.Cast>> connection, Optional<Pending> pending,
    long requests,
    List<Command<?>> commands, long commandsSent, Facts facts) {

  /** A station of which nothing is known. */
  StationData(StationId id, IntSupplier transactionIds) {
    this(id, transactionIds, Optional.empty(), Optional.empty(), 0, List.of(), 0,
        new Facts(Optional.empty(), new TreeMap<>(), new TreeMap<>()));
  }

  StationData {
    commands = List.copyOf(commands);
  }

  /**
   * A request that is being handled.
   *
   * @param number its number
   * @param connection where the answer goes
   * @param id by which the station finds the answer
   * @param request what it asks
   */
  record Pending(long number, ServerRef<?, Connection.Cast> connection, String id, StationRequest<?> request) {}

  /**
   * A command, and who waits for its outcome.
   *
   * @param <R> the reply
   */
  record Command<R extends CentralReply>(From from, Station.Tell<R> tell) {}

  /**
   * What is known about a station: it survives the connection.
   *
   * @param boot how the station has described itself
   * @param connectors by their numbers; 0 is the station itself
   * @param transactions those that run, by their numbers
   */
  record Facts(
      Optional<BootNotification> boot, SortedMap<Integer, StatusNotification> connectors,
      SortedMap<Integer, Transaction> transactions) {

    private Facts withBoot(BootNotification boot) {
      return new Facts(Optional.of(boot), connectors, transactions);
    }

    private Facts withConnector(StatusNotification status) {
      SortedMap<Integer, StatusNotification> changed = new TreeMap<>(connectors);
      changed.put(status.connectorId(), status);
      return new Facts(boot, changed, transactions);
    }

    private Facts withTransactions(Consumer<SortedMap<Integer, Transaction>> change) {
      SortedMap<Integer, Transaction> changed = new TreeMap<>(transactions);
      change.accept(changed);
      return new Facts(boot, connectors, changed);
    }
  }

  /**
   * A transaction that runs.
   *
   * @param meterStart the meter at its beginning, in Wh
   * @param lastValues the latest meter values
   */
  record Transaction(int id, int connector, String idTag, int meterStart, Instant start, List<MeterValue> lastValues) {

    private Transaction with(List<MeterValue> values) {
      return new Transaction(id, connector, idTag, meterStart, start, values);
    }
  }

  /** The id of the frame that the command which was sent last went in. */
  String commandId() {
    return "command-" + commandsSent;
  }

  boolean isConnectedBy(Pid pid) {
    return connection.flatMap(ServerRef::whereis).filter(pid::equals).isPresent();
  }

  StationData withConnection(Optional<ServerRef<?, Connection.Cast>> connection) {
    return new StationData(id, transactionIds, connection, pending, requests, commands, commandsSent, facts);
  }

  StationData withPending(Pending pending) {
    return new StationData(id, transactionIds, connection, Optional.of(pending), pending.number, commands, commandsSent, facts);
  }

  /** The request that was being handled got this reply. */
  StationData replied(StationRequest<?> request, StationReply reply) {
    return new StationData(id, transactionIds, connection, Optional.empty(), requests, commands, commandsSent,
        after(request, reply));
  }

  /** It got none. */
  StationData failed() {
    return new StationData(id, transactionIds, connection, Optional.empty(), requests, commands, commandsSent, facts);
  }

  StationData withCommand(Command<?> command) {
    List<Command<?>> more = new ArrayList<>(commands);
    more.add(command);
    return new StationData(id, transactionIds, connection, pending, requests, more, commandsSent, facts);
  }

  /** The first command is sent. */
  StationData withFirstSent() {
    return new StationData(id, transactionIds, connection, pending, requests, commands, commandsSent + 1, facts);
  }

  StationData withoutFirstCommand() {
    return new StationData(id, transactionIds, connection, pending, requests, commands.subList(1, commands.size()), commandsSent,
        facts);
  }

  StationData withoutCommands() {
    return new StationData(id, transactionIds, connection, pending, requests, List.of(), commandsSent, facts);
  }

  private Facts after(StationRequest<?> request, StationReply reply) {
    return switch (request) {
      case BootNotification boot -> facts.withBoot(boot);
      case StatusNotification status -> facts.withConnector(status);
      case StartTransaction start when isAccepted(reply) -> facts.withTransactions(all -> begin(all, start, reply));
      case StopTransaction stop -> facts.withTransactions(all -> all.remove(stop.transactionId()));
      case MeterValues values -> facts.withTransactions(
          all -> values.transactionId()
              .ifPresent(number -> all.computeIfPresent(number, (_, it) -> it.with(values.meterValue()))));
      case StartTransaction _, Heartbeat _, Authorize _, DataTransfer _ -> facts;
    };
  }

  private static boolean isAccepted(StationReply reply) {
    return reply instanceof StartTransactionReply(IdTagInfo card, int _) && card.status() == AuthorizationStatus.ACCEPTED;
  }

  private static void begin(SortedMap<Integer, Transaction> transactions, StartTransaction start, StationReply reply) {
    if (reply instanceof StartTransactionReply(IdTagInfo _, int number)) {
      transactions.put(number, new Transaction(number, start.connectorId(), start.idTag(), start.meterStart(), start.timestamp(),
          List.of()));
    }
  }
}
