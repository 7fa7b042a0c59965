package dev.ninefold.examples.guide;

import dev.ninefold.gen.Request;
import dev.ninefold.genevent.EventHandler;
import dev.ninefold.genevent.HandlerInit;
import dev.ninefold.genevent.HandlerKey;
import dev.ninefold.genevent.HandlerNext;
import dev.ninefold.genevent.HandlerReply;
import dev.ninefold.genevent.Predecessor;
import dev.ninefold.genevent.Removal;
import java.util.ArrayList;
import java.util.List;

/** The running example of docs/gen-event.md. */
final class Loggers {

  // tag::events[]
  sealed interface ErrorEvent {}
  record NoReply(String who) implements ErrorEvent {}
  record DiskFull(String disk) implements ErrorEvent {}
  // end::events[]

  // tag::handler[]
  static final class Logger implements EventHandler<List<ErrorEvent>, ErrorEvent, Logger.Ask<?>> {
    static final HandlerKey<Logger> KEY = HandlerKey.of(Logger.class);

    sealed interface Ask<R> extends Request<R> {}
    record Count() implements Ask<Integer> {}

    @Override
    public HandlerInit<List<ErrorEvent>> init() {
      return HandlerInit.ok(List.of());
    }

    @Override
    public HandlerNext<List<ErrorEvent>> handleEvent(ErrorEvent event, List<ErrorEvent> log) {
      var longer = new ArrayList<>(log);
      longer.add(event);
      return HandlerNext.ok(List.copyOf(longer));
    }

    @Override
    public HandlerReply<List<ErrorEvent>> handleCall(Ask<?> request, List<ErrorEvent> log) {
      return switch (request) {
        case Count count -> HandlerReply.reply(count, log.size(), log);
      };
    }
  }
  // end::handler[]

  // tag::swap[]
  static final class Archive implements EventHandler<Integer, ErrorEvent, Request<?>> {
    static final HandlerKey<Archive> KEY = HandlerKey.of(Archive.class);

    @Override
    public HandlerInit<Integer> init() {
      return HandlerInit.ok(0);
    }

    @Override
    public HandlerInit<Integer> initAfterSwap(Predecessor predecessor) {
      return HandlerInit.ok(switch (predecessor) {
        case Predecessor.Terminated(Object result) -> (Integer) result;
        case Predecessor.Crashed _, Predecessor.Missing _ -> 0;
      });
    }

    @Override
    public HandlerNext<Integer> handleEvent(ErrorEvent event, Integer count) {
      return HandlerNext.ok(count + 1);
    }

    @Override
    public Object terminate(Removal why, Integer count) {
      return count;
    }
  }
  // end::swap[]

  /** A handler that cannot handle everything. */
  static final class Picky implements EventHandler<Integer, ErrorEvent, Picky.Handled> {
    static final HandlerKey<Picky> KEY = HandlerKey.of(Picky.class);

    record Handled() implements Request<Integer> {}

    @Override
    public HandlerInit<Integer> init() {
      return HandlerInit.ok(0);
    }

    @Override
    public HandlerNext<Integer> handleEvent(ErrorEvent event, Integer handled) {
      return switch (event) {
        case NoReply _ -> HandlerNext.ok(handled + 1);
        case DiskFull _ -> throw new IllegalStateException("no room to write that down");
      };
    }

    @Override
    public HandlerReply<Integer> handleCall(Handled request, Integer handled) {
      return HandlerReply.reply(request, handled, handled);
    }
  }

  private Loggers() {}
}
