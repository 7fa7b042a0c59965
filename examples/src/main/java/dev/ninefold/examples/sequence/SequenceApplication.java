package dev.ninefold.examples.sequence;

import dev.ninefold.application.Application;
import dev.ninefold.application.ApplicationSpec;
import dev.ninefold.examples.terminal.Options;
import dev.ninefold.examples.terminal.Program;
import dev.ninefold.examples.terminal.Terminal;
import dev.ninefold.examples.terminal.UsageException;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;

/** The application: its tree, and a console to play with it. When the tree gives up, so does the program. */
public final class SequenceApplication implements Application {

  private static final String NAME = "sequence";

  private final BigInteger initial;
  private final boolean withStash;
  private final Terminal terminal;

  private SequenceApplication(BigInteger initial, boolean withStash, Terminal terminal) {
    this.initial = initial;
    this.withStash = withStash;
    this.terminal = terminal;
  }

  /** The program behind {@code ./ninefold run sequence}. */
  public static int main(List<String> arguments, Terminal terminal) {
    Application.run(spec(Options.parse(arguments, Set.of("--without-stash"), Set.of("--initial")), terminal));
    return 0;
  }

  private static ApplicationSpec spec(Options options, Terminal terminal) {
    BigInteger initial = number(options.value("--initial").orElse("123"));
    boolean withStash = !options.has("--without-stash");
    return ApplicationSpec.named(NAME)
        .withDescription("Gives out one number after the other")
        .withRegistered("Sequence.Supervisor", "Sequence.Server")
        .withModule(() -> new SequenceApplication(initial, withStash, terminal));
  }

  private static BigInteger number(String value) {
    try {
      return new BigInteger(value);
    } catch (NumberFormatException _) {
      throw new UsageException("--initial needs a whole number, got: " + value);
    }
  }

  @Override
  public Started start(StartType type, Object args) {
    return Program.withConsole(NAME,
        Started.of(withStash ? SequenceSupervisor.startLink(initial) : WithoutStash.startLink(initial)),
        top -> SequenceConsole.of(terminal, top));
  }

  @Override
  public void stop(Object state) throws Exception {
    Program.letSpeak(state);
  }
}
