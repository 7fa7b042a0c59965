package dev.ninefold.examples.charging;

import static dev.ninefold.genstatem.Action.cancelGenericTimeout;
import static dev.ninefold.genstatem.Action.genericTimeout;
import static dev.ninefold.genstatem.Action.postpone;
import static dev.ninefold.genstatem.Action.stateTimeout;
import static dev.ninefold.genstatem.Transition.keepState;
import static dev.ninefold.genstatem.Transition.keepStateAndData;
import static dev.ninefold.genstatem.Transition.nextState;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ninefold.examples.charging.StationData.Command;
import dev.ninefold.examples.charging.StationData.Pending;
import dev.ninefold.examples.ocpp.CentralReply;
import dev.ninefold.examples.ocpp.CentralRequest;
import dev.ninefold.examples.ocpp.Decoded;
import dev.ninefold.examples.ocpp.ErrorCode;
import dev.ninefold.examples.ocpp.Frame;
import dev.ninefold.examples.ocpp.Messages;
import dev.ninefold.examples.ocpp.StationReply;
import dev.ninefold.examples.ocpp.StationRequest;
import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genevent.GenEvent;
import dev.ninefold.genevent.ManagerRef;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genstatem.Action;
import dev.ninefold.genstatem.GenStatem;
import dev.ninefold.genstatem.Init;
import dev.ninefold.genstatem.StateEvent;
import dev.ninefold.genstatem.StateFunction;
import dev.ninefold.genstatem.StateFunctions;
import dev.ninefold.genstatem.Transition;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * The state machine that stands for a charging station, whether that is connected or not. It hands one request after another to the
 * event manager of the station, and does not know who answers them.
 */
public final class Station implements StateFunctions<Station.State, StationData, Station.Call<?>, Station.Cast> {

  /** How long a request may be handled. After that the station gets an internal error. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  /** How long a station may take for the answer to a command. */
  public static final Duration COMMAND_PATIENCE = Duration.ofSeconds(30);

  private static final String ANSWER = "answer";
  private static final Connection.Cast REPLACED =
      new Connection.Close(Connection.NORMAL_CLOSURE, "replaced by a new connection of the station");

  /** What can be asked of the machine. */
  public sealed interface Call<R> extends Request<R> {}

  /** Tell the station something; its payload is the same as JSON. */
  record Tell<R extends CentralReply>(CentralRequest<R> request, ObjectNode payload) implements Call<Outcome<R>> {}

  /** What is known about the station? */
  record Describe() implements Call<StationData> {}

  /** What the machine is told. */
  public sealed interface Cast {}

  /** There is a new connection, which replaces the one before. */
  record Connected(ServerRef<?, Connection.Cast> connection) implements Cast {}

  /** That connection is gone. */
  record Disconnected(Pid connection) implements Cast {}

  /** The station asks something. */
  record Requested(ServerRef<?, Connection.Cast> connection, String id, StationRequest<?> request) implements Cast {}

  /** The station answers something. */
  record Answered(ServerRef<?, Connection.Cast> connection, Frame answer) implements Cast {}

  /** The reply to the request of that number; its payload is the same as JSON. */
  record Replied(long number, StationReply reply, ObjectNode payload) implements Cast {}

  /** The request of that number could not be handled. */
  record Failed(long number) implements Cast {}

  /** Whether a request is being handled. */
  public enum State implements StateFunction<State, StationData, Call<?>, Cast> {
    // tag::states[]
    READY {
      @Override
      public Transition<State, StationData> handleEvent(StateEvent<Call<?>, Cast> event, StationData data) {
        return switch (event) {
          case StateEvent.Cast(Requested requested) -> begin(requested, data);
          default -> handleCommon(event, data);
        };
      }
    },

