package dev.ninefold.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Builds the fields of a report, in their order. */
final class Fields {

  private final Map<String, Object> map = new LinkedHashMap<>();

  /** Adds a field. */
  Fields with(String name, Object value) {
    map.put(name, value);
    return this;
  }

  /** Adds a field if there is a value. */
  Fields with(String name, Optional<?> value) {
    value.ifPresent(v -> map.put(name, v));
    return this;
  }

  Map<String, Object> toMap() {
    return Collections.unmodifiableMap(map);
  }
}
