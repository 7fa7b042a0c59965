package dev.ninefold.examples.special;

import dev.ninefold.application.Application;
import dev.ninefold.application.ApplicationSpec;
import dev.ninefold.examples.terminal.Options;
import dev.ninefold.examples.terminal.Program;
import dev.ninefold.examples.terminal.Terminal;
import java.util.List;
import java.util.Set;

/** The application: its tree, and a console that drives the allocator by {@code sys}. */
public final class SpecialApplication implements Application {

  /** What may follow its name. */
  public static final String OPTIONS = "[--channels N]";

  static final int MOST = 1000;

  private static final String NAME = "special";
  private static final String CHANNELS = "--channels";

  private final int channels;
  private final Terminal terminal;

  private SpecialApplication(int channels, Terminal terminal) {
    this.channels = channels;
    this.terminal = terminal;
  }

  /** The program behind {@code ./ninefold run special}. */
  public static int main(List<String> arguments, Terminal terminal) {
    Application.run(spec(Options.parse(arguments, Set.of(), Set.of(CHANNELS)), terminal));
    return 0;
  }

  private static ApplicationSpec spec(Options options, Terminal terminal) {
    int channels = options.number(CHANNELS, 1, MOST).orElse(3);
    return ApplicationSpec.named(NAME)
        .withDescription("A special process that hands out channels")
        .withRegistered("ch4_sup", "ch4")
        .withModule(() -> new SpecialApplication(channels, terminal));
  }

  @Override
  public Started start(StartType type, Object args) {
    return Program.withConsole(NAME, Started.of(ChannelSupervisor.startLink(channels)),
        top -> SpecialConsole.of(terminal, top));
  }

  @Override
  public void stop(Object state) throws Exception {
    Program.letSpeak(state);
  }
}
