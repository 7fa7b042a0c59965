package dev.ninefold.genevent;

import dev.ninefold.term.ExitReason;
import java.util.Objects;

/** What the handler before a swap has left for the one after it: OTP's {@code Term} in {@code init({Args, Term})}. */
public sealed interface Predecessor {

  /**
   * It was removed.
   *
   * @param result what its terminate returned
   */
  record Terminated(Object result) implements Predecessor {
    public Terminated {
      Objects.requireNonNull(result, "result: expected what terminate returned, got null");
    }
  }

  /**
   * It was removed, and its terminate failed. OTP's {@code {'EXIT', Reason}}.
   *
   * @param reason why
   */
  record Crashed(ExitReason reason) implements Predecessor {
    public Crashed {
      Objects.requireNonNull(reason, "reason: expected why terminate failed, got null");
    }
  }

  /** There was none. OTP's {@code error}. */
  record Missing() implements Predecessor {}
}
