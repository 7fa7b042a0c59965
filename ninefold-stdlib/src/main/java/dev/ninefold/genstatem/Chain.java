package dev.ninefold.genstatem;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An immutable list that grows and shrinks at its front, as Erlang's do: an engine's state may hold thousands of events, and each step
 * makes a new one.
 *
 * @param <E> the elements
 */
final class Chain<E> {

  private static final Chain<?> EMPTY = new Chain<>(null, null);

  private final @Nullable E head;
  private final @Nullable Chain<E> tail;

  private Chain(@Nullable E head, @Nullable Chain<E> tail) {
    this.head = head;
    this.tail = tail;
  }

  @SuppressWarnings("unchecked") // it has no elements
  static <E> Chain<E> empty() {
    return (Chain<E>) EMPTY;
  }

  static <E> Chain<E> of(E only) {
    return Chain.<E>empty().prepend(only);
  }

  boolean isEmpty() {
    return tail == null;
  }

  E head() {
    if (head == null) {
      throw new IllegalStateException("an empty chain has no head");
    }
    return head;
  }

  Chain<E> tail() {
    if (tail == null) {
      throw new IllegalStateException("an empty chain has no tail");
    }
    return tail;
  }

  Chain<E> prepend(E element) {
    return new Chain<>(element, this);
  }

  /** These elements, the last first, and behind them those of the other chain. */
  Chain<E> reversedOnto(Chain<E> behind) {
    Chain<E> result = behind;
    for (Chain<E> rest = this; !rest.isEmpty(); rest = rest.tail()) {
      result = result.prepend(rest.head());
    }
    return result;
  }

  List<E> toList() {
    List<E> list = new ArrayList<>();
    for (Chain<E> rest = this; !rest.isEmpty(); rest = rest.tail()) {
      list.add(rest.head());
    }
    return list;
  }

  /** As that of its list. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Chain<?> chain && toList().equals(chain.toList());
  }

  @Override
  public int hashCode() {
    return toList().hashCode();
  }

  @Override
  public String toString() {
    return toList().toString();
  }
}
