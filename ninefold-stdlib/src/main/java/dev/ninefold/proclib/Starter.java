package dev.ninefold.proclib;

import dev.ninefold.gen.StartResult;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for a process to start. The first answer counts.
 *
 * @param <T> what the process tells
 */
public final class Starter<T> {

  private final Consumer<Object> acknowledge;
  private volatile @Nullable Pid child;
  private volatile @Nullable StartResult<T> refusal;

  Starter(Consumer<Object> acknowledge) {
    this.acknowledge = acknowledge;
  }

  /** The process that starts is the own one. */
  void begins() {
    child = Process.self();
  }

  /** The process has started: the start function returns the value, the process goes on. OTP's {@code init_ack}. Any process may call it. */
  public void initAck(T value) {
    acknowledge.accept(Objects.requireNonNull(value, "value: expected what to tell the starter, got null"));
  }

  /**
   * The process could not start, and ends with the reason: OTP's {@code init_fail}. The start function returns the result once the process
   * is dead and its name free. With a reason that is not normal or shutdown there is a crash report, and a starter that is linked and does not
   * trap exits ends too. To be called by the process itself.
   *
   * @return never; the type lets one write {@code throw starter.initFail(…)}
   */
  public ExitException initFail(StartResult<T> result, ExitReason reason) {
    Objects.requireNonNull(reason, "reason: expected with which reason the process is to end, got null");
    refuse(result);
    throw Process.exit(reason);
  }

  /**
   * The same for a process that ends by an exception.
   *
   * @param exception it leaves the code of the process, unless that catches it
   * @return never; the type lets one write {@code throw starter.initFail(…)}
   */
  public <X extends Throwable> X initFail(StartResult<T> result, X exception) throws X {
    Objects.requireNonNull(exception, "exception: expected by which exception the process is to end, got null");
    refuse(result);
    throw exception;
  }

  private void refuse(StartResult<T> result) {
    Objects.requireNonNull(result, "result: expected what the start function is to return, got null");
    if (!Process.isProcess() || Process.self() != child) {
      throw new IllegalStateException("initFail is for the process that starts, " + child + ": it ends; called by "
          + (Process.isProcess() ? Process.self() : "a thread that is no process"));
    }
    refusal = result;
  }

  @Nullable StartResult<T> refusal() {
    return refusal;
  }
}
