package dev.ninefold.partitionsupervisor;

import dev.ninefold.gen.StartResult;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.StartFunction;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorFlags;
import dev.ninefold.supervisor.SupervisorSpec;
import java.util.ArrayList;
import java.util.List;

/** The supervisor's module: an ordinary one, whose children tell the table where they are. */
final class PartitionModule implements Supervisor {

  private final PartitionTable table;
  private final SupervisorSpec spec;

  private PartitionModule(PartitionTable table, SupervisorSpec spec) {
    this.table = table;
    this.spec = spec;
  }

  /** With as many children as there are specs, whose ids are their numbers. */
  static PartitionModule of(List<ChildSpec> specs, SupervisorFlags flags) {
    PartitionTable table = new PartitionTable(specs.size());
    List<ChildSpec> children = new ArrayList<>();
    for (int partition = 0; partition < specs.size(); partition++) {
      ChildSpec spec = specs.get(partition);
      children.add(spec.withId(partition).withStart(new Start(spec.start(), partition, table)));
    }
    return new PartitionModule(table, SupervisorSpec.of(flags, children));
  }

  /** Starts a partition, and enters it in the table. */
  private record Start(StartFunction child, int partition, PartitionTable table) implements StartFunction {
    @Override
    public StartResult<?> start() throws Exception {
      StartResult<?> result = child.start();
      if (result instanceof StartResult.Ok<?> ok) {
        table.started(partition, ok.pid());
      }
      return result;
    }

    @Override
    public String toString() {
      return "partition " + partition;
    }
  }

  @Override
  public SupervisorSpec init() {
    table.register();
    return spec;
  }
}
