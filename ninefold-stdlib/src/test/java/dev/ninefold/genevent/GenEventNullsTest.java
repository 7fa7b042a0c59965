package dev.ninefold.genevent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.Backoff;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.RequestId;
import dev.ninefold.gen.RequestIds;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.NullArguments;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The functions of gen_event, and those that make what callbacks return, refuse null for each argument, say what they expected, and do nothing. */
@WithNode
class GenEventNullsTest {

  private static final ManagerRef<Object> NOBODY = ManagerRef.of(Name.global("nobody"));

  private static final Map<Class<?>, Callable<?>> ARGUMENTS = Map.ofEntries(
      Map.entry(Supplier.class, () -> (Supplier<DummyH>) DummyH::makeError),
      Map.entry(StartOptions.class, () -> StartOptions.DEFAULT),
      Map.entry(ManagerRef.class, () -> NOBODY),
      Map.entry(HandlerKey.class, () -> DummyH.KEY),
      Map.entry(RestartRule.class, () -> RestartRule.DEFAULT),
      Map.entry(Request.class, DummyAsk.Hejsan::new),
      Map.entry(RequestId.class, () -> GenEvent.sendRequest(NOBODY, DummyH.KEY, new DummyAsk.Hejsan())),
      Map.entry(RequestIds.class, RequestIds::empty),
      Map.entry(Class.class, () -> DummyH.class),
      Map.entry(Name.class, () -> Name.local("nobody")),
      Map.entry(String.class, () -> "nobody"),
      Map.entry(Pid.class, Process::self),
      Map.entry(Duration.class, () -> Duration.ofSeconds(1)),
      Map.entry(long.class, () -> 0L),
      Map.entry(boolean.class, () -> true),
      Map.entry(Object.class, () -> "object"),
      Map.entry(ExitReason.class, () -> ExitReason.NORMAL));

  TestNode node;

  static Stream<NullArguments.Call> calls() {
    return NullArguments
        .of(ARGUMENTS, GenEvent.class, HandlerKey.class, HandlerInit.class, HandlerNext.class, HandlerReply.class,
            ManagerRef.class,
            Backoff.class)
        .filter(call -> !isAReply(call));
  }

  /** The reply to a request whose reply is Void is null. */
  private static boolean isAReply(NullArguments.Call call) {
    return call.method().getDeclaringClass() == HandlerReply.class && call.place() == 1;
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
