package dev.ninefold.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Applications and the JVM, each in one of its own: see {@link Programs}. */
class JvmTest {

  private static final int SIGTERM = 128 + 15;

  private Process jvm;
  private BufferedReader output;
  private final List<String> lines = new ArrayList<>();

  private void launch(String program, String... jvmOptions) throws IOException {
    String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var command =
        new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(jvmOptions));
    command.addAll(List.of("-cp", classPath, Programs.class.getName(), program));
    jvm = new ProcessBuilder(command).redirectErrorStream(true).start();
    output = jvm.inputReader();
  }

  @AfterEach
  void end() {
    jvm.destroyForcibly();
  }

  private void awaitLine(String line) throws IOException {
    String read;
    do {
      read = output.readLine();
      assertThat(read).as("the line %s after %s", line, lines).isNotNull();
      lines.add(read);
    } while (!read.equals(line));
  }

  /** The exit status; reads all output. */
  private int status() throws Exception {
    output.lines().forEach(lines::add);
    return jvm.waitFor();
  }

  private List<String> told() {
    return lines.stream().filter(line -> line.startsWith("shop ") || line.startsWith("store ")).toList();
  }

  private List<String> reports() {
    return lines.stream().filter(line -> line.startsWith("report ")).toList();
  }

  @Test
  void aSignalStopsAllInReverseOrder() throws Exception {
    launch("orderly");
    awaitLine("shop started");
    jvm.toHandle().destroy();
    assertThat(status()).isEqualTo(SIGTERM);
    assertThat(told()).containsExactly("store started", "shop started", "shop stopped", "store stopped");
    assertThat(lines).noneMatch(line -> line.contains("still_running"));
  }

  // All that Ninefold can do without is absent: Flight Recorder, and the beans of the scheduler.
  @Test
  void aSmallImageDoes() throws Exception {
    launch("exitInServer", "--limit-modules", "java.base,java.logging,java.xml,java.naming");
    assertThat(status()).isEqualTo(7);
    assertThat(told()).containsExactly("store started", "shop started", "shop stopped", "store stopped");
    assertThat(lines).noneMatch(line -> line.contains("jdk/jfr") || line.contains("jdk.jfr"));
  }

  @Test
  void whatDoesNotStopInTimeIsNamed() throws Exception {
    launch("stubborn");
    awaitLine("shop started");
    jvm.toHandle().destroy();
    assertThat(status()).isEqualTo(SIGTERM);
    assertThat(lines).anySatisfy(line -> assertThat(line).contains("still_running")
        .contains("did not stop within 200 ms")
        .contains("shop: stubborn <0.")
        .contains("WAITING")
        .contains("neverEnds"));
    assertThat(told()).containsExactly("store started", "shop started");
  }

  @Test
  void aCallbackThatCallsExitCountsAsStopping() throws Exception {
    launch("exitInServer");
    assertThat(status()).isEqualTo(7);
    assertThat(told()).containsExactly("store started", "shop started", "shop stopped", "store stopped");
  }

  @Test
  void soDoesAStart() throws Exception {
    launch("exitInStart");
    assertThat(status()).isEqualTo(8);
    assertThat(told()).containsExactly("store started", "store stopped");
  }

  @Test
  void soDoesAStop() throws Exception {
    launch("exitInStop");
    assertThat(status()).isEqualTo(9);
    assertThat(told()).containsExactly("store started", "shop started", "shop stopped", "store stopped");
  }

  @Test
  void aPermanentApplicationThatEndsEndsTheJvmWithStatus1() throws Exception {
    launch("endsByItself");
    assertThat(status()).isEqualTo(1);
    assertThat(told()).containsExactly("store started", "shop started", "shop stopped", "store stopped");
    assertThat(lines).anySatisfy(line -> assertThat(line).contains("Application shop has ended, and the node with it: normal"));
  }

  @Test
  void soDoesOneThatDoesNotStart() throws Exception {
    launch("doesNotStart");
    assertThat(status()).isEqualTo(1);
    assertThat(told()).containsExactly("store started", "store stopped");
    assertThat(reports())
        .filteredOn(line -> line.contains("Application shop could not be started, and the node ends: {no money, "))
        .hasSize(1);
  }

  /** Its place in the code is printed, once, by whatever prints the reports. */
  @Test
  void aStartThatThrowsCanBeLocated() throws Exception {
    launch("throwsInStart");
    assertThat(status()).isEqualTo(1);
    assertThat(lines).filteredOn(line -> line.contains("at ") && line.contains("Programs.failing("))
        .hasSize(1);
    assertThat(lines).filteredOn(line -> line.startsWith("Caused by: java.lang.NullPointerException: no shop")).hasSize(1);
    assertThat(reports()).filteredOn(line -> line.contains("Application shop could not be started")).hasSize(1);
  }

  @Test
  void soDoesAnUnknownDependency() throws Exception {
    launch("unknownDependency");
    assertThat(status()).isEqualTo(1);
    assertThat(reports()).filteredOn(line -> line.contains("Application shop could not be started"))
        .hasSize(1)
        .first()
        .asString()
        .contains("nowhere");
  }

  @Test
  void anApplicationThatWasStoppedLetsMainReturn() throws Exception {
    launch("stopped");
    assertThat(status()).isZero();
    assertThat(lines).contains("run has returned");
    assertThat(told()).containsExactly("store started", "shop started", "shop stopped", "store stopped");
  }

  /** That Ninefold itself hears the reports, for the sake of the applications, does not count. */
  @Test
  void theLossOfTheLastReportHandlerIsPrinted() throws Exception {
    launch("brokenHandler");
    assertThat(status()).isZero();
    assertThat(lines).contains("running 0")
        .filteredOn(line -> line.endsWith(" failed and was removed; it was the last"))
        .hasSize(1);
    assertThat(lines).anyMatch(line -> line.endsWith("IllegalStateException: broken handler"));
  }

  @Test
  void oneLineIsEnough() throws Exception {
    launch("oneLine");
    awaitLine("one_line [a, b]");
    jvm.toHandle().destroy();
    assertThat(status()).isEqualTo(SIGTERM);
  }
}
