package dev.ninefold.examples.special;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.examples.terminal.Console.End;
import dev.ninefold.examples.terminal.Terminal;
import dev.ninefold.examples.terminal.TestTerminal;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Info;
import dev.ninefold.process.Node;
import dev.ninefold.process.NodeOptions;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.sys.Sys;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.ManualTime;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The allocator, driven from its console, and the process itself. */
@WithNode(manualTime = true)
class SpecialTest {
  private static final String BEGIN = "<!-- dialogue -->\n```\n";
  private static final String PROMPT = "> ";

  TestNode node;

  // ---- the dialogue

  /** What a person sees at a terminal, which echoes what is typed. The node prints its traces there, too. */
  private static String dialogue(List<String> typed) throws Exception {
    var shown = new ByteArrayOutputStream();
    var out = new PrintStream(shown, true, UTF_8);
    var in = new BufferedReader(new StringReader(String.join("\n", typed))) {
      @Override
      public String readLine() throws IOException {
        String line = super.readLine();
        out.println(line);
        return line;
      }
    };
    var options = NodeOptions.named("special").withTime(new ManualTime()).withConsole(out::println);
    try (Node special = Node.start(options)) {
      special.run(() -> play(new Terminal(in, out, out, true)));
    }
    return shown.toString(UTF_8);
  }

  private static End play(Terminal terminal) throws Exception {
    Process.trapExit(true);
    SupervisorRef supervisor = ChannelSupervisor.startLink(3).orElseThrow();
    End end = SpecialConsole.of(terminal, supervisor.pid()).run();
    if (end != End.NOTHING_LEFT) {
      Supervisor.stop(supervisor);
    }
    return end;
  }

  /** Without what differs from run to run. */
  private static String general(String text) {
    return text.replaceAll("<0\\.\\d+\\.0>", "<0.N.0>").replaceAll("_time, [^}]+}", "_time, NOW}");
  }

  /** The guide page has the whole dialogue; what it shows as typed is typed here. */
  @Test
  void theDialogueOfTheGuide() throws Exception {
    String page =
        Files.readString(Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../docs/special-processes.md"));
    String rest = page.substring(page.indexOf(BEGIN) + BEGIN.length());
    String expected = rest.substring(0, rest.indexOf("```\n"));
    List<String> typed =
        expected.lines().filter(line -> line.startsWith(PROMPT)).map(line -> line.substring(PROMPT.length())).toList();
    assertThat(typed).contains("alloc", "trace on", "suspend").endsWith("quit");

    assertThat(general(dialogue(typed))).isEqualTo(general(expected));
  }

  // ---- other commands

  private TestTerminal play(String... commands) throws Exception {
    var terminal = TestTerminal.with(commands);
    node.run(() -> play(terminal.terminal()));
    return terminal;
  }

  @Test
  void whoStopsOrTerminatesItGetsAnother() throws Exception {
    var terminal = play("alloc", "stop", "alloc", "terminate boom", "state", "tree");

    assertThat(terminal.err()).isEmpty();
    assertThat(general(terminal.out())).isEqualTo("""
        ch1
        ok
        ch1
        ok
        {[], [ch1, ch2, ch3]}
        ch4_sup <0.N.0> supervisor, restarts 0
          ch4 <0.N.0> worker, restarts 2, last exit boom
        """);
    assertThat(node.expectReport(CrashReport.class).errorInfo().reason()).isEqualTo(ExitReason.of("boom"));
    assertThat(node.expectReports(2, SupervisorReport.class)).extracting(report -> report.reason().toString())
        .containsExactly("normal", "boom");
  }

  @Test
  void whatWaitsIsLostWithIt() throws Exception {
    var terminal = play("suspend", "alloc", "alloc", "stop", "alloc");

    assertThat(terminal.out()).isEqualTo("""
        ok
        ch4 is suspended: the request waits until it is resumed
        ch4 is suspended: the request waits until it is resumed
        ok
        the request that waited: lost, for ch4 has ended: normal
        the request that waited: lost, for ch4 has ended: normal
        ch1
        """);
    node.expectReport(SupervisorReport.class);
  }

  @Test
  void whatItSeesCanBeSwitchedOffAgain() throws Exception {
    var terminal =
        play("statistics get", "log get", "log on", "install on", "alloc", "log get", "log off", "log get", "install off",
            "alloc", "trace on", "trace off", "alloc");

    assertThat(general(terminal.out())).isEqualTo("""
        no_statistics
        []
        ok
        ok
        ch4 answers for the 1. time
        ch1
        [{in, alloc, <0.N.0>}, {out, {ch4, ch1}, <0.N.0>}]
        ok
        []
        ok
        ch2
        ok
        ok
        ch3
        """);
    assertThat(node.printed()).isEmpty();
  }

  @Test
  void whatIsNotUnderstoodIsSaid() throws Exception {
    var terminal = play("free x", "free 0", "trace maybe", "log maybe", "replace 1001", "alloc 3", "terminate", "alloc", "alloc",
        "replace 1", "state");

    assertThat(terminal.err()).isEqualTo("""
        free: expected a number from 1 to 1000, got 'x'
        free: expected a number from 1 to 1000, got '0'
        trace: expected on|off, got 'maybe'
        log: expected on|off|get, got 'maybe'
        replace: expected a number from 1 to 1000, got '1001'
        'alloc 3': too much; the command is: alloc
        'terminate': something is missing; the command is: terminate REASON
        sys:replace_state of ch4: callback_failed: system_replace_state: ERROR java.lang.IllegalStateException: \
        ch2 is allocated, so there cannot be only 1; its state is as it was
        """);
    assertThat(terminal.out()).isEqualTo("ch1\nch2\n{[ch2, ch1], [ch3]}\n");
  }

  // ---- the process

  @Test
  void aSecondOneIsRefused() throws Exception {
    node.run(() -> {
      Pid first = ChannelAllocator.startLink(3).orElseThrow();
      assertThat(ChannelAllocator.startLink(3)).isEqualTo(
          StartResult.failed(ExitReason.of(new StartResult.AlreadyStarted(Optional.of(first)))));
      assertThat(Process.isAlive(first)).isTrue();
      assertThat(Process.isMailboxEmpty()).isTrue();
    });
  }

  @Test
  void itEndsWithItsParent() throws Exception {
    node.run(() -> {
      Pid tester = Process.self();
      Pid parent = Process.spawn(() -> {
        Process.send(tester, ChannelAllocator.startLink(3).orElseThrow());
        Process.receive(Object.class, _ -> false);
      });
      var end = Process.monitor(Process.receive(Pid.class));
      Process.exit(parent, ExitReason.SHUTDOWN);
      assertThat(Process.receive(Info.Down.class, down -> down.ref() == end).reason()).isEqualTo(ExitReason.SHUTDOWN);
    });
  }

  @Test
  void whatItDoesNotKnowIsOnlyTraced() throws Exception {
    node.run(() -> {
      Pid pid = ChannelAllocator.startLink(3).orElseThrow();
      Sys.trace(pid, true);
      Process.send(pid, "hello");
      assertThat(Sys.getState(pid)).isEqualTo(Channels.of(3));
    });
    assertThat(node.printed()).containsExactly("ch4 event = {in, hello}");
  }
}
