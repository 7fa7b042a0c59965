package dev.ninefold.genevent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessInfo;
import dev.ninefold.sys.Sys;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Hibernation. Here every idle manager is as small as a hibernating one, so what can be seen of it is this: it waits, owns no thread, any
 * message wakes it, and the handlers keep the states that they returned.
 */
@WithNode(manualTime = true)
class HibernateManagerTest {

  private static final ManagerRef<Object> MANAGER = ManagerRef.named("my_dummy_handler");

  private static void hibernates(TestNode node, Pid pid) {
    node.awaitWaiting(pid);
    ProcessInfo info = Process.info(pid).orElseThrow();
    assertThat(info.kind()).isEqualTo(ProcessInfo.Kind.EVENT_DRIVEN);
    assertThat(info.messageQueueLength()).isZero();
  }

  private static void states(Object... newestFirst) {
    assertThat((List<?>) Sys.getState(MANAGER)).extracting(s -> ((HandlerState) s).state()).containsExactly(newestFirst);
  }

  @Test
  @OtpCase(suite = "gen_event_SUITE", name = "hibernate")
  void hibernate(TestNode node) throws Exception {
    node.run(() -> {
      Pid pid = GenEvent.start(StartOptions.named("my_dummy_handler")).orElseThrow().pid();
      GenEvent.addHandler(MANAGER, DummyH.KEY, DummyH.parent());
      // true = call(.., hibernate): it hibernates, wakes by a message, and has the state of that
      assertThat(GenEvent.call(MANAGER, DummyH.KEY, new DummyAsk.Hibernate())).isTrue();
      hibernates(node, pid);
      states(List.of());
      Process.send(pid, "wake");
      // later = call(.., hibernate_later): after a second handle_info asks for it
      assertThat(GenEvent.call(MANAGER, DummyH.KEY, new DummyAsk.HibernateLater())).isEqualTo("later");
      node.await("the timer", () -> node.time().pending() == 1);
      node.time().advance(Duration.ofSeconds(1));
      hibernates(node, pid);
      Process.send(pid, "wake");
      // notify and sync_notify, hibernate and wakeup
      for (String event : List.of("hibernate", "wakeup", "hibernate")) {
        GenEvent.notify(MANAGER, event);
        hibernates(node, pid);
      }
      GenEvent.syncNotify(MANAGER, "wakeup");
      GenEvent.syncNotify(MANAGER, "hibernate");
      hibernates(node, pid);
      Process.send(pid, "wake");
      // with two handlers, one of which asks for it
      GenEvent.addHandler(MANAGER, Dummy1H.KEY, Dummy1H.parent());
      assertThat(GenEvent.whichHandlers(MANAGER)).hasSize(2);
      GenEvent.notify(MANAGER, "hibernate");
      GenEvent.notify(MANAGER, "wakeup");
      hibernates(node, pid);
      for (String message : List.of("wake", "gnurf", "sleep", "wake")) {
        Process.send(pid, message);
        hibernates(node, pid);
      }
      states(Process.self(), List.of());
      GenEvent.stop(MANAGER);
      // init asks for it; sys:suspend and sys:resume do not change it
      Pid second = GenEvent.start(StartOptions.named("my_dummy_handler")).orElseThrow().pid();
      GenEvent.addHandler(MANAGER, DummyH.KEY, DummyH.hibernating());
      hibernates(node, second);
      Sys.suspend(MANAGER);
      hibernates(node, second);
      Sys.resume(MANAGER);
      hibernates(node, second);
      states(Process.self());
      Process.send(second, "wake");
      states(List.of());
      GenEvent.stop(MANAGER);
    });
  }
}
