package dev.ninefold.process;

import org.jspecify.annotations.Nullable;

/**
 * A unique reference: of a monitor, a timer, a request, or an alias. An alias can also be sent to. Compares by identity.
 */
public final class Ref implements Destination, Comparable<Ref> {

  private final Node node;
  private final long id;
  private final @Nullable Pid owner;

  Ref(Node node, long id, @Nullable Pid owner) {
    this.node = node;
    this.id = id;
    this.owner = owner;
  }

  /** The process that an alias leads to; null for a reference that is none. */
  @Nullable Pid owner() {
    return owner;
  }

  /** Orders by node, then by age. */
  @Override
  public int compareTo(Ref other) {
    int byNode = Long.compare(node.creation(), other.node.creation());
    return byNode != 0 ? byNode : Long.compare(id, other.id);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(id);
  }

  /** The reference as Erlang prints it: {@code #Ref<0.0.0.7>}. */
  @Override
  public String toString() {
    return "#Ref<0.0." + (id >>> 32) + "." + (id & 0xffff_ffffL) + ">";
  }
}
