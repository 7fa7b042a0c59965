package dev.ninefold.examples.charging;

import dev.ninefold.examples.ocpp.AuthorizationStatus;
import dev.ninefold.examples.ocpp.ChargePointStatus;
import dev.ninefold.examples.ocpp.Decoded;
import dev.ninefold.examples.ocpp.ErrorCode;
import dev.ninefold.examples.ocpp.Frame;
import dev.ninefold.examples.ocpp.Frames;
import dev.ninefold.examples.ocpp.Messages;
import dev.ninefold.examples.ocpp.MeterValue;
import dev.ninefold.examples.ocpp.Reading;
import dev.ninefold.examples.ocpp.RegistrationStatus;
import dev.ninefold.examples.ocpp.SampledValue;
import dev.ninefold.examples.ocpp.StationReply;
import dev.ninefold.examples.ocpp.StationReply.AuthorizeReply;
import dev.ninefold.examples.ocpp.StationReply.BootNotificationReply;
import dev.ninefold.examples.ocpp.StationReply.StartTransactionReply;
import dev.ninefold.examples.ocpp.StationRequest;
import dev.ninefold.gen.Backoff;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Info;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * A charging station that is not there: a plain process that reads like the station's own program. It connects, boots, and charges one car
 * after another, until its supervisor tells it to stop; then it waits for the answer that it still expects, and says good-bye.
 */
final class SimulatedStation {

  /**
   * What all of them have in common.
   *
   * @param server where the management system is
   * @param client makes connections
   * @param interval how long to wait after each answer, on average
   * @param spread within what time after their start they connect
   * @param traffic counts
   */
  record Settings(URI server, HttpClient client, Duration interval, Duration spread, Traffic traffic) {}

  private static final Duration ANSWER_WITHIN = Station.PATIENCE.plusSeconds(10);
  private static final Duration LAST_ANSWER_WITHIN = Duration.ofSeconds(5);
  private static final Backoff BEFORE_RECONNECT = Backoff.of(Duration.ofMillis(100), Duration.ofSeconds(5));
  private static final int METER_READINGS = 3;
  private static final int MOST_WATT_HOURS = 500;
  static final int CONNECTOR = 1;

  private final Settings settings;
  private final String id;
  private final RemoteControl control = new RemoteControl();
  private final Node node = Node.current();
  private StationLine line = StationLine.NONE;
  private long requests;
  private int wattHours;
  private boolean ending;

  private SimulatedStation(Settings settings, String id) {
    this.settings = settings;
    this.id = id;
  }

  static StartResult<Pid> startLink(Settings settings, String id) {
    Pid pid = Process.spawnLink(() -> new SimulatedStation(settings, id).run());
    return StartResult.ok(pid, pid);
  }

  private void run() throws Exception {
    Process.trapExit(true);
    Process.setLabel(id);
    pause(settings.spread().multipliedBy(node.random().nextInt(1_000)).dividedBy(1_000));
    int failures = 0;
    while (!ending) {
      try {
        line = StationLine.open(settings, id);
        settings.traffic().connected();
        failures = 0;
        work();
        hangUp();
      } catch (DroppedException | ExecutionException _) {
        settings.traffic().droppedConnection();
        failures++;
        line = StationLine.NONE;
        pause(BEFORE_RECONNECT.delay(failures, node.random().nextDouble()));
      }
    }
    throw Process.exit(ExitReason.SHUTDOWN);
  }

  private void hangUp() throws Exception {
    line.close();
    settings.traffic().disconnected();
    line = StationLine.NONE;
  }

  // ---- what a station does

  private void work() throws Exception {
    control.reset = false;
    if (!boot()) {
      return;
    }
    ask(status(ChargePointStatus.AVAILABLE));
    while (goesOn()) {
      ask(new StationRequest.Heartbeat());
      pause();
      if (goesOn()) {
        charge(control.takeTag().orElse(id));
      }
    }
  }

  private boolean goesOn() {
    return !ending && !control.reset;
  }

  private boolean boot() throws Exception {
    while (!ending) {
      Optional<BootNotificationReply> reply = ask(new StationRequest.BootNotification("Ninefold", "Simulated"));
      if (reply.filter(it -> it.status() == RegistrationStatus.ACCEPTED).isPresent()) {
        return true;
      }
      pause();
    }
    return false;
  }

