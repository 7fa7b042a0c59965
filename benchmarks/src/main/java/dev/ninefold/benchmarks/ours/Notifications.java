package dev.ninefold.benchmarks.ours;

import dev.ninefold.gen.Request;
import dev.ninefold.genevent.EventHandler;
import dev.ninefold.genevent.GenEvent;
import dev.ninefold.genevent.HandlerInit;
import dev.ninefold.genevent.HandlerKey;
import dev.ninefold.genevent.HandlerNext;
import dev.ninefold.genevent.HandlerReply;
import dev.ninefold.genevent.ManagerRef;
import dev.ninefold.process.Node;

/** A plain process that notifies a manager of ten handlers, each of which counts; the time ends when the last one has counted all. */
final class Notifications {
  private static final int HANDLERS = 10;
  private static final String EVENT = "event";

  private Notifications() {}

  /** A handler. */
  private static final class Counting implements EventHandler<Integer, String, Counting.Count> {
    record Count() implements Request<Integer> {}

    @Override
    public HandlerInit<Integer> init() {
      return HandlerInit.ok(0);
    }

    @Override
    public HandlerNext<Integer> handleEvent(String event, Integer count) {
      return HandlerNext.ok(count + 1);
    }

    @Override
    public HandlerReply<Integer> handleCall(Count request, Integer count) {
      return HandlerReply.reply(request, count, count);
    }
  }

  static double measure(int events) throws Exception {
    return Node.local().run(() -> {
      ManagerRef<String> manager = GenEvent.<String>start().orElseThrow();
      for (int i = 0; i < HANDLERS; i++) {
        GenEvent.addHandler(manager, HandlerKey.of(Counting.class, i), Counting::new);
      }
      double figure = Timed.per(events, () -> {
        for (int i = 1; i < events; i++) {
          GenEvent.notify(manager, EVENT);
        }
        GenEvent.syncNotify(manager, EVENT);
      });
      for (int i = 0; i < HANDLERS; i++) {
        int counted = GenEvent.call(manager, HandlerKey.of(Counting.class, i), new Counting.Count());
        if (counted != events) {
          throw new IllegalStateException("handler " + i + " has counted " + counted + " of " + events);
        }
      }
      GenEvent.stop(manager);
      return figure;
    });
  }
}
