package dev.ninefold.task;

import dev.ninefold.process.CallException.Call;
import dev.ninefold.process.Calls;
import dev.ninefold.process.Node;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.process.ReplyPlace;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Waits for tasks of one owner, all until the same time. */
final class Waiting {

  private final String function;
  private final Duration timeout;
  private final Node node;
  private final long deadline;

  /**
   * A wait that begins now.
   *
   * @param tasks not none; all of the caller
   */
  <T> Waiting(String function, Collection<Task<T>> tasks, Duration timeout) {
    this.function = function;
    this.timeout = Timeout.check(timeout);
    this.node = Process.isProcess() ? Node.current()
        : tasks.stream().flatMap(task -> task.pid().stream()).findFirst().map(pid -> pid.node()).orElseGet(Node::local);
    this.deadline = Timeout.deadline(node.clock().nanoTime(), timeout);
  }

  /** A task that has a result. */
  record Arrived<T>(Task<T> task, TaskResult<T> result) {}

  /** The next task that has a result; empty if none has one in time. The result is taken. */
  <T> Optional<Arrived<T>> next(Collection<Task<T>> tasks) {
    return Process.isProcess() ? message(tasks) : place(tasks);
  }

  private <T> Optional<Arrived<T>> message(Collection<Task<T>> tasks) {
    Map<Ref, Task<T>> byRef = new HashMap<>();
    tasks.forEach(task -> byRef.put(task.ref(), task));
    Optional<Object> message = tasks.size() == 1
        ? Process.receive(tasks.iterator().next().ref(), Object.class, m -> isOf(byRef, m), left())
        : Process.receive(Object.class, m -> isOf(byRef, m), left());
    return message.flatMap(m -> arrived(byRef, m));
  }

  private static boolean isOf(Map<Ref, ?> byRef, Object message) {
    Ref ref = Inbox.OfProcess.reference(message);
    return ref != null && byRef.containsKey(ref);
  }

  private static <T> Optional<Arrived<T>> arrived(Map<Ref, Task<T>> byRef, Object message) {
    return Optional.ofNullable(Inbox.OfProcess.reference(message))
        .map(byRef::get)
        .flatMap(task -> task.inbox() instanceof Inbox.OfProcess<T> inbox ? Optional.of(new Arrived<>(task, inbox.take(message)))
            : Optional.empty());
  }

  private <T> Optional<Arrived<T>> place(Collection<Task<T>> tasks) {
    Optional<Arrived<T>> there = look(tasks);
    if (there.isPresent()) {
      return there;
    }
    List<ReplyPlace> places = tasks.stream()
        .flatMap(task -> task.inbox() instanceof Inbox.OfThread<T> inbox ? inbox.open().stream()
            : Optional.<ReplyPlace>empty().stream())
        .toList();
    Calls.awaitAny(places, node, deadline, new Call(function, tasks, "", timeout));
    return look(tasks);
  }

  private static <T> Optional<Arrived<T>> look(Collection<Task<T>> tasks) {
    for (Task<T> task : tasks) {
      Optional<TaskResult<T>> result = task.inbox().poll();
      if (result.isPresent()) {
        return Optional.of(new Arrived<>(task, result.get()));
      }
    }
    return Optional.empty();
  }

  private Duration left() {
    return deadline == Long.MAX_VALUE ? Timeout.INFINITY : Duration.ofNanos(Math.max(0, deadline - node.clock().nanoTime()));
  }
}
