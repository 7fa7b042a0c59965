package dev.ninefold.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.process.Node;
import dev.ninefold.scheduler.Schedulers.Kind;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which scheduler runs. */
class SchedulersTest {

  @ParameterizedTest
  @CsvSource({",,CARRIER", "'',,CARRIER", ",not open,PORTABLE", "portable,,PORTABLE", "portable,not open,PORTABLE",
      "carrier,,CARRIER",
      "Carrier,,CARRIER"})
  void itIsTheCarrierSchedulerWherePossibleUnlessAnotherIsForced(String forced, String missing, Kind expected) {
    assertThat(Schedulers.choose(forced, missing)).isEqualTo(expected);
  }

  @Test
  void whoForcesWhatCannotBeIsToldWhatToAdd() {
    assertThatThrownBy(() -> Schedulers.choose("carrier", "java.lang is not open")).isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "ninefold.scheduler=carrier: java.lang is not open; start Java with --add-opens java.base/java.lang=ALL-UNNAMED,"
                + " or leave the property away");
  }

  @ParameterizedTest
  @ValueSource(strings = {"own", "carriers", "portable carrier"})
  void anUnknownOneIsRefused(String forced) {
    assertThatThrownBy(() -> Schedulers.choose(forced, null)).isInstanceOf(IllegalStateException.class)
        .hasMessage("ninefold.scheduler: expected portable or carrier, got '" + forced + "'");
  }

  /** So that a run of all tests on either scheduler is one. */
  @Test
  void processesRunOnWhatTheSystemPropertySays() throws Exception {
    String forced = System.getProperty(Schedulers.PROPERTY, "");
    Kind kind = Kind.valueOf(forced.toUpperCase(Locale.ROOT));
    String thread = Node.local().run(() -> Thread.currentThread().toString());
    assertThat(thread.contains("ninefold-carrier-")).as(thread).isEqualTo(kind == Kind.CARRIER);
  }
}
