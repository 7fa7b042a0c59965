package dev.ninefold.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** As upstream's {@code supervisor_deadlock}: an attempt to start that is to fail takes its time, here until the test lets it go on. */
final class Gate {

  static final ExitReason ERROR = new ExitReason.Other("error");

  /** Lets one attempt go on. */
  private record Go() {}

  private final TestNode node;
  private final AtomicBoolean failing = new AtomicBoolean();

  Gate(TestNode node) {
    this.node = node;
  }

  /** Whether starts fail from now on. */
  void fails(boolean fail) {
    failing.set(fail);
  }

  ChildSpec child(Object id) {
    return Trees.kid(id).withShutdown(Shutdown.BRUTAL_KILL).withStart(() -> {
      if (failing.get()) {
        Process.receive(Go.class);
        return StartResult.failed(ERROR);
      }
      return Kid.startLink();
    });
  }

  /** Asks the supervisor between two attempts. */
  <T> T between(SupervisorRef sup, Callable<T> question) throws Exception {
    return between(sup, 0, question);
  }

  /** The same when so many messages wait, each of which means another attempt. */
  <T> T between(SupervisorRef sup, int others, Callable<T> question) throws Exception {
    awaitAttemptWith(sup, others);
    CompletableFuture<T> answer = new CompletableFuture<>();
    Process.spawn(() -> answer.complete(question.call()));
    node.await("the question is in the mailbox", () -> Process.messages(sup.pid()).size() > others);
    for (int i = 0; i <= others; i++) {
      letGoOn(sup);
    }
    return node.await(answer);
  }

  void awaitAttempt(SupervisorRef sup) {
    awaitAttemptWith(sup, 0);
  }

  /** An attempt is under way, and so many messages wait. */
  void awaitAttemptWith(SupervisorRef sup, int messages) {
    node.await("an attempt is under way, and " + messages + " messages wait",
        () -> Supervisor.busyWith(sup).map(busy -> busy.action() == Busy.Action.STARTING).orElse(false)
            && Process.messages(sup.pid()).size() == messages);
  }

  void letGoOn(SupervisorRef sup) {
    Process.send(sup.pid(), new Go());
  }

  /** The child, whose starts fail from now on, ends with an error; the supervisor, registered as sup_test, can be stopped all the same. */
  void stopWhileRestarting(SupervisorRef sup, Pid child) {
    Process.link(child);
    fails(true);
    Trees.end(child, ERROR);
    stopBetween(sup);
    Trees.exited(child, ERROR);
    assertThat(Process.whereis("sup_test")).isEmpty();
  }

  /** The supervisor, a child of this process, is told to shut down between two attempts, and does. */
  private void stopBetween(SupervisorRef sup) {
    Ref ref = Process.monitor(sup.pid());
    awaitAttempt(sup);
    Process.exit(sup.pid(), ExitReason.SHUTDOWN);
    node.await("the exit is in the mailbox", () -> !Process.messages(sup.pid()).isEmpty());
    letGoOn(sup);
    assertThat(Trees.down(ref)).isEqualTo(ExitReason.SHUTDOWN);
    Trees.exited(sup.pid(), ExitReason.SHUTDOWN);
  }
}
