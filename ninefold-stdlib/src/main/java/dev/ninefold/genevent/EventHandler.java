package dev.ninefold.genevent;

import dev.ninefold.gen.Request;
import dev.ninefold.gen.Status;
import dev.ninefold.gen.UndefinedCallbackException;
import dev.ninefold.process.Info;

/**
 * An event handler: what an event manager calls for each event. OTP's callback module of {@code gen_event}.
 *
 * <p>A manager has any number of handlers, each with a state of its own, and calls them one after another in its own process, the newest
 * first. A handler that throws, or returns something else than it may, is removed; the manager and the other handlers go on.
 *
 * @param <S> the state
 * @param <E> the events, a sealed interface
 * @param <Q> the requests of {@link GenEvent#call}, a sealed interface whose records are {@link Request}s
 */
public interface EventHandler<S, E, Q extends Request<?>> {

  /** Called first, when the handler is added, in the manager. Throwing fails what adds it. */
  HandlerInit<S> init() throws Exception;

  /**
   * Called instead of {@link #init()} if the handler takes the place of another: OTP's {@code init({Args, Term})}. The arguments are in the
   * object itself. Not overridden, it does as {@code init()}.
   *
   * @param predecessor what the handler before it has left
   */
  default HandlerInit<S> initAfterSwap(Predecessor predecessor) throws Exception {
    return init();
  }

  /**
   * Called instead of {@link #init()} when the handler is installed again after a failure, with the state before that, if its
   * {@link RestartRule} says so. Not overridden, it goes on with that state: override it if {@code terminate} gives back what the state
   * needs, such as an open file.
   *
   * @param lastGood the state before the callback that failed
   */
  default HandlerInit<S> initAfterFailure(S lastGood) throws Exception {
    return HandlerInit.ok(lastGood);
  }

  /** Handles an event. */
  default HandlerNext<S> handleEvent(E event, S state) throws Exception {
    throw new UndefinedCallbackException(this, "handleEvent(event, state)", "the event " + event);
  }

  /** Handles a request to this handler. */
  default HandlerReply<S> handleCall(Q request, S state) throws Exception {
    throw new UndefinedCallbackException(this, "handleCall(request, state)", "the request " + request);
  }

  /**
   * Handles any other message that the manager gets, such as the exits of processes that it is linked to. Not overridden, it logs the message
   * and drops it.
   */
  default HandlerNext<S> handleInfo(Info info, S state) throws Exception {
    GenEventProcess.reportUnhandled(this, info);
    return HandlerNext.ok(state);
  }

  /**
   * Called when the handler is removed, however that comes about, to undo what init did.
   *
   * @param why why it is removed
   * @param state after a failure, the state before the failing callback
   * @return anything: what {@link GenEvent#deleteHandler} returns, or what the handler after a swap gets
   */
  default Object terminate(Removal why, S state) throws Exception {
    return "ok";
  }

  /** What reports and get_status show: hide passwords, shorten what is long. If it fails, the state is not shown at all. */
  default Status formatStatus(Status status) {
    return status;
  }

  /**
   * The state as this version of the handler wants it.
   *
   * @param oldVersion the version that it comes from
   * @param oldState the state of that version
   * @param extra what who changes the code says
   */
  default S codeChange(Object oldVersion, Object oldState, Object extra) throws Exception {
    throw new UndefinedCallbackException(this, "codeChange(oldVersion, oldState, extra)", "change_code");
  }
}
