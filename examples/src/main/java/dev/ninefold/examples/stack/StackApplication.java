package dev.ninefold.examples.stack;

import dev.ninefold.application.Application;
import dev.ninefold.application.ApplicationSpec;
import dev.ninefold.examples.terminal.Options;
import dev.ninefold.examples.terminal.Program;
import dev.ninefold.examples.terminal.Terminal;
import java.util.List;
import java.util.Set;

/** The application: its tree, and a console to play with it. When the tree gives up, so does the program. */
public final class StackApplication implements Application {

  private static final String NAME = "stack";

  private final boolean withStash;
  private final Terminal terminal;

  private StackApplication(boolean withStash, Terminal terminal) {
    this.withStash = withStash;
    this.terminal = terminal;
  }

  /** The program behind {@code ./ninefold run stack}. */
  public static int main(List<String> arguments, Terminal terminal) {
    Application.run(spec(Options.parse(arguments, Set.of("--without-stash"), Set.of()), terminal));
    return 0;
  }

  private static ApplicationSpec spec(Options options, Terminal terminal) {
    boolean withStash = !options.has("--without-stash");
    return ApplicationSpec.named(NAME)
        .withDescription("Keeps what is pushed, and gives it back in the opposite order")
        .withRegistered("Stack.Supervisor", "Stack.Server")
        .withModule(() -> new StackApplication(withStash, terminal));
  }

  @Override
  public Started start(StartType type, Object args) {
    return Program.withConsole(NAME, Started.of(withStash ? StackSupervisor.startLink() : WithoutStash.startLink()),
        top -> StackConsole.of(terminal, top));
  }

  @Override
  public void stop(Object state) throws Exception {
    Program.letSpeak(state);
  }
}
