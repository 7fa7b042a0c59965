package dev.ninefold.report;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Folds storms of equal reports: the first is printed in full, then one line per key and second with the count. */
final class ReportStormEngine {

  /*
   * I1. A key has a window of a second from the print of its first report in full, or of its last line. What comes within the window is
   *     counted; at its end the count is printed as a line and a new window begins, or, if nothing came, the key is forgotten and
   *     its next report is printed in full again.
   * I2. Whenever something is counted, a wake is asked for that comes not later than the end of the first window. Without a count none
   *     is: keys are dropped when something else happens, and a node that reports little has no timer.
   * I3. There are at most MAX_KEYS keys. The one with the oldest window makes room; its count is printed, not lost.
   * I4. A flush prints the counts so far, and leaves the windows as they are.
   * I5. After Closed nothing is counted any more.
   */

  static final long WINDOW_NANOS = 1_000_000_000L;
  static final int MAX_KEYS = 128;

  private ReportStormEngine() {}

  /**
   * What equal reports have in common.
   *
   * @param label the kind of report
   * @param who the name or the initial call
   * @param reason the class and the text of the reason
   */
  record Key(String label, String who, String reason) {}

  /**
   * What the line with the count says; nothing else of a report is kept.
   *
   * @param level how grave
   * @param label what kind of report
   * @param headline its first sentence
   */
  record Line(Level level, String label, String headline) {}

  /** A key in its window. */
  record Entry(Line line, long windowEnd, long folded) {}

  /**
   * All that is remembered.
   *
   * @param entries by the end of their windows
   * @param wakeAsked whether a wake was asked for and has not come
   * @param closed whether all is printed in full
   */
  record State(Map<Key, Entry> entries, boolean wakeAsked, boolean closed) {
    static final State EMPTY = new State(Map.of(), false, false);
  }

  sealed interface Event {
    /** A report has come. */
    record Arrived(Key key, Line line) implements Event {}

    /** The wake that was asked for. */
    record Woken() implements Event {}

    /** Tell what was counted so far. */
    record Flushed() implements Event {}

    /** The end: tell all that was counted. */
    record Closed() implements Event {}
  }

  sealed interface Action {
    /** Print the report that has come. */
    record PrintInFull() implements Action {}

    /** Print that so many more have come. */
    record PrintCount(Key key, Line line, long count) implements Action {}

    /** Send Woken at that time. */
    record Wake(long at) implements Action {}
  }

  record Step(State state, List<Action> actions) {}

  static Step step(State state, Event event, long now) {
    if (state.closed) {
      return new Step(state, event instanceof Event.Arrived ? List.of(new Action.PrintInFull()) : List.of());
    }
    Map<Key, Entry> entries = new LinkedHashMap<>(state.entries);
    List<Action> actions = new ArrayList<>(2);
    endWindows(entries, actions, event instanceof Event.Closed ? Long.MAX_VALUE : now, now);
    return switch (event) {
      case Event.Arrived(Key key, Line line) -> {
        arrive(entries, actions, key, line, now);
        yield withWake(entries, actions, state.wakeAsked);
      }
      case Event.Woken _ -> withWake(entries, actions, false);
      case Event.Flushed _ -> {
        entries.replaceAll((key, entry) -> flushed(key, entry, actions));
        yield withWake(entries, actions, state.wakeAsked);
      }
      case Event.Closed _ -> new Step(new State(Map.of(), false, true), actions);
    };
  }

  private static void endWindows(Map<Key, Entry> entries, List<Action> actions, long until, long now) {
    Map<Key, Entry> renewed = new LinkedHashMap<>();
    Iterator<Map.Entry<Key, Entry>> all = entries.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Key, Entry> next = all.next();
      Entry entry = next.getValue();
      if (entry.windowEnd > until) {
        break;
      }
      all.remove();
      if (entry.folded > 0) {
        actions.add(new Action.PrintCount(next.getKey(), entry.line, entry.folded));
        renewed.put(next.getKey(), new Entry(entry.line, now + WINDOW_NANOS, 0));
      }
    }
    entries.putAll(renewed);
  }

  private static Entry flushed(Key key, Entry entry, List<Action> actions) {
    if (entry.folded > 0) {
      actions.add(new Action.PrintCount(key, entry.line, entry.folded));
    }
    return new Entry(entry.line, entry.windowEnd, 0);
  }

  private static void arrive(Map<Key, Entry> entries, List<Action> actions, Key key, Line line, long now) {
    Entry entry = entries.get(key);
    if (entry != null) {
      entries.put(key, new Entry(entry.line, entry.windowEnd, entry.folded + 1));
      return;
    }
    if (entries.size() >= MAX_KEYS) {
      Key oldest = entries.keySet().iterator().next();
      Entry gone = entries.remove(oldest);
      if (gone != null && gone.folded > 0) {
        actions.add(new Action.PrintCount(oldest, gone.line, gone.folded));
      }
    }
    entries.put(key, new Entry(line, now + WINDOW_NANOS, 0));
    actions.add(new Action.PrintInFull());
  }

  private static Step withWake(Map<Key, Entry> entries, List<Action> actions, boolean asked) {
    boolean ask = !asked && entries.values().stream().anyMatch(entry -> entry.folded > 0);
    if (ask) {
      actions.add(new Action.Wake(entries.values().iterator().next().windowEnd));
    }
    return new Step(new State(entries, asked || ask, false), actions);
  }
}
