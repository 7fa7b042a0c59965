package dev.ninefold.examples.ocpp;

import java.util.Optional;

/**
 * A key of a station's configuration.
 *
 * @param readonly whether it cannot be changed
 * @param value nothing if the key has none
 */
public record KeyValue(@MaxLength(50) String key, boolean readonly, @MaxLength(500) Optional<String> value) {

  /** With a value. */
  public KeyValue(String key, boolean readonly, String value) {
    this(key, readonly, Optional.of(value));
  }
}
