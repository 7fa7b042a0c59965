package dev.ninefold.examples.ocpp;

import java.time.Instant;
import java.util.List;

/** What was measured at one moment. */
public record MeterValue(Instant timestamp, @AtLeast(1) List<SampledValue> sampledValue) {

  public MeterValue {
    sampledValue = List.copyOf(sampledValue);
  }

  /** One value. */
  public MeterValue(Instant timestamp, SampledValue sampledValue) {
    this(timestamp, List.of(sampledValue));
  }
}
