package dev.ninefold.examples.terminal;

import java.io.BufferedReader;
import java.io.Console;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * What an example talks to.
 *
 * @param in commands, a line each
 * @param out results
 * @param err complaints
 * @param interactive whether a person sits there, who wants a prompt
 */
public record Terminal(BufferedReader in, PrintStream out, PrintStream err, boolean interactive) {

  /** The standard streams of this JVM. */
  @SuppressWarnings("SystemConsoleNull") // It does again, since JDK 25, where the streams are redirected.
  public static Terminal standard() {
    Console console = System.console();
    boolean interactive = console != null && console.isTerminal();
    Charset charset = Charset.forName(System.getProperty("stdin.encoding", Charset.defaultCharset().name()));
    return new Terminal(new BufferedReader(new InputStreamReader(System.in, charset)), System.out, System.err, interactive);
  }
}
