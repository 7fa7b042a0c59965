package dev.ninefold.examples.ocpp;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The names that OCPP has for the constants of the enums here: {@code ConcurrentTx} for {@code CONCURRENT_TX}, unless the constant says another.
 */
public final class WireNames {
  private static final ClassValue<Names> NAMES = new ClassValue<>() {
    @Override
    protected Names computeValue(Class<?> type) {
      return names(type);
    }
  };

  private WireNames() {}

  /**
   * What an enum is called.
   *
   * @param names of the constants, in their order
   * @param constants of the names, with those that are accepted besides
   */
  private record Names(Map<Object, String> names, Map<String, Object> constants) {}

  /** The name of a constant on the wire, as {@code SuspendedEVSE} of {@code SUSPENDED_EVSE}. */
  public static String of(Enum<?> constant) {
    return Objects.requireNonNull(NAMES.get(constant.getDeclaringClass()).names.get(constant));
  }

  /** The constant of a name, or of one that is accepted for it. */
  static <E> Optional<E> constant(Class<E> type, String name) {
    return Optional.ofNullable(NAMES.get(type).constants.get(name)).map(type::cast);
  }

  /** All names, for a message. */
  static String all(Class<?> type) {
    return String.join(", ", NAMES.get(type).names.values());
  }

  private static Names names(Class<?> type) {
    Map<Object, String> names = new LinkedHashMap<>();
    Map<String, Object> constants = new HashMap<>();
    for (Object constant : type.getEnumConstants()) {
      Field field = field(type, ((Enum<?>) constant).name());
      JsonProperty said = field.getAnnotation(JsonProperty.class);
      JsonAlias aliases = field.getAnnotation(JsonAlias.class);
      String name = said == null ? camelCase(field.getName()) : said.value();
      names.put(constant, name);
      constants.put(name, constant);
      if (aliases != null) {
        Arrays.stream(aliases.value()).forEach(alias -> constants.put(alias, constant));
      }
    }
    return new Names(names, constants);
  }

  private static Field field(Class<?> type, String name) {
    try {
      return type.getField(name);
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("an enum has a public field for each of its constants, " + type + " has none for " + name,
          e);
    }
  }

  private static String camelCase(String constant) {
    return Arrays.stream(constant.split("_", -1))
        .map(word -> word.substring(0, 1) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }
}
