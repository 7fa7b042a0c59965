package dev.ninefold.examples.charging;

import dev.ninefold.examples.ocpp.ChargePointErrorCode;
import dev.ninefold.examples.ocpp.StationRequest.StatusNotification;
import dev.ninefold.gen.Request;
import dev.ninefold.genevent.EventHandler;
import dev.ninefold.genevent.HandlerInit;
import dev.ninefold.genevent.HandlerKey;
import dev.ninefold.genevent.HandlerNext;
import dev.ninefold.genevent.HandlerReply;
import java.util.Map;
import java.util.TreeMap;

/** Knows what is wrong with a station: which connectors report an error, until they report that there is none. */
final class AlarmHandler implements EventHandler<Map<Integer, ChargePointErrorCode>, StationEvent, AlarmHandler.Call<?>> {

  static final HandlerKey<AlarmHandler> KEY = HandlerKey.of(AlarmHandler.class);

  sealed interface Call<R> extends Request<R> {}

  /** The errors by connectors; 0 is the station itself. */
  record Alarms() implements Call<Map<Integer, ChargePointErrorCode>> {}

  @Override
  public HandlerInit<Map<Integer, ChargePointErrorCode>> init() {
    return HandlerInit.ok(Map.of());
  }

  @Override
  public HandlerNext<Map<Integer, ChargePointErrorCode>> handleEvent(
      StationEvent event, Map<Integer, ChargePointErrorCode> alarms) {
    if (!(event instanceof StationEvent.Requested(long _, StatusNotification status, Context _))) {
      return HandlerNext.ok(alarms);
    }
    Map<Integer, ChargePointErrorCode> changed = new TreeMap<>(alarms);
    if (status.errorCode() == ChargePointErrorCode.NO_ERROR) {
      changed.remove(status.connectorId());
    } else {
      changed.put(status.connectorId(), status.errorCode());
    }
    return HandlerNext.ok(changed);
  }

  @Override
  public HandlerReply<Map<Integer, ChargePointErrorCode>> handleCall(
      Call<?> request, Map<Integer, ChargePointErrorCode> alarms) {
    return switch (request) {
      case Alarms it -> HandlerReply.reply(it, Map.copyOf(alarms), alarms);
    };
  }
}
