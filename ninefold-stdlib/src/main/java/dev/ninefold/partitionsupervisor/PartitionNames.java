package dev.ninefold.partitionsupervisor;

import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Registrar;
import java.util.Optional;

/** The names of partitions: Elixir's {@code {via, PartitionSupervisor, {Name, Key}}}. */
enum PartitionNames implements Registrar {
  ROUTER;

  /**
   * A name in this registry.
   *
   * @param supervisor the name of the supervisor
   * @param key what routes
   */
  record Key(Name supervisor, Object key) {
    @Override
    public String toString() {
      return "{" + supervisor + ", " + key + "}";
    }
  }

  @Override
  public Optional<Pid> whereisName(Object name) {
    Key routed = checked(name);
    PartitionTable table = PartitionTable.of(routed.supervisor, "PartitionSupervisor.partitions", routed.key);
    int partitions = table.count();
    if (partitions == 0) {
      throw new IllegalArgumentException("PartitionSupervisor " + routed.supervisor + " has zero partitions, so nobody handles "
          + routed.key + "; resize it before");
    }
    return table.pid(RoutingEngine.partition(routed.key, partitions));
  }

  private static Key checked(Object name) {
    if (name instanceof Key key) {
      return key;
    }
    throw new IllegalArgumentException(
        "name: expected one that PartitionSupervisor.partition has made, got " + name + " of " + name.getClass().getName());
  }

  @Override
  public boolean registerName(Object name, Pid pid) {
    throw new UnsupportedOperationException("a partition's name, " + name
        + ", cannot be given on registration; the supervisor knows its partitions by itself");
  }

  @Override
  public void unregisterName(Object name) {
    throw new UnsupportedOperationException("a partition's name, " + name
        + ", cannot be given on unregistration; stop the supervisor, or resize it");
  }

  @Override
  public String toString() {
    return "PartitionSupervisor";
  }
}
