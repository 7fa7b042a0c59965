package dev.ninefold.genstatem;

import dev.ninefold.gen.AwaitedResponse;
import dev.ninefold.gen.Cast;
import dev.ninefold.gen.CheckedResponse;
import dev.ninefold.gen.From;
import dev.ninefold.gen.Gen.Flavour;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.RequestId;
import dev.ninefold.gen.RequestIds;
import dev.ninefold.gen.Requests;
import dev.ninefold.gen.Requests.AtTimeout;
import dev.ninefold.gen.Requests.Until;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.gen.UndefinedCallbackException;
import dev.ninefold.process.Calls;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Name;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.proclib.ProcLib;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A state machine: a process that is in one of some states, and does with each event what its state says. OTP's {@code gen_statem}, in the
 * callback mode {@code handle_event_function}; {@link StateFunctions} is the other one.
 *
 * <p>State and data are values that each callback gets and returns. An event that does not suit the state can be postponed until the
 * state changes; timeouts belong to the state, to the next event, or to nobody. The callbacks of one machine never run at the same time,
 * but on changing threads. An exception that leaves a callback ends the machine, and its supervisor starts another one, from a fresh
 * instance.
 *
 * @param <S> the states: an enum, or a sealed interface of records; compared by {@code equals}
 * @param <D> the data, which all states share
 * @param <Q> the requests, a sealed interface whose records are {@link Request}s
 * @param <C> the casts, a sealed interface
 */
public interface GenStatem<S, D, Q extends Request<?>, C> {

  // ---- callbacks

  /** Called first, in the new process; the starter waits for it. Throwing fails the start with the exception as reason. */
  Init<S, D> init() throws Exception;

  /**
   * Handles an event: OTP's {@code handle_event(EventType, EventContent, State, Data)}.
   *
   * @param event what happened
   * @param state the state that the machine is in
   * @param data the data
   */
  Transition<S, D> handleEvent(StateEvent<Q, C> event, S state, D data) throws Exception;

  /**
   * Called when the machine comes to another state, starts, or repeats a state: OTP's {@code handle_event(enter, OldState, State, Data)}.
   * It is called if it is overridden, which is OTP's {@code state_enter}.
   *
   * @param oldState the state that it comes from; the same at the start and after a repetition
   * @param state the state that it comes to
   * @param data the data
   */
  default Entered<S, D> stateEnter(S oldState, S state, D data) throws Exception {
    return Entered.keepStateAndData();
  }

  /**
   * Called before the machine ends: after a stop, a crash or bad return of a callback, the parent's exit if the machine traps exits, and a
   * stop from outside. Not called when it is killed, does not trap exits and is hit by an exit signal, or when init failed.
   *
   * @param reason why it ends
   * @param state after a crash, the state before the failing transition
   * @param data after a crash, the data before the failing transition
   */
  default void terminate(ExitReason reason, S state, D data) throws Exception {}

  /** What reports and get_status show: hide passwords, shorten what is long. If it fails, state and data are not shown at all. */
  default StatemStatus formatStatus(StatemStatus status) {
    return status;
  }

  /**
   * State and data as this version of the module wants them. It may be of the other callback mode than the old one.
   *
   * @param oldVersion the version that they come from
   * @param oldState the state of that version
   * @param oldData the data of that version
   * @param extra what who changes the code says
   */
  default StateData<S, D> codeChange(Object oldVersion, Object oldState, Object oldData, Object extra) throws Exception {
    throw new UndefinedCallbackException(this, "codeChange(oldVersion, oldState, oldData, extra)", "change_code");
  }

  // ---- starting

  /**
   * A started and monitored machine.
   *
   * @param machine how to reach it
   * @param ref the monitor
   */
  record Monitored<Q extends Request<?>, C>(ServerRef<Q, C> machine, Ref ref) {}

  /** Starts a machine and waits for its init: OTP's {@code gen_statem:start}. Any thread may call it. */
  static <S, D, Q extends Request<?>, C> StartResult<ServerRef<Q, C>> start(
      Supplier<? extends GenStatem<S, D, Q, C>> module, StartOptions options) {
    return GenStatemProcess.start(Flavour.PLAIN, null, module, options);
  }

  /** The same with the default options. */
  static <S, D, Q extends Request<?>, C> StartResult<ServerRef<Q, C>> start(Supplier<? extends GenStatem<S, D, Q, C>> module) {
    return start(module, StartOptions.DEFAULT);
  }

  /**
   * Starts a machine linked to the calling process, and waits for its init: OTP's {@code gen_statem:start_link}.
   *
   * @return Ok, or Ignore, or Failed; after a failure the process is gone, its name free, and no exit message of it comes
   */
  static <S, D, Q extends Request<?>, C> StartResult<ServerRef<Q, C>> startLink(
      Supplier<? extends GenStatem<S, D, Q, C>> module, StartOptions options) {
    return GenStatemProcess.start(Flavour.LINKED, null, module, options);
  }

