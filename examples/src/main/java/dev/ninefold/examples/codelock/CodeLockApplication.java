package dev.ninefold.examples.codelock;

import dev.ninefold.application.Application;
import dev.ninefold.application.ApplicationSpec;
import dev.ninefold.examples.terminal.Options;
import dev.ninefold.examples.terminal.Program;
import dev.ninefold.examples.terminal.Terminal;
import dev.ninefold.examples.terminal.UsageException;
import java.util.List;
import java.util.Set;

/** The application: its tree, and a console that stands before the door. */
public final class CodeLockApplication implements Application {

  private static final String NAME = "codelock";
  private static final String CODE = "--code";
  private static final String DEFAULT_CODE = "1234";

  private final List<String> code;
  private final Terminal terminal;

  private CodeLockApplication(List<String> code, Terminal terminal) {
    this.code = code;
    this.terminal = terminal;
  }

  /** The program behind {@code ./ninefold run codelock}. */
  public static int main(List<String> arguments, Terminal terminal) {
    Application.run(spec(Options.parse(arguments, Set.of(), Set.of(CODE)), terminal));
    return 0;
  }

  private static ApplicationSpec spec(Options options, Terminal terminal) {
    List<String> code = options.value(CODE).orElse(DEFAULT_CODE).chars().mapToObj(Character::toString).toList();
    if (code.isEmpty()) {
      throw new UsageException(CODE + " needs at least one button, got nothing");
    }
    return ApplicationSpec.named(NAME)
        .withDescription("A door with a code lock")
        .withRegistered("code_lock_sup", "code_lock")
        .withModule(() -> new CodeLockApplication(code, terminal));
  }

  @Override
  public Started start(StartType type, Object args) {
    return Program.withConsole(NAME, Started.of(CodeLockSupervisor.startLink(code, terminal.out()::println)),
        top -> CodeLockConsole.of(terminal, top));
  }

  @Override
  public void stop(Object state) throws Exception {
    Program.letSpeak(state);
  }
}
