package dev.ninefold.gen;

import dev.ninefold.process.InitialCall;

/**
 * A module that stands for other code, as an agent does for the function that it was started with. Reports and tools then name that code as what
 * its process was started with: Elixir's {@code $initial_call}. For libraries of behaviours.
 */
public interface InitialCalled {

  /** What the process was started with, as its users see it. */
  InitialCall initialCall();
}
