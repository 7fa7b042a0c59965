package dev.ninefold.partitionsupervisor;

import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Registrar;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A registry of a test. */
final class TestRegistrar implements Registrar {
  private final ConcurrentMap<Object, Pid> names = new ConcurrentHashMap<>();

  @Override
  public boolean registerName(Object name, Pid pid) {
    return names.putIfAbsent(name, pid) == null;
  }

  @Override
  public void unregisterName(Object name) {
    names.remove(name);
  }

  @Override
  public Optional<Pid> whereisName(Object name) {
    return Optional.ofNullable(names.get(name)).filter(Process::isAlive);
  }
}
