package dev.ninefold.genstatem;

import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import java.util.Objects;

/**
 * What a state machine handles: OTP's event type and event content in one. A {@code switch} over it that forgets one does not compile.
 *
 * @param <Q> the requests of the machine
 * @param <C> its casts
 */
public sealed interface StateEvent<Q extends Request<?>, C> {

  /**
   * A request, by {@code call} or {@code sendRequest}: OTP's {@code {call, From}}.
   *
   * @param request what is asked
   * @param from who asks, for the reply
   */
  record Call<Q extends Request<?>, C>(Q request, From from) implements StateEvent<Q, C> {
    public Call {
      Objects.requireNonNull(request, "request: expected what is asked, got null");
      Objects.requireNonNull(from, "from: expected who asks, got null");
    }

    @Override
    public String toString() {
      return "{{call, " + from + "}, " + request + "}";
    }
  }

  /**
   * A cast.
   *
   * @param message what was told
   */
  record Cast<Q extends Request<?>, C>(C message) implements StateEvent<Q, C> {
    public Cast {
      Objects.requireNonNull(message, "message: expected what was told, got null");
    }

    @Override
    public String toString() {
      return "{cast, " + message + "}";
    }
  }

  /**
   * Any other message: exits and downs of other processes, timers, and what was sent plainly.
   *
   * @param info what came
   */
  record Info<Q extends Request<?>, C>(dev.ninefold.process.Info info) implements StateEvent<Q, C> {
    public Info {
      Objects.requireNonNull(info, "info: expected what came, got null");
    }

    /** The message itself, where it was sent plainly. */
    @Override
    public String toString() {
      return "{info, " + (info instanceof dev.ninefold.process.Info.Message(Object body) ? body : info) + "}";
    }
  }

  /**
   * What the machine itself inserted by {@link Action#internal}. Comes from nowhere else.
   *
   * @param content what it was inserted with
   */
  record Internal<Q extends Request<?>, C>(Object content) implements StateEvent<Q, C> {
    public Internal {
      Objects.requireNonNull(content, "content: expected the content of the event, got null");
    }

    @Override
    public String toString() {
      return "{internal, " + content + "}";
    }
  }

  /**
   * The event timeout: no event came in time. See {@link Action#timeout(java.time.Duration, Object)}.
   *
   * @param content what it was started with
   */
  record Timeout<Q extends Request<?>, C>(Object content) implements StateEvent<Q, C> {
    public Timeout {
      Objects.requireNonNull(content, "content: expected the content of the event, got null");
    }

    @Override
    public String toString() {
      return "{timeout, " + content + "}";
    }
  }

  /**
   * The state timeout: the machine stayed in its state for that long. See {@link Action#stateTimeout(java.time.Duration, Object)}.
   *
   * @param content what it was started with
   */
  record StateTimeout<Q extends Request<?>, C>(Object content) implements StateEvent<Q, C> {
    public StateTimeout {
      Objects.requireNonNull(content, "content: expected the content of the event, got null");
    }

    @Override
    public String toString() {
      return "{state_timeout, " + content + "}";
    }
  }

  /**
   * A generic timeout: OTP's {@code {timeout, Name}}. See {@link Action#genericTimeout(Object, java.time.Duration, Object)}.
   *
   * @param name which
   * @param content what it was started with
   */
  record GenericTimeout<Q extends Request<?>, C>(Object name, Object content) implements StateEvent<Q, C> {
    public GenericTimeout {
      Objects.requireNonNull(name, "name: expected the name of the timeout, got null");
      Objects.requireNonNull(content, "content: expected the content of the event, got null");
    }

    @Override
    public String toString() {
      return "{{timeout, " + name + "}, " + content + "}";
    }
  }
}
