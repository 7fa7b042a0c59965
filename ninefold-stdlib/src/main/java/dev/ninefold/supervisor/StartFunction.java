package dev.ninefold.supervisor;

import dev.ninefold.gen.StartResult;

/** How a supervisor starts a child: OTP's {@code {M, F, A}}. Usually a lambda that calls the {@code startLink} of a module. */
@FunctionalInterface
public interface StartFunction {

  /**
   * Starts the child and links it to the supervisor, in whose process this runs and which waits for it. What it throws is a failed
   * start.
   *
   * @return Ok with the pid, and perhaps information for who called start_child; Ignore if there is nothing to run; Failed
   */
  StartResult<?> start() throws Exception;
}
