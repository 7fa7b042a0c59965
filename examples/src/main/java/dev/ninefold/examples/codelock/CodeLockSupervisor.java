package dev.ninefold.examples.codelock;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.supervisor.SupervisorSpec;
import java.util.List;
import java.util.function.Consumer;

/** Starts the lock, and starts it again. */
final class CodeLockSupervisor implements Supervisor {

  private final List<String> code;
  private final Consumer<String> door;

  private CodeLockSupervisor(List<String> code, Consumer<String> door) {
    this.code = code;
    this.door = door;
  }

  static StartResult<SupervisorRef> startLink(List<String> code, Consumer<String> door) {
    return Supervisor.startLink(() -> new CodeLockSupervisor(code, door), StartOptions.named("code_lock_sup"));
  }

  @Override
  public SupervisorSpec init() {
    return Supervisor.init(List.of(ChildSpec.worker("code_lock", () -> CodeLock.startLink(code, door))), Strategy.ONE_FOR_ONE);
  }
}
