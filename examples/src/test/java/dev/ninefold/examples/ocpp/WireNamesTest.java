package dev.ninefold.examples.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireNamesTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      AuthorizationStatus | Accepted, Blocked, Expired, Invalid, ConcurrentTx
      AvailabilityStatus | Accepted, Rejected, Scheduled
      AvailabilityType | Inoperative, Operative
      ChargePointErrorCode | ConnectorLockFailure, EVCommunicationError, GroundFailure, HighTemperature, InternalError, LocalListConflict, NoError, OtherError, OverCurrentFailure, OverVoltage, PowerMeterFailure, PowerSwitchFailure, ReaderFailure, ResetFailure, UnderVoltage, WeakSignal
      ChargePointStatus | Available, Preparing, Charging, SuspendedEVSE, SuspendedEV, Finishing, Reserved, Unavailable, Faulted
      CommandStatus | Accepted, Rejected
      ConfigurationStatus | Accepted, Rejected, RebootRequired, NotSupported
      DataTransferStatus | Accepted, Rejected, UnknownMessageId, UnknownVendorId
      MessageTrigger | BootNotification, DiagnosticsStatusNotification, FirmwareStatusNotification, Heartbeat, MeterValues, StatusNotification
      RegistrationStatus | Accepted, Pending, Rejected
      ResetType | Hard, Soft
      StopReason | DeAuthorized, EmergencyStop, EVDisconnected, HardReset, Local, Other, PowerLoss, Reboot, Remote, SoftReset, UnlockCommand
      TriggerMessageStatus | Accepted, Rejected, NotImplemented
      UnlockStatus | Unlocked, UnlockFailed, NotSupported
      SampledValue$ReadingContext | Interruption.Begin, Interruption.End, Other, Sample.Clock, Sample.Periodic, Transaction.Begin, Transaction.End, Trigger
      SampledValue$ValueFormat | Raw, SignedData
      SampledValue$Measurand | Current.Export, Current.Import, Current.Offered, Energy.Active.Export.Register, Energy.Active.Import.Register, Energy.Reactive.Export.Register, Energy.Reactive.Import.Register, Energy.Active.Export.Interval, Energy.Active.Import.Interval, Energy.Reactive.Export.Interval, Energy.Reactive.Import.Interval, Frequency, Power.Active.Export, Power.Active.Import, Power.Factor, Power.Offered, Power.Reactive.Export, Power.Reactive.Import, RPM, SoC, Temperature, Voltage
      SampledValue$Phase | L1, L2, L3, N, L1-N, L2-N, L3-N, L1-L2, L2-L3, L3-L1
      SampledValue$Location | Body, Cable, EV, Inlet, Outlet
      SampledValue$UnitOfMeasure | Wh, kWh, varh, kvarh, W, kW, VA, kVA, var, kvar, A, V, Celsius, Fahrenheit, K, Percent
      """)
  void theNamesAreThoseOfTheSpecification(String type, String names) throws ClassNotFoundException {
    var constants = Class.forName(getClass().getPackageName() + "." + type);

    assertThat(WireNames.all(constants)).isEqualTo(names);
    assertThat(Arrays.stream(constants.getEnumConstants()).map(constant -> WireNames.of((Enum<?>) constant)))
        .containsExactlyElementsOf(List.of(names.split(", ")));
    assertThat(Stream.of(names.split(", ")).map(name -> (Object) WireNames.constant(constants, name).orElseThrow()))
        .containsExactly(constants.getEnumConstants());
  }

  @Test
  void aMisspellingOfTheSpecificationIsAcceptedToo() {
    assertThat(WireNames.constant(SampledValue.UnitOfMeasure.class, "Celcius")).contains(SampledValue.UnitOfMeasure.CELSIUS);
    assertThat(WireNames.constant(SampledValue.UnitOfMeasure.class, "celsius")).isEmpty();
  }
}
