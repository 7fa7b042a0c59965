package dev.ninefold.testsupport;

import dev.ninefold.process.Node;
import dev.ninefold.process.Process;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** The platform threads that a test leaves behind: those that keep the JVM alive, and those of nodes. */
final class LeftThreads {

  private static final AtomicBoolean DEFAULT_NODE_STARTED = new AtomicBoolean();

  private final Set<Thread> before;

  /** From now on. */
  LeftThreads() {
    if (DEFAULT_NODE_STARTED.compareAndSet(false, true)) {
      startThreadsOfDefaultNode();
    }
    before = threads();
  }

  /** The threads that were not there before. */
  List<Thread> now() {
    return threads().stream().filter(thread -> !before.contains(thread)).toList();
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream().filter(LeftThreads::counts).collect(Collectors.toSet());
  }

  private static boolean counts(Thread thread) {
    // Carriers belong to the JVM, as those of the JDK do.
    return thread.isDaemon() ? thread.getName().startsWith("ninefold-") && !thread.getName().startsWith("ninefold-carrier-")
        : !thread.getName().startsWith("junit-");
  }

  /** They start when they are needed first, and live as long as the JVM. */
  private static void startThreadsOfDefaultNode() {
    try {
      Node.local().run(() -> Process.receive(Void.class, _ -> true, Duration.ofMillis(1)));
    } catch (Exception e) {
      throw new IllegalStateException("the default node does not start", e);
    }
  }
}
