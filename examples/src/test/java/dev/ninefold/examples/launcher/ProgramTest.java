package dev.ninefold.examples.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The examples as a user runs them. */
class ProgramTest {
  @Test
  void withoutANameTheExamplesAreListed() throws Exception {
    var program = Program.run(List.of());

    assertThat(program.status()).isZero();
    assertThat(program.out())
        .startsWith("Usage: ./ninefold run [--scheduler portable|carrier] <example> [arguments]\n\nExamples:\n")
        .containsPattern("(?m)^  echo +\\S")
        .containsPattern("(?m)^  tutorial +\\S")
        .containsPattern("(?m)^  sequence +\\S")
        .containsPattern("(?m)^  stack +\\S");
    assertThat(program.err()).isEmpty();
  }

  @Test
  void unknownWordsAreRefused() throws Exception {
    var unknown = Program.run(List.of("ecko"));
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.out()).isEmpty();
    assertThat(unknown.err()).startsWith("There is no example named 'ecko'. The examples are:\n  sequence ");

    var tooMuch = Program.run(List.of("echo", "hello"));
    assertThat(tooMuch.status()).isEqualTo(2);
    assertThat(tooMuch.out()).isEmpty();
    assertThat(tooMuch.err()).isEqualTo("echo takes no arguments, got: hello\n");
  }

  @Test
  void theSchedulerMayBeForced() throws Exception {
    for (var scheduler : List.of("portable", "carrier")) {
      var program = Program.run(List.of("--scheduler", scheduler, "echo"));
      assertThat(program.status()).isZero();
      assertThat(program.out()).startsWith("1. Asynchronous");
      assertThat(program.err()).isEmpty();
    }
    var nonsense = Program.run(List.of("--scheduler", "nonsense", "stack"));
    assertThat(nonsense.status()).isEqualTo(2);
    assertThat(nonsense.err()).isEqualTo("--scheduler: expected portable or carrier, got 'nonsense'\n");
    var nothing = Program.run(List.of("--scheduler"));
    assertThat(nothing.status()).isEqualTo(2);
    assertThat(nothing.err()).isEqualTo("--scheduler: expected portable or carrier, got nothing\n");
  }

  @Test
  void echoReportsNothing() throws Exception {
    var program = Program.run(List.of("echo"));

    assertThat(program.status()).isZero();
    assertThat(program.out()).startsWith("1. Asynchronous").endsWith("nobody waits for the late answer: slow question\n");
    assertThat(program.err()).isEmpty();
  }

  /** A program that ends at once has printed its reports all the same. */
  @Test
  void tutorialReportsBothCrashesOnStandardError() throws Exception {
    var program = Program.run(List.of("tutorial"));

    assertThat(program.status()).isZero();
    assertThat(program.out()).startsWith("1. A server").endsWith("stopped the supervisor; the stack is gone\n");
    assertThat(program.err().split("Error in process", -1)).hasSize(3);
    assertThat(program.err()).contains("=ERROR REPORT==== ",
        "at dev.ninefold.examples.tutorial.SmallStack.handleCall(SmallStack.java:");
  }

  @Test
  void theSequenceServerKeepsItsNumberAndItsCrashIsToldThreeTimes() throws Exception {
    var program = Program.run(List.of("sequence"), "next", "next", "increment 100", "next", "increment cat", "next", "next");

    assertThat(program.status()).isZero();
    assertThat(program.out()).isEqualTo("123\n124\nok\n225\nok\n226\n227\n");
    assertThat(headlines(program)).containsExactly("Generic server Sequence.Server terminating",
        "Process Sequence.Server crashed",
        "Supervisor {<0.N.0>, dev.ninefold.examples.sequence.SequenceSubSupervisor}: child_terminated",
        "Application sequence exited");
    assertThat(program.err()).contains("last_message: {'$gen_cast', IncrementNumber[delta=cat]}\n")
        .containsPattern("state: My current state is '\\{226, <0\\.\\d+\\.0>}', and I'm happy\n")
        .contains("reason: java.lang.NumberFormatException: For input string: \"cat\"\n")
        .contains("\tat dev.ninefold.examples.sequence.SequenceServer.handleCast(SequenceServer.java:")
        .containsPattern("offender: \\{pid=<0\\.\\d+\\.0>, id=Sequence.Server, ");
  }

  @Test
  void withoutStashItBeginsAgain() throws Exception {
    var program = Program.run(List.of("sequence", "--without-stash", "--initial", "7"), "next", "increment cat", "next", "quit",
        "next");

    assertThat(program.status()).isZero();
    assertThat(program.out()).isEqualTo("7\nok\n7\n");
  }

  private static final String WHY = "Application sequence has ended, and the node with it: shutdown; "
      + "supervisor Sequence.Supervisor gave up, for its child Sequence.Server had to be restarted too often, the last time because of "
      + "java.lang.NumberFormatException: For input string: \"hen\"";

  /** What led to the end is in the last line. */
  @Test
  void anApplicationThatGivesUpSaysWhy() throws Exception {
    var program = Program.run(List.of("sequence", "--without-stash"), "increment cat", "increment dog", "increment cow",
        "increment hen", "next");

    assertThat(program.status()).isEqualTo(1);
    assertThat(program.out()).isEqualTo("ok\nok\nok\nok\n");
    assertThat(headlines(program)).filteredOn(line -> !line.contains(" more equal "))
        .endsWith(
            "Supervisor Sequence.Supervisor: child_terminated", "Supervisor Sequence.Supervisor: shutdown",
            "Application sequence exited", WHY);
    assertThat(program.err()).contains("reason: reached_max_restart_intensity\n").endsWith(WHY + "\n\n");
  }

  private static String tooFew(int there, int wanted) {
    return "the server has crashed: java.util.NoSuchElementException: the stack has fewer elements than were asked for: " + there
        + " instead of " + wanted;
  }

  @Test
  void theStackKeepsItsContents() throws Exception {
    var commands = new String[] {"push apple", "push pear", "pop 3", "pop", "pop", "pop", "push plum", "pop"};

    var program = Program.run(List.of("stack"), commands);
    assertThat(program.status()).isZero();
    assertThat(program.out().lines()).containsExactly("ok", "ok",
        tooFew(2, 3), "pear", "apple",
        tooFew(0, 1), "ok", "plum");
    assertThat(headlines(program)).startsWith("Generic server Stack.Server terminating", "Process Stack.Server crashed");

    var without = Program.run(List.of("stack", "--without-stash"), commands);
    assertThat(without.status()).isEqualTo(1);
    assertThat(without.out().lines()).containsExactly("ok", "ok",
        tooFew(2, 3),
        tooFew(0, 1),
        tooFew(0, 1),
        tooFew(0, 1));
  }

  @Test
  void theSpecialProcessIsTracedWhereItsConsoleIs() throws Exception {
    var program =
        Program.run(List.of("special", "--channels", "1"), "trace on", "alloc", "free 1", "stop", "alloc", "alloc", "quit");

    assertThat(program.status()).isZero();
    assertThat(program.out().replaceAll("<0\\.\\d+\\.0>", "<0.N.0>")).isEqualTo("""
        ok
        ch4 event = {in, alloc, <0.N.0>}
        ch4 event = {out, {ch4, ch1}, <0.N.0>}
        ch1
        ch4 event = {in, {free, ch1}}
        ok
        ok
        ch1
        none is free
        """);
    assertThat(headlines(program)).containsExactly("Supervisor ch4_sup: child_terminated", "Application special exited");
  }

  @Test
  void theWebServerAnswersAfterACrash() throws Exception {
    var program = Program.run(List.of("http", "--port", "0"), "get /crash", "get /hello/anna", "quit");

    assertThat(program.status()).isZero();
    assertThat(program.out()).matches("""
        listening on http://127\\.0\\.0\\.1:\\d+/
        500 Internal Server Error
        200 Hello, anna, from <0\\.\\d+\\.0>, for connection <0\\.\\d+\\.0>
        """);
    assertThat(headlines(program)).containsExactly("Process <0.N.0> crashed", "Application http exited");
    assertThat(program.err()).contains("GET /crash", "java.lang.IllegalStateException: somebody asked for it");
  }

  @Test
  void whoIsKilledIsNotHere() throws Exception {
    var program =
        Program.run(List.of("presence", "--port", "0"), "join Ada", "join Grace", "here", "kill Ada", "here", "kill Ada", "quit");

    assertThat(program.status()).isZero();
    assertThat(program.out()).matches("""
        who is here is on http://127\\.0\\.0\\.1:\\d+/
        ok, <0\\.\\d+\\.0>
        ok, <0\\.\\d+\\.0>
        \\[Ada, Grace]
        ok, \\[<0\\.\\d+\\.0>]
        \\[Grace]
        nobody is called Ada
        """);
    assertThat(headlines(program)).containsExactly("Supervisor tabs: child_terminated", "Application presence exited");
  }

  @Test
  void whoIsHereIsAskedAgainAfterACrash() throws Exception {
    var program = Program.run(List.of("presence", "--port", "0"), "join Ada", "crash", "here", "join Bob", "kill Cleo", "here",
        "tree", "quit");

    assertThat(program.status()).isZero();
    var lines = program.out().lines().map(line -> line.replaceAll("<0\\.\\d+\\.0>", "<0.N.0>")).toList();
    assertThat(lines.subList(1, 7)).containsExactly("ok, <0.N.0>", "ok", "[]", "ok, <0.N.0>", "nobody is called Cleo", "[Bob]");
    assertThat(lines.subList(7, lines.size())).hasSizeGreaterThan(3).anyMatch(line -> line.contains("tabs"));
    assertThat(headlines(program)).containsExactly("Supervisor presence_sup: child_terminated", "Application presence exited");
  }

  @Test
  void whatIsNotUnderstoodIsToldOnStandardError() throws Exception {
    var program = Program.run(List.of("sequence"), "nxt", "increment", "next 2", "next");

    assertThat(program.status()).isZero();
    assertThat(program.out()).isEqualTo("123\n");
    assertThat(program.err()).startsWith("""
        There is no command 'nxt'; 'help' lists them.
        'increment': something is missing; the command is: increment X
        'next 2': too much; the command is: next
        """);
  }

  @Test
  void wrongOptionsAreRefused() throws Exception {
    assertThat(Program.run(List.of("sequence", "--initial", "cat"))).isEqualTo(
        new Program(2, "", "--initial needs a whole number, got: cat\n"));
    assertThat(Program.run(List.of("http", "--port", "65536"))).isEqualTo(
        new Program(2, "", "--port: expected a number from 0 to 65535, got '65536'\n"));
    assertThat(Program.run(List.of("special", "--channels", "0"))).isEqualTo(
        new Program(2, "", "--channels: expected a number from 1 to 1000, got '0'\n"));
    assertThat(Program.run(List.of("stack", "--initial", "1"))).isEqualTo(
        new Program(2, "", "'--initial' is no option here. The options are: --without-stash\n"));
  }

  @Test
  void helpIsListedAndTheSameOptionTwiceRefused() throws Exception {
    assertThat(Program.run(List.of("sequence", "--help"))).isEqualTo(new Program(0, """
        Usage: ./ninefold run sequence [--initial N] [--without-stash]

        a supervised sequence server that survives its crash
        """, ""));
    assertThat(Program.run(List.of("stack", "--without-stash", "--without-stash"))).isEqualTo(
        new Program(2, "", "--without-stash is given twice; give it once\n"));
  }

  @Test
  void theChargingNetworkEndsByItselfAndSaysWhatCameOfIt() throws Exception {
    var program = Program.run(
        List.of("charging", "--stations", "10", "--seconds", "3", "--poison-every", "5", "--interval", "10", "--port", "0"),
        "stations");

    assertThat(program.status()).isZero();
    var lines = program.out().lines().toList();
    assertThat(lines.getFirst()).matches("listening on 127\\.0\\.0\\.1:\\d+/ocpp/\\{station}");
    assertThat(lines.getLast()).startsWith("{\"stations\":10,\"requests\":")
        .contains("\"repliesMissing\":0,\"connectionsDropped\":0,")
        .doesNotContain("\"requests\":0", "\"internalErrors\":0");
    assertThat(program.err())
        .startsWith("The crashes of the poisoned business logic are counted and not logged; --reports logs them.\n")
        .doesNotContain("ERROR REPORT");
  }

  @Test
  void quitEndsTheChargingNetwork() throws Exception {
    var program = Program.run(List.of("charging", "--stations", "0", "--port", "0"), "crash CP-1", "quit");

    assertThat(program.status()).isZero();
    assertThat(program.out()).contains("{\"stations\":0,\"requests\":0,");
    assertThat(program.err()).startsWith("There is no station 'CP-1'; 'stations' lists them.\n").doesNotContain("ERROR REPORT");
  }

  @Test
  void aPortThatIsInUseIsReported() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var program = Program.run(List.of("charging", "--stations", "0", "--port", "" + taken.getLocalPort()));

      assertThat(program.status()).isEqualTo(1);
      assertThat(program.err()).contains("Address already in use", "is the port in use?");
    }
  }

  /** The first line of each report, with the numbers of pids left out. */
  private static List<String> headlines(Program program) {
    var lines = program.err().lines().toList();
    return IntStream.range(1, lines.size())
        .filter(i -> lines.get(i - 1).contains(" REPORT==== "))
        .mapToObj(i -> lines.get(i).replaceAll("<0\\.\\d+\\.0>", "<0.N.0>"))
        .toList();
  }
}
