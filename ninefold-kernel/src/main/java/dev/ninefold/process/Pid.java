package dev.ninefold.process;

import org.jspecify.annotations.Nullable;

/**
 * Identifies one process for ever. After the process has died the pid stays valid as a value, and whatever is done with it
 * finds no such process; it never comes to denote another one. There is one instance per process, so pids compare by identity.
 */
public final class Pid implements Destination, Comparable<Pid> {

  private final Node node;
  private final long id;

  /** The process itself; null once it is dead, so that an old pid keeps nothing else in memory. */
  private volatile @Nullable Cell cell;

  Pid(Node node, long id) {
    this.node = node;
    this.id = id;
  }

  /** The node on which the process runs, or ran. */
  public Node node() {
    return node;
  }

  /** The number of the process on its node. */
  public long id() {
    return id;
  }

  @Nullable Cell cell() {
    return cell;
  }

  void cell(@Nullable Cell cell) {
    this.cell = cell;
  }

  /** Orders by node, then by age. */
  @Override
  public int compareTo(Pid other) {
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

  /** The pid as Erlang prints it: {@code <0.42.0>}. */
  @Override
  public String toString() {
    return "<0." + id + ".0>";
  }
}
