package dev.ninefold.partitionsupervisor;

import dev.ninefold.process.CallException.Call;
import dev.ninefold.process.CallException.NoProcessException;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.time.Timeout;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Where the partitions of one supervisor are, for all who route. Elixir's ETS table. */
final class PartitionTable {

  /*
   * I1. A pid is entered by the supervisor's process, before its start function returns. It stays when that process ends, until its successor
   *     is entered (PSV-5).
   * I2. `count` never says more than have been started once, so each partition below it has a pid, if the supervisor has been started.
   * I3. A table is found as long as its supervisor lives. Those of dead ones go when the next one starts.
   */

  /** The tables of a node, by their supervisors. */
  private static final class OfNode {
    private final ConcurrentMap<Pid, PartitionTable> tables = new ConcurrentHashMap<>();
  }

  private final AtomicReferenceArray<@Nullable Pid> pids;
  private final ReentrantLock resizing = new ReentrantLock();
  private volatile int count;

  /** A table of partitions that are about to be started. */
  PartitionTable(int partitions) {
    pids = new AtomicReferenceArray<>(partitions);
    count = partitions;
  }

  /** The own process is the supervisor. */
  void register() {
    ConcurrentMap<Pid, PartitionTable> tables = tables(Process.self());
    tables.keySet().removeIf(supervisor -> !Process.isAlive(supervisor));
    tables.put(Process.self(), this);
  }

  /**
   * The table of the supervisor with that name.
   *
   * @throws NoProcessException if there is none
   */
  static PartitionTable of(Name name, String function, Object request) {
    Optional<Pid> supervisor = Process.whereis(name);
    PartitionTable table = supervisor.isEmpty() ? null : tables(supervisor.get()).get(supervisor.get());
    if (table == null) {
      throw new NoProcessException(new Call(function, name, request, Timeout.INFINITY));
    }
    return table;
  }

  private static ConcurrentMap<Pid, PartitionTable> tables(Pid supervisor) {
    return supervisor.node().attachment(OfNode.class, _ -> new OfNode()).tables;
  }

  void started(int partition, Pid pid) {
    pids.set(partition, pid);
  }

  Optional<Pid> pid(int partition) {
    return Optional.ofNullable(pids.get(partition));
  }

  /** How many there are now. */
  int count() {
    return count;
  }

  void count(int count) {
    this.count = count;
  }

  /** How many there can be. */
  int most() {
    return pids.length();
  }

  /** Held by who changes how many there are. */
  ReentrantLock resizing() {
    return resizing;
  }
}
