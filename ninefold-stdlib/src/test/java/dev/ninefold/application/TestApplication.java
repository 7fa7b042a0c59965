package dev.ninefold.application;

import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/** An application for tests, which notes what it is asked to do; its top process is a plain one that waits. */
class TestApplication implements Application {

  /** What the callbacks of all instances with this list have noted. */
  final List<String> notes;

  private final Callable<Started> start;

  TestApplication(List<String> notes, Callable<Started> start) {
    this.notes = notes;
    this.start = start;
  }

  /** An application that runs until it is stopped. */
  static ApplicationSpec spec(String name) {
    return spec(name, new CopyOnWriteArrayList<>());
  }

  /** The same, noting its callbacks. */
  static ApplicationSpec spec(String name, List<String> notes) {
    return spec(name, notes, () -> Started.ok(top(), name + " state"));
  }

  /** The same with another start. */
  static ApplicationSpec spec(String name, List<String> notes, Callable<Started> start) {
    return ApplicationSpec.named(name)
        .withDescription("test application " + name)
        .withVsn("1.0")
        .withModule(() -> new TestApplication(notes, start));
  }

  /** A top process that ends when it is asked to, or with the reason that it is sent. */
  static Pid top() {
    return Process.spawnLink(() -> {
      Process.trapExit(true);
      switch (Process.receive()) {
        case Info.Exit(var _, ExitReason reason) -> throw Process.exit(reason);
        case ExitReason reason -> throw Process.exit(reason);
        case Object other -> throw new IllegalArgumentException(other.toString());
      }
    });
  }

  @Override
  public Started start(StartType type, Object args) throws Exception {
    notes.add("start " + type + " " + args);
    return start.call();
  }

  @Override
  public void startPhase(String phase, StartType type, Object args) {
    notes.add("phase " + phase + " " + type + " " + args);
  }

  @Override
  public Object prepStop(Object state) {
    notes.add("prepStop " + state);
    return "prepared " + state;
  }

  @Override
  public void stop(Object state) {
    notes.add("stop " + state);
  }

  @Override
  public void configChange(Map<String, Object> changed, Map<String, Object> added, List<String> removed) {
    notes.add("configChange " + changed + " " + added + " " + removed);
  }

  /** A list that tests may fill from several processes. */
  static List<String> notes() {
    return new CopyOnWriteArrayList<>(new ArrayList<>());
  }
}