  /** The same with the default options. */
  static <S, D, Q extends Request<?>, C> StartResult<ServerRef<Q, C>> startLink(
      Supplier<? extends GenStatem<S, D, Q, C>> module) {
    return startLink(module, StartOptions.DEFAULT);
  }

  /** Starts a machine monitored by the calling process, and waits for its init: OTP's {@code gen_statem:start_monitor}. */
  static <S, D, Q extends Request<?>, C> StartResult<Monitored<Q, C>> startMonitor(
      Supplier<? extends GenStatem<S, D, Q, C>> module, StartOptions options) {
    Ref ref = Process.makeRef();
    StartResult<ServerRef<Q, C>> result = GenStatemProcess.start(Flavour.MONITORED, ref, module, options);
    return switch (result) {
      case StartResult.Ok<ServerRef<Q, C>> ok -> StartResult.ok(ok.pid(), new Monitored<>(ok.value(), ref));
      case StartResult.Ignore<ServerRef<Q, C>> _ -> new StartResult.Ignore<>();
      case StartResult.Failed<ServerRef<Q, C>>(ExitReason reason) -> StartResult.failed(reason);
    };
  }

  /**
   * Turns the own process, a plain one started by {@link ProcLib}, into a machine: OTP's
   * {@code gen_statem:enter_loop/4} and {@code /5}. It keeps its thread. Init is not called.
   *
   * @param options a name, which the process must have already; a label. A node or a limit of the mailbox is refused, for the process
   *     has both; the timeout, which is for init, does not matter
   * @return never; the type lets one write {@code throw GenStatem.enterLoop(…)}
   * @throws ExitException when the machine ends
   */
  static <S, D, Q extends Request<?>, C> ExitException enterLoop(
      GenStatem<S, D, Q, C> module, StartOptions options, S state, D data, Action... actions) throws Exception {
    throw GenStatemProcess.enterLoop(module, options, state, data, Optional.empty(), List.of(actions));
  }

  /** The same as a machine of that name, which the process must have: OTP's {@code enter_loop/5} and {@code /6}. */
  static <S, D, Q extends Request<?>, C> ExitException enterLoop(
      GenStatem<S, D, Q, C> module, StartOptions options, S state, D data, Name name, Action... actions) throws Exception {
    Objects.requireNonNull(name, "name: expected the name of the process, got null; leave it away for none");
    throw GenStatemProcess.enterLoop(module, options, state, data, Optional.of(name), List.of(actions));
  }

  // ---- the client's side

  /**
   * Sends a request and waits for the reply, as long as it takes: OTP's {@code gen_statem:call/2}. The caller is told at once if the
   * machine ends. Any thread may call it.
   *
   * @throws dev.ninefold.process.CallException if there is no reply: no process, the machine exited, a call to oneself, a cycle of
   *     calls
   */
  static <Q extends Request<R>, R> R call(ServerRef<? super Q, ?> machine, Q request) {
    return call(machine, request, Timeout.INFINITY);
  }

  /**
   * The same with a timeout: OTP's {@code gen_statem:call/3}, whose clean and dirty timeouts are the same as this one: a late reply
   * vanishes.
   *
   * @param timeout zero or more, or {@link Timeout#INFINITY}
   */
  // The request names the type of its reply, which Action.reply checks at compile time; null only where that is Void.
  @SuppressWarnings({"unchecked", "NullAway"})
  static <Q extends Request<R>, R> R call(ServerRef<? super Q, ?> machine, Q request, Duration timeout) {
    return (R) Calls.call("gen_statem:call", checked(machine).destination(), checked(request), timeout);
  }

  /**
   * Sends a request and returns at once: OTP's {@code gen_statem:send_request/2}. That nobody is there shows in the response. Any
   * thread may call it; only the same process or thread can wait for the response.
   */
  static <Q extends Request<R>, R> RequestId<R> sendRequest(ServerRef<? super Q, ?> machine, Q request) {
    return Requests.send(checked(machine).destination(), checked(request));
  }

  /** The same, adding the request to a collection: OTP's {@code gen_statem:send_request/4}. */
  static <Q extends Request<? extends R>, R, L> RequestIds<R, L> sendRequest(
      ServerRef<? super Q, ?> machine, Q request, L label, RequestIds<R, L> ids) {
    Objects.requireNonNull(label, "label: expected a label, got null");
    Objects.requireNonNull(ids, "ids: expected a collection of request ids, got null");
    Request<? extends R> asked = checked(request);
    return ids.add(Requests.send(checked(machine).destination(), asked), label);
  }

  /**
   * Waits for the response: OTP's {@code gen_statem:wait_response/2}. After a timeout it can be waited for again. A response comes
   * once: who waits for it again waits in vain.
   */
  static <R> AwaitedResponse<R> waitResponse(RequestId<R> id, Duration timeout) {
    return Requests.await("gen_statem:wait_response", id, new Until.After(timeout), AtTimeout.KEEP);
  }

