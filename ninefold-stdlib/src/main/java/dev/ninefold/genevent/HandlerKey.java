package dev.ninefold.genevent;

import java.util.Objects;
import java.util.Optional;

/**
 * By what a handler is addressed among those of a manager: OTP's {@code Module} or {@code {Module, Id}}. Without an id it denotes only
 * handlers that were added without one. It may be in use several times; then it denotes the newest of them.
 *
 * @param <H> the class of the handler, by which the compiler knows its events and requests
 * @param module that class
 * @param id what tells handlers of one class apart
 */
public record HandlerKey<H extends EventHandler<?, ?, ?>>(Class<H> module, Optional<Object> id) {

  public HandlerKey {
    Objects.requireNonNull(module, "module: expected the class of the handler, got null");
    Objects.requireNonNull(id, "id: expected Optional.empty() or what tells handlers of one class apart, got null");
  }

  /** The handler of that class: OTP's {@code Module}. */
  public static <H extends EventHandler<?, ?, ?>> HandlerKey<H> of(Class<H> module) {
    return new HandlerKey<>(module, Optional.empty());
  }

  /** One of several handlers of that class: OTP's {@code {Module, Id}}. */
  public static <H extends EventHandler<?, ?, ?>> HandlerKey<H> of(Class<H> module, Object id) {
    Objects.requireNonNull(id, "id: expected what tells handlers of one class apart, got null; leave it away for none");
    return new HandlerKey<>(module, Optional.of(id));
  }

  @Override
  public String toString() {
    return id.map(i -> "{" + module.getName() + ", " + i + "}").orElseGet(module::getName);
  }
}
