package dev.ninefold.examples.echo;

import static dev.ninefold.examples.echo.EchoWithTimeout.LONG;
import static dev.ninefold.examples.echo.EchoWithTimeout.SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.examples.echo.AsynchronousEcho.Said;
import dev.ninefold.examples.echo.AsynchronousEcho.Say;
import dev.ninefold.examples.echo.EchoWithRace.GoOn;
import dev.ninefold.examples.terminal.TestTerminal;
import dev.ninefold.examples.terminal.UsageException;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.List;
import org.junit.jupiter.api.Test;

@WithNode
class EchoTest {
  static final String TRANSCRIPT = """
      1. Asynchronous: send now, receive when you like.
         sent hello and world; the client does something else
         received hello
         received world
      2. Synchronous: sending and receiving become one function.
         echo(hello) = hello
         echo(world) = world
      3. Timeout: nobody waits for ever for a server that is gone.
         echo(hello) = hello
         the server is told to shut down
         echo(hello) = no answer in time
      4. Messages of another shape: what is never received piles up, so the server drops it.
         the server of step 1:
         echo(hello) = hello
         messages left in its mailbox: 2
         a server that receives everything:
         the server drops 42
         the server drops Is anybody there?
         echo(hello) = hello
         messages left in its mailbox: 0
      5. The race: a late answer is taken for the answer to the next question.
         echo(slow question) = no answer in time
         echo(next question) = slow question
         echo(last question) = next question
      6. References: each question knows its answer.
         echo(slow question) = no answer in time
         echo(next question) = next question
         echo(last question) = last question
         nobody waits for the late answer: slow question
      """;

  TestNode node;
  private final TestTerminal terminal = TestTerminal.with();

  @Test
  void theLessonPrintsTheSameEachTime() throws Exception {
    node.run(() -> EchoLesson.run(terminal.terminal().out()));

    assertThat(terminal.out()).isEqualTo(TRANSCRIPT);
  }

  @Test
  void theProgramRunsTheLessonAndEndsWell() throws Exception {
    assertThat(node.run(() -> EchoLesson.main(List.of(), terminal.terminal()))).isZero();
    assertThat(terminal.out()).isEqualTo(TRANSCRIPT);
    assertThat(terminal.err()).isEmpty();
  }

  @Test
  void theProgramTakesNoArguments() {
    assertThatThrownBy(() -> EchoLesson.main(List.of("loud"), terminal.terminal())).isInstanceOf(UsageException.class)
        .hasMessage("echo takes no arguments, got: loud");
  }

  @Test
  void theAsynchronousServerAnswersWhoTheMessageNames() throws Exception {
    node.run(() -> {
      Pid server = AsynchronousEcho.start();
      Process.send(server, new Say(Process.self(), "one"));
      Process.send(server, new Say(Process.self(), "two"));

      assertThat(Process.receive()).isEqualTo(new Said("one"));
      assertThat(Process.receive()).isEqualTo(new Said("two"));
      node.exit(ExitReason.SHUTDOWN, server);
    });
  }

  @Test
  void withoutReferencesALateAnswerIsTakenForTheNext() throws Exception {
    node.run(() -> {
      Pid server = EchoWithRace.start();
      assertThat(EchoWithTimeout.echo(server, "slow", SHORT)).isEmpty();
      Process.send(server, new GoOn());

      assertThat(EchoWithTimeout.echo(server, "quick", LONG)).contains("slow");
      assertThat(Process.receive()).isEqualTo(new Said("quick"));
      node.exit(ExitReason.SHUTDOWN, server);
    });
  }

  @Test
  void withReferencesItIsNot() throws Exception {
    node.run(() -> {
      Pid server = EchoWithRefs.start();
      assertThat(EchoWithRefs.echo(server, "slow", SHORT)).isEmpty();
      Process.send(server, new GoOn());

      assertThat(EchoWithRefs.echo(server, "quick", LONG)).contains("quick");
      assertThat(Process.receive(EchoWithRefs.Said.class).text()).isEqualTo("slow");
      node.exit(ExitReason.SHUTDOWN, server);
    });
  }
}
