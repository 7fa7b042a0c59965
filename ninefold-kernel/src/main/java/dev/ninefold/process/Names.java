package dev.ninefold.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The registered names of a node, local and global. Any thread. */
final class Names {

  /*
   * I1. A name is reserved in the process, under its ownership, before it is entered in the table, so a process has at most one local
   *     name, and registers at most one global name. Death removes what it finds reserved; who enters a name looks once more
   *     whether the process is alive.
   * I2. A lookup never answers a process that is dead; who finds a dead holder may replace it.
   * I3. Each entry of a living process in the table of global names has one reservation of its own, which whoever removes the entry
   *     takes back afterwards. So a process that re_register_name gave several names, or the same one twice at once, keeps count.
   * I4. A second local name is refused only if the process had the first at some moment of the call. So who finds a reservation
   *     without its entry waits until it is entered or given up.
   */

  private final ConcurrentMap<String, Pid> local = new ConcurrentHashMap<>();
  private final ConcurrentMap<Object, Pid> global = new ConcurrentHashMap<>();

  // ---- resolving

  /** The process that a destination denotes now; none if it does not exist. An alias denotes its owner. */
  static Optional<Pid> resolve(Destination destination) {
    return switch (destination) {
      case Pid pid -> Optional.of(pid);
      case Name name -> resolve(name);
      case Ref alias -> Optional.ofNullable(alias.owner());
    };
  }

  private static Optional<Pid> resolve(Name name) {
    return resolve(name, Node.current());
  }

  static Optional<Pid> resolve(Name name, Node node) {
    return switch (name) {
      case Name.Local(String local) -> node.names().whereis(local);
      case Name.OnNode(String local, String on) ->
        on.equals(node.name()) ? node.names().whereis(local) : Optional.empty();
      case Name.Global(Object term) -> node.names().whereisGlobal(term);
      case Name.Via via -> whereis(via);
    };
  }

  private static Optional<Pid> whereis(Name.Via via) {
    Registrar registrar = via.registrar();
    Optional<Pid> found = registrar.whereisName(via.term());
    if (found == null) {
      throw new IllegalStateException(
          "whereisName of the registrar " + registrar + ", an instance of " + registrar.getClass().getName()
              + ": expected the process of " + via.term() + ", or Optional.empty() if there is none, got null");
    }
    return found;
  }

  // ---- local names

  Optional<Pid> whereis(String name) {
    return alive(local.get(name));
  }

  List<String> registered() {
    return local.entrySet().stream().filter(e -> alive(e.getValue()).isPresent()).map(e -> e.getKey()).sorted().toList();
  }

  void register(String name, Pid pid) {
    Name.local(name);
    Cell cell = pid.cell();
    String problem = cell == null ? "process " + pid + " is not alive" : reserve(cell, name);
    if (problem == null && cell != null) {
      problem = enter(local, name, pid);
      if (problem != null) {
        unreserve(cell);
      } else if (cell.isDead()) {
        local.remove(name, pid);
        problem = "process " + pid + " is not alive";
      }
    }
    if (problem != null) {
      throw new IllegalArgumentException("register(" + name + ", " + pid + "): " + problem);
    }
  }

  void unregister(String name) {
    Pid pid = local.get(name);
    if (pid == null || !local.remove(name, pid)) {
      throw new IllegalArgumentException("unregister(" + name + "): no process is registered under that name");
    }
    Cell cell = pid.cell();
    if (cell != null) {
      unreserve(cell);
    }
  }

  /** Drops the names of a dead process. */
  void release(Cell cell, Details details) {
    String name = details.name;
    if (name != null) {
      local.remove(name, cell.pid);
    }
    details.globalNames.forEach(term -> global.remove(term, cell.pid));
  }

  private @Nullable String reserve(Cell cell, String name) {
    for (int attempt = 0; cell.acquire(); attempt++) {
      Details details = cell.detailsHeld();
      String had = details.name;
      if (had == null) {
        details.name = name;
      }
      cell.letGo();
      if (had == null) {
        return null;
      }
      if (local.get(had) == cell.pid) {
        return "process " + cell.pid + " is registered as " + had + " already; unregister that first";
      }
      SignalQueue.pause(attempt); // I4
    }
    return "process " + cell.pid + " is not alive";
  }

  private static void unreserve(Cell cell) {
    if (cell.acquire()) {
      cell.detailsHeld().name = null;
      cell.letGo();
    }
  }

  private static <K> @Nullable String enter(ConcurrentMap<K, Pid> table, K name, Pid pid) {
    while (true) {
      Pid holder = table.putIfAbsent(name, pid);
      if (holder == null || (alive(holder).isEmpty() && table.replace(name, holder, pid))) {
        return null;
      }
      if (alive(holder).isPresent()) {
        return "the name is in use by " + holder;
      }
    }
  }

  private static Optional<Pid> alive(@Nullable Pid pid) {
    Cell cell = pid == null ? null : pid.cell();
    return cell == null || cell.isDead() ? Optional.empty() : Optional.ofNullable(pid);
  }

  // ---- global names

  Optional<Pid> whereisGlobal(Object name) {
    return alive(global.get(name));
  }

  List<Object> registeredGlobal() {
    return global.entrySet().stream().filter(e -> alive(e.getValue()).isPresent()).map(e -> e.getKey()).toList();
  }

  /** OTP's {@code global:register_name}: false if the name is taken, or the process has one, or is dead. */
  boolean registerGlobal(Object name, Pid pid) {
    Cell cell = pid.cell();
    if (cell == null || !reserveGlobal(cell, name, true)) {
      return false;
    }
    if (enter(global, name, pid) != null) {
      unreserveGlobal(cell, name);
      return false;
    }
    return !removeIfDead(name, cell);
  }

  /** OTP's {@code global:re_register_name}. */
  boolean reRegisterGlobal(Object name, Pid pid) {
    Cell cell = pid.cell();
    if (cell == null || !reserveGlobal(cell, name, false)) {
      return false;
    }
    unreserveGlobal(global.put(name, pid), name);
    return !removeIfDead(name, cell);
  }

  void unregisterGlobal(Object name) {
    unreserveGlobal(global.remove(name), name);
  }

  private boolean removeIfDead(Object name, Cell cell) {
    if (cell.isDead()) {
      global.remove(name, cell.pid);
      return true;
    }
    return false;
  }

  /** Returns false if the process is dead, or has a global name and is to have no other. */
  private static boolean reserveGlobal(Cell cell, Object name, boolean only) {
    if (!cell.acquire()) {
      return false;
    }
    Details details = cell.detailsHeld();
    boolean reserved = !only || details.globalNames.isEmpty();
    if (reserved) {
      List<Object> names = new ArrayList<>(details.globalNames);
      names.add(name);
      details.globalNames = List.copyOf(names);
    }
    cell.letGo();
    return reserved;
  }

  private static void unreserveGlobal(@Nullable Pid holder, Object name) {
    Cell cell = holder == null ? null : holder.cell();
    if (cell != null) {
      unreserveGlobal(cell, name);
    }
  }

  private static void unreserveGlobal(Cell cell, Object name) {
    if (cell.acquire()) {
      Details details = cell.detailsHeld();
      List<Object> names = new ArrayList<>(details.globalNames);
      names.remove(name);
      details.globalNames = List.copyOf(names);
      cell.letGo();
    }
  }
}
