package dev.ninefold.genstatem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.Cast;
import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.RequestId;
import dev.ninefold.gen.RequestIds;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genstatem.TestStatem.Ask;
import dev.ninefold.process.Destination;
import dev.ninefold.process.Name;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.NullArguments;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The functions of gen_statem, and those that make what callbacks return, refuse null, say what they expected, and do nothing. */
@WithNode
class StatemNullsTest {

  private static final ServerRef<Ask, Object> NOBODY = ServerRef.of(Name.global("nobody"));

  private static final Map<Class<?>, Callable<?>> ARGUMENTS = Map.ofEntries(
      Map.entry(Supplier.class, () -> (Supplier<TestStatem>) StatemNullsTest::module),
      Map.entry(GenStatem.class, StatemNullsTest::module),
      Map.entry(StartOptions.class, () -> StartOptions.DEFAULT),
      Map.entry(Action[].class, () -> new Action[0]),
      Map.entry(EnterAction[].class, () -> new EnterAction[0]),
      Map.entry(Action.Reply[].class, () -> new Action.Reply[0]),
      Map.entry(Name.class, () -> Name.local("nobody")),
      Map.entry(ServerRef.class, () -> ServerRef.named("nobody")),
      Map.entry(From.class, Tags::anyone),
      Map.entry(Request.class, () -> new Ask(1)),
      Map.entry(RequestId.class, () -> GenStatem.sendRequest(NOBODY, new Ask(1))),
      Map.entry(RequestIds.class, RequestIds::empty),
      Map.entry(StateEvent.class, () -> new StateEvent.Internal<>("content")),
      Map.entry(Duration.class, () -> Duration.ZERO),
      Map.entry(long.class, () -> 0L),
      Map.entry(boolean.class, () -> true),
      Map.entry(List.class, List::of),
      Map.entry(Object.class, () -> "object"),
      Map.entry(ExitReason.class, () -> ExitReason.NORMAL),
      Map.entry(Destination.class, Process::self));

  TestNode node;

  private static TestStatem module() {
    return TestStatem.of("s", "d", (_, _, _) -> Transition.keepStateAndData());
  }

  static Stream<NullArguments.Call> calls() {
    return NullArguments
        .of(ARGUMENTS, GenStatem.class, Action.class, Transition.class, Entered.class, Init.class, Cast.class)
        .filter(call -> !isAReply(call))
        .filter(call -> !isAList(call));
  }

  /** The reply to a request whose reply is Void is null. */
  private static boolean isAReply(NullArguments.Call call) {
    return call.method().getName().equals("reply") && call.place() == 2;
  }

  /** An array or a list of null: Java itself says so. */
  private static boolean isAList(NullArguments.Call call) {
    Class<?> type = call.method().getParameterTypes()[call.place()];
    return Set.of(List.class, Action[].class, EnterAction[].class, Action.Reply[].class).contains(type);
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
