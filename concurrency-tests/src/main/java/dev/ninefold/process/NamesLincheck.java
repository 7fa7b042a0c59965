package dev.ninefold.process;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** Lincheck: local names, whoever registers and unregisters at the same time: Names I1, I4. What dies is jcstress' business. */
@Param(name = "name", gen = IntGen.class, conf = "0:1")
@Param(name = "process", gen = IntGen.class, conf = "0:1")
public class NamesLincheck {

  private static final AtomicLong INSTANCES = new AtomicLong();

  /** All instances share the node, so each has names of its own. */
  private final String prefix = "lincheck-" + INSTANCES.incrementAndGet() + "-";
  private final Cell[] cells = {Cells.born(), Cells.born()};

  @Operation(params = {"name", "process"})
  public boolean register(int name, int process) {
    try {
      Cells.NODE.names().register(prefix + name, cells[process].pid);
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  @Operation(params = "name")
  public boolean unregister(int name) {
    try {
      Cells.NODE.names().unregister(prefix + name);
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  @Operation(params = "name")
  public int whereis(int name) {
    Optional<Pid> found = Cells.NODE.names().whereis(prefix + name);
    return found.isEmpty() ? -1 : found.get() == cells[0].pid ? 0 : 1;
  }

  /** What the same calls mean one after the other. */
  public static class OneAfterTheOther {
    private final int[] holders = {-1, -1};

    public boolean register(int name, int process) {
      if (holders[0] == process || holders[1] == process || holders[name] >= 0) {
        return false;
      }
      holders[name] = process;
      return true;
    }

    public boolean unregister(int name) {
      boolean held = holders[name] >= 0;
      holders[name] = -1;
      return held;
    }

    public int whereis(int name) {
      return holders[name];
    }
  }
}
