package dev.ninefold.partitionsupervisor;

import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Name;
import dev.ninefold.process.Process;
import dev.ninefold.supervisor.ChildInfo;
import dev.ninefold.supervisor.ChildResult;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.Supervisor.ChildCounts;
import dev.ninefold.supervisor.SupervisorError;
import dev.ninefold.supervisor.SupervisorError.Refusal;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A supervisor of several processes of one kind, its partitions, among which requests are divided by a key: Elixir's
 * {@code PartitionSupervisor}.
 *
 * <pre>{@code
 * Name caches = Name.local("caches");
 * PartitionSupervisor.startLink(PartitionSpec.of(caches, ChildSpec.ofServer(Cache.class, Cache::new)));
 * GenServer.call(ServerRef.of(PartitionSupervisor.partition(caches, user)), new Cache.Get(user));
 * }</pre>
 *
 * <p>Each key belongs to one partition, as long as their number stays the same. An integer belongs to the partition whose number is the
 * remainder of its absolute value; any other key to one that depends on its hash code, which must not change. Do not rely on more.
 *
 * <p>Any thread may call these functions; local names are those of its node.
 */
public final class PartitionSupervisor {

  private static final String NAME = "name: expected the name of a partition supervisor, got null";

  private static final Set<ExitReason> RUNS = Set.of(Refusal.RUNNING.asReason(), Refusal.RESTARTING.asReason());

  private PartitionSupervisor() {}

  // ---- starting and stopping

  /**
   * Starts a partition supervisor linked to the calling process, with all of its partitions, in order: Elixir's
   * {@code PartitionSupervisor.start_link}. What makes the specs of the partitions is called here, once for each.
   *
   * @return as {@link Supervisor#startLink}
   * @throws IllegalArgumentException if there is no spec for a partition
   */
  public static StartResult<SupervisorRef> startLink(PartitionSpec spec) {
    Objects.requireNonNull(spec, "spec: expected what to start, for example PartitionSpec.of(name, child), got null");
    List<ChildSpec> children = new ArrayList<>();
    for (int partition = 0; partition < spec.partitions(); partition++) {
      children.add(child(spec, partition));
    }
    return Supervisor.startLink(() -> PartitionModule.of(children, spec.flags()),
        spec.options().withName(spec.name()));
  }

  private static ChildSpec child(PartitionSpec spec, int partition) {
    ChildSpec child = spec.child().apply(partition);
    if (child == null) {
      throw new IllegalArgumentException("child: expected the spec of partition " + partition + ", got null");
    }
    return child;
  }

  /** A partition supervisor as a child of another supervisor. Its id is its name, without what kind of name it is. */
  public static ChildSpec childSpec(PartitionSpec spec) {
    Objects.requireNonNull(spec, "spec: expected what to start, for example PartitionSpec.of(name, child), got null");
    Object id = switch (spec.name()) {
      case Name.Local(String name) -> name;
      case Name.OnNode(String name, String _) -> name;
      case Name.Global(Object term) -> term;
      case Name.Via(var _, Object term) -> term;
    };
    return ChildSpec.supervisor(id, () -> startLink(spec));
  }

  /** Stops the partitions and the supervisor with reason normal, and waits for its end. */
  public static void stop(Name name) {
    stop(name, ExitReason.NORMAL, Timeout.INFINITY);
  }

  /**
   * The same with a reason and a timeout.
   *
   * @throws dev.ninefold.process.ExitException if it is not there, ends with another reason, or not in time; then it goes on stopping
   */
  public static void stop(Name name, ExitReason reason, Duration timeout) {
    Supervisor.stop(supervisor(name), reason, timeout);
  }

  // ---- routing

  /**
   * The partition of a key: Elixir's {@code {via, PartitionSupervisor, {name, key}}}. To be given to {@code ServerRef.of},
   * {@code SupervisorRef.of} and so on; a {@link Partitions} does that. It is resolved when it is used: then it is an
   * {@link IllegalArgumentException} if there are no partitions, and a {@link dev.ninefold.process.CallException} if there is no such
   * supervisor. While a partition is down, it denotes the process that has ended. No process can be registered under it.
   */
  public static Name partition(Name name, Object key) {
    Objects.requireNonNull(name, NAME);
    Objects.requireNonNull(key, "key: expected what the request is about, got null");
    return Name.via(PartitionNames.ROUTER, new PartitionNames.Key(name, key));
  }

  // ---- the partitions

  /**
   * How many partitions there are now.
   *
   * @throws dev.ninefold.process.CallException if there is no such supervisor
   */
  public static int partitions(Name name) {
    return PartitionTable.of(Objects.requireNonNull(name, NAME), "PartitionSupervisor.partitions", name).count();
  }

  /**
   * Changes how many partitions there are, by starting those that were stopped before, or by stopping the last ones: Elixir's
   * {@code resize!}. Keys are divided anew: most belong to another partition afterwards. Who comes while another resizes waits for him.
   *
   * @param partitions from none to as many as the supervisor was started with
   * @return how many there were
   * @throws IllegalArgumentException if it cannot be that many
   * @throws IllegalStateException if one of them cannot be started again; their number is then as it was
   */
  public static int resize(Name name, int partitions) {
    Objects.requireNonNull(name, NAME);
    PartitionTable table = PartitionTable.of(name, "PartitionSupervisor.resize", partitions);
    if (partitions < 0 || partitions > table.most()) {
      throw new IllegalArgumentException("the number of partitions to resize to must be a number between 0 and " + table.most()
          + ", got: " + partitions);
    }
    SupervisorRef supervisor = SupervisorRef.of(supervisor(name).pid());
    table.resizing().lock();
    try {
      int before = table.count();
      for (int partition = before; partition < partitions; partition++) {
        restart(supervisor, name, partition);
      }
      // The code of a process that was killed while it waited ends here.
      if (Process.isAlive(supervisor.pid())) {
        table.count(partitions);
      }
      for (int partition = partitions; partition < before; partition++) {
        terminate(supervisor, name, partition);
      }
      return before;
    } finally {
      table.resizing().unlock();
    }
  }

  /** One that runs is no fault: who resized before may have been killed in the middle of it. */
  private static void restart(SupervisorRef supervisor, Name name, int partition) {
    if (Supervisor.restartChild(supervisor, partition) instanceof StartResult.Failed<?>(ExitReason reason)
        && !RUNS.contains(reason)) {
      throw new IllegalStateException("cannot restart partition " + partition + " of " + name + " due to reason " + reason);
    }
  }

  private static void terminate(SupervisorRef supervisor, Name name, int partition) {
    if (Supervisor.terminateChild(supervisor, partition) instanceof ChildResult.Failed(SupervisorError reason)) {
      throw new IllegalStateException("cannot terminate partition " + partition + " of " + name + " due to reason " + reason);
    }
  }

  /** All partitions, those that were stopped too; their ids are their numbers. */
  public static List<ChildInfo> whichChildren(Name name) {
    return Supervisor.whichChildren(supervisor(name));
  }

  /** How many children the supervisor has. */
  public static ChildCounts countChildren(Name name) {
    return Supervisor.countChildren(supervisor(name));
  }

  private static SupervisorRef supervisor(Name name) {
    return SupervisorRef.of(Objects.requireNonNull(name, NAME));
  }
}
