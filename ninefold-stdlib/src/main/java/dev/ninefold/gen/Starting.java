package dev.ninefold.gen;

import dev.ninefold.debug.DebugOption;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A start that is under way: what the new process needs to know, and how it answers its starter. For behaviours. */
public final class Starting {

  private final Optional<Name> name;
  private final List<DebugOption> debug;
  private final @Nullable Pid parent;
  private final Consumer<Object> acknowledge;
  private volatile @Nullable StartResult<Pid> refusal;

  Starting(Optional<Name> name, List<DebugOption> debug, @Nullable Pid parent, Consumer<Object> acknowledge) {
    this.name = name;
    this.debug = debug;
    this.parent = parent;
    this.acknowledge = acknowledge;
  }

  /** No start at all: a process that runs already becomes a behaviour. */
  static Starting entered(Optional<Name> name, List<DebugOption> debug, Pid parent) {
    return new Starting(name, debug, parent, _ -> {});
  }

  /** The name that it is to be registered under. */
  public Optional<Name> name() {
    return name;
  }

  List<DebugOption> debug() {
    return debug;
  }

  /** Who started it, if linked or monitored; null if it is its own parent. */
  public @Nullable Pid parent() {
    return parent;
  }

  /** OTP's {@code init_ack}: the starter goes on. */
  public void acknowledge() {
    acknowledge.accept("ok");
  }

  /** OTP's {@code init_fail}: what the starter gets once the process is dead, in place of its exit reason. */
  public void refuse(StartResult<Pid> result) {
    refusal = result;
  }

  @Nullable StartResult<Pid> refusal() {
    return refusal;
  }
}
