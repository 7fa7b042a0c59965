package dev.ninefold.debug;

import dev.ninefold.term.ExitReason;
import java.util.Objects;
import java.util.Optional;

/**
 * What happens in a process, as traces, logs and installed functions see it: OTP's {@code sys:system_event()}. Which of them occur is the
 * behaviour's affair:
 *
 * <ul>
 * <li>a gen_server, and a supervisor, which is one in OTP: {@link In}, then {@link Out} or {@link NoReply}; {@link Continue} before the
 * latter when {@code handleContinue} was called;
 * <li>a gen_statem: {@link Enter}, {@link In}, {@link Out}, {@link Consume}, {@link Postpone}, {@link StartTimer}, {@link Module},
 * {@link Terminate};
 * <li>a gen_event: {@link In};
 * <li>a special process: whatever it likes, a {@link Term} among others.
 * </ul>
 */
public sealed interface SystemEvent {

  /**
   * A message is about to be handled.
   *
   * @param message what came: a {@code Call} or {@code Cast} of {@code dev.ninefold.gen}, in a manager of events a {@code Notify}, any other
   *     message as it was in the mailbox; in a gen_statem the {@code StateEvent}
   * @param state in a gen_statem, the state in which it came; in a special process what it likes, as who sent it
   */
  record In(Object message, Optional<Object> state) implements SystemEvent {
    public In {
      Objects.requireNonNull(message, "message: expected what came, got null");
      Objects.requireNonNull(state, "state: expected the state or Optional.empty(), got null");
    }

    /** A message, without the state. */
    public In(Object message) {
      this(message, Optional.empty());
    }

    @Override
    public String toString() {
      return "{in, " + message + state.map(s -> ", " + s).orElse("") + "}";
    }
  }

  /**
   * A message was sent, in behaviours a reply.
   *
   * @param message what was sent
   * @param to where it went: the {@code From} of the request
   * @param state in a gen_server, the new state
   */
  record Out(Object message, Object to, Optional<Object> state) implements SystemEvent {
    public Out {
      Objects.requireNonNull(message, "message: expected what was sent, got null");
      Objects.requireNonNull(to, "to: expected where it went, got null");
      Objects.requireNonNull(state, "state: expected the state or Optional.empty(), got null");
    }

    /** A message, without the state. */
    public Out(Object message, Object to) {
      this(message, to, Optional.empty());
    }

    @Override
    public String toString() {
      return "{out, " + message + ", " + to + state.map(s -> ", " + s).orElse("") + "}";
    }
  }

  /**
   * A message was handled without a reply.
   *
   * @param state the new state
   */
  record NoReply(Object state) implements SystemEvent {
    @Override
    public String toString() {
      return "{noreply, " + state + "}";
    }
  }

  /**
   * {@code handleContinue} was called.
   *
   * @param term with what
   */
  record Continue(Object term) implements SystemEvent {
    @Override
    public String toString() {
      return "{continue, " + term + "}";
    }
  }

  /**
   * A machine starts.
   *
   * @param module the class of its callbacks
   * @param state its first state
   */
  record Enter(String module, Object state) implements SystemEvent {
    @Override
    public String toString() {
      return "{enter, " + module + ", " + state + "}";
    }
  }

  /**
   * A machine changed its callback module.
   *
   * @param module the class of the callbacks from now on
   * @param state the state that it comes to
   */
  record Module(String module, Object state) implements SystemEvent {
    @Override
    public String toString() {
      return "{module, " + module + ", " + state + "}";
    }
  }

  /**
   * An event was handled.
   *
   * @param event the event
   * @param state the state in which it was handled
   * @param nextState the state that it led to, which may be the same
   */
  record Consume(Object event, Object state, Object nextState) implements SystemEvent {
    @Override
    public String toString() {
      return "{consume, " + event + ", " + state + ", " + nextState + "}";
    }
  }

  /**
   * An event was put off.
   *
   * @param event the event
   * @param state the state in which it was not wanted
   * @param nextState the state that it led to, which may be the same
   */
  record Postpone(Object event, Object state, Object nextState) implements SystemEvent {
    @Override
    public String toString() {
      return "{postpone, " + event + ", " + state + ", " + nextState + "}";
    }
  }

  /**
   * A timeout was started.
   *
   * @param timer the action by which it was
   * @param state the state
   */
  record StartTimer(Object timer, Object state) implements SystemEvent {
    @Override
    public String toString() {
      return "{start_timer, " + timer + ", " + state + "}";
    }
  }

  /**
   * A machine ends, with a reason that is not reported: normal, shutdown or {@code {shutdown, _}}.
   *
   * @param reason why
   * @param state its last state
   */
  record Terminate(ExitReason reason, Object state) implements SystemEvent {
    @Override
    public String toString() {
      return "{terminate, " + reason + ", " + state + "}";
    }
  }

  /**
   * Anything else, in the words of the process.
   *
   * @param term what happened
   */
  record Term(Object term) implements SystemEvent {
    public Term {
      Objects.requireNonNull(term, "term: expected what happened, got null");
    }

    @Override
    public String toString() {
      return term.toString();
    }
  }
}
