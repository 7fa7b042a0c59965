package dev.ninefold.testsupport;

import dev.ninefold.process.ExitException;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Registrar;
import dev.ninefold.term.ExitReason;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A registry of the user's: the counterpart of {@code dummy_via}. */
public final class TestRegistrar implements Registrar {

  private final Map<Object, Pid> names = new ConcurrentHashMap<>();
  private volatile boolean failing;
  private volatile boolean returningNull;
  private volatile Optional<ExitReason> exiting = Optional.empty();

  /** From now on look-ups fail, as those of a registry whose process is gone. */
  public void fail() {
    failing = true;
  }

  /** From now on look-ups return null, as a registry with a mistake does. */
  public void returnNull() {
    returningNull = true;
  }

  /** From now on look-ups exit, as those that call a process which is gone. */
  public void exit(ExitReason reason) {
    exiting = Optional.of(reason);
  }

  @Override
  public boolean registerName(Object name, Pid pid) {
    return names.merge(name, pid, (old, now) -> Process.isAlive(old) ? old : now) == pid;
  }

  @Override
  public void unregisterName(Object name) {
    names.remove(name);
  }

  @Override
  public Optional<Pid> whereisName(Object name) {
    if (failing) {
      throw new IllegalArgumentException("badarg");
    }
    if (exiting.isPresent()) {
      throw new ExitException(exiting.get());
    }
    if (returningNull) {
      return null;
    }
    return Optional.ofNullable(names.get(name)).filter(Process::isAlive);
  }

  @Override
  public String toString() {
    return "dummy_via";
  }
}
