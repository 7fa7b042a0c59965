package dev.ninefold.supervisor;

import static dev.ninefold.supervisor.Trees.ids;
import static dev.ninefold.supervisor.Trees.kid;
import static dev.ninefold.supervisor.Trees.pid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.application.Application.Started;
import dev.ninefold.application.ApplicationSpec;
import dev.ninefold.application.Applications;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.process.MailboxInfo;
import dev.ninefold.process.MailboxLimit;
import dev.ninefold.process.MailboxLimit.WhenFull;
import dev.ninefold.process.Node;
import dev.ninefold.process.NodeOptions;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Supervisors and applications on a node whose mailboxes take one message each. */
class SupervisorMailboxTest {

  private static Node node(WhenFull whenFull) {
    return Node.start(NodeOptions.named("tiny").withMailbox(new MailboxLimit(1, whenFull)).withReportHandlers());
  }

  private static void run(Node node, Process.Body body) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      body.run();
      return true;
    });
  }

  private static Optional<MailboxLimit> limitOf(Pid pid) {
    return Process.info(pid).orElseThrow().mailbox().map(MailboxInfo::limit);
  }

  // Many ask a supervisor at once while it is starting and restarting children; none is refused, no request and no exit is lost.
  @ParameterizedTest
  @EnumSource(WhenFull.class)
  void aSupervisorHasNoLimit(WhenFull whenFull) throws Exception {
    int asking = 20;
    try (Node node = node(whenFull)) {
      run(node, () -> {
        var flags = SupervisorFlags.of(Strategy.ONE_FOR_ONE).withIntensity(1000).withPeriod(Duration.ofSeconds(1));
        SupervisorRef sup = Supervisor.startLink(List.of(kid("kid")), flags, StartOptions.DEFAULT).orElseThrow();
        assertThat(limitOf(sup.pid())).isEmpty();
        Pid first = pid(sup, "kid");
        assertThat(limitOf(first)).contains(new MailboxLimit(1, whenFull));
        List<Pid> askers = new ArrayList<>();
        for (int i = 0; i < asking; i++) {
          int number = i;
          askers.add(Process.spawnLink(() -> {
            Supervisor.startChild(sup, kid(number)).orElseThrow();
            Process.exit(pid(sup, number), ExitReason.KILL);
            assertThat(ids(sup)).contains(number);
          }));
        }
        askers.forEach(asker -> Trees.exited(asker, ExitReason.NORMAL));
        Process.exit(first, ExitReason.KILL);
        Eventually.await("all were restarted", () -> {
          List<ChildInfo> children = Supervisor.whichChildren(sup);
          return children.size() == asking + 1 && children.stream().allMatch(c -> c.pid().isPresent() && c.restarts() == 1);
        });
        assertThat(Process.info(sup.pid()).orElseThrow().mailbox()).isEmpty();
        Trees.stop(sup);
      });
    }
  }

  @Test
  void aSupervisorThatAsksForALimitHasIt() throws Exception {
    MailboxLimit own = new MailboxLimit(50, WhenFull.REFUSE);
    try (Node node = node(WhenFull.REFUSE)) {
      run(node, () -> {
        SupervisorRef sup = Supervisor.startLink(List.of(), Strategy.ONE_FOR_ONE, StartOptions.DEFAULT.withMailbox(own))
            .orElseThrow();
        assertThat(limitOf(sup.pid())).contains(own);
        Trees.stop(sup);
      });
    }
  }

  // Applications are started by several at once, and stopped: neither the controller nor their masters have the limit.
  @ParameterizedTest
  @EnumSource(value = WhenFull.class, names = {"REFUSE", "DROP_NEWEST", "CRASH_RECEIVER"})
  void applicationsAreNotConcerned(WhenFull whenFull) throws Exception {
    List<String> names = IntStream.range(0, 10).mapToObj(i -> "application_" + i).toList();
    try (Node node = node(whenFull)) {
      run(node, () -> {
        List<Pid> starters = names.stream().map(name -> Process.spawnLink(() -> {
          Applications.load(ApplicationSpec.named(name)
              .withModule(
                  () -> (_, _) -> Started.ok(Supervisor.startLink(List.of(kid(name)), Strategy.ONE_FOR_ONE, StartOptions.DEFAULT)
                      .orElseThrow()
                      .pid())))
              .orElseThrow();
          Applications.start(name).orElseThrow();
          Applications.start(name);
        })).toList();
        starters.forEach(starter -> Trees.exited(starter, ExitReason.NORMAL));
        assertThat(Applications.whichApplications()).hasSize(names.size());
        assertThat(limitOf(Process.whereis("application_controller").orElseThrow())).isEmpty();
        for (String name : names) {
          assertThat(Applications.stop(name).isOk()).isTrue();
        }
      });
    }
  }
}
