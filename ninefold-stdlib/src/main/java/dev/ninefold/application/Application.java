package dev.ninefold.application;

import dev.ninefold.gen.StartResult;
import dev.ninefold.gen.UndefinedCallbackException;
import dev.ninefold.process.Pid;
import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * An application: a component that is started and stopped as a unit. OTP's behaviour {@code application}.
 *
 * <pre>{@code
 * final class Shop implements Application {
 *   public Started start(StartType type, Object args) {
 *     return Started.of(Supervisor.startLink(ShopSupervisor::new));
 *   }
 *
 *   public static void main(String... args) {
 *     Application.run(Shop::new, args);
 *   }
 * }
 * }</pre>
 *
 * <p>Each start has a fresh instance, from the specification's supplier. All callbacks but {@link #configChange} run one after another in
 * a process of the application, and may block. Every process that is spawned by them, and by those in turn, belongs to the application,
 * by its group leader, and is killed when the application has stopped, if it has not ended by then.
 */
public interface Application {

  /**
   * Starts the application: starts its top process, linked to the calling one, and returns it.
   *
   * <p>An exception fails the start: {@code {bad_return, …}}.
   *
   * @param type normal, without clusters
   * @param args what the specification says; often a constructor argument in the supplier is easier
   */
  Started start(StartType type, Object args) throws Exception;

  /**
   * Called after {@link #start} for each start phase of the specification, in their order. Throwing fails the start.
   *
   * @param phase its name
   * @param type as for start
   * @param args what the specification says for this phase
   */
  default void startPhase(String phase, StartType type, Object args) throws Exception {
    throw new UndefinedCallbackException(this, "startPhase(phase, type, args)", "the start phase " + phase);
  }

  /**
   * Called before the processes are stopped. An exception, or null, is reported; then {@link #stop} gets the state as it was.
   *
   * <p>Called in every ending. If the top process has ended by itself, or the application was killed, that has happened before.
   *
   * @param state what start returned
   * @return the state for stop
   */
  default Object prepStop(Object state) throws Exception {
    return state;
  }

  /**
   * Called after the processes have stopped, in every ending: a stop, the end of the top process, a kill. An exception is reported, and changes nothing.
   *
   * @param state what prepStop returned
   */
  default void stop(Object state) throws Exception {}

  /**
   * Called when the environment of the running application was changed by {@link Applications#changeConfig}, in the process of the
   * application controller, at the same time as other callbacks of this instance. An exception makes that return an error.
   *
   * @param changed the keys with other values than before, with the new values
   * @param added the keys that were not there before
   * @param removed the keys that are not there any more
   */
  default void configChange(Map<String, Object> changed, Map<String, Object> added, List<String> removed) throws Exception {}

  // ---- a whole program

  /**
   * The main method of a program that is one application: starts it, permanent, on the default node, and waits until it has ended. When the
   * JVM is asked to end, by a signal or {@code System.exit}, all applications are stopped first, in reverse order, within 30 seconds; what
   * does not stop is named in the log.
   *
   * <p>If the application does not start, or ends without having been asked to, that is reported and the JVM exits with status 1.
   *
   * <p>The name of the application is that of the class, in snake case.
   *
   * @param args what start gets as args: a {@code List<String>}
   */
  static void run(Supplier<? extends Application> module, String... args) {
    ApplicationMain.run(module, args);
  }

  /** The same for an application with a specification of its own, for example with dependencies; these are started before it. */
  static void run(ApplicationSpec application) {
    ApplicationMain.run(application, ApplicationMain.STOP_WITHIN);
  }

  /** The same with another bound for stopping everything when the JVM ends. */
  static void run(ApplicationSpec application, Duration stopWithin) {
    ApplicationMain.run(application, stopWithin);
  }

  // ---- what start gets and returns

  /** Why an application starts on this node: OTP's {@code start_type()}. Without clusters always {@link #NORMAL}. */
  // The constant is an instance of an implementer. That is no initialization cycle as long as this interface has no default method.
  @SuppressWarnings("ClassInitializationDeadlock")
  sealed interface StartType {

    /** An ordinary start. */
    StartType NORMAL = new Normal();

    /** OTP's {@code normal}. */
    record Normal() implements StartType {
      @Override
      public String toString() {
        return "normal";
      }
    }

    /**
     * The application moves here from a node that is alive: OTP's {@code {takeover, Node}}.
     *
     * @param node from where
     */
    record Takeover(String node) implements StartType {
      @Override
      public String toString() {
        return "{takeover, " + node + "}";
      }
    }

    /**
     * The application moves here from a node that went down: OTP's {@code {failover, Node}}.
     *
     * @param node from where
     */
    record Failover(String node) implements StartType {
      @Override
      public String toString() {
        return "{failover, " + node + "}";
      }
    }
  }

  /** What {@link Application#start} came to: OTP's {@code {ok, Pid}}, {@code {ok, Pid, State}} or {@code {error, Reason}}. */
  sealed interface Started {

    /** The state of an application that has none. */
    Object NO_STATE = List.of();

    /**
     * The application runs.
     *
     * @param pid its top process, mostly a supervisor; the end of that is the end of the application
     * @param state what prepStop and stop get
     */
    record Ok(Pid pid, Object state) implements Started {
      public Ok {
        Objects.requireNonNull(pid, "pid: expected the top process of the application, got null");
        Objects.requireNonNull(state, "state: expected what stop is to get, got null; Started.ok(pid) is without a state");
      }
    }

    /**
     * The application could not be started.
     *
     * @param reason why
     */
    record Error(Object reason) implements Started {
      public Error {
        Objects.requireNonNull(reason, "reason: expected why the application cannot start, got null");
      }
    }

    /** The top process had nothing to do and returned ignore, which an application must not. */
    record Ignore() implements Started {
      @Override
      public String toString() {
        return "ignore";
      }
    }

    /** The application runs; its top process is given. */
    static Started ok(Pid pid) {
      return new Ok(pid, NO_STATE);
    }

    /** The same with a state for prepStop and stop. */
    static Started ok(Pid pid, Object state) {
      return new Ok(pid, state);
    }

    /** The application could not be started. */
    static Started error(Object reason) {
      return new Error(reason);
    }

    /** What the start of the top process came to: {@code return Started.of(Supervisor.startLink(…))}. */
    static Started of(StartResult<?> top) {
      return switch (top) {
        case StartResult.Ok<?> ok -> ok(ok.pid());
        case StartResult.Ignore<?> _ -> new Ignore();
        case StartResult.Failed<?>(ExitReason reason) -> error(reason);
      };
    }
  }
}
