package dev.ninefold.genevent;

import dev.ninefold.gen.Request;
import java.time.Duration;
import java.util.function.Supplier;

/** The requests of the two handlers of gen_event_SUITE. */
sealed interface DummyAsk<R> extends Request<R> {

  record Hejsan() implements DummyAsk<String> {}

  record SwapCall<H extends EventHandler<?, ?, ?>>(HandlerKey<H> handler, Supplier<H> module) implements DummyAsk<String> {}

  record DeleteCall() implements DummyAsk<String> {}

  record ErrorCall() implements DummyAsk<String> {}

  record ExitCall() implements DummyAsk<String> {}

  record Hibernate() implements DummyAsk<Boolean> {}

  record HibernateLater() implements DummyAsk<String> {}

  record DelayedAnswer(Duration after) implements DummyAsk<String> {}
}
