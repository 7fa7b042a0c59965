package dev.ninefold.examples.errorman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.examples.terminal.TestTerminal;
import dev.ninefold.examples.terminal.UsageException;
import dev.ninefold.report.HandlerTerminateReport;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.List;
import org.junit.jupiter.api.Test;

@WithNode
class ErrorManTest {
  static final String TRANSCRIPT = """
      1. Starting an event manager, and adding a handler.
         ***Error*** no_reply
      2. A second handler: the newest comes first, and each gets each event.
         which_handlers = [file_logger, terminal_logger]
         ***Error*** {disk_full, /var}
         the file has: ***Error*** {disk_full, /var}
         call(file_logger, count) = 1
      3. Deleting a handler: the other one goes on.
         delete_handler(terminal_logger) = ok
         the file has 2 lines
      4. Swapping: another file, and the count goes on. The owner is told.
         gen_event_EXIT: {swapped, file_logger}
         call(file_logger, count) = 3
      5. A handler that fails is removed, the owner is told; until it adds it again, errors are lost.
         gen_event_EXIT: {'EXIT', java.io.IOException: cannot make text of 7 bytes}
         which_handlers = []
      6. In place: it is installed again before the next error comes, and none is lost.
         restarted because of {garbled, 7}: {'EXIT', java.io.IOException: cannot make text of 7 bytes}
         call(file_logger, count) = 2
      7. Stopping: each handler may clean up.
         gen_event_EXIT: shutdown
      """;

  TestNode node;
  private final TestTerminal terminal = TestTerminal.with();

  @Test
  void theLessonPrintsTheSameEachTime() throws Exception {
    assertThat(node.run(() -> ErrorMan.main(List.of(), terminal.terminal()))).isZero();
    assertThat(terminal.out()).isEqualTo(TRANSCRIPT);
    assertThat(terminal.err()).isEmpty();
    assertThat(node.expectReports(2, HandlerTerminateReport.class)).extracting(report -> report.lastMessage().toString())
        .containsOnly("{garbled, 7}");
  }

  @Test
  void itTakesNoArguments() {
    assertThatThrownBy(() -> ErrorMan.main(List.of("loudly"), terminal.terminal())).isInstanceOf(UsageException.class);
  }
}
