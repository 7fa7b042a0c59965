package dev.ninefold.examples.tutorial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.examples.terminal.TestTerminal;
import dev.ninefold.examples.terminal.UsageException;
import dev.ninefold.process.ProcessError;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.List;
import org.junit.jupiter.api.Test;

@WithNode
class TutorialTest {
  static final String TRANSCRIPT = """
      1. A server: its loop is written once; the stack says only what push and pop do.
         pushed pear onto apple
         pop() = pear
         pop() = apple
         stopped
      2. Names: a server is found by its name, and a name belongs to one server.
         startLink("stack") = ok
         startLink("stack") = error, already_started
         startLink("") = error, invalid_name
         stopped; startLink("stack") = ok
      3. A call fails when the server does, and at once.
         pop() of nobody = exit: noproc
         pop() of the empty stack = exit: java.util.NoSuchElementException
      4. A supervisor: it is linked to its children, traps exits, and starts anew what has ended.
         children = []
         startChild(fruit) = ok
         children = [fruit]
         pop() = apple
         pop() of the empty stack = exit: java.util.NoSuchElementException
         the supervisor has started it again, with what it began with
         pop() = apple
         stopped the supervisor; the stack is gone
      """;

  TestNode node;
  private final TestTerminal terminal = TestTerminal.with();

  @Test
  void theLessonPrintsTheSameEachTime() throws Exception {
    node.run(() -> new TutorialLesson(terminal.terminal().out()).run());

    assertThat(terminal.out()).isEqualTo(TRANSCRIPT);
    node.expectReports(2, ProcessError.class);
  }

  @Test
  void theProgramRunsTheLessonAndEndsWell() throws Exception {
    assertThat(node.run(() -> TutorialLesson.main(List.of(), terminal.terminal()))).isZero();
    assertThat(terminal.out()).isEqualTo(TRANSCRIPT);
    assertThat(terminal.err()).isEmpty();
    node.expectReports(2, ProcessError.class);
  }

  @Test
  void theProgramTakesNoArguments() {
    assertThatThrownBy(() -> TutorialLesson.main(List.of("x"), terminal.terminal())).isInstanceOf(UsageException.class)
        .hasMessage("tutorial takes no arguments, got: x");
  }
}
