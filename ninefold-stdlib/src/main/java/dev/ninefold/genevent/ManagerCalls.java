package dev.ninefold.genevent;

import dev.ninefold.gen.Request;
import dev.ninefold.process.CallException;
import dev.ninefold.process.CallException.RequestRefusedException;
import dev.ninefold.process.Calls;
import dev.ninefold.process.Destination;
import dev.ninefold.process.ExitException;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.time.Duration;

/** Requests to managers, and what they come to for the caller. */
final class ManagerCalls {

  private ManagerCalls() {}

  // The request names the type of its reply, which HandlerReply.reply checks at compile time; null only where that is Void.
  @SuppressWarnings({"unchecked", "NullAway"})
  static <R> R call(Destination manager, HandlerKey<?> handler, Request<R> request, Duration timeout) {
    String function = "gen_event:call";
    try {
      return (R) Calls.call(function, manager, new ManagerRequest.Call<>(handler, request), timeout);
    } catch (RequestRefusedException e) {
      throw refused(function, manager, handler, e);
    }
  }

  /** A request that concerns a handler: it waits as long as it takes, and exits with the bare reason (GN-18). */
  static <R> R ask(String function, Destination manager, HandlerKey<?> handler, ManagerRequest<R> request) {
    try {
      return send(function, manager, request);
    } catch (RequestRefusedException e) {
      throw refused(function, manager, handler, e);
    } catch (CallException e) {
      throw bare(e);
    }
  }

  /** A request that concerns none. */
  static <R> R ask(String function, Destination manager, ManagerRequest<R> request) {
    try {
      return send(function, manager, request);
    } catch (CallException e) {
      throw bare(e);
    }
  }

  // The request names the type of its reply, and the manager keeps to it.
  @SuppressWarnings({"unchecked", "NullAway"})
  private static <R> R send(String function, Destination manager, ManagerRequest<R> request) {
    return (R) Calls.call(function, manager, request, Timeout.INFINITY);
  }

  private static RuntimeException refused(
      String function, Destination manager, HandlerKey<?> handler, RequestRefusedException e) {
    return e.failure() instanceof ExitReason.Other(HandlerError error)
        ? new HandlerException(function, manager, handler, error)
        : e;
  }

  private static ExitException bare(CallException e) {
    ExitException bare = new ExitException(e.failure());
    bare.initCause(e);
    return bare;
  }
}
