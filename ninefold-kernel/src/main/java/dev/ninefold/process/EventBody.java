package dev.ninefold.process;

/**
 * What an event-driven process runs: its own start, then one message after the other. For behaviours; users implement those. It
 * owns no thread: the calls come from changing threads, one after another.
 *
 * <p>An {@link ExitException} ends the process with its reason; so does any other exception, as a crash.
 */
public interface EventBody {

  /** Called first, before any message. */
  void start() throws Exception;

  /** Handles the next message that the process' selection admits. */
  void handle(Object message) throws Exception;

  /**
   * For simulations: after so many callbacks that handle something, the next one throws a {@link SimulatedCrashException}. A body without callbacks of users'
   * does nothing.
   */
  default void crashAfter(int callbacks) {}
}
