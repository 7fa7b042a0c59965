package dev.ninefold.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.Request;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;

/** Tells the test that it starts, and does what the test says: upstream's {@code supervisor_3}. */
record Asking(String name, Pid caller) implements GenServer<Object, Request<Object>, Object> {

  private record Started(String name, Pid pid) {}

  /** What the test says. */
  record Answer(Init<Object> result) {
    static final Answer OK = new Answer(Init.ok("asking"));
    static final Answer STOP = new Answer(Init.stop(ExitReason.NORMAL));
    static final Answer IGNORE = new Answer(Init.ignore());
  }

  static ChildSpec child(String name, Pid caller) {
    return Trees.kid(name).withStart(() -> GenServer.startLink(() -> new Asking(name, caller)));
  }

  /** The next child that starts is the one of that name. */
  static Pid next(String name) {
    Started started = Process.receive(Started.class);
    assertThat(started.name()).isEqualTo(name);
    return started.pid();
  }

  /** The next child that starts is the one of that name; it gets the answer. */
  static Pid next(String name, Answer answer) {
    Pid pid = next(name);
    Process.send(pid, answer);
    return pid;
  }

  @Override
  public Init<Object> init() {
    Process.send(caller, new Started(name, Process.self()));
    return Process.receive(Answer.class).result();
  }
}