  /** The same until a point of the node's monotonic clock in milliseconds: OTP's {@code {abs, Time}}. */
  static <R> AwaitedResponse<R> waitResponseUntil(RequestId<R> id, long millis) {
    return Requests.await("gen_statem:wait_response", id, new Until.At(millis), AtTimeout.KEEP);
  }

  /** Waits for the response, and gives the request up at the timeout: OTP's {@code gen_statem:receive_response/2}. */
  static <R> AwaitedResponse<R> receiveResponse(RequestId<R> id, Duration timeout) {
    return Requests.await("gen_statem:receive_response", id, new Until.After(timeout), AtTimeout.ABANDON);
  }

  /** The same until a point of the node's monotonic clock in milliseconds: OTP's {@code {abs, Time}}. */
  static <R> AwaitedResponse<R> receiveResponseUntil(RequestId<R> id, long millis) {
    return Requests.await("gen_statem:receive_response", id, new Until.At(millis), AtTimeout.ABANDON);
  }

  /**
   * Whether a message that was received, or came as {@link StateEvent.Info}, is the response: OTP's {@code gen_statem:check_response/2}. A thread
   * gets no messages: it waits with a timeout of zero.
   */
  static <R> CheckedResponse<R> checkResponse(Object message, RequestId<R> id) {
    return Requests.check(message, id);
  }

  /**
   * Waits for the first response to a request of the collection: OTP's {@code gen_statem:wait_response/3}. After a timeout all can be
   * waited for again.
   *
   * @param delete whether the new collection is without that request
   */
  static <R, L> RequestIds.Awaited<R, L> waitResponse(RequestIds<R, L> ids, Duration timeout, boolean delete) {
    return Requests.await("gen_statem:wait_response", ids, new Until.After(timeout), delete, AtTimeout.KEEP);
  }

  /** The same until a point of the node's monotonic clock in milliseconds: OTP's {@code {abs, Time}}. */
  static <R, L> RequestIds.Awaited<R, L> waitResponseUntil(RequestIds<R, L> ids, long millis, boolean delete) {
    return Requests.await("gen_statem:wait_response", ids, new Until.At(millis), delete, AtTimeout.KEEP);
  }

  /**
   * Waits for the first response to a request of the collection, and gives all up at the timeout: OTP's
   * {@code gen_statem:receive_response/3}.
   *
   * @param delete whether the new collection is without that request
   */
  static <R, L> RequestIds.Awaited<R, L> receiveResponse(RequestIds<R, L> ids, Duration timeout, boolean delete) {
    return Requests.await("gen_statem:receive_response", ids, new Until.After(timeout), delete, AtTimeout.ABANDON);
  }

  /** The same until a point of the node's monotonic clock in milliseconds: OTP's {@code {abs, Time}}. */
  static <R, L> RequestIds.Awaited<R, L> receiveResponseUntil(RequestIds<R, L> ids, long millis, boolean delete) {
    return Requests.await("gen_statem:receive_response", ids, new Until.At(millis), delete, AtTimeout.ABANDON);
  }

  /** Whether a message is the response to a request of the collection: OTP's {@code gen_statem:check_response/3}. */
  static <R, L> RequestIds.Checked<R, L> checkResponse(Object message, RequestIds<R, L> ids, boolean delete) {
    return Requests.check(message, ids, delete);
  }

  private static <T> T checked(T argument) {
    return Objects.requireNonNull(argument, "expected a machine and a request, got null");
  }

  /** Sends a reply, from any process or thread: OTP's {@code gen_statem:reply/2}. */
  static <R> void reply(From from, Request<R> request, R value) {
    reply(Action.reply(from, request, value));
  }

  /** Sends the replies in their order, from any process or thread: OTP's {@code gen_statem:reply/1}. */
  static void reply(Action.Reply... replies) {
    List.of(replies).forEach(GenStatemProcess::send);
  }

  /** Sends a message that is not answered, and returns at once, whether the machine is there or not: OTP's {@code gen_statem:cast}. */
  static <C> void cast(ServerRef<?, ? super C> machine, C message) {
    Objects.requireNonNull(message, "message: expected what to tell the machine, got null");
    Cast.send(checked(machine).destination(), message);
  }

  /** Stops the machine with reason normal and waits for its end: OTP's {@code gen_statem:stop/1}. Any thread may call it. */
  static void stop(ServerRef<?, ?> machine) {
    stop(machine, ExitReason.NORMAL, Timeout.INFINITY);
  }

  /**
   * Stops the machine through its terminate and waits for its end: OTP's {@code gen_statem:stop/3}. Any thread may call it.
   *
   * @throws ExitException if the machine is not there, ends with another reason, or not in time; then it goes on
   */
  static void stop(ServerRef<?, ?> machine, ExitReason reason, Duration timeout) {
    ProcLib.stop(checked(machine).destination(), reason, timeout);
  }
}
