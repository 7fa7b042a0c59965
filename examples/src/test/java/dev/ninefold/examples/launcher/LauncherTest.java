package dev.ninefold.examples.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.examples.terminal.TestTerminal;
import dev.ninefold.examples.terminal.UsageException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LauncherTest {
  private final TestTerminal terminal = TestTerminal.with();
  private final List<String> started = new ArrayList<>();
  private final Launcher launcher = new Launcher(new Examples(List.of(
      new Example("stack", "pushes and pops", "", (args, _) -> {
        started.add("stack " + args);
        return 0;
      }),
      new Example("sequence", "counts", "[--initial N]", (args, _) -> {
        started.add("sequence " + args);
        return 3;
      }),
      new Example("picky", "takes nothing", "", (args, _) -> {
        throw new UsageException("picky takes no arguments, got: " + args);
      }))), terminal.terminal());

  @Test
  void withoutANameItListsTheExamples() throws Exception {
    assertThat(launcher.run()).isZero();
    assertThat(terminal.out()).isEqualTo("""
        Usage: ./ninefold run [--scheduler portable|carrier] <example> [arguments]

        Examples:
          stack     pushes and pops
          sequence  counts [--initial N]
          picky     takes nothing
        """);
    assertThat(terminal.err()).isEmpty();
  }

  @Test
  void soItDoesWhenAskedForHelp() throws Exception {
    assertThat(launcher.run()).isZero();
    var listing = terminal.out();
    assertThat(launcher.run("--help")).isZero();
    assertThat(launcher.run("-h")).isZero();
    assertThat(terminal.out()).isEqualTo(listing.repeat(3));
    assertThat(terminal.err()).isEmpty();
  }

  @Test
  void anExampleAskedForHelpIsDescribedAndNotStarted() throws Exception {
    assertThat(launcher.run("sequence", "--initial", "7", "--help")).isZero();
    assertThat(launcher.run("stack", "-h")).isZero();
    assertThat(terminal.out()).isEqualTo("""
        Usage: ./ninefold run sequence [--initial N]

        counts
        Usage: ./ninefold run stack

        pushes and pops
        """);
    assertThat(terminal.err()).isEmpty();
    assertThat(started).isEmpty();
  }

  @Test
  void anExampleGetsTheArgumentsAfterItsNameAndDecidesTheExitStatus() throws Exception {
    assertThat(launcher.run("stack")).isZero();
    assertThat(launcher.run("sequence", "--initial", "7")).isEqualTo(3);
    assertThat(started).containsExactly("stack []", "sequence [--initial, 7]");
  }

  @Test
  void anUnknownNameIsAnErrorOnStandardError() throws Exception {
    assertThat(launcher.run("stak")).isEqualTo(2);
    assertThat(terminal.err()).startsWith("There is no example named 'stak'. The examples are:\n").contains("  stack ");
    assertThat(terminal.out()).isEmpty();
  }

  @Test
  void argumentsThatTheExampleDoesNotUnderstandAreAnErrorToo() throws Exception {
    assertThat(launcher.run("picky", "x")).isEqualTo(2);
    assertThat(terminal.err()).isEqualTo("picky takes no arguments, got: [x]\n");
    assertThat(terminal.out()).isEmpty();
  }

  @Test
  void everyExampleOfTheRegistryHasANameOfItsOwn() {
    assertThat(Examples.ALL).extracting(Example::name).doesNotHaveDuplicates().contains("echo", "tutorial");
  }
}
