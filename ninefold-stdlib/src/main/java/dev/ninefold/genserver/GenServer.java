package dev.ninefold.genserver;

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
import dev.ninefold.gen.Status;
import dev.ninefold.gen.UndefinedCallbackException;
import dev.ninefold.process.Calls;
import dev.ninefold.process.Destination;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.Name;
import dev.ninefold.process.Node;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.proclib.ProcLib;
import dev.ninefold.report.NoHandleInfoReport;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A server: a process that keeps a state and answers requests, one after the other. OTP's {@code gen_server}.
 *
 * <p>The state is a value that each callback gets and returns. The callbacks of one server never run at the same time, but on changing
 * threads. An exception that leaves a callback ends the server, and its supervisor starts another one, from a fresh instance.
 *
 * @param <S> the state
 * @param <Q> the requests, a sealed interface whose records are {@link Request}s
 * @param <C> the casts, a sealed interface
 */
public interface GenServer<S, Q extends Request<?>, C> {

  /** How long {@link #call} waits if nothing else is said. */
  Duration CALL_TIMEOUT = Duration.ofSeconds(5);

  // ---- callbacks

  /** Called first, in the new process; the starter waits for it. Throwing fails the start with the exception as reason. */
  Init<S> init() throws Exception;

  /**
   * Handles a request.
   *
   * @param request what is asked
   * @param from who asks, for a reply that comes later
   * @param state the state
   */
  default CallResult<S> handleCall(Q request, From from, S state) throws Exception {
    throw new UndefinedCallbackException(this, "handleCall(request, from, state)", "the request " + request);
  }

  /** Handles a cast. */
  default Next<S> handleCast(C message, S state) throws Exception {
    throw new UndefinedCallbackException(this, "handleCast(message, state)", "the cast " + message);
  }

  /**
   * Handles any other message: timeouts, exits and downs of other processes, timers, and what was sent plainly. Not overridden, it logs
   * the message and drops it.
   */
  default Next<S> handleInfo(Info info, S state) throws Exception {
    Object message = info instanceof Info.Message(Object body) ? body : info;
    Node.current().report(NoHandleInfoReport.genServer(getClass().getName(), message, Process.label(Process.self())));
    return Next.noReply(state);
  }

  /** Called after a callback that returned {@link Then#continueWith}, before any message. */
  default Next<S> handleContinue(Object term, S state) throws Exception {
    throw new UndefinedCallbackException(this, "handleContinue(term, state)", "the continuation " + term);
  }

  /**
   * Called before the server ends: after a stop, a crash or bad return of a callback, the parent's exit if the server traps exits, and a
   * stop from outside. Not called when it is killed, does not trap exits and is hit by an exit signal, or when init failed.
   *
   * @param reason why it ends
   * @param state after a crash, the state before the failing callback
   */
  default void terminate(ExitReason reason, S state) throws Exception {}

  /** What reports and get_status show: hide passwords, shorten what is long. If it fails, the state is not shown at all. */
  default Status formatStatus(Status status) {
    return status;
  }

  /**
   * The state as this version of the module wants it.
   *
   * @param oldVersion the version that it comes from
   * @param oldState the state of that version
   * @param extra what who changes the code says
   */
  default S codeChange(Object oldVersion, Object oldState, Object extra) throws Exception {
    throw new UndefinedCallbackException(this, "codeChange(oldVersion, oldState, extra)", "change_code");
  }

  // ---- starting

  /**
   * A started and monitored server.
   *
   * @param server how to reach it
   * @param ref the monitor
   */
  record Monitored<Q extends Request<?>, C>(ServerRef<Q, C> server, Ref ref) {}

  /** Starts a server and waits for its init: OTP's {@code gen_server:start}. Any thread may call it. */
  static <S, Q extends Request<?>, C> StartResult<ServerRef<Q, C>> start(
      Supplier<? extends GenServer<S, Q, C>> module, StartOptions options) {
    return GenServerProcess.start(Flavour.PLAIN, null, module, options);
  }

  /** The same with the default options. */
  static <S, Q extends Request<?>, C> StartResult<ServerRef<Q, C>> start(Supplier<? extends GenServer<S, Q, C>> module) {
    return start(module, StartOptions.DEFAULT);
  }

