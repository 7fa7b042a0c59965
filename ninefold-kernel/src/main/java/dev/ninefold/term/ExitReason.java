package dev.ninefold.term;

import java.util.Objects;

/**
 * The reason with which a process ends, as links, monitors, callers and supervisors see it.
 *
 * <p>Three of the reasons are <em>silent</em>: {@link Normal}, {@link Shutdown} and {@link ShutdownWith} make no reports.
 */
// The constants are instances of implementers. That is no initialization cycle as long as this interface has no default method.
@SuppressWarnings("ClassInitializationDeadlock")
public sealed interface ExitReason {

  /** The process had nothing left to do. */
  ExitReason NORMAL = new Normal();

  /** A supervisor, or an application, asked the process to stop. */
  ExitReason SHUTDOWN = new Shutdown();

  /**
   * As the argument of {@code Process.exit(pid, KILL)}: ends the receiver whether or not it traps exits, with the reason
   * {@link #KILLED}. As a process' own exit reason it is an ordinary reason.
   */
  ExitReason KILL = new Kill();

  /** The process was killed by {@code Process.exit(pid, KILL)}. */
  ExitReason KILLED = new Killed();

  /** There was no such process. */
  ExitReason NOPROC = new NoProc();

  /** OTP's {@code normal}. */
  record Normal() implements ExitReason {
    @Override
    public boolean isSilent() {
      return true;
    }

    @Override
    public String toString() {
      return "normal";
    }
  }

  /** OTP's {@code shutdown}. */
  record Shutdown() implements ExitReason {
    @Override
    public boolean isSilent() {
      return true;
    }

    @Override
    public String toString() {
      return "shutdown";
    }
  }

  /**
   * OTP's {@code {shutdown, Term}}: an orderly stop that says why.
   *
   * @param term why
   */
  record ShutdownWith(Object term) implements ExitReason {
    public ShutdownWith {
      Objects.requireNonNull(term, "term: expected why, got null; a shutdown reason without a term is ExitReason.SHUTDOWN");
    }

    @Override
    public boolean isSilent() {
      return true;
    }

    @Override
    public String toString() {
      return "{shutdown, " + term + "}";
    }
  }

  /** OTP's {@code kill}, see {@link #KILL}. */
  record Kill() implements ExitReason {
    @Override
    public boolean isSilent() {
      return false;
    }

    @Override
    public String toString() {
      return "kill";
    }
  }

  /** OTP's {@code killed}, see {@link #KILLED}. */
  record Killed() implements ExitReason {
    @Override
    public boolean isSilent() {
      return false;
    }

    @Override
    public String toString() {
      return "killed";
    }
  }

  /** OTP's {@code noproc}, see {@link #NOPROC}. */
  record NoProc() implements ExitReason {
    @Override
    public boolean isSilent() {
      return false;
    }

    @Override
    public String toString() {
      return "noproc";
    }
  }

  /**
   * An exception left the code of the process: OTP's {@code {Reason, Stack}}.
   *
   * @param cause what was thrown, with its stack
   */
  record Crashed(Throwable cause) implements ExitReason {
    public Crashed {
      Objects.requireNonNull(cause, "cause: expected what was thrown, got null");
    }

    @Override
    public boolean isSilent() {
      return false;
    }

    @Override
    public String toString() {
      return cause.toString();
    }
  }

  /**
   * Any other term.
   *
   * @param term the reason itself
   */
  record Other(Object term) implements ExitReason {
    public Other {
      Objects.requireNonNull(term, "term: expected the reason, got null");
    }

    @Override
    public boolean isSilent() {
      return false;
    }

    @Override
    public String toString() {
      return term.toString();
    }
  }

  /** The reason {@code {shutdown, term}}. */
  static ExitReason shutdown(Object term) {
    return new ShutdownWith(term);
  }

  /** The reason of a process whose code threw {@code cause}. */
  static ExitReason crashed(Throwable cause) {
    return new Crashed(cause);
  }

  /**
   * The reason that a term stands for: the term itself if it is a reason already, {@link Crashed} for an exception, else
   * {@link Other}.
   */
  static ExitReason of(Object term) {
    return switch (Objects.requireNonNull(term, "term: expected the reason, got null")) {
      case ExitReason reason -> reason;
      case Throwable cause -> new Crashed(cause);
      case Object other -> new Other(other);
    };
  }

  /** Whether this is normal, shutdown or shutdown with a term, the reasons that make no reports. */
  boolean isSilent();
}
