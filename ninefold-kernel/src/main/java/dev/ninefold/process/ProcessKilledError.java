package dev.ninefold.process;

/**
 * Thrown by every use of our API in code whose process is dead already, because it was killed while the code ran. Let it pass: it
 * is an {@link Error}, so that {@code catch (Exception e)} does.
 */
public final class ProcessKilledError extends Error {

  private static final long serialVersionUID = 1L;

  ProcessKilledError(Pid pid) {
    super("process " + pid + " has been terminated; its code should end now", null, false, false);
  }
}
