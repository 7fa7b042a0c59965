package dev.ninefold.genserver;

import dev.ninefold.gen.BadReturnValue;
import dev.ninefold.gen.Request;
import dev.ninefold.term.ExitReason;
import org.jspecify.annotations.Nullable;

/** What follows from what a callback returned: GS-12 to GS-17. */
final class GenServerEngine {

  private GenServerEngine() {}

  /**
   * What to do.
   *
   * @param <S> the state
   */
  sealed interface Decision<S> {
    /** Go on, after a reply if there is one. */
    record Loop<S>(S state, Then then, @Nullable Answer answer) implements Decision<S> {}

    /** Terminate, then reply if there is something to say, then exit. */
    record End<S>(ExitReason reason, S state, @Nullable Answer answer) implements Decision<S> {}
  }

  /** A reply to the request that was handled. */
  record Answer(@Nullable Object value) {
    /** As events show it. */
    Object shown() {
      return value == null ? "null" : value;
    }
  }

  /** After handleCall. */
  static <S> Decision<S> afterCall(@Nullable Object returned, Object handled, S before) {
    return switch (returned) {
      case CallResult.Reply<?> reply when answers(reply.request(), handled) ->
        new Decision.Loop<>(state(reply.state()), reply.then(), new Answer(reply.value()));
      case CallResult.StopAndReply<?> stop when answers(stop.request(), handled) ->
        new Decision.End<>(stop.reason(), state(stop.state()), new Answer(stop.value()));
      case null, default -> afterOther(returned, before);
    };
  }

  /** After any other callback. */
  static <S> Decision<S> afterOther(@Nullable Object returned, S before) {
    return switch (returned) {
      case Next.NoReply<?> next -> new Decision.Loop<>(state(next.state()), next.then(), null);
      case Next.Stop<?> stop -> new Decision.End<>(stop.reason(), state(stop.state()), null);
      case null, default -> new Decision.End<>(badReturn(returned), before, null);
    };
  }

  /** OTP's {@code {bad_return_value, X}}. */
  static ExitReason badReturn(@Nullable Object returned) {
    return new ExitReason.Other(new BadReturnValue(returned == null ? "null" : returned));
  }

  private static boolean answers(Request<?> answered, Object handled) {
    return answered == handled || handled.equals(answered);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // what a callback of the server returns has the server's state
  private static <S> S state(Object state) {
    return (S) state;
  }
}
