package dev.ninefold.debug;

import dev.ninefold.debug.DebugFunction.Result;
import dev.ninefold.process.ProcessKilledError;
import dev.ninefold.process.ThrownException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who sees an event, and what becomes of them: SYS-14 to SYS-23. Lists are most recently installed first. */
final class DebugEngine {

  private DebugEngine() {}

  /** What the facilities do besides keeping their state. */
  interface Output {

    /** Prints a line. */
    void print(DebugItem item);

    /** Writes a line to the file; returns false if it cannot be written any more. */
    boolean write(EventFile file, DebugItem item);

    /** A function failed at an event, and is removed. */
    void failed(Facility.Installed function, DebugItem item, Throwable failure);
  }

  /** All facilities see an event, one after the other. */
  static List<Facility> handle(List<Facility> facilities, DebugItem item, Output output) {
    List<Facility> after = new ArrayList<>(facilities.size());
    boolean changed = false;
    for (Facility facility : facilities) {
      Optional<Facility> next = next(facility, item, output);
      next.ifPresent(after::add);
      changed |= next.isEmpty() || next.get() != facility;
    }
    return changed ? List.copyOf(after) : facilities;
  }

  private static Optional<Facility> next(Facility facility, DebugItem item, Output output) {
    return switch (facility) {
      case Facility.Trace trace -> {
        output.print(item);
        yield Optional.of(trace);
      }
      case Facility.Log(EventLog log) -> Optional.of(new Facility.Log(log.add(item)));
      case Facility.LogToFile toFile -> output.write(toFile.file(), item) ? Optional.of(toFile) : Optional.empty();
      case Facility.Counter counter -> Optional.of(count(counter, item.event()));
      case Facility.Installed function -> call(function, item, output);
    };
  }

  private static Facility count(Facility.Counter counter, SystemEvent event) {
    return switch (event) {
      case SystemEvent.In _ -> new Facility.Counter(counter.startMillis(), counter.in() + 1, counter.out());
      case SystemEvent.Out _ -> new Facility.Counter(counter.startMillis(), counter.in(), counter.out() + 1);
      case SystemEvent _ -> counter;
    };
  }

  private static Optional<Facility> call(Facility.Installed function, DebugItem item, Output output) {
    Object result;
    try {
      result = function.function().handle(function.state(), item.event(), item.process());
    } catch (ProcessKilledError e) {
      throw e;
    } catch (ThrownException e) {
      result = e.value();
    } catch (Throwable e) {
      output.failed(function, item, e);
      return Optional.empty();
    }
    return switch (result) {
      case Result.Done<?> _ -> Optional.empty();
      case Result.Next<?>(Object state) -> Optional.of(new Facility.Installed(function.id(), function.function(), state));
      case null -> {
        output.failed(function, item, new NullPointerException(
            "the debug function returned null, expected DebugFunction.next(state) or DebugFunction.done()"));
        yield Optional.empty();
      }
      case Object thrown -> Optional.of(new Facility.Installed(function.id(), function.function(), thrown));
    };
  }

  /** Comes first from now on; if there is one of its key, that stays as it is (SYS-16, SYS-21). */
  static List<Facility> install(List<Facility> facilities, Facility facility) {
    if (find(facilities, facility.key()).isPresent()) {
      return facilities;
    }
    List<Facility> more = new ArrayList<>(facilities);
    more.addFirst(facility);
    return List.copyOf(more);
  }

  /** Without the one of that key, if there is one. */
  static List<Facility> remove(List<Facility> facilities, Object key) {
    return facilities.stream().filter(facility -> !facility.key().equals(key)).toList();
  }

  static Optional<Facility> find(List<Facility> facilities, Object key) {
    return facilities.stream().filter(facility -> facility.key().equals(key)).findFirst();
  }

  /** What is logged, oldest first; nothing if nothing is. */
  static List<DebugItem> logged(List<Facility> facilities) {
    return find(facilities, Facility.Log.class)
        .map(facility -> facility instanceof Facility.Log(EventLog log) ? log.items() : List.<DebugItem>of())
        .orElse(List.of());
  }
}
