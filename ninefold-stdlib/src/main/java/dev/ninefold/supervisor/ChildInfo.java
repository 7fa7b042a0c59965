package dev.ninefold.supervisor;

import dev.ninefold.process.Pid;
import dev.ninefold.supervisor.ChildSpec.ChildType;
import dev.ninefold.supervisor.ChildSpec.Modules;
import dev.ninefold.term.ExitReason;
import java.util.Optional;

/**
 * What {@link Supervisor#whichChildren} tells of a child: OTP's {@code {Id, Child, Type, Modules}}, and more.
 *
 * @param id its id; {@link NoId#UNDEFINED} if its supervisor is a dynamic one
 * @param state whether it runs
 * @param type whether it is a supervisor
 * @param modules the classes of its callbacks
 * @param restarts how many times the supervisor has started it anew by itself
 * @param lastExit how it ended the last time; empty if it never has
 */
public record ChildInfo(
    Object id, State state, ChildType type, Modules modules, int restarts, Optional<ExitReason> lastExit) {

  /** What stands for the id of a child that has none. */
  public enum NoId {
    /** It is a child of a dynamic supervisor. */
    UNDEFINED;

    @Override
    public String toString() {
      return "undefined";
    }
  }

  /** Whether a child runs. */
  public sealed interface State {
    /**
     * It runs, as far as the supervisor knows.
     *
     * @param pid the process
     */
    record Running(Pid pid) implements State {
      @Override
      public String toString() {
        return pid.toString();
      }
    }

    /** It does not run, and will not be started unless somebody asks for it, or its siblings are restarted. */
    record Undefined() implements State {
      @Override
      public String toString() {
        return "undefined";
      }
    }

    /** It is to be started again: the supervisor waits before it does, or could not do it yet and will go on trying. */
    record Restarting() implements State {
      @Override
      public String toString() {
        return "restarting";
      }
    }
  }

  /** The process, if it runs. */
  public Optional<Pid> pid() {
    return state instanceof State.Running(Pid pid) ? Optional.of(pid) : Optional.empty();
  }

  /** Whether the supervisor is trying to start it again. */
  public boolean isRestarting() {
    return state instanceof State.Restarting;
  }
}