  private void charge(String idTag) throws Exception {
    Optional<AuthorizeReply> card = ask(new StationRequest.Authorize(idTag));
    if (!goesOn() || card.filter(it -> it.idTagInfo().status() == AuthorizationStatus.ACCEPTED).isEmpty()) {
      return;
    }
    Optional<StartTransactionReply> started = ask(new StationRequest.StartTransaction(CONNECTOR, idTag, wattHours, now()));
    if (started.isEmpty()) {
      return;
    }
    int transaction = started.get().transactionId();
    ask(status(ChargePointStatus.CHARGING));
    for (int reading = 0; reading < METER_READINGS && goesOn() && !control.stops(transaction); reading++) {
      pause();
      wattHours += node.random().nextInt(MOST_WATT_HOURS);
      ask(new StationRequest.MeterValues(CONNECTOR, transaction, List.of(new MeterValue(now(), SampledValue.energy(wattHours)))));
    }
    while (!ending && ask(new StationRequest.StopTransaction(transaction, wattHours, now())).isEmpty()) {
      // A station keeps what it could not report.
      pause();
    }
    ask(status(ChargePointStatus.AVAILABLE));
  }

  private StationRequest.StatusNotification status(ChargePointStatus status) {
    return new StationRequest.StatusNotification(CONNECTOR, status, now());
  }

  private Instant now() {
    return Instant.ofEpochMilli(node.clock().wallMillis());
  }

  // ---- how it does it

  /** Asks, and waits for the answer; empty if that is an error, or the station is ending and does not ask any more. */
  private <R extends StationReply> Optional<R> ask(StationRequest<R> request) throws Exception {
    if (ending) {
      return Optional.empty();
    }
    String number = Long.toString(++requests);
    long start = node.clock().nanoTime();
    settings.traffic().requested();
    Frame answer;
    try {
      line.write(Messages.call(number, request));
      answer = awaitAnswer(number, start);
    } catch (DroppedException e) {
      settings.traffic().unanswered();
      throw e;
    }
    boolean isInternalError = answer instanceof Frame.CallError error && error.code() == ErrorCode.INTERNAL_ERROR;
    settings.traffic().answered(node.clock().nanoTime() - start, isInternalError);
    return answer instanceof Frame.CallResult result && Messages.reply(request, result) instanceof Decoded.Understood<R>(R reply)
        ? Optional.of(reply)
        : Optional.empty();
  }

  private Frame awaitAnswer(String number, long start) throws Exception {
    long deadline = start + ANSWER_WITHIN.toNanos();
    boolean known = ending;
    while (node.clock().nanoTime() < deadline) {
      Optional<Frame> answer = listen(deadline);
      if (answer.filter(frame -> frame.id().equals(number)).isPresent()) {
        return answer.get();
      }
      if (ending && !known) {
        known = true;
        deadline = node.clock().nanoTime() + LAST_ANSWER_WITHIN.toNanos();
      }
    }
    throw new DroppedException("no answer to request " + number);
  }

  private void pause() throws Exception {
    // Between half the interval and one and a half.
    pause(settings.interval().multipliedBy(500 + node.random().nextInt(1_000)).dividedBy(1_000));
  }

  private void pause(Duration time) throws Exception {
    long deadline = node.clock().nanoTime() + time.toNanos();
    while (goesOn() && node.clock().nanoTime() < deadline) {
      listen(deadline);
    }
  }

  /** Waits for the next thing to happen. Commands are carried out; an answer is returned. */
  private Optional<Frame> listen(long deadline) throws Exception {
    Duration patience = Duration.ofNanos(Math.max(0, deadline - node.clock().nanoTime()));
    Object message = Process.receive(Object.class, _ -> true, patience).orElse(Optional.empty());
    switch (message) {
      case StationLine.Heard heard when line.isSource(heard.line()) -> {
        return hear(heard.text());
      }
      case StationLine.HungUp(int number, String why) when line.isSource(number) -> throw new DroppedException(why);
      case Info.Exit _ -> ending = true;
      default -> {
        // The time is up, or a line speaks that is not used any more.
      }
    }
    return Optional.empty();
  }

  private Optional<Frame> hear(String text) throws Exception {
    return switch (Frames.read(text)) {
      case Reading.Read(Frame.Call call) -> {
        line.write(control.obey(call));
        yield Optional.empty();
      }
      case Reading.Read(Frame answer) -> Optional.of(answer);
      case Reading.Refused _, Reading.Unusable _ -> throw new DroppedException("the management system has sent " + text);
    };
  }

  /** The connection has gone, or is of no use. */
  static final class DroppedException extends Exception {

    private static final long serialVersionUID = 1L;

    DroppedException(String message) {
      super(message);
    }
  }
}