  /**
   * Starts a server linked to the calling process, and waits for its init: OTP's {@code gen_server:start_link}.
   *
   * @return Ok, or Ignore, or Failed; after a failure the process is gone, its name free, and no exit message of it comes
   */
  static <S, Q extends Request<?>, C> StartResult<ServerRef<Q, C>> startLink(
      Supplier<? extends GenServer<S, Q, C>> module, StartOptions options) {
    return GenServerProcess.start(Flavour.LINKED, null, module, options);
  }

  /** The same with the default options. */
  static <S, Q extends Request<?>, C> StartResult<ServerRef<Q, C>> startLink(
      Supplier<? extends GenServer<S, Q, C>> module) {
    return startLink(module, StartOptions.DEFAULT);
  }

  /** Starts a server monitored by the calling process, and waits for its init: OTP's {@code gen_server:start_monitor}. */
  static <S, Q extends Request<?>, C> StartResult<Monitored<Q, C>> startMonitor(
      Supplier<? extends GenServer<S, Q, C>> module, StartOptions options) {
    Ref ref = Process.makeRef();
    StartResult<ServerRef<Q, C>> result = GenServerProcess.start(Flavour.MONITORED, ref, module, options);
    return switch (result) {
      case StartResult.Ok<ServerRef<Q, C>> ok -> StartResult.ok(ok.pid(), new Monitored<>(ok.value(), ref));
      case StartResult.Ignore<ServerRef<Q, C>> _ -> new StartResult.Ignore<>();
      case StartResult.Failed<ServerRef<Q, C>>(ExitReason reason) -> StartResult.failed(reason);
    };
  }

  /**
   * Turns the own process, a plain one started by {@link ProcLib}, into a server: OTP's
   * {@code gen_server:enter_loop/3}. It keeps its thread. Init is not called.
   *
   * @param options a name, which the process must have already; a label. A node or a limit of the mailbox is refused, for the process
   *     has both; the timeout, which is for init, does not matter
   * @return never; the type lets one write {@code throw GenServer.enterLoop(…)}
   * @throws ExitException when the server ends
   */
  static <S, Q extends Request<?>, C> ExitException enterLoop(GenServer<S, Q, C> module, StartOptions options, S state)
      throws Exception {
    return enterLoop(module, options, state, Then.None.NONE);
  }

  /** The same with an action: OTP's {@code enter_loop/4}. */
  static <S, Q extends Request<?>, C> ExitException enterLoop(
      GenServer<S, Q, C> module, StartOptions options, S state, Then then) throws Exception {
    throw GenServerProcess.enterLoop(module, options, state, Optional.empty(), then);
  }

  /** The same as a server of that name, which the process must have: OTP's {@code enter_loop/4}. */
  static <S, Q extends Request<?>, C> ExitException enterLoop(
      GenServer<S, Q, C> module, StartOptions options, S state, Name name) throws Exception {
    return enterLoop(module, options, state, name, Then.None.NONE);
  }

  /** The same with a name and an action: OTP's {@code enter_loop/5}. */
  static <S, Q extends Request<?>, C> ExitException enterLoop(
      GenServer<S, Q, C> module, StartOptions options, S state, Name name, Then then) throws Exception {
    Objects.requireNonNull(name, "name: expected the name of the process, got null; leave it away for none");
    throw GenServerProcess.enterLoop(module, options, state, Optional.of(name), then);
  }

  // ---- the client's side

  /**
   * Sends a request and waits up to five seconds for the reply: OTP's {@code gen_server:call/2}. Any thread may call it.
   *
   * @throws dev.ninefold.process.CallException if there is no reply: timeout, no process, the server exited, a call to oneself, a cycle of
   *     calls
   */
  static <Q extends Request<R>, R> R call(ServerRef<? super Q, ?> server, Q request) {
    return call(server, request, CALL_TIMEOUT);
  }

