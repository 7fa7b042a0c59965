package dev.ninefold.examples.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
  @ParameterizedTest
  @CsvSource({"2013-02-01T20:53:32Z, 2013-02-01T20:53:32Z", "2013-02-01t20:53:32z, 2013-02-01T20:53:32Z",
      "2013-02-01T20:53Z, 2013-02-01T20:53:00Z", "2013-02-01T20:53:32, 2013-02-01T20:53:32Z",
      "2013-02-01T20:53:32.5, 2013-02-01T20:53:32.5Z", "2013-02-01T20:53:32.123456789Z, 2013-02-01T20:53:32.123456789Z",
      "2013-02-01T20:53:32+01:00, 2013-02-01T19:53:32Z", "2013-02-01T20:53:32.486-0530, 2013-02-02T02:23:32.486Z",
      "2013-02-01T20:53:32+01, 2013-02-01T19:53:32Z", "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
      "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z"})
  void stationsWriteTimesInManyWays(String text, Instant time) {
    assertThat(Timestamps.read(text)).contains(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Z", "2013-02-01", "20:53:32Z", "2013-02-01 20:53:32Z", "2013-02-30T20:53:32Z",
      "2013-02-01T25:00:00Z",
      "2013-02-01T20:53:32ZZ", "2013-02-01T20:53:32+99:00", "+99999-02-01T20:53:32Z", "-0001-02-01T20:53:32Z",
      "2013-02-01T20:53:32.Zulu",
      "+999999999-12-31T23:59:59-18:00", "9999-12-31T23:59:59-01:00", "1359752012", "2013-02-01T20:53:32[Europe/Berlin]"})
  void allElseIsNoTime(String text) {
    assertThat(Timestamps.read(text)).isEmpty();
  }

  @Test
  void timesAreWrittenInUtcToTheMillisecond() {
    assertThat(Timestamps.write(Instant.parse("2013-02-01T20:53:32Z"))).isEqualTo("2013-02-01T20:53:32Z");
    assertThat(Timestamps.write(Instant.parse("2013-02-01T20:53:32.123999999Z"))).isEqualTo("2013-02-01T20:53:32.123Z");
  }
}
