package dev.ninefold.process;

import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.Objects;

/** What users give to several functions: null is refused, with what was expected. */
final class Given {

  private Given() {}

  static Pid pid(Pid pid) {
    return Objects.requireNonNull(pid, "pid: expected the pid of a process, got null");
  }

  static Process.Body body(Process.Body body) {
    return Objects.requireNonNull(body, "body: expected what the process is to run, got null");
  }

  static SpawnOptions options(SpawnOptions options) {
    return Objects.requireNonNull(options, "options: expected how to spawn, for example SpawnOptions.DEFAULT, got null");
  }

  static MonitorOptions options(MonitorOptions options) {
    return Objects.requireNonNull(options, "options: expected how to monitor, for example MonitorOptions.DEFAULT, got null");
  }

  static SignalOption[] options(SignalOption... options) {
    return Objects.requireNonNull(options, "options: expected PRIORITY or nothing, got null");
  }

  static SignalOption option(SignalOption option) {
    return Objects.requireNonNull(option, "options: expected PRIORITY or nothing, got null among them");
  }

  static Destination to(Destination to) {
    return Objects.requireNonNull(to, "to: expected a pid, a name or an alias, got null");
  }

  static <M> M message(M message) {
    return Objects.requireNonNull(message, "message: expected something to send, got null");
  }

  static Object key(Object key) {
    return Objects.requireNonNull(key, "key: expected a key of the dictionary, got null");
  }

  static TimerRef timer(TimerRef timer) {
    return Objects.requireNonNull(timer, "timer: expected what started the timer has returned, got null");
  }

  /** Also refuses a negative one. */
  static Duration after(Duration after) {
    Objects.requireNonNull(after, "after: expected a duration of zero or more, got null");
    return Timeout.check(after);
  }

  static String localName(String name) {
    return Objects.requireNonNull(name, "name: expected a local name, got null");
  }

  /** A global name, or one of a registrar. */
  static Object term(Object name) {
    return Objects.requireNonNull(name, "name: expected a global name, got null");
  }

  static ProcessItem item(ProcessItem item) {
    return Objects.requireNonNull(item,
        "item: expected what to tell of the process, for example ProcessItem.Named.LINKS, got null");
  }
}
