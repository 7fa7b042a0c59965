package dev.ninefold.process;

import dev.ninefold.term.ExitReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes processes. */
final class Spawner {

  private Spawner() {}

  /**
   * Spawns a process, event-driven or plain.
   *
   * @param monitor the reference of a monitor of the spawning process, if it wants one
   */
  static Cell spawn(
      SpawnOptions options, @Nullable EventBody body, Process.@Nullable Body plainBody, @Nullable Ref monitor) {
    Cell cell = create(options, body, plainBody);
    bind(options, cell, monitor, MonitorOptions.DEFAULT);
    launch(cell);
    return cell;
  }

  static Cell create(SpawnOptions options, @Nullable EventBody body, Process.@Nullable Body plainBody) {
    Cell parent = options.linked() ? Current.cell() : Current.liveOrNull();
    Node node = options.node().orElseGet(() -> parent == null ? Node.local() : parent.node);
    node.checkOpen();
    Pid pid = new Pid(node, node.table().nextId());
    Cell cell = new Cell(node, pid, parent == null ? null : parent.pid, parent == null ? node.root() : parent.groupLeader, body,
        plainBody, options.mailbox().orElse(node.mailbox()));
    if (options.initialCall().isPresent() || options.label().isPresent() || options.longMessageQueue().isPresent()) {
      List<Object> ancestors = options.initialCall().isEmpty() ? List.of()
          : parent == null ? List.of() : parent.childAncestors();
      cell.details = new Details(options.initialCall().orElse(null), ancestors, options.label().orElse(null),
          options.longMessageQueue().orElse(null));
      options.longMessageQueue().ifPresent(node.longQueues()::watch);
    }
    pid.cell(cell);
    node.table().add(cell);
    FlightEvents.spawned(cell, options.linked());
    if (node.isClosed()) {
      // Whoever closes the node may not have seen it.
      discard(cell);
      node.checkOpen();
    }
    return cell;
  }

  /** Spawns a process on request; the reply is in the mailbox before anything that the process causes. */
  static Ref request(Cell self, SpawnRequest request, Process.Body body) {
    MonitorOptions monitor = request.monitor().orElse(null);
    Ref ref = self.node.newRef(monitor != null && monitor.alias().isPresent() ? self.pid : null);
    self.setMark(ref);
    if (request.spawn().node().orElse(self.node).isClosed()) {
      if (request.reply().onError()) {
        Router.send(self, new Info.SpawnReply(ref, new Info.SpawnReply.Error("noconnection"), request.tag()));
      }
      return ref;
    }
    Cell child = create(request.spawn(), null, body);
    if (request.reply().onSuccess()) {
      Router.send(self, new Info.SpawnReply(ref, new Info.SpawnReply.Ok(child.pid), request.tag()));
    }
    bind(request.spawn(), child, monitor == null ? null : ref, monitor == null ? MonitorOptions.DEFAULT : monitor);
    launch(child);
    return ref;
  }

  /** Links and monitors a process that does not run yet. */
  static void bind(SpawnOptions options, Cell cell, @Nullable Ref monitor, MonitorOptions monitorOptions) {
    if (!options.linked() && monitor == null) {
      return;
    }
    Cell parent = Current.cellOrNull();
    boolean bound = parent != null && (!options.linked() || Router.linkUnborn(parent, cell, options.priorityLink()))
        && (monitor == null || Router.monitorUnborn(parent, monitor, cell, monitorOptions));
    if (!bound) {
      discard(cell);
      Current.cell();
    }
  }

  /** Nothing that a dead process spawns lives. */
  private static void discard(Cell cell) {
    if (cell.acquire()) {
      cell.die(ExitReason.KILLED);
      Cascade.run(cell.release());
    }
  }

  static void launch(Cell cell) {
    if (cell.isPlain()) {
      cell.startThread();
    } else {
      cell.node.scheduler().execute(cell);
    }
  }
}
