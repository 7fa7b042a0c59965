package dev.ninefold.examples.charging;

import dev.ninefold.gen.Request;
import dev.ninefold.genevent.EventHandler;
import dev.ninefold.genevent.HandlerInit;
import dev.ninefold.genevent.HandlerKey;
import dev.ninefold.genevent.HandlerNext;
import dev.ninefold.genevent.HandlerReply;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what happens to a station, and remembers the end of it. */
final class LogHandler implements EventHandler<List<StationEvent>, StationEvent, LogHandler.Call<?>> {

  static final HandlerKey<LogHandler> KEY = HandlerKey.of(LogHandler.class);

  private static final Logger LOGGER = LoggerFactory.getLogger(LogHandler.class);
  private static final int REMEMBERED = 10;

  sealed interface Call<R> extends Request<R> {}

  /** The latest events, the oldest of them first. */
  record Latest() implements Call<List<StationEvent>> {}

  private final StationId station;

  LogHandler(StationId station) {
    this.station = station;
  }

  @Override
  public HandlerInit<List<StationEvent>> init() {
    return HandlerInit.ok(List.of());
  }

  @Override
  public HandlerNext<List<StationEvent>> handleEvent(StationEvent event, List<StationEvent> latest) {
    LOGGER.debug("{}: {}", station, event);
    List<StationEvent> next = new ArrayList<>(latest.size() < REMEMBERED ? latest : latest.subList(1, REMEMBERED));
    next.add(event);
    return HandlerNext.ok(next);
  }

  @Override
  public HandlerReply<List<StationEvent>> handleCall(Call<?> request, List<StationEvent> latest) {
    return switch (request) {
      case Latest it -> HandlerReply.reply(it, List.copyOf(latest), latest);
    };
  }
}
