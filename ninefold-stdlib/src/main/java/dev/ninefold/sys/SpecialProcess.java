package dev.ninefold.sys;

import dev.ninefold.debug.Debug;
import dev.ninefold.gen.Status;
import dev.ninefold.gen.UndefinedCallbackException;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Pid;
import dev.ninefold.term.ExitReason;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A process with a loop of its own that answers system messages as behaviours do: the callbacks of OTP's special processes. It is started with
 * {@code ProcLib}, gives each message for which {@link Sys#isSystemMessage} holds to {@link Sys#handleSystemMessage}, and ends when its
 * parent does. All callbacks run in the process.
 *
 * <p>OTP's {@code system_continue} is what {@link Sys#handleSystemMessage} returns: the loop goes on with it.
 *
 * @param <S> what the loop carries along: OTP's {@code Misc}
 */
public interface SpecialProcess<S> {

  /**
   * Goes on after a system message: the arguments of OTP's {@code system_continue}.
   *
   * @param debug what observes the process from now on
   * @param state what the loop carries along from now on
   */
  record SystemContinue<S>(Debug debug, S state) {
    public SystemContinue {
      Objects.requireNonNull(debug, "debug: expected what observes the process, got null");
      Objects.requireNonNull(state, "state: expected what the loop carries along, got null");
    }
  }

  /**
   * Another state.
   *
   * @param state what who asked gets: the new state as it is shown
   * @param misc what the loop carries along from now on
   */
  record Replaced<S>(Object state, S misc) {
    public Replaced {
      Objects.requireNonNull(state, "state: expected the new state, got null");
      Objects.requireNonNull(misc, "misc: expected what the loop carries along, got null");
    }
  }

  /**
   * The process is to end, because it was told to or because its parent has ended: cleans up, and throws. OTP's {@code system_terminate}.
   * Afterwards the file is closed that its events are written to; a loop that ends by itself does that by {@link Debug#close}.
   *
   * @return never, as a rule; what is returned is thrown
   */
  ExitException systemTerminate(ExitReason reason, Pid parent, Debug debug, S state) throws Exception;

  /** What {@code sys:get_state} shows; by default all that the loop carries along. OTP's {@code system_get_state}. */
  default Object systemGetState(S state) throws Exception {
    return state;
  }

  /**
   * Another state, made by the function; by default it is given all that the loop carries along, and returns it. If this throws, the process
   * keeps what it has. OTP's {@code system_replace_state}.
   */
  @SuppressWarnings("unchecked") // who replaces the state knows what the loop carries along
  default Replaced<S> systemReplaceState(UnaryOperator<Object> function, S state) throws Exception {
    S replaced = (S) Objects.requireNonNull(function.apply(state), "the function returned null");
    return new Replaced<>(replaced, replaced);
  }

  /**
   * What the loop carries along, for another version of the code; if this throws, it stays as it is. OTP's {@code system_code_change}.
   *
   * @param module what was given to {@code Sys.changeCode}
   * @param oldVersion the version that the state is of
   * @param extra what was given besides
   */
  default S systemCodeChange(S state, Object module, Object oldVersion, Object extra) throws Exception {
    throw new UndefinedCallbackException(this, "systemCodeChange(state, module, oldVersion, extra)", "change_code");
  }

  /** What {@code sys:get_status} shows. OTP's {@code format_status}. */
  default Status formatStatus(Status status) {
    return status;
  }
}
