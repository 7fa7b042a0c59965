package dev.ninefold.examples.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.examples.terminal.Console.Command;
import dev.ninefold.examples.terminal.Console.End;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private boolean goesOn = true;
  private final List<Command> commands = List.of(
      Command.of("hello", "greets", (_, out) -> out.println("Hello!")),
      Command.of("say", "TEXT", "says it", (text, out) -> out.println("[" + text + "]")),
      new Command("take", new Command.Parameter.Optional("N"), "takes it, or nothing", (n, out) -> {
        if (n.equals("x")) {
          throw new UsageException("x is nothing to take");
        }
        out.println("took " + n);
      }),
      Command.of("end", "ends it all", (_, _) -> goesOn = false));

  private End run(TestTerminal terminal) throws Exception {
    return new Console(terminal.terminal(), commands, () -> goesOn).run();
  }

  @Test
  void aCommandIsALine() throws Exception {
    var terminal = TestTerminal.with("hello", "", "  say  a  b ", "\thello\t", "take", "take 3");

    assertThat(run(terminal)).isEqualTo(End.INPUT);
    assertThat(terminal.out()).isEqualTo("Hello!\n[a  b]\nHello!\ntook \ntook 3\n");
    assertThat(terminal.err()).isEmpty();
  }

  @Test
  void whatIsNotUnderstoodIsToldAndTheNextCommandComes() throws Exception {
    var terminal = TestTerminal.with("hallo", "hello you", "say", "take x", "hello");

    assertThat(run(terminal)).isEqualTo(End.INPUT);
    assertThat(terminal.out()).isEqualTo("Hello!\n");
    assertThat(terminal.err()).isEqualTo("""
        There is no command 'hallo'; 'help' lists them.
        'hello you': too much; the command is: hello
        'say': something is missing; the command is: say TEXT
        x is nothing to take
        """);
  }

  @Test
  void aCommandThatFailsIsToldAndIsTheLast() {
    var terminal = TestTerminal.with("fail", "fail");
    var console = new Console(terminal.terminal(), List.of(Command.of("fail", "fails", (_, _) -> {
      throw new IllegalStateException("on purpose");
    })), () -> true);

    assertThatThrownBy(console::run).hasMessage("on purpose");
    assertThat(terminal.err())
        .isEqualTo("'fail' has failed, and there will be no more commands: java.lang.IllegalStateException: on purpose\n");
  }

  @Test
  void helpListsTheCommands() throws Exception {
    var terminal = TestTerminal.with("help");
    run(terminal);
    assertThat(terminal.out()).isEqualTo("""
        hello     greets
        say TEXT  says it
        take [N]  takes it, or nothing
        end       ends it all
        help      prints this list
        quit      ends the program
        """);
  }

  @Test
  void quitEndsIt() throws Exception {
    var terminal = TestTerminal.with("quit", "hello");
    assertThat(run(terminal)).isEqualTo(End.QUIT);
    assertThat(terminal.out()).isEmpty();
  }

  @Test
  void itEndsWithWhatItIsFor() throws Exception {
    var terminal = TestTerminal.with("hello", "end", "hello");
    assertThat(run(terminal)).isEqualTo(End.NOTHING_LEFT);
    assertThat(terminal.out()).isEqualTo("Hello!\n");
  }

  @Test
  void onlyAPersonIsPrompted() throws Exception {
    var terminal = TestTerminal.interactive("hello", "quit");
    run(terminal);
    assertThat(terminal.out()).isEqualTo("> Hello!\n> ");
  }

  @Test
  void whoWaitsForAResultWaitsUntilTheCommandIsDone() throws Exception {
    var started = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var terminal = TestTerminal.with("slow");
    var console = new Console(terminal.terminal(), List.of(Command.of("slow", "takes its time", (_, out) -> {
      started.countDown();
      awaitQuietly(goOn);
      out.println("done");
    })), () -> true);
    var reader = Thread.ofVirtual().start(() -> {
      try {
        console.run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    started.await();

    assertThat(console.awaitResult(Duration.ZERO)).isFalse();
    goOn.countDown();
    assertThat(console.awaitResult(Duration.ofSeconds(30))).isTrue();
    assertThat(terminal.out()).isEqualTo("done\n");
    reader.join();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
