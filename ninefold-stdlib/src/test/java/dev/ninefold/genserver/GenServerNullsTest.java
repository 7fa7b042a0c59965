package dev.ninefold.genserver;

import static dev.ninefold.genserver.TestServer.answer;
import static dev.ninefold.genserver.TestServer.quiet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.Request;
import dev.ninefold.gen.RequestId;
import dev.ninefold.gen.RequestIds;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Destination;
import dev.ninefold.process.MonitorOptions;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.proclib.ProcLib;
import dev.ninefold.proclib.StartBody;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.NullArguments;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The functions of gen_server and proc_lib, and those that make what callbacks return, refuse null for each argument, say what they
 * expected, and do nothing. Supervisors, applications and sys have a test of their own.
 */
@WithNode
class GenServerNullsTest {

  private static final ServerRef<TestServer.Ask<?>, TestServer.Tell> NOBODY = ServerRef.of(Name.global("nobody"));

  private static final Map<Class<?>, Callable<?>> ARGUMENTS = Map.ofEntries(
      Map.entry(Supplier.class, () -> (Supplier<TestServer>) () -> quiet("s")),
      Map.entry(GenServer.class, () -> quiet("s")),
      Map.entry(StartOptions.class, () -> StartOptions.DEFAULT),
      Map.entry(Then.class, Then::hibernate),
      Map.entry(Name.class, () -> Name.local("nobody")),
      Map.entry(String.class, () -> "nobody"),
      Map.entry(ServerRef.class, () -> ServerRef.named("nobody")),
      Map.entry(Request.class, () -> answer(1)),
      Map.entry(RequestId.class, () -> GenServer.sendRequest(NOBODY, answer(1))),
      Map.entry(RequestIds.class, RequestIds::empty),
      Map.entry(Duration.class, () -> Duration.ZERO),
      Map.entry(long.class, () -> 0L),
      Map.entry(boolean.class, () -> true),
      Map.entry(List.class, List::of),
      Map.entry(Object.class, () -> "object"),
      Map.entry(ExitReason.class, () -> ExitReason.NORMAL),
      Map.entry(Process.Body.class, () -> (Process.Body) () -> {}),
      Map.entry(StartBody.class, () -> (StartBody<Object>) starter -> starter.initAck("ok")),
      Map.entry(SpawnOptions.class, () -> SpawnOptions.DEFAULT),
      Map.entry(MonitorOptions.class, () -> MonitorOptions.DEFAULT),
      Map.entry(Pid.class, Process::self),
      Map.entry(Destination.class, Process::self));

  TestNode node;

  static Stream<NullArguments.Call> calls() {
    return NullArguments
        .of(ARGUMENTS, GenServer.class, ProcLib.class, CallResult.class, Next.class, Init.class, Then.class, ServerRef.class,
            StartOptions.class, StartResult.class, RequestIds.class)
        .filter(call -> !isAReply(call));
  }

  /** The reply to a request whose reply is Void is null. */
  private static boolean isAReply(NullArguments.Call call) {
    return call.method().getDeclaringClass() == CallResult.class
        && call.place() == (call.method().getName().equals("stopAndReply") ? 2 : 1);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void isRefused(NullArguments.Call call) throws Exception {
    node.run(() -> {
      call.assertRefused();
      assertThat(Process.whereis("nobody")).isEmpty();
    });
  }
}
