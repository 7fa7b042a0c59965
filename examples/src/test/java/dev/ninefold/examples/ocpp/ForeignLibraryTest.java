package dev.ninefold.examples.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.examples.ocpp.Decoded.Understood;
import dev.ninefold.examples.ocpp.Frame.Call;
import dev.ninefold.examples.ocpp.Frame.CallResult;
import dev.ninefold.examples.ocpp.Samples.Sample;
import eu.chargetime.ocpp.JSONCommunicator;
import eu.chargetime.ocpp.model.Validatable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written here, a library that was not written here reads, holds for valid, and writes again; what it writes is read here. */
class ForeignLibraryTest {
  private static final String MODEL = "eu.chargetime.ocpp.model.";

  private final JSONCommunicator library = new JSONCommunicator(null);

  private String throughTheLibrary(String payload, String action, String kind) throws Exception {
    var folder = action.equals("TriggerMessage") ? "remotetrigger." : "core.";
    var message = library.unpackPayload(payload, Class.forName(MODEL + folder + action + kind));

    assertThat(((Validatable) message).validate()).as("%s %s is valid", action, payload).isTrue();
    return library.packPayload(message).toString();
  }

  private void repliesAreUnderstood(Sample sample) throws Exception {
    var written = throughTheLibrary(Json.write(Messages.encode(sample.reply())), sample.request().action(), "Confirmation");

    assertThat(Messages.reply(sample.request(), new CallResult("1", Samples.json(written))))
        .isEqualTo(new Understood<>(sample.reply()));
  }

  private Call requestFromTheLibrary(Sample sample) throws Exception {
    var action = sample.request().action();
    return new Call("1", action,
        Samples.json(throughTheLibrary(Json.write(Messages.encode(sample.request())), action, "Request")));
  }

  @ParameterizedTest
  @MethodSource("dev.ninefold.examples.ocpp.Samples#station")
  void aMessageOfAStationIsTheSameThere(Sample sample) throws Exception {
    assertThat(Messages.stationRequest(requestFromTheLibrary(sample))).isEqualTo(new Understood<>(sample.request()));
    repliesAreUnderstood(sample);
  }

  @ParameterizedTest
  @MethodSource("dev.ninefold.examples.ocpp.Samples#central")
  void aMessageToAStationIsTheSameThere(Sample sample) throws Exception {
    assertThat(Messages.centralRequest(requestFromTheLibrary(sample))).isEqualTo(new Understood<>(sample.request()));
    repliesAreUnderstood(sample);
  }
}
