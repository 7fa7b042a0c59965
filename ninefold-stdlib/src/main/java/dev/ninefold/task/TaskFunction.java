package dev.ninefold.task;

/**
 * What a task does with an element of a stream.
 *
 * @param <T> the element
 * @param <R> the result
 */
@FunctionalInterface
public interface TaskFunction<T, R> {
  /** Runs in the process of the task. An exception ends it with that. */
  R apply(T element) throws Exception;
}
