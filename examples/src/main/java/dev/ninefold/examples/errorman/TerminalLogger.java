package dev.ninefold.examples.errorman;

import dev.ninefold.gen.Request;
import dev.ninefold.genevent.EventHandler;
import dev.ninefold.genevent.HandlerInit;
import dev.ninefold.genevent.HandlerKey;
import dev.ninefold.genevent.HandlerNext;
import java.io.PrintStream;

/** Writes errors to the terminal: {@code terminal_logger}. */
final class TerminalLogger implements EventHandler<TerminalLogger.NoState, ErrorEvent, Request<?>> {

  static final HandlerKey<TerminalLogger> KEY = HandlerKey.of(TerminalLogger.class);

  /** It needs none. */
  record NoState() {}

  private final PrintStream terminal;

  TerminalLogger(PrintStream terminal) {
    this.terminal = terminal;
  }

  @Override
  public HandlerInit<NoState> init() {
    return HandlerInit.ok(new NoState());
  }

  @Override
  public HandlerNext<NoState> handleEvent(ErrorEvent error, NoState state) {
    terminal.println("   ***Error*** " + error);
    return HandlerNext.ok(state);
  }
}