  /**
   * The same with a timeout: OTP's {@code gen_server:call/3}.
   *
   * @param timeout zero or more, or {@link Timeout#INFINITY}; also then the caller is told at once if the server ends
   */
  // The request names the type of its reply, which CallResult.reply checks at compile time; null only where that is Void.
  @SuppressWarnings({"unchecked", "NullAway"})
  static <Q extends Request<R>, R> R call(ServerRef<? super Q, ?> server, Q request, Duration timeout) {
    return (R) Calls.call("gen_server:call", checked(server).destination(), checked(request), timeout);
  }

  /**
   * Sends a request and returns at once: OTP's {@code gen_server:send_request/2}. That nobody is there shows in the response. Any
   * thread may call it; only the same process or thread can wait for the response.
   */
  static <Q extends Request<R>, R> RequestId<R> sendRequest(ServerRef<? super Q, ?> server, Q request) {
    return Requests.send(checked(server).destination(), checked(request));
  }

  /** The same, adding the request to a collection: OTP's {@code gen_server:send_request/4}. */
  static <Q extends Request<? extends R>, R, L> RequestIds<R, L> sendRequest(
      ServerRef<? super Q, ?> server, Q request, L label, RequestIds<R, L> ids) {
    Objects.requireNonNull(label, "label: expected a label, got null");
    Objects.requireNonNull(ids, "ids: expected a collection of request ids, got null");
    Request<? extends R> asked = checked(request);
    return ids.add(Requests.send(checked(server).destination(), asked), label);
  }

  /**
   * Waits for the response: OTP's {@code gen_server:wait_response/2}. After a timeout it can be waited for again. A response comes
   * once: who waits for it again waits in vain.
   */
  static <R> AwaitedResponse<R> waitResponse(RequestId<R> id, Duration timeout) {
    return Requests.await("gen_server:wait_response", id, new Until.After(timeout), AtTimeout.KEEP);
  }

  /** The same until a point of the node's monotonic clock in milliseconds: OTP's {@code {abs, Time}}. */
  static <R> AwaitedResponse<R> waitResponseUntil(RequestId<R> id, long millis) {
    return Requests.await("gen_server:wait_response", id, new Until.At(millis), AtTimeout.KEEP);
  }

  /** Waits for the response, and gives the request up at the timeout: OTP's {@code gen_server:receive_response/2}. */
  static <R> AwaitedResponse<R> receiveResponse(RequestId<R> id, Duration timeout) {
    return Requests.await("gen_server:receive_response", id, new Until.After(timeout), AtTimeout.ABANDON);
  }

  /** The same until a point of the node's monotonic clock in milliseconds: OTP's {@code {abs, Time}}. */
  static <R> AwaitedResponse<R> receiveResponseUntil(RequestId<R> id, long millis) {
    return Requests.await("gen_server:receive_response", id, new Until.At(millis), AtTimeout.ABANDON);
  }

  /**
   * Whether a message that was received, or came to handleInfo, is the response: OTP's {@code gen_server:check_response/2}. A thread
   * gets no messages: it waits with a timeout of zero.
   */
  static <R> CheckedResponse<R> checkResponse(Object message, RequestId<R> id) {
    return Requests.check(message, id);
  }

  /**
   * Waits for the first response to a request of the collection: OTP's {@code gen_server:wait_response/3}. After a timeout all can be
   * waited for again.
   *
   * @param delete whether the new collection is without that request
   */
  static <R, L> RequestIds.Awaited<R, L> waitResponse(RequestIds<R, L> ids, Duration timeout, boolean delete) {
    return Requests.await("gen_server:wait_response", ids, new Until.After(timeout), delete, AtTimeout.KEEP);
  }

  /** The same until a point of the node's monotonic clock in milliseconds: OTP's {@code {abs, Time}}. */
  static <R, L> RequestIds.Awaited<R, L> waitResponseUntil(RequestIds<R, L> ids, long millis, boolean delete) {
    return Requests.await("gen_server:wait_response", ids, new Until.At(millis), delete, AtTimeout.KEEP);
  }

  /**
   * Waits for the first response to a request of the collection, and gives all up at the timeout: OTP's
   * {@code gen_server:receive_response/3}.
   *
   * @param delete whether the new collection is without that request
   */
  static <R, L> RequestIds.Awaited<R, L> receiveResponse(RequestIds<R, L> ids, Duration timeout, boolean delete) {
    return Requests.await("gen_server:receive_response", ids, new Until.After(timeout), delete, AtTimeout.ABANDON);
  }

