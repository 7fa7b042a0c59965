package dev.ninefold.examples.ocpp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The messages inside of frames.
 *
 * <p>Decoding is strict about what a message says, and tolerant about what it says besides: fields that OCPP 1.6 does not have are passed over,
 * although its JSON schemas forbid them, because many stations send some; and an optional field that is {@code null} is one that is not there.
 *
 * <p>What is wrong decides the code: {@link ErrorCode#NOT_IMPLEMENTED} an action that OCPP 1.6 does not have, {@link ErrorCode#NOT_SUPPORTED} one
 * that it has, but not here or not in this direction; {@link ErrorCode#PROTOCOL_ERROR} a required field that is missing,
 * {@link ErrorCode#TYPE_CONSTRAINT_VIOLATION} a wrong type of JSON, {@link ErrorCode#OCCURRENCE_CONSTRAINT_VIOLATION} an array with too few
 * elements, {@link ErrorCode#PROPERTY_CONSTRAINT_VIOLATION} any other value that may not be.
 */
public final class Messages {
  private static final Map<String, Class<?>> STATION_REQUESTS = byAction(StationRequest.class);
  private static final Map<String, Class<?>> CENTRAL_REQUESTS = byAction(CentralRequest.class);
  private static final Set<String> OTHER_ACTIONS = Set.of("CancelReservation", "ClearCache", "ClearChargingProfile",
      "DiagnosticsStatusNotification", "FirmwareStatusNotification", "GetCompositeSchedule", "GetDiagnostics",
      "GetLocalListVersion", "ReserveNow",
      "SendLocalList", "SetChargingProfile", "UpdateFirmware");

  private Messages() {}

  /** Decodes what a station asks of the management system. */
  public static Decoded<StationRequest<?>> stationRequest(Frame.Call call) {
    return request(STATION_REQUESTS, call, StationRequest.class::cast);
  }

  /** Decodes what the management system asks of a station. */
  public static Decoded<CentralRequest<?>> centralRequest(Frame.Call call) {
    return request(CENTRAL_REQUESTS, call, CentralRequest.class::cast);
  }

  /** Decodes the result of a request. */
  @SuppressWarnings("unchecked") // the class is that of the request's type argument, R
  public static <R extends OcppReply> Decoded<R> reply(OcppRequest<R> request, Frame.CallResult result) {
    ParameterizedType type = (ParameterizedType) request.getClass().getGenericInterfaces()[0];
    return decode((Class<?>) type.getActualTypeArguments()[0], request.action(), result.payload(), reply -> (R) reply);
  }

  /**
   * Encodes a request.
   *
   * @throws IllegalArgumentException if a field breaks a rule of OCPP, as a string that is too long
   */
  public static ObjectNode encode(OcppRequest<?> request) {
    return encode((Record) request);
  }

  /**
   * Encodes a reply.
   *
   * @throws IllegalArgumentException if a field breaks a rule of OCPP, as a string that is too long
   */
  public static ObjectNode encode(OcppReply reply) {
    return encode((Record) reply);
  }

  /** A request as a frame. */
  public static Frame.Call call(String id, OcppRequest<?> request) {
    return new Frame.Call(id, request.action(), encode(request));
  }

  /** A reply as a frame. */
  public static Frame.CallResult result(String id, OcppReply reply) {
    return new Frame.CallResult(id, encode(reply));
  }

  private static ObjectNode encode(Record message) {
    try {
      return RecordWriter.write(message);
    } catch (Violation violation) {
      throw new IllegalArgumentException(message.getClass().getSimpleName() + " cannot be sent: " + violation.getMessage(),
          violation);
    }
  }

  private static <T> Decoded<T> request(Map<String, Class<?>> known, Frame.Call call, Function<Object, T> cast) {
    Class<?> type = known.get(call.action());
    return type == null ? unknown(call.action()) : decode(type, call.action(), call.payload(), cast);
  }

  private static <T> Decoded<T> decode(Class<?> type, String action, ObjectNode payload, Function<Object, T> cast) {
    try {
      return new Decoded.Understood<>(cast.apply(RecordReader.read(type, payload)));
    } catch (Violation violation) {
      return violation.rejected(action);
    }
  }

  private static <T> Decoded<T> unknown(String action) {
    String name = Json.brief(TextNode.valueOf(action));
    boolean isKnown =
        OTHER_ACTIONS.contains(action) || STATION_REQUESTS.containsKey(action) || CENTRAL_REQUESTS.containsKey(action);
    ObjectNode nothing = JsonNodeFactory.instance.objectNode();
    return isKnown
        ? new Decoded.Rejected<>(ErrorCode.NOT_SUPPORTED, name + " is not supported in this direction", nothing)
        : new Decoded.Rejected<>(ErrorCode.NOT_IMPLEMENTED, name + " is no action of OCPP 1.6", nothing);
  }

  private static Map<String, Class<?>> byAction(Class<?> requests) {
    return Arrays.stream(requests.getPermittedSubclasses())
        .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, type -> type));
  }
}
