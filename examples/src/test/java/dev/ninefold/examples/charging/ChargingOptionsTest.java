package dev.ninefold.examples.charging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ninefold.examples.terminal.UsageException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChargingOptionsTest {

  @Test
  void withoutOptionsItIsFiftyStationsOnLoopbackUntilAnInterrupt() {
    assertThat(ChargingOptions.parse(List.of()))
        .isEqualTo(new ChargingOptions("127.0.0.1", 8887, 50, Optional.empty(), 0, false, Duration.ofMinutes(5),
            Duration.ofMillis(500)));
  }

  @Test
  void eachCanBeSaid() {
    assertThat(
        ChargingOptions.parse(List.of("--host", "0.0.0.0", "--port=0", "--stations", "1000", "--seconds", "9", "--poison-every",
            "7", "--reports", "--silence", "10", "--interval", "0")))
        .isEqualTo(new ChargingOptions("0.0.0.0", 0, 1_000, Optional.of(9), 7, true, Duration.ofSeconds(10), Duration.ZERO));
  }

  @ParameterizedTest
  @CsvSource({"--port,65536", "--stations,-1", "--seconds,0", "--poison-every,0", "--interval,soon", "--stations,10001"})
  void whatMakesNoSenseIsRefused(String option, String value) {
    assertThatExceptionOfType(UsageException.class).isThrownBy(() -> ChargingOptions.parse(List.of(option, value)))
        .withMessageContaining(option)
        .withMessageContaining("expected a number from")
        .withMessageContaining("'" + value + "'");
  }
}
