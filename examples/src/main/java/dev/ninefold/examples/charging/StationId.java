package dev.ninefold.examples.charging;

import dev.ninefold.gen.ServerRef;
import dev.ninefold.genevent.ManagerRef;
import dev.ninefold.process.Name;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * By what a station is known: the last part of the path that it connects to. The processes that stand for it have names made of it.
 *
 * @param value 1 to 48 letters, digits and some signs, as OCPP's identifiers
 */
public record StationId(String value) {

  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9*+=|@._-]{1,48}");
  private static final String PREFIX = "station:";
  private static final String EVENTS = ":events";
  private static final String MANAGER = ":manager";

  /** Checks the identity. */
  public StationId {
    if (!ALLOWED.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "station: expected 1 to 48 letters, digits and signs of *+=|@._-, got '" + value + "'");
    }
  }

  /** The identity that a text is, if it is one. */
  static Optional<StationId> of(String value) {
    return ALLOWED.matcher(value).matches() ? Optional.of(new StationId(value)) : Optional.empty();
  }

  /** Those of all stations that there are, sorted, by the names of their state machines. */
  static List<StationId> among(List<String> names) {
    return names.stream()
        .filter(name -> name.startsWith(PREFIX))
        .map(name -> name.substring(PREFIX.length()))
        .flatMap(value -> of(value).stream())
        .sorted((one, other) -> one.value.compareTo(other.value))
        .toList();
  }

  Name stationName() {
    return Name.local(PREFIX + value);
  }

  Name eventsName() {
    return Name.local(PREFIX + value + EVENTS);
  }

  Name managerName() {
    return Name.local(PREFIX + value + MANAGER);
  }

  /** Its state machine. */
  ServerRef<Station.Call<?>, Station.Cast> station() {
    return ServerRef.of(stationName());
  }

  /** Its event manager. */
  ManagerRef<StationEvent> events() {
    return ManagerRef.of(eventsName());
  }

  /** Its station manager. */
  ServerRef<StationManager.Call<?>, Void> manager() {
    return ServerRef.of(managerName());
  }

  @Override
  public String toString() {
    return value;
  }
}
