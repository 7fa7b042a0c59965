package dev.ninefold.process;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.Optional;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** jcstress: registered names, against each other and against death: Names I1 to I4. */
public final class NamesStress {

  private NamesStress() {}

  private static boolean register(String name, Cell cell) {
    try {
      Cells.NODE.names().register(name, cell.pid);
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  private static boolean unregister(String name) {
    try {
      Cells.NODE.names().unregister(name);
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  private static boolean holds(String name, Cell cell) {
    return Cells.NODE.names().whereis(name).equals(Optional.of(cell.pid));
  }

  /** I1: a process that dies while it is registered leaves no name behind. */
  @JCStressTest
  @Outcome(id = {"true, false", "false, false"}, expect = ACCEPTABLE, desc = "registered or not, the name is free")
  @State
  public static class RegisterAgainstDeath {
    private final Cell cell = Cells.born();
    private final String name = cell.pid.toString();

    @Actor
    public void starter(ZZ_Result r) {
      r.r1 = register(name, cell);
    }

    @Actor
    public void killer() {
      Cells.end(cell);
    }

    @Arbiter
    public void end(ZZ_Result r) {
      r.r2 = NamesPeek.hasLocal(name);
    }
  }

  /** I1: the same when the name is given up. */
  @JCStressTest
  @Outcome(id = {"true, false", "false, false"}, expect = ACCEPTABLE, desc = "unregistered or not, the name is free")
  @State
  public static class UnregisterAgainstDeath {
    private final Cell cell = Cells.born();
    private final String name = cell.pid.toString();

    public UnregisterAgainstDeath() {
      register(name, cell);
    }

    @Actor
    public void anyone(ZZ_Result r) {
      r.r1 = unregister(name);
    }

    @Actor
    public void killer() {
      Cells.end(cell);
    }

    @Arbiter
    public void end(ZZ_Result r) {
      r.r2 = NamesPeek.hasLocal(name);
    }
  }

  /** I2: of two processes one gets the name, and has it. */
  @JCStressTest
  @Outcome(id = {"true, false, true", "false, true, true"}, expect = ACCEPTABLE, desc = "one of them")
  @State
  public static class TwoProcessesOneName {
    private final Cell left = Cells.born();
    private final Cell right = Cells.born();
    private final String name = left.pid.toString();

    @Actor
    public void left(ZZZ_Result r) {
      r.r1 = register(name, left);
    }

    @Actor
    public void right(ZZZ_Result r) {
      r.r2 = register(name, right);
    }

    @Arbiter
    public void end(ZZZ_Result r) {
      r.r3 = holds(name, r.r1 ? left : right);
      Cells.end(left, right);
    }
  }

  /** I1: of two names a process gets one. */
  @JCStressTest
  @Outcome(id = {"true, false, true", "false, true, true"}, expect = ACCEPTABLE, desc = "one of them")
  @State
  public static class TwoNamesOneProcess {
    private final Cell cell = Cells.born();
    private final String name = cell.pid.toString();

    @Actor
    public void first(ZZZ_Result r) {
      r.r1 = register(name + "a", cell);
    }

    @Actor
    public void second(ZZZ_Result r) {
      r.r2 = register(name + "b", cell);
    }

    @Arbiter
    public void end(ZZZ_Result r) {
      r.r3 = holds(name + (r.r1 ? "a" : "b"), cell) && !NamesPeek.hasLocal(name + (r.r1 ? "b" : "a"));
      Cells.end(cell);
    }
  }

  /** I2: the name of a dying process is free for its successor, who keeps it. */
  @JCStressTest
  @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "the successor has it")
  @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "the predecessor still had it; it is free now")
  @State
  public static class SuccessorAgainstDeath {
    private final Cell predecessor = Cells.born();
    private final Cell successor = Cells.born();
    private final String name = predecessor.pid.toString();

    public SuccessorAgainstDeath() {
      register(name, predecessor);
    }

    @Actor
    public void starter(ZZ_Result r) {
      r.r1 = register(name, successor);
    }

    @Actor
    public void killer() {
      Cells.end(predecessor);
    }

    @Arbiter
    public void end(ZZ_Result r) {
      r.r2 = holds(name, successor) || NamesPeek.hasLocal(name);
      Cells.end(successor);
    }
  }

  /** I3: an entry, and one reservation for it, although it was made twice. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "one entry, one reservation")
  @State
  public static class ReRegisterTwice {
    private final Cell cell = Cells.born();

    private void reRegister() {
      Cells.NODE.names().reRegisterGlobal(cell.pid, cell.pid);
    }

    @Actor
    public void first() {
      reRegister();
    }

    @Actor
    public void second() {
      reRegister();
    }

    @Arbiter
    public void end(II_Result r) {
      r.r1 = NamesPeek.hasGlobal(cell.pid) ? 1 : 0;
      r.r2 = NamesPeek.reservations(cell);
      Cells.end(cell);
    }
  }

  /** I3: neither an entry nor a reservation stays without the other. */
  @JCStressTest
  @Outcome(id = {"1, 1", "0, 0"}, expect = ACCEPTABLE, desc = "both or neither")
  @State
  public static class ReRegisterAgainstUnregister {
    private final Cell cell = Cells.born();

    @Actor
    public void first() {
      Cells.NODE.names().reRegisterGlobal(cell.pid, cell.pid);
    }

    @Actor
    public void second() {
      Cells.NODE.names().unregisterGlobal(cell.pid);
    }

    @Arbiter
    public void end(II_Result r) {
      r.r1 = NamesPeek.hasGlobal(cell.pid) ? 1 : 0;
      r.r2 = NamesPeek.reservations(cell);
      Cells.end(cell);
    }
  }

  /** I1: a global name of a process that dies is free. */
  @JCStressTest
  @Outcome(id = {"true, false", "false, false"}, expect = ACCEPTABLE, desc = "registered or not, the name is free")
  @State
  public static class RegisterGlobalAgainstDeath {
    private final Cell cell = Cells.born();

    @Actor
    public void starter(ZZ_Result r) {
      r.r1 = Cells.NODE.names().registerGlobal(cell.pid, cell.pid);
    }

    @Actor
    public void killer() {
      Cells.end(cell);
    }

    @Arbiter
    public void end(ZZ_Result r) {
      r.r2 = NamesPeek.hasGlobal(cell.pid);
    }
  }
}
