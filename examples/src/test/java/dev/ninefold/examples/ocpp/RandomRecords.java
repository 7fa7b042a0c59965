package dev.ninefold.examples.ocpp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ninefold.examples.ocpp.Layout.Field;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Records with values of all kinds that the rules allow, the extremes often among them. */
final class RandomRecords {
  private static final String CHARACTERS = "azAZ09 \"\\/{}[],:\u0000\n\u00fc\u20ac\u2028";

  private final Random random;

  RandomRecords(Random random) {
    this.random = random;
  }

  Record record(Class<?> type) {
    var layout = Layout.of(type);
    return (Record) layout.create(layout.fields().stream().map(this::field).toArray());
  }

  private Object field(Field field) {
    return switch (field.presence()) {
      case ONCE -> value(field);
      case OPTIONAL -> random.nextBoolean() ? Optional.of(value(field)) : Optional.empty();
      case LIST -> {
        var fewest = Math.max(field.atLeast(), 0);
        yield IntStream.range(0, fewest + random.nextInt(3)).mapToObj(_ -> value(field)).toList();
      }
    };
  }

  private Object value(Field field) {
    var type = field.type();
    if (type == int.class || type == Integer.class) {
      return random.nextInt(4) == 0 ? pick(List.of(Math.max(field.atLeast(), Integer.MIN_VALUE), Integer.MAX_VALUE))
          : random.nextInt(Math.max(field.atLeast(), -1000), 1000);
    }
    if (type == boolean.class) {
      return random.nextBoolean();
    }
    if (type == String.class) {
      return text(field.maxLength());
    }
    if (type == Instant.class) {
      return Instant.ofEpochMilli(random.nextLong(Instant.parse("0000-01-01T00:00:00Z").toEpochMilli(),
          Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli()));
    }
    if (type == ObjectNode.class) {
      return Samples.json("{\"limit\":16.10}");
    }
    return type.isEnum() ? pick(List.of(type.getEnumConstants())) : record(type);
  }

  private String text(int maxLength) {
    var longest = Math.min(maxLength, 600);
    var length = random.nextInt(4) == 0 ? longest : random.nextInt(longest + 1);
    return IntStream.range(0, length)
        .mapToObj(_ -> String.valueOf(CHARACTERS.charAt(random.nextInt(CHARACTERS.length()))))
        .collect(Collectors.joining());
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
