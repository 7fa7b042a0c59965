package dev.ninefold.supervisor;

import dev.ninefold.process.CallException;
import dev.ninefold.process.CallException.Call;
import dev.ninefold.process.CallException.NoProcessException;
import dev.ninefold.process.Calls;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessInfo;
import dev.ninefold.supervisor.ChildInfo.NoId;
import dev.ninefold.supervisor.ChildInfo.State;
import dev.ninefold.supervisor.ChildSpec.ChildType;
import dev.ninefold.supervisor.ChildSpec.Modules;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A process in a tree of supervisors, with what is below it: see {@link Supervisor#tree}. Prints as an indented text.
 *
 * @param info what its supervisor tells of it; of the root, its name or pid as id, without restarts
 * @param name its registered name
 * @param children in start order; empty for a worker
 * @param answered whether it has told its children; false for a supervisor that did not answer in time, or has ended
 * @param busy what it is starting or stopping, if it did not answer
 */
public record SupervisionTree(
    ChildInfo info, Optional<String> name, List<SupervisionTree> children, boolean answered, Optional<Busy> busy) {

  /** The id of the child. */
  public Object id() {
    return info.id();
  }

  /** The process, if it runs. */
  public Optional<Pid> pid() {
    return info.pid();
  }

  /** Whether it is a supervisor. */
  public ChildType type() {
    return info.type();
  }

  /** How many times it was restarted. */
  public int restarts() {
    return info.restarts();
  }

  static SupervisionTree of(SupervisorRef root, Duration timeout) {
    Call call = new Call("supervisor:tree", root, "", Timeout.check(timeout));
    Pid pid = root.whereis().filter(Process::isAlive).orElseThrow(() -> new NoProcessException(call));
    long deadline = Timeout.deadline(pid.node().clock().nanoTime(), timeout);
    Object id = root.destination() == pid ? registeredName(pid).<Object>map(n -> n).orElse(pid) : root.destination();
    SupervisionTree tree =
        of(new ChildInfo(id, new State.Running(pid), ChildType.SUPERVISOR, Modules.of(), 0, Optional.empty()), deadline);
    if (!tree.answered() && !Process.isAlive(pid)) {
      throw new NoProcessException(call);
    }
    return tree;
  }

  static SupervisionTree of(ChildInfo info, long deadline) {
    Optional<ProcessInfo> process = info.pid().flatMap(Process::info);
    Optional<String> name = process.flatMap(ProcessInfo::registeredName);
    if (info.pid().isEmpty() || info.type() == ChildType.WORKER || process.filter(p -> !understands(p)).isPresent()) {
      return new SupervisionTree(info, name, List.of(), true, Optional.empty());
    }
    Pid pid = info.pid().orElseThrow();
    List<ChildInfo> children = ask(pid, deadline);
    if (children == null) {
      return new SupervisionTree(info, name, List.of(), false, Busy.of(pid));
    }
    List<SupervisionTree> below = children.reversed().stream().map(child -> of(child, deadline)).toList();
    return new SupervisionTree(info, name, below, true, Optional.empty());
  }

  /** Only who understands the question is asked. */
  private static boolean understands(ProcessInfo process) {
    return process.initialCall().map(SupervisingProcess::isSupervisor).orElse(false);
  }

  @SuppressWarnings("unchecked") // the reply to WhichChildren
  private static @Nullable List<ChildInfo> ask(Pid pid, long deadline) {
    Duration left = deadline == Long.MAX_VALUE ? Timeout.INFINITY
        : Duration.ofNanos(Math.max(0, deadline - pid.node().clock().nanoTime()));
    try {
      return (List<ChildInfo>) Calls.call("gen_server:call", pid, new SupervisorRequest.WhichChildren(), left);
    } catch (CallException _) {
      return null;
    }
  }

  private static Optional<String> registeredName(Pid pid) {
    return Process.info(pid).flatMap(ProcessInfo::registeredName);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    print(text, "");
    return text.toString();
  }

  /** The children of a dynamic supervisor have no ids: a name, or a label, says more. */
  private Object shownId() {
    if (id() != NoId.UNDEFINED) {
      return id();
    }
    return name.<Object>map(n -> n).or(() -> pid().flatMap(Process::label)).orElse(id());
  }

  private void print(StringBuilder text, String indent) {
    text.append(indent).append(shownId()).append(' ').append(info.state()).append(' ').append(type());
    text.append(", restarts ").append(restarts());
    info.lastExit().ifPresent(reason -> text.append(", last exit ").append(reason));
    if (!answered) {
      text.append(", no answer");
      busy.ifPresent(b -> text.append(": ").append(b.action()).append(' ').append(b.id()));
    }
    text.append('\n');
    children.forEach(child -> child.print(text, indent + "  "));
  }
}
