package dev.ninefold.examples.launcher;

import dev.ninefold.examples.charging.ChargingApplication;
import dev.ninefold.examples.codelock.CodeLockApplication;
import dev.ninefold.examples.echo.EchoLesson;
import dev.ninefold.examples.errorman.ErrorMan;
import dev.ninefold.examples.http.HttpApplication;
import dev.ninefold.examples.presence.PresenceApplication;
import dev.ninefold.examples.sequence.SequenceApplication;
import dev.ninefold.examples.special.SpecialApplication;
import dev.ninefold.examples.stack.StackApplication;
import dev.ninefold.examples.tutorial.TutorialLesson;
import java.util.List;
import java.util.Optional;

/** The registry of examples: whoever writes one adds a line to {@link #ALL}. */
final class Examples {
  static final List<Example> ALL = List.of(
      new Example("sequence", "a supervised sequence server that survives its crash", "[--initial N] [--without-stash]",
          SequenceApplication::main),
      new Example("stack", "a supervised stack that survives its crash", "[--without-stash]", StackApplication::main),
      new Example("codelock", "a door with a code lock: a state machine with timeouts and postponed events", "[--code BUTTONS]",
          CodeLockApplication::main),
      new Example("charging", "a management system for charging stations that does not notice when its business logic crashes",
          ChargingApplication.OPTIONS, ChargingApplication::main),
      new Example("echo", "asking a process: asynchronous, synchronous, with a timeout, with references", "", EchoLesson::main),
      new Example("error_man", "an event manager that logs errors to the terminal and to a file, as in OTP's manual", "",
          ErrorMan::main),
      new Example("http", "a web server with a process a connection and one a request: a crash is a 500 and ends only these two",
          "[--port N] [--host ADDRESS]", HttpApplication::main),
      new Example("presence", "a page that shows who is here: a server that tracks its subscribers by monitors",
          PresenceApplication.OPTIONS,
          PresenceApplication::main),
      new Example("special", "a special process, its loop written by hand, that hands out channels and is driven by sys",
          SpecialApplication.OPTIONS, SpecialApplication::main),
      new Example("tutorial", "a small GenServer and Supervisor, built from plain processes alone", "", TutorialLesson::main));

  private final List<Example> examples;

  Examples(List<Example> examples) {
    this.examples = List.copyOf(examples);
  }

  Optional<Example> find(String name) {
    return examples.stream().filter(example -> example.name().equals(name)).findFirst();
  }

  /** The list that a user without a plan is shown: name and description, aligned, a line each. */
  String listing() {
    if (examples.isEmpty()) {
      return "  (none yet)\n";
    }
    var width = examples.stream().mapToInt(example -> example.name().length()).max().orElse(0);
    var lines = new StringBuilder();
    for (var example : examples) {
      lines.append("  ").append(example.name()).repeat(' ', width - example.name().length());
      lines.append("  ").append(example.summary()).append('\n');
    }
    return lines.toString();
  }
}
