package dev.ninefold.genevent;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * Another version of a handler's code, for {@code Sys.changeCode} of a manager: each handler of the class goes on as a new object, whose
 * codeChange takes over the state, and is such a one also when it is installed again after a failure.
 *
 * @param <H> the class that the handlers were added as
 * @param module that class
 * @param newVersion makes an object of the new version
 */
public record HandlerUpgrade<H extends EventHandler<?, ?, ?>>(Class<H> module, Supplier<? extends H> newVersion) {

  public HandlerUpgrade {
    Objects.requireNonNull(module, "module: expected the class that the handlers were added as, got null");
    Objects.requireNonNull(newVersion, "newVersion: expected what makes the new version, got null");
  }
}
