package dev.ninefold.process;

import dev.ninefold.process.Signal.Message;
import dev.ninefold.term.ExitReason;
import java.util.ArrayList;
import java.util.List;

/** Processes without code: they are born and never start, so that a test alone decides who acts on them, and when. */
final class Cells {

  static final Node NODE = Node.start(NodeOptions.named("cells").withReportHandlers());
  static final ExitReason BANG = ExitReason.of("bang");

  /** What a cell would run if it were started. */
  private static final EventBody NOTHING = new EventBody() {
    @Override
    public void start() {}

    @Override
    public void handle(Object message) {}
  };

  private Cells() {}

  /** One that seems to be running: no mark is in its queue. */
  static Cell born() {
    return Spawner.create(SpawnOptions.DEFAULT.withNode(NODE), NOTHING, null);
  }

  /** One that traps exits. */
  static Cell trapping() {
    Cell cell = born();
    cell.trapExit = true;
    return cell;
  }

  /** Returns false if the other is dead. */
  static boolean link(Cell self, Cell other) {
    return Router.link(self, other.pid, false);
  }

  /** All messages that wait, oldest first; they are taken out. */
  static List<Object> messages(Cell cell) {
    List<Object> bodies = new ArrayList<>();
    for (Message message = cell.poll(); message != null; message = cell.poll()) {
      bodies.add(message.body);
    }
    return bodies;
  }

  static int count(Cell cell, Class<?> type) {
    return (int) messages(cell).stream().filter(type::isInstance).count();
  }

  /** Kills them. */
  static void end(Cell... cells) {
    for (Cell cell : cells) {
      Router.exit(cell.pid, ExitReason.KILL, NODE.root());
    }
  }
}