  /** The same until a point of the node's monotonic clock in milliseconds: OTP's {@code {abs, Time}}. */
  static <R, L> RequestIds.Awaited<R, L> receiveResponseUntil(RequestIds<R, L> ids, long millis, boolean delete) {
    return Requests.await("gen_server:receive_response", ids, new Until.At(millis), delete, AtTimeout.ABANDON);
  }

  /** Whether a message is the response to a request of the collection: OTP's {@code gen_server:check_response/3}. */
  static <R, L> RequestIds.Checked<R, L> checkResponse(Object message, RequestIds<R, L> ids, boolean delete) {
    return Requests.check(message, ids, delete);
  }

  private static <T> T checked(T argument) {
    return Objects.requireNonNull(argument, "expected a server and a request, got null");
  }

  /** Sends a message that is not answered, and returns at once, whether the server is there or not: OTP's {@code gen_server:cast}. */
  static <C> void cast(ServerRef<?, ? super C> server, C message) {
    Objects.requireNonNull(message, "message: expected what to tell the server, got null");
    Cast.send(checked(server).destination(), message);
  }

  /**
   * Asks the servers of a local name on several nodes: OTP's {@code gen_server:multi_call/4}. Any thread may call it. A server that asks
   * itself too waits for its own answer until the timeout.
   *
   * @param nodes the names of nodes
   * @param server the servers' local name
   * @param timeout for all together, or {@link Timeout#INFINITY}
   */
  static <Q extends Request<R>, R> MultiCallResult<R> multiCall(
      List<String> nodes, ServerRef<? super Q, ?> server, Q request, Duration timeout) {
    return MultiCall.call(MultiCall.servers(nodes, server), request, timeout);
  }

  /** The same without a timeout: OTP's {@code gen_server:multi_call/3}. */
  static <Q extends Request<R>, R> MultiCallResult<R> multiCall(
      List<String> nodes, ServerRef<? super Q, ?> server, Q request) {
    return multiCall(nodes, server, request, Timeout.INFINITY);
  }

  /** The same on this node and all that it is connected with: OTP's {@code gen_server:multi_call/2}. */
  static <Q extends Request<R>, R> MultiCallResult<R> multiCall(ServerRef<? super Q, ?> server, Q request) {
    return multiCall(MultiCall.allNodes(), server, request);
  }

  /**
   * Casts to the servers of a local name on several nodes, wherever there are any: OTP's {@code gen_server:abcast/3}. Any thread may call
   * it.
   *
   * @param nodes the names of nodes
   * @param server the servers' local name
   */
  static <C> void abcast(List<String> nodes, ServerRef<?, ? super C> server, C message) {
    MultiCall.cast(MultiCall.servers(nodes, server), message);
  }

  /** The same on this node and all that it is connected with: OTP's {@code gen_server:abcast/2}. */
  static <C> void abcast(ServerRef<?, ? super C> server, C message) {
    abcast(MultiCall.allNodes(), server, message);
  }

  /**
   * Where the server is: its pid, or its name if that is on another node; empty if it is not there. Elixir's {@code GenServer.whereis}.
   * Any thread may call it.
   */
  static Optional<Destination> whereis(ServerRef<?, ?> server) {
    Destination destination = checked(server).destination();
    return destination instanceof Name.OnNode(String _, String node) && !node.equals(Node.current().name())
        ? Optional.of(destination)
        : server.whereis().map(pid -> pid);
  }

  /** Stops the server with reason normal and waits for its end: OTP's {@code gen_server:stop/1}. Any thread may call it. */
  static void stop(ServerRef<?, ?> server) {
    stop(server, ExitReason.NORMAL, Timeout.INFINITY);
  }

  /**
   * Stops the server through its terminate and waits for its end: OTP's {@code gen_server:stop/3}. Any thread may call it.
   *
   * @throws ExitException if the server is not there, ends with another reason, or not in time; then it goes on
   */
  static void stop(ServerRef<?, ?> server, ExitReason reason, Duration timeout) {
    ProcLib.stop(checked(server).destination(), reason, timeout);
  }
}
