package dev.ninefold.examples.tutorial;

import dev.ninefold.process.Info;
import dev.ninefold.process.MonitorOptions;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Process.DemonitorOption;
import dev.ninefold.process.Ref;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.term.ExitReason;

/** What a start came to. Who starts a process waits until it has a name and a state, or has failed. */
sealed interface Started {

  /** The process runs. */
  record Ok(Pid pid) implements Started {}

  /** It does not, and why. */
  record Failed(Object reason) implements Started {}

  /** What the new process sends to its parent. */
  record Acknowledged(Pid from, Started outcome) {}

  static boolean isValid(String name) {
    return !name.isBlank() && !name.equals("undefined");
  }

  /** Spawns a process, linked and monitored from its first moment, and waits for its word, or its end. */
  static Started await(Process.Body body) {
    Process.Monitored child = Process.spawnMonitor(SpawnOptions.LINKED, MonitorOptions.DEFAULT, body);
    Pid pid = child.pid();
    Ref ref = child.ref();
    Object word = Process.receive(Object.class, message -> isWord(message, pid, ref));
    Process.demonitor(ref, DemonitorOption.FLUSH);
    return switch (word) {
      case Acknowledged(Pid _, Started outcome) -> outcome;
      case Info.Down down -> new Failed(down.reason());
      case Object other -> throw new IllegalStateException("received what nobody asked for: " + other);
    };
  }

  private static boolean isWord(Object message, Pid pid, Ref ref) {
    return switch (message) {
      case Acknowledged told -> told.from() == pid;
      case Info.Down down -> down.ref() == ref;
      case Object _ -> false;
    };
  }

  /** For the new process: it takes the name, or tells its parent that somebody has it, and ends. */
  static void register(String name) {
    try {
      Process.register(name, Process.self());
    } catch (IllegalArgumentException _) {
      acknowledge(new Failed("already_started"));
      throw Process.exit(ExitReason.NORMAL);
    }
  }

  /** For the new process: it is ready. */
  static void succeed() {
    acknowledge(new Ok(Process.self()));
  }

  private static void acknowledge(Started outcome) {
    Process.send(Process.parent().orElseThrow(), new Acknowledged(Process.self(), outcome));
  }

  /** The process, for those who need it to run. */
  default Pid orExit() {
    return switch (this) {
      case Ok(Pid pid) -> pid;
      case Failed(Object reason) -> throw Process.exit(ExitReason.of(reason));
    };
  }
}
