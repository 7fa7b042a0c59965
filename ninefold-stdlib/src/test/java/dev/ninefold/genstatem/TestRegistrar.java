package dev.ninefold.genstatem;

import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Registrar;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A registry of the user's: the counterpart of {@code dummy_via}. */
final class TestRegistrar implements Registrar {

  private final Map<Object, Pid> names = new ConcurrentHashMap<>();

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
    return Optional.ofNullable(names.get(name)).filter(Process::isAlive);
  }

  @Override
  public String toString() {
    return "dummy_via";
  }
}
