package dev.ninefold.genstatem;

import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.Objects;

/**
 * What a callback asks for besides the next state and data: OTP's transition action. Actions are carried out from left to right; of
 * several that set the same thing, the last one counts.
 */
public sealed interface Action
    permits EnterAction, Action.Postpone, Action.NextEvent, Action.ChangeCallbackModule, Action.PushCallbackModule,
    Action.PopCallbackModule {

  /**
   * Whoever asked gets the value. OTP's {@code {reply, From, Reply}}.
   *
   * @param from who asked
   * @param request the request that is answered; it names the type of the reply
   * @param value the reply
   */
  record Reply(From from, Request<?> request, Object value) implements EnterAction {
    public Reply {
      Objects.requireNonNull(from, "from: expected who asked, got null");
      Objects.requireNonNull(request, "request: expected the request that is answered, got null");
    }

    @Override
    public String toString() {
      return "{reply, " + from + ", " + value + "}";
    }
  }

  /** Accepted for OTP's sake: an idle process is small here anyway. */
  record Hibernate() implements EnterAction {
    @Override
    public String toString() {
      return "hibernate";
    }
  }

  /**
   * Starts a timer, or starts it anew. OTP's {@code {Type, Time, Content}}.
   *
   * @param type which
   * @param time how long, or since the clock's zero if absolute; {@link Timeout#INFINITY} cancels it
   * @param content of the event that comes then
   * @param absolute whether the time is a point on the node's clock
   */
  record SetTimeout(TimeoutType type, Duration time, Object content, boolean absolute) implements EnterAction {
    public SetTimeout {
      Objects.requireNonNull(type, "type: expected the type of the timeout, got null");
      Timeout.check(time);
      Objects.requireNonNull(content, "content: expected the content of the event, got null");
    }

    @Override
    public String toString() {
      return "{" + type + ", " + Timeout.format(time) + ", " + content + (absolute ? ", [{abs, true}]}" : "}");
    }
  }

  /**
   * Gives a timer that runs another content; without one, the event comes at once, as with a timeout of zero. OTP's
   * {@code {Type, update, Content}}.
   *
   * @param type which
   * @param content of the event that comes then
   */
  record UpdateTimeout(TimeoutType type, Object content) implements EnterAction {
    public UpdateTimeout {
      Objects.requireNonNull(type, "type: expected the type of the timeout, got null");
      Objects.requireNonNull(content, "content: expected the content of the event, got null");
    }

    @Override
    public String toString() {
      return "{" + type + ", update, " + content + "}";
    }
  }

  /**
   * Stops a timer, if it runs. OTP's {@code {Type, cancel}}.
   *
   * @param type which
   */
  record CancelTimeout(TimeoutType type) implements EnterAction {
    public CancelTimeout {
      Objects.requireNonNull(type, "type: expected the type of the timeout, got null");
    }

    @Override
    public String toString() {
      return "{" + type + ", cancel}";
    }
  }

  /**
   * The event waits until the state changes, and is handled then. OTP's {@code {postpone, Postpone}}.
   *
   * @param postpone whether it does; false undoes an earlier action of the list
   */
  record Postpone(boolean postpone) implements Action {
    @Override
    public String toString() {
      return postpone ? "postpone" : "{postpone, false}";
    }
  }

  /**
   * Inserts an event, which is handled before all that wait. OTP's {@code {next_event, Type, Content}}.
   *
   * @param event what is to be handled; of any type, and not to be told from a real one
   */
  record NextEvent(StateEvent<?, ?> event) implements Action {
    public NextEvent {
      Objects.requireNonNull(event, "event: expected the event to insert, got null");
    }

    @Override
    public String toString() {
      return "{next_event, " + event + "}";
    }
  }

  /**
   * From now on the callbacks of another object are called. OTP's {@code {change_callback_module, NewModule}}.
   *
   * @param module the new one; that it handles the same states and events is the word of who changes it
   */
  record ChangeCallbackModule(GenStatem<?, ?, ?, ?> module) implements Action {
    public ChangeCallbackModule {
      Objects.requireNonNull(module, "module: expected the new callback module, got null");
    }

    @Override
    public String toString() {
      return "{change_callback_module, " + module.getClass().getName() + "}";
    }
  }

  /**
   * The same, until {@link PopCallbackModule} brings the present one back. OTP's {@code {push_callback_module, NewModule}}.
   *
   * @param module the new one; that it handles the same states and events is the word of who changes it
   */
  record PushCallbackModule(GenStatem<?, ?, ?, ?> module) implements Action {
    public PushCallbackModule {
      Objects.requireNonNull(module, "module: expected the new callback module, got null");
    }

    @Override
    public String toString() {
      return "{push_callback_module, " + module.getClass().getName() + "}";
    }
  }

  /** Back to the callback module before the last push; without one it is a bad action. OTP's {@code pop_callback_module}. */
  record PopCallbackModule() implements Action {
    @Override
    public String toString() {
      return "pop_callback_module";
    }
  }

  // ---- replies, events, modules

  /** OTP's {@code {reply, From, Reply}}. The request is the pattern variable of the case, whose type names the reply. */
  static <R> Reply reply(From from, Request<R> request, R value) {
    return new Reply(from, request, value);
  }

  /** OTP's {@code hibernate}. */
  static EnterAction hibernate() {
    return new Hibernate();
  }

  /** OTP's {@code postpone}. */
  static Action postpone() {
    return new Postpone(true);
  }

  /** OTP's {@code {postpone, Postpone}}. */
  static Action postpone(boolean postpone) {
    return new Postpone(postpone);
  }

  /** OTP's {@code {next_event, internal, Content}}. */
  static Action internal(Object content) {
    return new NextEvent(new StateEvent.Internal<>(content));
  }

  /** OTP's {@code {next_event, Type, Content}}. */
  static Action nextEvent(StateEvent<?, ?> event) {
    return new NextEvent(event);
  }

  /** OTP's {@code {change_callback_module, NewModule}}. */
  static Action changeCallbackModule(GenStatem<?, ?, ?, ?> module) {
    return new ChangeCallbackModule(module);
  }

  /** OTP's {@code {push_callback_module, NewModule}}. */
  static Action pushCallbackModule(GenStatem<?, ?, ?, ?> module) {
    return new PushCallbackModule(module);
  }

  /** OTP's {@code pop_callback_module}. */
  static Action popCallbackModule() {
    return new PopCallbackModule();
  }

  // ---- the event timeout

  /** The event timeout, with the time as its content: OTP's integer action. */
  static EnterAction timeout(Duration time) {
    return timeout(time, time);
  }

  /** {@link StateEvent.Timeout} comes if no event does within the time; zero: if none waits inside. OTP's {@code {timeout, …}}. */
  static EnterAction timeout(Duration time, Object content) {
    return new SetTimeout(TimeoutType.Event.EVENT, time, content, false);
  }

  /** The same at a point of the node's monotonic clock in milliseconds: OTP's {@code {abs, true}}. */
  static EnterAction timeoutAt(long millis, Object content) {
    return at(TimeoutType.Event.EVENT, millis, content);
  }

  /** The event timeout has another content from now on: OTP's {@code {timeout, update, Content}}. */
  static EnterAction updateTimeout(Object content) {
    return new UpdateTimeout(TimeoutType.Event.EVENT, content);
  }

  /** No event timeout comes: OTP's {@code {timeout, cancel}}. As every event does this, it undoes an earlier action of the list. */
  static EnterAction cancelTimeout() {
    return new CancelTimeout(TimeoutType.Event.EVENT);
  }

  // ---- the state timeout

  /** {@link StateEvent.StateTimeout} comes if the state does not change within the time: OTP's {@code {state_timeout, …}}. */
  static EnterAction stateTimeout(Duration time, Object content) {
    return new SetTimeout(TimeoutType.State.STATE, time, content, false);
  }

  /** The same at a point of the node's monotonic clock in milliseconds: OTP's {@code {abs, true}}. */
  static EnterAction stateTimeoutAt(long millis, Object content) {
    return at(TimeoutType.State.STATE, millis, content);
  }

  /** The state timeout has another content from now on: OTP's {@code {state_timeout, update, Content}}. */
  static EnterAction updateStateTimeout(Object content) {
    return new UpdateTimeout(TimeoutType.State.STATE, content);
  }

  /** No state timeout comes: OTP's {@code {state_timeout, cancel}}. */
  static EnterAction cancelStateTimeout() {
    return new CancelTimeout(TimeoutType.State.STATE);
  }

  // ---- generic timeouts

  /** {@link StateEvent.GenericTimeout} comes after the time, whatever happens: OTP's {@code {{timeout, Name}, …}}. */
  static EnterAction genericTimeout(Object name, Duration time, Object content) {
    return new SetTimeout(new TimeoutType.Generic(name), time, content, false);
  }

  /** The same at a point of the node's monotonic clock in milliseconds: OTP's {@code {abs, true}}. */
  static EnterAction genericTimeoutAt(Object name, long millis, Object content) {
    return at(new TimeoutType.Generic(name), millis, content);
  }

  /** The timeout of that name has another content from now on: OTP's {@code {{timeout, Name}, update, Content}}. */
  static EnterAction updateGenericTimeout(Object name, Object content) {
    return new UpdateTimeout(new TimeoutType.Generic(name), content);
  }

  /** No timeout of that name comes: OTP's {@code {{timeout, Name}, cancel}}. */
  static EnterAction cancelGenericTimeout(Object name) {
    return new CancelTimeout(new TimeoutType.Generic(name));
  }

  private static EnterAction at(TimeoutType type, long millis, Object content) {
    return new SetTimeout(type, Duration.ofMillis(Math.max(0, millis)), content, true);
  }
}
