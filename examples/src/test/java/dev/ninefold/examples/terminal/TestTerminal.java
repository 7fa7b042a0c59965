package dev.ninefold.examples.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;

/** A terminal with given input that keeps what is printed. */
public final class TestTerminal {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Terminal terminal;

  private TestTerminal(String input, boolean interactive) {
    terminal = new Terminal(new BufferedReader(new StringReader(input)), new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8), interactive);
  }

  /** One whose input are these lines, from a file or a pipe. */
  public static TestTerminal with(String... lines) {
    return new TestTerminal(lines.length == 0 ? "" : String.join("\n", lines) + "\n", false);
  }

  /** One at which a person types these lines. */
  public static TestTerminal interactive(String... lines) {
    return new TestTerminal(String.join("\n", lines) + "\n", true);
  }

  public Terminal terminal() {
    return terminal;
  }

  /** What was printed on standard output. */
  public String out() {
    return out.toString(UTF_8);
  }

  /** What was printed on standard error. */
  public String err() {
    return err.toString(UTF_8);
  }
}
