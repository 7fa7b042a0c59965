package dev.ninefold.examples.ocpp;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/**
 * Dates and times as stations send them: ISO 8601, with seconds and their fractions or without, with {@code Z}, {@code +01:00}, {@code +0100} or
 * {@code +01}, or without an offset, which is taken for UTC.
 */
final class Timestamps {
  private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder().parseCaseInsensitive()
      .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
      .parseLenient()
      .optionalStart()
      .appendOffset("+HH", "Z") // leniently: with minutes, too, and with a colon before them or not
      .optionalEnd()
      .toFormatter()
      .withResolverStyle(ResolverStyle.STRICT); // or else February has 30 days
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private Timestamps() {}

  /** Reads a time; nothing if it is none. */
  static Optional<Instant> read(String text) {
    try {
      TemporalAccessor time = FORMAT.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
      Instant instant = time instanceof OffsetDateTime offset
          ? offset.toInstant()
          : LocalDateTime.from(time).toInstant(ZoneOffset.UTC);
      return Optional.of(instant).filter(Timestamps::isWritable);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /** Writes a time in UTC, to the millisecond, which is as fine as stations read it. */
  static String write(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** Whether a time's year has four digits: others would be read by nobody. */
  static boolean isWritable(Instant time) {
    return !time.isBefore(FIRST) && time.isBefore(END);
  }
}
