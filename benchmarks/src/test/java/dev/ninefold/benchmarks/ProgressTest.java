package dev.ninefold.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void onATerminalOneLineIsRewritten() {
    Progress progress = new Progress(out, true);

    progress.row("1/2", "ring-503");
    progress.fork("1/2", "ring-503", "BEAM", 1, 5);
    progress.fork("1/2", "ring-503", "Pekko", 1, 5);
    progress.clear();

    assertThat(text()).isEqualTo(
        "\r\u001b[K[1/2] ring-503: BEAM, fork 1 of 5\r\u001b[K[1/2] ring-503: Pekko, fork 1 of 5\r\u001b[K");
  }

  @Test
  void elsewhereEachRowIsALine() {
    Progress progress = new Progress(out, false);

    progress.row("1/2", "ring-503");
    progress.fork("1/2", "ring-503", "BEAM", 1, 5);
    progress.clear();
    progress.say("no erl");

    assertThat(text().lines()).containsExactly("[1/2] ring-503", "ninefold bench: no erl");
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
