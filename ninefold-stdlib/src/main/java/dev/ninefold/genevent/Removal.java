package dev.ninefold.genevent;

import dev.ninefold.term.ExitReason;
import java.util.Objects;

/** Why a handler is removed: the first argument of its {@code terminate}. */
public sealed interface Removal {

  /**
   * By {@link GenEvent#deleteHandler}. OTP's {@code Args}.
   *
   * @param args what the caller says
   */
  record Deleted(Object args) implements Removal {
    public Deleted {
      Checks.args(args);
    }
  }

  /**
   * By a swap: another handler takes its place. OTP's {@code Args1}.
   *
   * @param args what the caller, or the handler itself, says
   */
  record Swapped(Object args) implements Removal {
    public Swapped {
      Checks.args(args);
    }
  }

  /** The handler itself wanted it. OTP's {@code remove_handler}. */
  record RemoveHandler() implements Removal {}

  /** The manager stops. OTP's {@code stop}. */
  record Stop() implements Removal {}

  /**
   * The process that has added it, supervised, has ended. OTP's {@code {stop, Reason}}.
   *
   * @param reason the exit reason of that process
   */
  record OwnerExited(ExitReason reason) implements Removal {
    public OwnerExited {
      Objects.requireNonNull(reason, "reason: expected the exit reason of the owner, got null");
    }
  }

  /**
   * One of its callbacks failed. OTP's {@code {error, Term}} and {@code {error, {'EXIT', Reason}}}.
   *
   * @param failure how
   */
  record Failed(HandlerFailure failure) implements Removal {
    public Failed {
      Objects.requireNonNull(failure, "failure: expected how the handler failed, got null");
    }
  }
}
