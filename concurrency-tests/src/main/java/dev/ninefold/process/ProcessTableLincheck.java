package dev.ninefold.process;

import java.util.ArrayDeque;
import java.util.List;
import java.util.TreeSet;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;

/** Lincheck: processes that come and go while others count and list them, all in one stripe: ProcessTable I1, I2. */
@Param(name = "thread", gen = ThreadIdGen.class)
public class ProcessTableLincheck {

  private static final int STRIPES = 64;
  private static final int THREADS = 8;

  private final ProcessTable table = new ProcessTable();
  private final Thread[] threads = new Thread[THREADS];

  public ProcessTableLincheck() {
    for (int i = 0; i < THREADS; i++) {
      threads[i] = new Thread();
    }
  }

  /** What one thread has spawned. */
  private static final class Thread {
    private final ArrayDeque<Cell> alive = new ArrayDeque<>();
    private int spawned;
  }

  /** Ids by thread and turn, so that each run has the same. */
  private static long id(int thread, int number) {
    return STRIPES * (thread * 100L + number);
  }

  @Operation
  public long spawn(@Param(name = "thread") int thread) {
    Thread own = threads[thread];
    Pid pid = new Pid(Cells.NODE, id(thread, own.spawned++));
    Cell cell = new Cell(Cells.NODE, pid, null, null, null, null, MailboxLimit.UNLIMITED);
    own.alive.push(cell);
    table.add(cell);
    return pid.id();
  }

  @Operation
  public boolean exit(@Param(name = "thread") int thread) {
    Cell cell = threads[thread].alive.poll();
    if (cell == null) {
      return false;
    }
    table.remove(cell);
    return true;
  }

  @Operation
  public int size() {
    return table.size();
  }

  @Operation
  public List<Long> pids() {
    return table.pids().stream().map(Pid::id).toList();
  }

  /** What the same calls mean one after the other. */
  public static class OneAfterTheOther {
    private final TreeSet<Long> alive = new TreeSet<>();
    private final int[] spawned = new int[THREADS];
    private final List<ArrayDeque<Long>> own = java.util.stream.Stream.generate(ArrayDeque<Long>::new).limit(THREADS).toList();

    public long spawn(int thread) {
      long id = id(thread, spawned[thread]++);
      own.get(thread).push(id);
      alive.add(id);
      return id;
    }

    public boolean exit(int thread) {
      Long id = own.get(thread).poll();
      return id != null && alive.remove(id);
    }

    public int size() {
      return alive.size();
    }

    public List<Long> pids() {
      return List.copyOf(alive);
    }
  }
}
