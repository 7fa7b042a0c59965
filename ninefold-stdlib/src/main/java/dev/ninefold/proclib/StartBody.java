package dev.ninefold.proclib;

/**
 * What a process runs whose starter waits for it.
 *
 * @param <T> what it tells its starter
 */
@FunctionalInterface
public interface StartBody<T> {

  /** Runs once. It must acknowledge, or refuse, by the starter. */
  void run(Starter<T> starter) throws Exception;
}
