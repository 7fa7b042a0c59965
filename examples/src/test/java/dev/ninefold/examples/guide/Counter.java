package dev.ninefold.examples.guide;

import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.Optional;

/** A plain process that counts: the running example of docs/processes.md. */
final class Counter {

  private Counter() {}

  // tag::protocol[]
  sealed interface Message {}

  record Add(int number) implements Message {}

  record Read(Pid replyTo, Ref ref) implements Message {}

  record Total(Ref ref, int value) {}
  // end::protocol[]

  // tag::loop[]
  static void loop(int start) {
    int total = start;
    while (true) {
      switch (Process.receive(Message.class)) {
        case Add(int number) -> total += number;
        case Read(Pid replyTo, Ref ref) -> Process.send(replyTo, new Total(ref, total));
      }
    }
  }
  // end::loop[]

  // tag::client[]
  static Pid start(int start) {
    return Process.spawnLink(() -> loop(start));
  }

  static void add(Pid counter, int number) {
    Process.send(counter, new Add(number));
  }

  static int read(Pid counter) {
    Ref ref = Process.monitor(counter);
    Process.send(counter, new Read(Process.self(), ref));
    Optional<Object> answer = Process.receive(ref, Object.class, m -> answers(m, ref), Duration.ofSeconds(5));
    Process.demonitor(ref, Process.DemonitorOption.FLUSH);
    return switch (answer.orElse("timeout")) {
      case Total(Ref _, int value) -> value;
      case Info.Down down -> throw Process.exit(down.reason());
      case Object other -> throw Process.exit(ExitReason.of(other));
    };
  }

  private static boolean answers(Object message, Ref ref) {
    return (message instanceof Total total && total.ref() == ref) || (message instanceof Info.Down down && down.ref() == ref);
  }
  // end::client[]
}