    HANDLING {
      @Override
      public Transition<State, StationData> handleEvent(StateEvent<Call<?>, Cast> event, StationData data) {
        return switch (event) {
          case StateEvent.Cast(Requested _) -> keepStateAndData(postpone());
          case StateEvent.Cast(Replied replied) when isPending(replied.number(), data) -> succeed(replied, data);
          case StateEvent.Cast(Failed(long number)) when isPending(number, data) -> fail(data);
          case StateEvent.StateTimeout<Call<?>, Cast> _ -> fail(data);
          default -> handleCommon(event, data);
        };
      }
    };
    // end::states[]
  }

  private final StationId id;
  private final IntSupplier transactionIds;

  Station(StationId id, IntSupplier transactionIds) {
    this.id = id;
    this.transactionIds = transactionIds;
  }

  // ---- the clients' side

  /**
   * Tells a station something and waits for the outcome.
   *
   * @throws IllegalArgumentException if a field of the request breaks a rule of OCPP
   */
  public static <R extends CentralReply> Outcome<R> tell(StationId station, CentralRequest<R> request) {
    return GenStatem.call(station.station(), new Tell<>(request, Messages.encode(request)));
  }

  /** Replies to a request, from a handler. */
  static void reply(StationId station, long number, StationReply reply) {
    GenStatem.cast(station.station(), new Replied(number, reply, Messages.encode(reply)));
  }

  /** A request could not be handled. */
  static void fail(StationId station, long number) {
    GenStatem.cast(station.station(), new Failed(number));
  }

  static StationData describe(StationId station) {
    return GenStatem.call(station.station(), new Describe());
  }

  static StartResult<ServerRef<Call<?>, Cast>> startLink(StationId id, IntSupplier transactionIds) {
    return GenStatem.startLink(() -> new Station(id, transactionIds), StartOptions.DEFAULT.withName(id.stationName()));
  }

  // ---- the machine's side

  @Override
  public Init<State, StationData> init() {
    return Init.ok(State.READY, new StationData(id, transactionIds));
  }

  private static boolean isPending(long number, StationData data) {
    return data.pending().filter(pending -> pending.number() == number).isPresent();
  }

  private static Transition<State, StationData> begin(Requested requested, StationData data) {
    long number = data.requests() + 1;
    Pending pending = new Pending(number, requested.connection(), requested.id(), requested.request());
    Instant now = Instant.ofEpochMilli(Node.current().clock().wallMillis());
    int transaction = requested.request() instanceof StationRequest.StartTransaction ? data.transactionIds().getAsInt() : 0;
    notify(data, new StationEvent.Requested(number, requested.request(), new Context(data.id(), now, transaction)));
    return nextState(State.HANDLING, data.withPending(pending), stateTimeout(PATIENCE, "handle"));
  }

  private static Transition<State, StationData> succeed(Replied replied, StationData data) {
    Pending pending = data.pending().orElseThrow();
    Connection.send(pending.connection(), new Frame.CallResult(pending.id(), replied.payload()));
    notify(data, new StationEvent.Replied(pending.number(), pending.request(), replied.reply()));
    return nextState(State.READY, data.replied(pending.request(), replied.reply()));
  }

  private static Transition<State, StationData> fail(StationData data) {
    Pending pending = data.pending().orElseThrow();
    Connection.send(pending.connection(),
        new Frame.CallError(pending.id(), ErrorCode.INTERNAL_ERROR, "The request could not be handled"));
    notify(data, new StationEvent.Failed(pending.number(), pending.request()));
    return nextState(State.READY, data.failed());
  }

  private static void notify(StationData data, StationEvent event) {
    data.id().events().whereis().ifPresent(events -> GenEvent.notify(ManagerRef.of(events), event));
  }

  private static Transition<State, StationData> handleCommon(StateEvent<Call<?>, Cast> event, StationData data) {
    return switch (event) {
      case StateEvent.Cast(Connected(ServerRef<?, Connection.Cast> connection)) -> connect(connection, data);
      case StateEvent.Cast(Disconnected(Pid connection)) when data.isConnectedBy(connection) -> disconnect(data);
      case StateEvent.Cast(Answered answered) -> answered(answered, data);
      case StateEvent.Call(Tell<?> tell, From from) -> tell(tell, from, data);
      case StateEvent.Call(Describe describe, From from) -> keepStateAndData(Action.reply(from, describe, data));
      case StateEvent.GenericTimeout<Call<?>, Cast> _ -> complete(data.commands().getFirst(), new Outcome.NoAnswer<>(), data);
      // A reply that came too late, the end of a connection that was replaced before, and what nobody sends.
      default -> keepStateAndData();
    };
  }

