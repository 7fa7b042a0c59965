package dev.ninefold.examples.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.examples.ocpp.Decoded.Understood;
import dev.ninefold.examples.ocpp.Frame.Call;
import dev.ninefold.examples.ocpp.Frame.CallResult;
import dev.ninefold.examples.ocpp.Reading.Read;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the rules allow, comes out of text as it went in. */
class RoundTripTest {
  private static final int TIMES = 300;

  private final RandomRecords records = new RandomRecords(new Random(16));

  private static List<Class<?>> requests() {
    return Stream.<Class<?>>of(StationRequest.class, CentralRequest.class)
        .<Class<?>>flatMap(type -> Arrays.stream(type.getPermittedSubclasses()))
        .toList();
  }

  private static Frame throughText(Frame frame) {
    return ((Read) Frames.read(Frames.write(frame))).frame();
  }

  @ParameterizedTest
  @MethodSource("requests")
  void aRequestComesOutAsItWentIn(Class<?> type) {
    for (var i = 0; i < TIMES; i++) {
      var request = (OcppRequest<?>) records.record(type);
      var call = (Call) throughText(Messages.call("id", request));
      var decoded = request instanceof StationRequest<?> ? Messages.stationRequest(call) : Messages.centralRequest(call);

      assertThat(decoded).isEqualTo(new Understood<>(request));
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void aReplyComesOutAsItWentIn(Class<?> type) {
    var request = (OcppRequest<?>) records.record(type);
    var replyType = (Class<?>) ((ParameterizedType) type.getGenericInterfaces()[0]).getActualTypeArguments()[0];
    for (var i = 0; i < TIMES; i++) {
      var reply = (OcppReply) records.record(replyType);

      assertThat(Messages.reply(request, (CallResult) throughText(Messages.result("id", reply))))
          .isEqualTo(new Understood<>(reply));
    }
  }
}
