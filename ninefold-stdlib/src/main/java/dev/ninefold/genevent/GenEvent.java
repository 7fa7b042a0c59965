package dev.ninefold.genevent;

import dev.ninefold.gen.AwaitedResponse;
import dev.ninefold.gen.CheckedResponse;
import dev.ninefold.gen.Gen.Flavour;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.RequestId;
import dev.ninefold.gen.RequestIds;
import dev.ninefold.gen.Requests;
import dev.ninefold.gen.Requests.AtTimeout;
import dev.ninefold.gen.Requests.Until;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genevent.ManagerRequest.NewHandler;
import dev.ninefold.genevent.ManagerRequest.Supervisor;
import dev.ninefold.process.Destination;
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
 * Event managers: OTP's {@code gen_event}. A manager is a process with any number of {@link EventHandler}s, which it calls for each event,
 * the newest first. It traps exits.
 *
 * <p>All functions but {@link #call} throw {@link dev.ninefold.process.ExitException} with the bare reason, such as noproc, if the manager is not
 * there, and wait as long as it takes. Any thread may call those that do not say otherwise.
 */
public final class GenEvent {

  /** How long {@link #call} waits if nothing else is said. */
  public static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

  private GenEvent() {}

  // ---- starting

  /**
   * A started and monitored manager.
   *
   * @param manager how to reach it
   * @param ref the monitor
   */
  public record Monitored<E>(ManagerRef<E> manager, Ref ref) {}

  /** Starts a manager without a name: OTP's {@code gen_event:start/0}. */
  public static <E> StartResult<ManagerRef<E>> start() {
    return start(StartOptions.DEFAULT);
  }

  /** Starts a manager: OTP's {@code gen_event:start/2}. */
  public static <E> StartResult<ManagerRef<E>> start(StartOptions options) {
    return GenEventProcess.start(Flavour.PLAIN, null, options);
  }

  /** Starts a manager without a name, linked to the calling process: OTP's {@code gen_event:start_link/0}. */
  public static <E> StartResult<ManagerRef<E>> startLink() {
    return startLink(StartOptions.DEFAULT);
  }

  /** Starts a manager linked to the calling process, which should be a supervisor: OTP's {@code gen_event:start_link/2}. */
  public static <E> StartResult<ManagerRef<E>> startLink(StartOptions options) {
    return GenEventProcess.start(Flavour.LINKED, null, options);
  }

  /** Starts a manager without a name, monitored by the calling process: OTP's {@code gen_event:start_monitor/0}. */
  public static <E> StartResult<Monitored<E>> startMonitor() {
    return startMonitor(StartOptions.DEFAULT);
  }

  /** Starts a manager monitored by the calling process: OTP's {@code gen_event:start_monitor/2}. */
  public static <E> StartResult<Monitored<E>> startMonitor(StartOptions options) {
    Ref ref = Process.makeRef();
    return switch (GenEventProcess.<E>start(Flavour.MONITORED, ref, options)) {
      case StartResult.Ok<ManagerRef<E>> ok -> StartResult.ok(ok.pid(), new Monitored<>(ok.value(), ref));
      case StartResult.Ignore<ManagerRef<E>> _ -> new StartResult.Ignore<>();
      case StartResult.Failed<ManagerRef<E>>(ExitReason reason) -> StartResult.failed(reason);
    };
  }

  // ---- handlers

  /**
   * Adds a handler, before those that are there: OTP's {@code gen_event:add_handler/3}.
   *
   * @param handler by what it is addressed from now on
   * @param module makes it, in the manager; OTP's arguments are what it captures
   * @throws HandlerException if it could not be made, or its init failed or refused
   */
  public static <E, H extends EventHandler<?, ? super E, ?>> void addHandler(
      ManagerRef<E> manager, HandlerKey<H> handler, Supplier<? extends H> module) {
    add("gen_event:add_handler", manager, handler, module, Optional.empty());
  }

  /**
   * The same with the calling process as its owner, which is linked with the manager, and told by a {@link HandlerExit} when the handler
   * is removed. When the owner ends, its handlers are removed. OTP's {@code gen_event:add_sup_handler/3}. To be called by a process.
   */
  public static <E, H extends EventHandler<?, ? super E, ?>> void addSupHandler(
      ManagerRef<E> manager, HandlerKey<H> handler, Supplier<? extends H> module) {
    add("gen_event:add_sup_handler", manager, handler, module, Optional.of(self(Optional.empty())));
  }

  /**
   * The same with a rule: a handler that fails is installed again, in its place, before the manager handles anything else; the owner
   * is told by a {@link HandlerRestart}. When the rule is used up, the handler is removed. OTP has nothing like it.
   */
  public static <E, H extends EventHandler<?, ? super E, ?>> void addSupHandler(
      ManagerRef<E> manager, HandlerKey<H> handler, Supplier<? extends H> module, RestartRule rule) {
    add("gen_event:add_sup_handler", manager, handler, module, Optional.of(self(Optional.of(rule(rule)))));
  }

  private static void add(
      String function, ManagerRef<?> manager, HandlerKey<?> handler, Supplier<? extends EventHandler<?, ?, ?>> module,
      Optional<Supervisor> supervisor) {
    Destination to = destination(manager);
    ManagerCalls.ask(function, to, handler, new ManagerRequest.AddHandler(newHandler(handler, module), supervisor));
  }

  /**
   * Removes a handler: OTP's {@code gen_event:delete_handler/3}.
   *
   * @param args what its terminate gets, in a {@link Removal.Deleted}
   * @return what its terminate returns
   * @throws HandlerException if it is not installed; or its terminate failed, then it is removed nevertheless
   */
  public static Object deleteHandler(ManagerRef<?> manager, HandlerKey<?> handler, Object args) {
    Destination to = destination(manager);
    Checks.handler(handler);
    Checks.args(args);
    return ManagerCalls.ask("gen_event:delete_handler", to, handler, new ManagerRequest.DeleteHandler(handler, args));
  }

  /**
   * Replaces a handler by another one, which is told what the terminate of the first returned, and gets its owner, and the owner's rule, if it had
   * any. The new one comes first in the list, and is added also if the old one is not there: OTP's {@code gen_event:swap_handler/3}.
   *
   * @param args what the terminate of the old one gets, in a {@link Removal.Swapped}
   * @throws HandlerException if the new one could not be made, or its init failed or refused; then the old one is gone, too
   */
  public static <E, H extends EventHandler<?, ? super E, ?>> void swapHandler(
      ManagerRef<E> manager, HandlerKey<?> oldHandler, Object args, HandlerKey<H> newHandler, Supplier<? extends H> module) {
    swap("gen_event:swap_handler", manager, oldHandler, args, newHandler, module, Optional.empty());
  }

  /** The same with the calling process as the owner of the new handler: OTP's {@code gen_event:swap_sup_handler/3}. For processes. */
  public static <E, H extends EventHandler<?, ? super E, ?>> void swapSupHandler(
      ManagerRef<E> manager, HandlerKey<?> oldHandler, Object args, HandlerKey<H> newHandler, Supplier<? extends H> module) {
    swap("gen_event:swap_sup_handler", manager, oldHandler, args, newHandler, module, Optional.of(self(Optional.empty())));
  }

  /** The same with a rule for the new handler. For processes. */
  public static <E, H extends EventHandler<?, ? super E, ?>> void swapSupHandler(
      ManagerRef<E> manager, HandlerKey<?> oldHandler, Object args, HandlerKey<H> newHandler, Supplier<? extends H> module,
      RestartRule rule) {
    swap("gen_event:swap_sup_handler", manager, oldHandler, args, newHandler, module,
        Optional.of(self(Optional.of(rule(rule)))));
  }

  private static void swap(
      String function, ManagerRef<?> manager, HandlerKey<?> oldHandler, Object args, HandlerKey<?> newHandler,
      Supplier<? extends EventHandler<?, ?, ?>> module, Optional<Supervisor> supervisor) {
    Destination to = destination(manager);
    Checks.handler(oldHandler);
    Checks.args(args);
    ManagerCalls.ask(function, to, newHandler,
        new ManagerRequest.SwapHandler(oldHandler, args, newHandler(newHandler, module), supervisor));
  }

  /** The handlers that are installed, the newest first: OTP's {@code gen_event:which_handlers/1}. */
  public static List<HandlerKey<?>> whichHandlers(ManagerRef<?> manager) {
    return ManagerCalls.ask("gen_event:which_handlers", destination(manager), new ManagerRequest.WhichHandlers());
  }

  // ---- events and requests

  /**
   * Sends an event, and returns at once, whether the manager is there or not: OTP's {@code gen_event:notify/2}.
   *
   * @throws IllegalArgumentException if the manager is given by a local name that is not registered
   */
  public static <E> void notify(ManagerRef<? super E> manager, E event) {
    Destination to = destination(manager);
    Notify.send(to, event(event));
  }

  /** The same, and returns when all handlers have handled the event: OTP's {@code gen_event:sync_notify/2}. */
  public static <E> void syncNotify(ManagerRef<? super E> manager, E event) {
    Destination to = destination(manager);
    ManagerCalls.ask("gen_event:sync_notify", to, new ManagerRequest.SyncNotify(event(event)));
  }

  /**
   * Sends a request to one handler and waits up to five seconds for the reply: OTP's {@code gen_event:call/3}.
   *
   * @throws HandlerException if the handler is not installed, or fails on the request
   * @throws dev.ninefold.process.CallException if there is no reply: timeout, no process, the manager exited, a call to oneself, a cycle of
   *     calls
   */
  public static <Q extends Request<R>, R> R call(
      ManagerRef<?> manager, HandlerKey<? extends EventHandler<?, ?, ? super Q>> handler, Q request) {
    return call(manager, handler, request, CALL_TIMEOUT);
  }

  /**
   * The same with a timeout: OTP's {@code gen_event:call/4}.
   *
   * @param timeout zero or more, or {@link Timeout#INFINITY}; also then the caller is told at once if the manager ends
   */
  public static <Q extends Request<R>, R> R call(
      ManagerRef<?> manager, HandlerKey<? extends EventHandler<?, ?, ? super Q>> handler, Q request, Duration timeout) {
    Destination to = destination(manager);
    Checks.handler(handler);
    return ManagerCalls.call(to, handler, request(request), timeout);
  }

  /**
   * Sends a request to one handler and returns at once: OTP's {@code gen_event:send_request/3}. Only the same process or thread can wait for
   * the response. That the handler is not installed, or fails, is an {@link dev.ninefold.gen.Response.Error} whose reason is a {@link HandlerError}.
   */
  public static <Q extends Request<R>, R> RequestId<R> sendRequest(
      ManagerRef<?> manager, HandlerKey<? extends EventHandler<?, ?, ? super Q>> handler, Q request) {
    Destination to = destination(manager);
    Checks.handler(handler);
    return Requests.send(to, new ManagerRequest.Call<>(handler, request(request)));
  }

  /** The same, adding the request to a collection: OTP's {@code gen_event:send_request/5}. */
  public static <Q extends Request<? extends R>, R, L> RequestIds<R, L> sendRequest(
      ManagerRef<?> manager, HandlerKey<? extends EventHandler<?, ?, ? super Q>> handler, Q request, L label,
      RequestIds<R, L> ids) {
    Objects.requireNonNull(label, "label: expected a label, got null");
    Objects.requireNonNull(ids, "ids: expected a collection of request ids, got null");
    Destination to = destination(manager);
    Checks.handler(handler);
    Request<? extends R> asked = request(request);
    return ids.add(Requests.send(to, new ManagerRequest.Call<>(handler, asked)), label);
  }

  /** Waits for the response: OTP's {@code gen_event:wait_response/2}. After a timeout it can be waited for again. */
  public static <R> AwaitedResponse<R> waitResponse(RequestId<R> id, Duration timeout) {
    return Requests.await("gen_event:wait_response", id, new Until.After(timeout), AtTimeout.KEEP);
  }

  /** The same until a point of the node's monotonic clock in milliseconds: OTP's {@code {abs, Time}}. */
  public static <R> AwaitedResponse<R> waitResponseUntil(RequestId<R> id, long millis) {
    return Requests.await("gen_event:wait_response", id, new Until.At(millis), AtTimeout.KEEP);
  }

  /** Waits for the response, and gives the request up at the timeout: OTP's {@code gen_event:receive_response/2}. */
  public static <R> AwaitedResponse<R> receiveResponse(RequestId<R> id, Duration timeout) {
    return Requests.await("gen_event:receive_response", id, new Until.After(timeout), AtTimeout.ABANDON);
  }

  /** The same until a point of the node's monotonic clock in milliseconds: OTP's {@code {abs, Time}}. */
  public static <R> AwaitedResponse<R> receiveResponseUntil(RequestId<R> id, long millis) {
    return Requests.await("gen_event:receive_response", id, new Until.At(millis), AtTimeout.ABANDON);
  }

  /** Whether a message that was received is the response: OTP's {@code gen_event:check_response/2}. For processes. */
  public static <R> CheckedResponse<R> checkResponse(Object message, RequestId<R> id) {
    return Requests.check(message, id);
  }

  /**
   * Waits for the first response to a request of the collection: OTP's {@code gen_event:wait_response/3}. After a timeout all can be
   * waited for again.
   *
   * @param delete whether the new collection is without that request
   */
  public static <R, L> RequestIds.Awaited<R, L> waitResponse(RequestIds<R, L> ids, Duration timeout, boolean delete) {
    return Requests.await("gen_event:wait_response", ids, new Until.After(timeout), delete, AtTimeout.KEEP);
  }

  /** The same until a point of the node's monotonic clock in milliseconds: OTP's {@code {abs, Time}}. */
  public static <R, L> RequestIds.Awaited<R, L> waitResponseUntil(RequestIds<R, L> ids, long millis, boolean delete) {
    return Requests.await("gen_event:wait_response", ids, new Until.At(millis), delete, AtTimeout.KEEP);
  }

  /**
   * Waits for the first response to a request of the collection, and gives all up at the timeout: OTP's
   * {@code gen_event:receive_response/3}.
   *
   * @param delete whether the new collection is without that request
   */
  public static <R, L> RequestIds.Awaited<R, L> receiveResponse(RequestIds<R, L> ids, Duration timeout, boolean delete) {
    return Requests.await("gen_event:receive_response", ids, new Until.After(timeout), delete, AtTimeout.ABANDON);
  }

  /** The same until a point of the node's monotonic clock in milliseconds: OTP's {@code {abs, Time}}. */
  public static <R, L> RequestIds.Awaited<R, L> receiveResponseUntil(RequestIds<R, L> ids, long millis, boolean delete) {
    return Requests.await("gen_event:receive_response", ids, new Until.At(millis), delete, AtTimeout.ABANDON);
  }

  /** Whether a message is the response to a request of the collection: OTP's {@code gen_event:check_response/3}. For processes. */
  public static <R, L> RequestIds.Checked<R, L> checkResponse(Object message, RequestIds<R, L> ids, boolean delete) {
    return Requests.check(message, ids, delete);
  }

  // ---- stopping

  /** Stops the manager with reason normal and waits for its end: OTP's {@code gen_event:stop/1}. */
  public static void stop(ManagerRef<?> manager) {
    stop(manager, ExitReason.NORMAL, Timeout.INFINITY);
  }

  /**
   * Stops the manager, through the terminate of each handler, and waits for its end: OTP's {@code gen_event:stop/3}.
   *
   * @throws dev.ninefold.process.ExitException if the manager is not there, ends with another reason, or not in time; then it goes on
   */
  public static void stop(ManagerRef<?> manager, ExitReason reason, Duration timeout) {
    ProcLib.stop(destination(manager), reason, timeout);
  }

  // ---- arguments

  private static Destination destination(ManagerRef<?> manager) {
    return Objects.requireNonNull(manager, "manager: expected an event manager, got null").destination();
  }

  private static NewHandler newHandler(HandlerKey<?> handler, Supplier<? extends EventHandler<?, ?, ?>> module) {
    Checks.handler(handler);
    Checks.module(module);
    return new NewHandler(handler, module);
  }

  private static Supervisor self(Optional<RestartRule> rule) {
    return new Supervisor(Process.self(), rule);
  }

  private static RestartRule rule(RestartRule rule) {
    return Objects.requireNonNull(rule,
        "rule: expected how often to install the handler again, got null; leave it away for never");
  }

  private static Object event(Object event) {
    return Objects.requireNonNull(event, "event: expected what has happened, got null");
  }

  private static <T> T request(T request) {
    return Objects.requireNonNull(request, "request: expected what to ask the handler, got null");
  }
}