  // ---- the connection

  private static Transition<State, StationData> connect(ServerRef<?, Connection.Cast> connection, StationData data) {
    data.connection().ifPresent(before -> GenServer.cast(before, REPLACED));
    notify(data, new StationEvent.Connected());
    return keepState(data.withConnection(Optional.of(connection)).withoutCommands(), giveUp(data));
  }

  private static Transition<State, StationData> disconnect(StationData data) {
    notify(data, new StationEvent.Disconnected());
    return keepState(data.withConnection(Optional.empty()).withoutCommands(), giveUp(data));
  }

  private static List<Action> giveUp(StationData data) {
    List<Action> actions = new ArrayList<>();
    actions.add(cancelGenericTimeout(ANSWER));
    data.commands().forEach(command -> actions.add(outcome(command, new Outcome.NotConnected<>(), data)));
    return actions;
  }

  // ---- commands

  private static <R extends CentralReply> Transition<State, StationData> tell(Tell<R> tell, From from, StationData data) {
    Command<R> command = new Command<>(from, tell);
    if (data.connection().isEmpty()) {
      return keepStateAndData(outcome(command, new Outcome.NotConnected<>(), data));
    }
    StationData next = data.withCommand(command);
    return data.commands().isEmpty() ? sendFirst(next, List.of()) : keepState(next);
  }

  /** Sends the first of the commands, if there is one: a station is told one thing at a time. */
  private static Transition<State, StationData> sendFirst(StationData data, List<Action> actions) {
    if (data.commands().isEmpty()) {
      return keepState(data, actions);
    }
    StationData next = data.withFirstSent();
    Tell<?> tell = next.commands().getFirst().tell();
    Connection.send(next.connection().orElseThrow(), new Frame.Call(next.commandId(), tell.request().action(), tell.payload()));
    List<Action> more = new ArrayList<>(actions);
    more.add(genericTimeout(ANSWER, COMMAND_PATIENCE, ANSWER));
    return keepState(next, more);
  }

  private static Transition<State, StationData> answered(Answered answered, StationData data) {
    Frame answer = answered.answer();
    if (data.commands().isEmpty() || !answer.id().equals(data.commandId())) {
      GenServer.cast(answered.connection(), new Connection.AnsweredNothing(answer));
      return keepStateAndData();
    }
    return decode(data.commands().getFirst(), answer, data);
  }

  private static <R extends CentralReply> Transition<State, StationData> decode(
      Command<R> command, Frame answer, StationData data) {
    Outcome<R> outcome = switch (answer) {
      case Frame.CallResult result -> switch (Messages.reply(command.tell().request(), result)) {
        case Decoded.Understood<R>(R message) -> new Outcome.Replied<>(message);
        case Decoded.Rejected<R> rejected ->
          new Outcome.Refused<>(rejected.code(), "its reply is none: " + rejected.description());
      };
      case Frame.CallError error -> new Outcome.Refused<>(error.code(), error.description());
      case Frame.Call _ -> throw new IllegalArgumentException("expected an answer, got " + answer);
    };
    return complete(command, outcome, data);
  }

  private static <R extends CentralReply> Transition<State, StationData> complete(
      Command<R> command, Outcome<R> outcome, StationData data) {
    return sendFirst(data.withoutFirstCommand(), List.of(cancelGenericTimeout(ANSWER), outcome(command, outcome, data)));
  }

  private static <R extends CentralReply> Action outcome(Command<R> command, Outcome<R> outcome, StationData data) {
    notify(data, new StationEvent.Commanded(command.tell().request(), outcome));
    return Action.reply(command.from(), command.tell(), outcome);
  }
}
