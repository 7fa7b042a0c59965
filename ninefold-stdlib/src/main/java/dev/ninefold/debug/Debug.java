package dev.ninefold.debug;

import dev.ninefold.process.Node;
import dev.ninefold.process.ProcessKilledError;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What observes a process: OTP's list of {@code sys:dbg_opt()}. A value; each step returns the next one, as in OTP. A special process
 * keeps it in its loop, tells it what happens by {@link #handle}, and gives it to {@code Sys.handleSystemMessage}. Only the process itself
 * uses it.
 */
public final class Debug {

  /** Nothing observes the process. */
  public static final Debug OFF = new Debug(List.of());

  private final List<Facility> facilities;

  private Debug(List<Facility> facilities) {
    this.facilities = facilities;
  }

  private static Debug of(List<Facility> facilities) {
    return facilities.isEmpty() ? OFF : new Debug(facilities);
  }

  /**
   * What the options say, the last one first: OTP's {@code sys:debug_options}. Those that make no sense, or name a file that cannot be
   * opened, are skipped and reported.
   *
   * @param process the name of the process, for the report
   */
  public static Debug of(Object process, List<DebugOption> options) {
    if (options.isEmpty()) {
      return OFF;
    }
    List<Facility> facilities = List.of();
    List<DebugOption> skipped = new ArrayList<>();
    for (DebugOption option : options) {
      Optional<Facility> facility = facility(option);
      if (facility.isPresent()) {
        facilities = DebugEngine.install(facilities, facility.get());
      } else {
        skipped.add(option);
      }
    }
    if (!skipped.isEmpty()) {
      Node.current().report(new DebugOptionsReport(process, skipped));
    }
    return of(facilities);
  }

  private static Optional<Facility> facility(DebugOption option) {
    return switch (option) {
      case DebugOption.Trace _ -> Optional.of(new Facility.Trace());
      case DebugOption.Log log -> log.isValid() ? Optional.of(log(log.events())) : Optional.empty();
      case DebugOption.Statistics _ -> Optional.of(counter());
      case DebugOption.Install<?> install -> Optional.of(installed(install));
      case DebugOption.LogToFile(var file) -> {
        try {
          yield Optional.of(new Facility.LogToFile(EventFile.open(file)));
        } catch (IOException e) {
          yield Optional.empty();
        }
      }
    };
  }

  private static Facility log(int size) {
    return new Facility.Log(EventLog.empty(size));
  }

  private static Facility counter() {
    return new Facility.Counter(Node.current().clock().wallMillis(), 0, 0);
  }

  @SuppressWarnings("unchecked") // the function gets the state that came with it, and then what it has returned
  private static Facility installed(DebugOption.Install<?> install) {
    return new Facility.Installed(install.id(), (DebugFunction<Object>) install.function(), install.state());
  }

  /** Whether nothing observes the process: then {@link #handle} need not be called, and the event not be made. */
  public boolean isOff() {
    return facilities.isEmpty();
  }

  /**
   * Something happened in the process: OTP's {@code sys:handle_debug}. It is printed, logged, counted and told to functions, as is wanted.
   *
   * @param event what happened
   * @param process what the process calls itself
   * @param format how the event is printed
   */
  public Debug handle(SystemEvent event, Object process, EventFormat format) {
    if (isOff()) {
      return this;
    }
    Objects.requireNonNull(event, "event: expected what happened, got null");
    Objects.requireNonNull(process, "process: expected what the process calls itself, got null");
    Objects.requireNonNull(format, "format: expected how events are printed, for example EventFormat.PLAIN, got null");
    List<Facility> after = DebugEngine.handle(facilities, new DebugItem(event, process, format), OUTPUT);
    return after == facilities ? this : of(after);
  }

  /** The logged events, oldest first; none if there is no log: OTP's {@code sys:get_log}. */
  public List<SystemEvent> log() {
    return DebugEngine.logged(facilities).stream().map(DebugItem::event).toList();
  }

  /** Prints the logged events: OTP's {@code sys:print_log}. */
  public void printLog() {
    DebugEngine.logged(facilities).forEach(OUTPUT::print);
  }

  /** The process ends, and its file is closed. */
  public void close() {
    DebugEngine.find(facilities, Facility.LogToFile.class).ifPresent(Debug::close);
  }

  private static void close(Facility facility) {
    if (facility instanceof Facility.LogToFile(EventFile file)) {
      file.close();
    }
  }

  // ---- requests

  /**
   * The answer to a request.
   *
   * @param debug what observes the process from now on
   * @param reply what who asked gets
   */
  public record Answer(Debug debug, Object reply) {}

  /** Carries out a request of {@code sys}. */
  public Answer answer(DebugRequest request) {
    return switch (request) {
      case DebugRequest.Trace(boolean on) -> on ? with(new Facility.Trace()) : without(Facility.Trace.class);
      case DebugRequest.Log(int size) -> with(log(size));
      case DebugRequest.NoLog _ -> without(Facility.Log.class);
      case DebugRequest.GetLog _ -> new Answer(this, log());
      case DebugRequest.PrintLog _ -> {
        printLog();
        yield new Answer(this, "ok");
      }
      case DebugRequest.Statistics(boolean on) -> on ? with(counter()) : without(Facility.Counter.class);
      case DebugRequest.GetStatistics _ -> new Answer(this, statistics());
      case DebugRequest.Install(var option) -> with(installed(option));
      case DebugRequest.Remove(Object id) -> without(id);
      case DebugRequest.NoLogToFile _ -> {
        close();
        yield without(Facility.LogToFile.class);
      }
      case DebugRequest.NoDebug _ -> {
        close();
        yield new Answer(OFF, "ok");
      }
      case DebugRequest.LogToFile toFile -> {
        close();
        Debug closed = without(Facility.LogToFile.class).debug();
        try {
          yield closed.with(new Facility.LogToFile(EventFile.open(toFile.file())));
        } catch (IOException e) {
          yield new Answer(closed, new DebugRequest.NotOpened(toFile.file(), String.valueOf(e.getMessage())));
        }
      }
    };
  }

  private Answer with(Facility facility) {
    return new Answer(of(DebugEngine.install(facilities, facility)), "ok");
  }

  private Answer without(Object key) {
    return new Answer(of(DebugEngine.remove(facilities, key)), "ok");
  }

  private Optional<Statistics> statistics() {
    return DebugEngine.find(facilities, Facility.Counter.class)
        .filter(Facility.Counter.class::isInstance)
        .map(Facility.Counter.class::cast)
        .map(counter -> new Statistics(Instant.ofEpochMilli(counter.startMillis()),
            Instant.ofEpochMilli(Node.current().clock().wallMillis()), counter.in(), counter.out()));
  }

  // ---- effects

  private static final DebugEngine.Output OUTPUT = new DebugEngine.Output() {
    @Override
    public void print(DebugItem item) {
      Node.current().print(item.line());
    }

    @Override
    public boolean write(EventFile file, DebugItem item) {
      try {
        file.write(item.line());
        return true;
      } catch (ProcessKilledError e) {
        throw e;
      } catch (IOException e) {
        Node.current().report(new DebugFailedReport(item.process(), file, e));
        return false;
      }
    }

    @Override
    public void failed(Facility.Installed function, DebugItem item, Throwable failure) {
      Node.current().report(new DebugFailedReport(item.process(), function.id(), failure));
    }
  };

  @Override
  public String toString() {
    return facilities.toString();
  }
}
