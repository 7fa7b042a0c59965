package dev.ninefold.gen;

import dev.ninefold.debug.Debug.Answer;
import dev.ninefold.debug.DebugRequest;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.ProcessKilledError;
import dev.ninefold.process.SystemMessage;
import dev.ninefold.process.ThrownException;
import dev.ninefold.report.ErrorInfo;
import dev.ninefold.term.ExitReason;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;

/** What {@code sys} asks of any behaviour, between two callbacks. */
public sealed interface SystemRequest extends SystemMessage {

  /** From now on only system messages and the parent's exit are handled. */
  record Suspend() implements SystemRequest {}

  /** Everything is handled again. */
  record Resume() implements SystemRequest {}

  /** The state. */
  record GetState() implements SystemRequest {}

  /** Another state. */
  record ReplaceState(UnaryOperator<Object> function) implements SystemRequest {}

  /** The state and more, formatted. */
  record GetStatus() implements SystemRequest {}

  /** The state as a new version of the module wants it; while suspended only. */
  record ChangeCode(Object module, Object oldVersion, Object extra) implements SystemRequest {}

  /** The process is to end, through its terminate. */
  record Terminate(ExitReason reason) implements SystemRequest {}

  /** About what observes the process. */
  record Debug(DebugRequest request) implements SystemRequest {}

  /** Something that no behaviour knows. */
  record Unknown(Object request) implements SystemRequest {}

  /** The answer to what went wrong. */
  sealed interface Failure {

    /** What the callback returns, or its failure. */
    static Object orResult(String callback, Callable<Object> code) {
      try {
        return code.call();
      } catch (ProcessKilledError e) {
        throw e;
      } catch (Throwable e) {
        return CallbackFailed.of(callback, e);
      }
    }

    /** What is answered to who asked about what observes the process. */
    static Object orReply(Answer answer) {
      return answer.reply() instanceof DebugRequest.NotOpened failed ? new OpenFile(failed) : answer.reply();
    }

    /**
     * The state function or code change failed.
     *
     * @param callback what was called
     * @param kind the class of the exception
     * @param reason why it failed
     */
    record CallbackFailed(String callback, ErrorInfo.Kind kind, ExitReason reason) implements Failure {

      /** The failure by an exception. */
      public static CallbackFailed of(String callback, Throwable thrown) {
        return new CallbackFailed(callback, switch (thrown) {
          case ExitException _ -> ErrorInfo.Kind.EXIT;
          case ThrownException _ -> ErrorInfo.Kind.THROW;
          case Throwable _ -> ErrorInfo.Kind.ERROR;
        }, Behaviour.reasonOf(thrown));
      }
    }

    /**
     * The file for the events could not be opened.
     *
     * @param what which, and why
     */
    record OpenFile(DebugRequest.NotOpened what) implements Failure {}

    /**
     * The request is not known, or not now.
     *
     * @param request the request
     */
    record UnknownMessage(Object request) implements Failure {
      @Override
      public String toString() {
        return "{unknown_system_msg, " + request + "}";
      }
    }
  }
}
