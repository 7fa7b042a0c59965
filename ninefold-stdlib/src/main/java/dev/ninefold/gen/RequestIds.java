package dev.ninefold.gen;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Requests that were sent, each with a label, to be answered in any order: OTP's collection of request ids. A value: adding makes a new
 * collection.
 *
 * @param <R> what all replies are
 * @param <L> the labels
 */
public final class RequestIds<R, L> {

  private final Map<Object, Labelled<R, L>> ids;

  private RequestIds(Map<Object, Labelled<R, L>> ids) {
    this.ids = ids;
  }

  /**
   * A request with its label.
   *
   * @param id the request
   * @param label what the response comes back with
   */
  public record Labelled<R, L>(RequestId<? extends R> id, L label) {}

  /** What waiting for a response comes to. */
  public sealed interface Awaited<R, L> {}

  /** Whether a message is a response. */
  public sealed interface Checked<R, L> {}

  /**
   * One of the requests has its response.
   *
   * @param response the response
   * @param label the label of the request
   * @param ids the collection, without the request if it was to be deleted
   */
  public record Received<R, L>(Response<? extends R> response, L label, RequestIds<R, L> ids)
      implements
        Awaited<R, L>,
        Checked<R, L> {}

  /** No response came in time. */
  public record Timeout<R, L>() implements Awaited<R, L> {}

  /** The message has nothing to do with the requests. */
  public record NoReply<R, L>() implements Checked<R, L> {}

  /** The collection is empty. */
  public record NoRequest<R, L>() implements Awaited<R, L>, Checked<R, L> {}

  /** A collection without requests: OTP's {@code reqids_new}. */
  public static <R, L> RequestIds<R, L> empty() {
    return new RequestIds<>(Map.of());
  }

  /**
   * The collection and one request more: OTP's {@code reqids_add}.
   *
   * @throws IllegalArgumentException if the request is in it already
   */
  public RequestIds<R, L> add(RequestId<? extends R> id, L label) {
    Objects.requireNonNull(id, "id: expected a request id, got null");
    Objects.requireNonNull(label, "label: expected a label, got null");
    if (ids.containsKey(id.key())) {
      throw new IllegalArgumentException("id: the request " + id + " is in the collection already, as " + label(id));
    }
    Map<Object, Labelled<R, L>> more = new LinkedHashMap<>(ids);
    more.put(id.key(), new Labelled<>(id, label));
    return new RequestIds<>(more);
  }

  /** How many requests there are: OTP's {@code reqids_size}. */
  public int size() {
    return ids.size();
  }

  /** The requests with their labels, in the order of adding: OTP's {@code reqids_to_list}. */
  public List<Labelled<R, L>> toList() {
    return List.copyOf(ids.values());
  }

  /** The collection without the request. */
  RequestIds<R, L> without(RequestId<?> id) {
    Map<Object, Labelled<R, L>> fewer = new LinkedHashMap<>(ids);
    fewer.remove(id.key());
    return new RequestIds<>(fewer);
  }

  Optional<Labelled<R, L>> find(@Nullable Object key) {
    return Optional.ofNullable(key == null ? null : ids.get(key));
  }

  private @Nullable Object label(RequestId<?> id) {
    Labelled<R, L> found = ids.get(id.key());
    return found == null ? null : found.label();
  }

  @Override
  public String toString() {
    return ids.values().toString();
  }
}
