package dev.ninefold.examples.tutorial;

import dev.ninefold.examples.tutorial.SmallGenServer.Answer;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A supervisor is a server, too. Its state is the list of its children; it is linked to them and traps exits, so the end of one is a message,
 * and it starts that one anew. It never gives up; a real one does, after too many restarts in too short a time.
 */
final class SmallSupervisor implements SmallGenServer.Module<List<SmallSupervisor.Running>> {

  /** How to start a child, now and after each crash. */
  record Child(String id, Supplier<Started> start) {}

  /** A child that runs. */
  record Running(Child child, Pid pid, int restarts) {}

  private record StartChild(Child child) {}

  private record WhichChildren() {}

  // ---- the client's side

  /** Starts a supervisor without children, linked to the caller. */
  static Pid startLink() {
    return SmallGenServer.startLink(new SmallSupervisor()).orExit();
  }

  /** Starts a child, linked to the supervisor and from now on in its care. */
  static Started startChild(Pid supervisor, Child child) {
    return (Started) SmallGenServer.call(supervisor, new StartChild(child));
  }

  /** The children as they run now, oldest first. */
  static List<Running> whichChildren(Pid supervisor) {
    return ((List<?>) SmallGenServer.call(supervisor, new WhichChildren())).stream().map(Running.class::cast).toList();
  }

  /** Stops the children, the youngest first, then the supervisor. */
  static void stop(Pid supervisor) {
    SmallGenServer.stop(supervisor);
  }

  // ---- the server's side

  @Override
  public List<Running> init() {
    Process.trapExit(true);
    return List.of();
  }

  @Override
  public Answer<List<Running>> handleCall(Object request, List<Running> children) {
    return switch (request) {
      case StartChild(Child child) -> start(child, children);
      case WhichChildren() -> new Answer<>(children, children);
      case Object other -> new Answer<>("unknown request: " + other, children);
    };
  }

  private static Answer<List<Running>> start(Child child, List<Running> children) {
    if (children.stream().anyMatch(running -> running.child().id().equals(child.id()))) {
      return new Answer<>(new Started.Failed("already_started"), children);
    }
    Started started = child.start().get();
    return switch (started) {
      case Started.Ok(Pid pid) -> new Answer<>(started,
          Stream.concat(children.stream(), Stream.of(new Running(child, pid, 0))).toList());
      case Started.Failed _ -> new Answer<>(started, children);
    };
  }

  @Override
  public List<Running> handleInfo(Object message, List<Running> children) {
    return switch (message) {
      case Info.Exit(Pid pid, ExitReason _) when find(pid, children).isPresent() ->
        replace(pid, children, ended -> new Running(ended.child(), ended.child().start().get().orExit(), ended.restarts() + 1));
      case Object _ -> children; // dropped, as the exit of a child that never came to run
    };
  }

  @Override
  public void terminate(List<Running> children) {
    for (Running running : children.reversed()) {
      Process.exit(running.pid(), ExitReason.SHUTDOWN);
      Process.receive(Info.Exit.class, exit -> exit.from() == running.pid());
    }
  }

  private static Optional<Running> find(Pid pid, List<Running> children) {
    return children.stream().filter(running -> running.pid() == pid).findFirst();
  }

  private static List<Running> replace(Pid pid, List<Running> children, UnaryOperator<Running> successor) {
    return children.stream().map(running -> running.pid() == pid ? successor.apply(running) : running).toList();
  }
}
