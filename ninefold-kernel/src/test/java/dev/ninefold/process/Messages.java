package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What tests in a process say again and again. */
final class Messages {

  static final ExitReason BANG = ExitReason.of("bang");
  static final ExitReason BYE = ExitReason.of("bye");

  private Messages() {}

  /** Waits for an exit message from the process. */
  static ExitReason exitOf(Pid pid) {
    return Process.receive(Info.Exit.class, e -> e.from() == pid).reason();
  }

  /** Waits for the down message of the monitor. */
  static Info.Down down(Ref ref) {
    return Process.receive(Info.Down.class, d -> d.ref() == ref);
  }

  static ExitReason downReason(Ref ref) {
    return down(ref).reason();
  }

  /** Waits for so many messages, whatever they are. */
  static List<Object> next(int count) {
    List<Object> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(Process.receive());
    }
    return messages;
  }

  /** What is there now, without waiting. */
  static <T> Optional<T> now(Class<T> type) {
    return Process.receive(type, _ -> true, Duration.ZERO);
  }

  static void assertNoMessage() {
    assertThat(Process.messages(Process.self())).isEmpty();
  }

  /** Waits for a message that equals the given one. */
  static void await(Object message) {
    Process.receive(Object.class, message::equals);
  }

  /** Never ends by itself. */
  static void idle() {
    Process.receive(Object.class, _ -> false);
  }

  /** A reason that is not small: a hundred thousand numbers in nested lists. */
  static ExitReason largeReason() {
    List<Object> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      List<Object> row = new ArrayList<>();
      for (int j = 0; j < 1000; j++) {
        row.add(i * 1000 + j);
      }
      rows.add(row);
    }
    return ExitReason.of(rows);
  }
}
