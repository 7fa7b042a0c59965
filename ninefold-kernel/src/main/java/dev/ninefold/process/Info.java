package dev.ninefold.process;

import dev.ninefold.term.ExitReason;
import java.util.OptionalLong;

/**
 * A message that no protocol of the user's defines: what the kernel puts into a mailbox, or, wrapped as {@link Message}, anything
 * that was sent plainly. A plain process finds the records other than {@code Message} in its mailbox as they are.
 */
public sealed interface Info {

  /**
   * A linked process ended, or somebody sent an exit signal, and this process traps exits: OTP's {@code {'EXIT', From, Reason}}.
   *
   * @param from who ended or sent the signal
   * @param reason why
   */
  record Exit(Pid from, ExitReason reason) implements Info {}

  /**
   * A monitored process ended or was not there: OTP's {@code {'DOWN', Ref, process, Object, Reason}}.
   *
   * @param ref what {@code monitor} returned
   * @param object the pid, or the name if it was monitored by name
   * @param reason why it ended; noproc if it was not there
   * @param tag {@code DOWN}, or what the tag option says
   */
  record Down(Ref ref, Destination object, ExitReason reason, Object tag) implements Info {
    /** The tag of a monitor without the tag option. */
    public static final String TAG = "DOWN";

    /** A message with the ordinary tag. */
    public Down(Ref ref, Destination object, ExitReason reason) {
      this(ref, object, reason, TAG);
    }
  }

  /**
   * A timer of {@code startTimer} fired: OTP's {@code {timeout, Ref, Msg}}.
   *
   * @param ref what {@code startTimer} returned
   * @param message what it was started with
   */
  record TimerExpired(Ref ref, Object message) implements Info {}

  /**
   * The answer to {@code cancelTimerAsync}: OTP's {@code {cancel_timer, Ref, Result}}.
   *
   * @param ref the timer
   * @param left the milliseconds that were left; empty if it had fired or was cancelled before
   */
  record CancelTimer(Ref ref, OptionalLong left) implements Info {}

  /** The timeout that a callback asked for has passed without a message: OTP's {@code timeout}. */
  record Timeout() implements Info {
    /** The only one. */
    public static final Timeout TIMEOUT = new Timeout();
  }

  /**
   * The answer to {@code spawnRequest}: OTP's {@code {spawn_reply, Ref, ok | error, Pid | Reason}}.
   *
   * @param ref what {@code spawnRequest} returned
   * @param result the new process, or why there is none
   * @param tag {@code spawn_reply}, or what the reply tag option says
   */
  record SpawnReply(Ref ref, Result result, Object tag) implements Info {

    /** What became of the request. */
    public sealed interface Result {}

    /**
     * There is a new process.
     *
     * @param pid the process
     */
    public record Ok(Pid pid) implements Result {}

    /**
     * There is none.
     *
     * @param reason why: {@code noconnection} if the node is closed
     */
    public record Error(Object reason) implements Result {}

    /** The tag of a request without the tag option. */
    public static final String TAG = "spawn_reply";
  }

  /**
   * Anything else.
   *
   * @param body what was sent
   */
  record Message(Object body) implements Info {}

  /** The information that a mailbox entry is. */
  static Info of(Object entry) {
    return entry instanceof Info info ? info : new Message(entry);
  }
}
