package dev.ninefold.proclib;

import dev.ninefold.gen.StartResult;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for a process to start. Any process may use it; the first answer counts.
 *
 * @param <T> what the process tells
 */
public final class Starter<T> {

  private final Consumer<Object> acknowledge;
  private volatile @Nullable StartResult<T> refusal;

  Starter(Consumer<Object> acknowledge) {
    this.acknowledge = acknowledge;
  }

  /** The process has started: the start function returns the value, the process goes on. OTP's {@code init_ack}. */
  public void initAck(T value) {
    acknowledge.accept(Objects.requireNonNull(value, "value: expected what to tell the starter, got null"));
  }

  /**
   * The process could not start, and ends with the reason: OTP's {@code init_fail}. The start function returns the result once the process
   * is dead and its name free. To be called by the process itself.
   *
   * @return never; the type lets one write {@code throw starter.initFail(…)}
   */
  public ExitException initFail(StartResult<T> result, ExitReason reason) {
    Objects.requireNonNull(reason, "reason: expected with which reason the process is to end, got null");
    refusal = Objects.requireNonNull(result, "result: expected what the start function is to return, got null");
    throw Process.exit(reason);
  }

  @Nullable StartResult<T> refusal() {
    return refusal;
  }
}
