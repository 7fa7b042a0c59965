package dev.ninefold.examples.charging;

import dev.ninefold.examples.charging.Statistics.Count;
import dev.ninefold.examples.ocpp.Decoded;
import dev.ninefold.examples.ocpp.ErrorCode;
import dev.ninefold.examples.ocpp.Frame;
import dev.ninefold.examples.ocpp.Frames;
import dev.ninefold.examples.ocpp.Messages;
import dev.ninefold.examples.ocpp.Reading;
import dev.ninefold.examples.ocpp.StationRequest;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.genstatem.GenStatem;
import dev.ninefold.process.Info;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of a connection: understands what comes from the station, and writes what goes to it. It ends with the connection, and with the
 * station's state machine.
 */
final class Connection implements GenServer<Connection.Ids, Request<?>, Connection.Cast> {

  /** The WebSocket, as this process sees it. */
  interface Line {
    /** Sends a frame; returns whether the socket has taken it. */
    boolean send(String text);

    /** Answers a ping. */
    void pong(ByteBuffer data);

    /** Says good-bye, and closes the socket. */
    void close(int code, String reason);

    /** A message of the station is dealt with: there is room for one more. */
    void done();
  }

  /** What a connection is told. */
  sealed interface Cast {}

  /** The station has sent that. */
  record Received(String text) implements Cast {}

  /** Send that to the station. */
  record Send(Frame frame) implements Cast {}

  /** The station has answered with that what it was not asked. */
  record AnsweredNothing(Frame answer) implements Cast {}

  /** Answer a ping. */
  record Pong(ByteBuffer data) implements Cast {}

  /** Close. */
  record Close(int code, String reason) implements Cast {}

  /** The socket is closed. */
  record Closed() implements Cast {}

  /** The ids of the latest calls, the oldest first. */
  record Ids(List<String> latest) {
    private static final int REMEMBERED = 100;

    Ids with(String id) {
      List<String> next = new ArrayList<>(latest.size() < REMEMBERED ? latest : latest.subList(1, REMEMBERED));
      next.add(id);
      return new Ids(next);
    }
  }

  static final int NORMAL_CLOSURE = 1000;
  static final int GOING_AWAY = 1001;
  static final int INTERNAL_ERROR = 1011;

  private static final Logger LOGGER = LoggerFactory.getLogger(Connection.class);

  private final StationId station;
  private final Line line;
  private final Statistics statistics;

  Connection(StationId station, Line line, Statistics statistics) {
    this.station = station;
    this.line = line;
    this.statistics = statistics;
  }

  static StartResult<ServerRef<Request<?>, Cast>> startLink(StationId station, Line line, Statistics statistics) {
    return GenServer.startLink(() -> new Connection(station, line, statistics),
        StartOptions.DEFAULT.withLabel(station));
  }

  static void send(ServerRef<?, Cast> connection, Frame frame) {
    GenServer.cast(connection, new Send(frame));
  }

  @Override
  public Init<Ids> init() {
    Process.trapExit(true);
    Process.monitor(station.stationName());
    return Init.ok(new Ids(List.of()));
  }

  @Override
  public Next<Ids> handleCast(Cast message, Ids ids) throws Exception {
    return switch (message) {
      case Received(String text) -> Next.noReply(received(text, ids));
      case Send(Frame frame) -> {
        send(frame);
        yield Next.noReply(ids);
      }
      case AnsweredNothing(Frame answer) -> {
        statistics.add(Count.REPLIES_TO_NOTHING);
        LOGGER.debug("{} has answered what it was not asked: {}", station, answer);
        yield Next.noReply(ids);
      }
      case Pong(ByteBuffer data) -> {
        blocking(() -> line.pong(data));
        yield Next.noReply(ids);
      }
      case Close(int code, String reason) -> {
        blocking(() -> line.close(code, reason));
        yield Next.stop(ExitReason.NORMAL, ids);
      }
      case Closed() -> Next.stop(ExitReason.NORMAL, ids);
    };
  }

  // ---- from the station

  private Ids received(String text, Ids ids) throws Exception {
    switch (Frames.read(text)) {
      case Reading.Unusable(String why) -> {
        statistics.add(Count.UNUSABLE);
        LOGGER.debug("{} has sent what cannot be answered: {}", station, why);
        line.done();
      }
      case Reading.Refused(Frame.CallError answer) -> send(answer);
      case Reading.Read(Frame.Call call) when ids.latest().contains(call.id()) -> {
        statistics.add(Count.DUPLICATES);
        LOGGER.debug("{} has used the id {} before", station, call.id());
        line.done();
      }
      case Reading.Read(Frame.Call call) -> {
        called(call);
        return ids.with(call.id());
      }
      case Reading.Read(Frame answer) -> {
        GenStatem.cast(station.station(), new Station.Answered(self(), answer));
        line.done();
      }
    }
    return ids;
  }

  private void called(Frame.Call call) throws Exception {
    switch (Messages.stationRequest(call)) {
      case Decoded.Understood<StationRequest<?>>(StationRequest<?> request) -> {
        statistics.add(Count.REQUESTS);
        GenStatem.cast(station.station(), new Station.Requested(self(), call.id(), request));
      }
      case Decoded.Rejected<StationRequest<?>> rejected -> send(rejected.answer(call.id()));
    }
  }

  private static ServerRef<Request<?>, Cast> self() {
    return ServerRef.of(Process.self());
  }

  // ---- to the station

  private void send(Frame frame) throws Exception {
    boolean isSent = Process.blocking(() -> line.send(Frames.write(frame)));
    if (!isSent) {
      statistics.add(Count.UNDELIVERED);
    } else if (frame instanceof Frame.CallResult) {
      statistics.add(Count.REPLIES);
    } else if (frame instanceof Frame.CallError error && error.code() == ErrorCode.INTERNAL_ERROR) {
      statistics.add(Count.REPLIES);
      statistics.add(Count.INTERNAL_ERRORS);
    } else if (frame instanceof Frame.CallError) {
      statistics.add(Count.REJECTED);
    }
    if (!(frame instanceof Frame.Call)) {
      line.done();
    }
  }

  private static void blocking(Runnable code) throws Exception {
    Process.blocking(() -> {
      code.run();
      return code;
    });
  }

  // ---- the end

  @Override
  public Next<Ids> handleInfo(Info info, Ids ids) throws Exception {
    return switch (info) {
      case Info.Down _ -> {
        blocking(() -> line.close(INTERNAL_ERROR, "the process of the station has ended"));
        yield Next.stop(ExitReason.NORMAL, ids);
      }
      default -> Next.noReply(ids);
    };
  }

  @Override
  public void terminate(ExitReason reason, Ids ids) throws Exception {
    if (reason != ExitReason.NORMAL) {
      blocking(() -> line.close(GOING_AWAY, "the management system stops"));
    }
  }
}
