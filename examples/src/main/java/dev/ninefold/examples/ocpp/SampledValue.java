package dev.ninefold.examples.ocpp;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * One value of a meter. What is not said has the value that {@link #energy} says.
 *
 * @param value a decimal number, or signed data; a string in both cases, so that no digit is lost
 */
public record SampledValue(String value, Optional<ReadingContext> context, Optional<ValueFormat> format,
    Optional<Measurand> measurand,
    Optional<Phase> phase, Optional<Location> location, Optional<UnitOfMeasure> unit) {

  /** A value with nothing but what is measured, and in which unit. */
  public SampledValue(String value, Measurand measurand, UnitOfMeasure unit) {
    this(value, Optional.empty(), Optional.empty(), Optional.of(measurand), Optional.empty(), Optional.empty(),
        Optional.of(unit));
  }

  /** What a value is if only the value is said: the energy that has been taken in all, in Wh, at the outlet, sampled periodically. */
  public static SampledValue energy(long wattHours) {
    return new SampledValue(Long.toString(wattHours), Measurand.ENERGY_ACTIVE_IMPORT_REGISTER, UnitOfMeasure.WH);
  }

  /** On what occasion a value was read. */
  public enum ReadingContext {
    @JsonProperty("Interruption.Begin")
    INTERRUPTION_BEGIN,
    @JsonProperty("Interruption.End")
    INTERRUPTION_END,
    OTHER,
    @JsonProperty("Sample.Clock")
    SAMPLE_CLOCK,
    @JsonProperty("Sample.Periodic")
    SAMPLE_PERIODIC,
    @JsonProperty("Transaction.Begin")
    TRANSACTION_BEGIN,
    @JsonProperty("Transaction.End")
    TRANSACTION_END,
    TRIGGER
  }

  /** A number, or signed data. */
  public enum ValueFormat {
    RAW, SIGNED_DATA
  }

  /** What is measured. */
  public enum Measurand {
    @JsonProperty("Current.Export")
    CURRENT_EXPORT,
    @JsonProperty("Current.Import")
    CURRENT_IMPORT,
    @JsonProperty("Current.Offered")
    CURRENT_OFFERED,
    @JsonProperty("Energy.Active.Export.Register")
    ENERGY_ACTIVE_EXPORT_REGISTER,
    @JsonProperty("Energy.Active.Import.Register")
    ENERGY_ACTIVE_IMPORT_REGISTER,
    @JsonProperty("Energy.Reactive.Export.Register")
    ENERGY_REACTIVE_EXPORT_REGISTER,
    @JsonProperty("Energy.Reactive.Import.Register")
    ENERGY_REACTIVE_IMPORT_REGISTER,
    @JsonProperty("Energy.Active.Export.Interval")
    ENERGY_ACTIVE_EXPORT_INTERVAL,
    @JsonProperty("Energy.Active.Import.Interval")
    ENERGY_ACTIVE_IMPORT_INTERVAL,
    @JsonProperty("Energy.Reactive.Export.Interval")
    ENERGY_REACTIVE_EXPORT_INTERVAL,
    @JsonProperty("Energy.Reactive.Import.Interval")
    ENERGY_REACTIVE_IMPORT_INTERVAL,
    FREQUENCY,
    @JsonProperty("Power.Active.Export")
    POWER_ACTIVE_EXPORT,
    @JsonProperty("Power.Active.Import")
    POWER_ACTIVE_IMPORT,
    @JsonProperty("Power.Factor")
    POWER_FACTOR,
    @JsonProperty("Power.Offered")
    POWER_OFFERED,
    @JsonProperty("Power.Reactive.Export")
    POWER_REACTIVE_EXPORT,
    @JsonProperty("Power.Reactive.Import")
    POWER_REACTIVE_IMPORT,
    @JsonProperty("RPM")
    RPM,
    @JsonProperty("SoC")
    SOC,
    TEMPERATURE,
    VOLTAGE
  }

  /** Of which phase, or between which. */
  public enum Phase {
    L1, L2, L3, N,
    @JsonProperty("L1-N")
    L1_N,
    @JsonProperty("L2-N")
    L2_N,
    @JsonProperty("L3-N")
    L3_N,
    @JsonProperty("L1-L2")
    L1_L2,
    @JsonProperty("L2-L3")
    L2_L3,
    @JsonProperty("L3-L1")
    L3_L1
  }

  /** Where it is measured. */
  public enum Location {
    BODY, CABLE,
    @JsonProperty("EV")
    EV,
    INLET, OUTLET
  }

  /** In which unit. */
  public enum UnitOfMeasure {
    @JsonProperty("Wh")
    WH,
    @JsonProperty("kWh")
    KWH,
    @JsonProperty("varh")
    VARH,
    @JsonProperty("kvarh")
    KVARH,
    W,
    @JsonProperty("kW")
    KW,
    @JsonProperty("VA")
    VA,
    @JsonProperty("kVA")
    KVA,
    @JsonProperty("var")
    VAR,
    @JsonProperty("kvar")
    KVAR,
    A,
    V,
    @JsonAlias("Celcius") // as the schemas of OCPP 1.6 have it
    CELSIUS,
    FAHRENHEIT,
    K,
    PERCENT
  }
}
