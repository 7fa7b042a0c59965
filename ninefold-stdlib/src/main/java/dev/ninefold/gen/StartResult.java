package dev.ninefold.gen;

import dev.ninefold.process.Pid;
import dev.ninefold.term.ExitReason;
import java.util.Objects;
import java.util.Optional;

/**
 * What a start came to: OTP's {@code {ok, Pid}}, {@code {ok, Pid, Info}}, {@code ignore} or {@code {error, Reason}}.
 *
 * @param <T> what stands for the started process
 */
public sealed interface StartResult<T> {

  /**
   * The process runs and has finished its init.
   *
   * @param pid the process
   * @param value how to reach it
   * @param info what the start function says besides, for who called start_child
   */
  record Ok<T>(Pid pid, T value, Optional<Object> info) implements StartResult<T> {
    public Ok {
      Objects.requireNonNull(pid, "pid: expected the process that runs, got null");
      Objects.requireNonNull(value, "value: expected how to reach the process, got null");
      Objects.requireNonNull(info, "info: expected Optional.empty() or what the start says besides, got null");
    }

    /** Without more information. */
    public Ok(Pid pid, T value) {
      this(pid, value, Optional.empty());
    }
  }

  /** The init of the process said that there is nothing to do; the process is gone, normally. */
  record Ignore<T>() implements StartResult<T> {}

  /**
   * The start failed; the process is gone and its name is free.
   *
   * @param reason why
   */
  record Failed<T>(ExitReason reason) implements StartResult<T> {
    public Failed {
      Objects.requireNonNull(reason, "reason: expected why the start failed, got null");
    }
  }

  /**
   * The reason of a start under a name that is in use: OTP's {@code {already_started, Pid}}.
   *
   * @param pid who has the name; empty if it was gone when asked
   */
  record AlreadyStarted(Optional<Pid> pid) {
    @Override
    public String toString() {
      return "{already_started, " + pid.map(Object::toString).orElse("undefined") + "}";
    }
  }

  /** The reason of a start that took too long: OTP's {@code timeout}. */
  ExitReason TIMEOUT = new ExitReason.Other("timeout");

  /** A process that runs. */
  static <T> StartResult<T> ok(Pid pid, T value) {
    return new Ok<>(pid, value);
  }

  /** A start that failed. */
  static <T> StartResult<T> failed(ExitReason reason) {
    return new Failed<>(reason);
  }

  /**
   * How to reach the process.
   *
   * @throws StartException if it was not started
   */
  default T orElseThrow() {
    return switch (this) {
      case Ok<T> ok -> ok.value();
      case Ignore<T> _ -> throw new StartException("the init of the process returned ignore", ExitReason.NORMAL);
      case Failed<T>(ExitReason reason) -> throw new StartException("the process could not be started: " + reason, reason);
    };
  }
}
