package dev.ninefold.genevent;

import dev.ninefold.gen.Request;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What follows from what a callback of a handler returned: GE-9, GE-10, GE-16 to GE-24 and GE-33. */
final class GenEventEngine {

  private GenEventEngine() {}

  /** What becomes of the handler. */
  sealed interface Decision {
    /** It stays. */
    record Keep(Object state) implements Decision {}

    /** Another one takes its place. */
    record Swap(Object args, Object state, HandlerKey<?> key, Supplier<? extends EventHandler<?, ?, ?>> module)
        implements
          Decision {}

    /** It is removed because it wants to be. */
    record Remove() implements Decision {}

    /** It failed. */
    record Fail(HandlerFailure failure) implements Decision {}
  }

  /** What becomes of the handler and its caller, who gets the value unless the handler failed. */
  record CallDecision(Decision decision, Optional<Answer> answer) {}

  /** A reply. */
  record Answer(@Nullable Object value) {}

  /** What came of an init. */
  sealed interface InitDecision {
    /** The handler is installed. */
    record Install(Object state) implements InitDecision {}

    /** It is not. */
    record Fail(HandlerFailure failure) implements InitDecision {}
  }

  /** After handleEvent and handleInfo. */
  static Decision afterEvent(@Nullable Object returned) {
    return switch (returned) {
      case HandlerNext.Ok<?> ok -> new Decision.Keep(ok.state());
      case HandlerNext.Swap<?> swap -> new Decision.Swap(swap.args(), swap.state(), swap.handler(), swap.module());
      case HandlerNext.Remove<?> _ -> new Decision.Remove();
      case null, default -> new Decision.Fail(badReturn(returned));
    };
  }

  /** After handleCall. A reply to another request than the one being handled is a bad return value. */
  static CallDecision afterCall(@Nullable Object returned, Request<?> handled) {
    return switch (returned) {
      case HandlerReply.Ok<?> ok when answers(ok.request(), handled) ->
        answered(new Decision.Keep(ok.state()), ok.value());
      case HandlerReply.Swap<?> swap when answers(swap.request(), handled) ->
        answered(new Decision.Swap(swap.args(), swap.state(), swap.handler(), swap.module()), swap.value());
      case HandlerReply.Remove<?> remove when answers(remove.request(), handled) ->
        answered(new Decision.Remove(), remove.value());
      case null, default -> new CallDecision(new Decision.Fail(badReturn(returned)), Optional.empty());
    };
  }

  /**
   * After init.
   *
   * @param swapInPlace whether it is that of a swap which a handler returned: then a wish to hibernate is none of the results (GE-33)
   */
  static InitDecision afterInit(@Nullable Object returned, boolean swapInPlace) {
    return switch (returned) {
      case HandlerInit.Ok<?> ok when !(ok.hibernate() && swapInPlace) -> new InitDecision.Install(ok.state());
      case HandlerInit.Failed<?>(Object reason) -> new InitDecision.Fail(new HandlerFailure.Refused(reason));
      case null, default -> new InitDecision.Fail(badReturn(returned));
    };
  }

  private static CallDecision answered(Decision decision, @Nullable Object value) {
    return new CallDecision(decision, Optional.of(new Answer(value)));
  }

  private static boolean answers(Request<?> answered, Request<?> handled) {
    return answered == handled || handled.equals(answered);
  }

  private static HandlerFailure badReturn(@Nullable Object returned) {
    return new HandlerFailure.BadReturn(returned == null ? "null" : returned);
  }
}
