package dev.ninefold.examples.codelock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.examples.terminal.Console.End;
import dev.ninefold.examples.terminal.TestTerminal;
import dev.ninefold.genstatem.GenStatem;
import dev.ninefold.genstatem.StatemStatus;
import dev.ninefold.process.Process;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.sys.Sys;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@WithNode(manualTime = true)
class CodeLockTest {
  private static final List<String> CODE = List.of("a", "b", "c", "d");

  TestNode node;

  private final List<String> door = new ArrayList<>();

  private static StatemStatus status() {
    return (StatemStatus) Sys.getStatus(CodeLock.LOCK).state();
  }

  /** Presses buttons; returns when they have been handled. */
  private static void press(String... buttons) {
    List.of(buttons).forEach(CodeLock::button);
    CodeLock.codeLength();
  }

  /** Time passes, and the lock has handled what came of it. */
  private void later(Duration time) {
    node.time().advance(time);
    CodeLock.codeLength();
  }

  private void withLock(Process.Body test) throws Exception {
    node.run(() -> {
      CodeLock.startLink(CODE, door::add).orElseThrow();
      CodeLock.codeLength();
      test.run();
      GenStatem.stop(CodeLock.LOCK);
    });
  }

  // tag::use[]
  @Test
  void theRightButtonsOpenItForTenSeconds() throws Exception {
    withLock(() -> {
      assertThat(CodeLock.codeLength()).isEqualTo(4);
      press("x", "a", "b", "c", "d");
      assertThat(door).containsExactly("Locked", "Open");
      later(Duration.ofSeconds(10));
      assertThat(door).containsExactly("Locked", "Open", "Locked");
    });
  }
  // end::use[]

  @Test
  void buttonsThatArePressedWhileItIsOpenWaitUntilItIsLocked() throws Exception {
    withLock(() -> {
      press("a", "b", "c", "d");
      press("a", "b", "c", "d");
      assertThat(door).containsExactly("Locked", "Open");
      assertThat(status().postponed()).isEqualTo(List.of("4 buttons"));
      later(Duration.ofSeconds(10));
      assertThat(door).containsExactly("Locked", "Open", "Locked", "Open");
    });
    assertThat(door).as("it locks when it ends").endsWith("Open", "Locked");
  }

  @Test
  void whoHesitatesBeginsAnew() throws Exception {
    withLock(() -> {
      press("a", "b");
      later(Duration.ofSeconds(29));
      press("c");
      later(Duration.ofSeconds(30));
      press("d");
      assertThat(door).containsExactly("Locked");
      press("a", "b", "c", "d");
      assertThat(door).endsWith("Open");
    });
  }

  @Test
  void nobodySeesTheCode() throws Exception {
    withLock(() -> {
      press("a");
      assertThat(status().data()).isEqualTo("hidden");
      assertThat(status().toString()).doesNotContain("[a");
    });
  }

  @Test
  void theConsole() throws Exception {
    var terminal = TestTerminal.with("length", "press 12", "state", "press 34", "press 1", "state", "tree", "press");
    node.run(() -> {
      Process.trapExit(true);
      SupervisorRef supervisor =
          CodeLockSupervisor.startLink(List.of("1", "2", "3", "4"), terminal.terminal().out()::println).orElseThrow();
      assertThat(CodeLockConsole.of(terminal.terminal(), supervisor.pid()).run()).isEqualTo(End.INPUT);
      Supervisor.stop(supervisor);
    });
    assertThat(terminal.out()).startsWith("Locked\n4\nok\nLOCKED, postponed: [0 buttons], timeouts: [{state_timeout, button}]\n")
        .contains("Open\n")
        .contains("OPEN, postponed: [1 buttons], timeouts: [{state_timeout, lock}]\n")
        .contains("code_lock")
        .endsWith("Locked\n");
    assertThat(terminal.err()).contains("something is missing");
  }
}
