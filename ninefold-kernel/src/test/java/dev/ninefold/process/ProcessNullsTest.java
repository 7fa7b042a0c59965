package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.process.Process.DemonitorOption;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.NullArguments;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The functions on processes, names, nodes and reasons refuse null for each argument, say what they expected, and do nothing. */
@WithNode
class ProcessNullsTest {

  private static final Map<Class<?>, Callable<?>> ARGUMENTS = Map.ofEntries(
      Map.entry(Process.Body.class, () -> (Process.Body) () -> {}),
      Map.entry(SpawnOptions.class, () -> SpawnOptions.DEFAULT),
      Map.entry(MonitorOptions.class, () -> MonitorOptions.DEFAULT),
      Map.entry(SpawnRequest.class, () -> SpawnRequest.DEFAULT),
      Map.entry(Pid.class, Process::self),
      Map.entry(Destination.class, Process::self),
      Map.entry(Ref.class, Process::makeRef),
      Map.entry(AliasKind.class, () -> AliasKind.EXPLICIT),
      Map.entry(DemonitorOption[].class, () -> new DemonitorOption[0]),
      Map.entry(SignalOption[].class, () -> new SignalOption[0]),
      Map.entry(ExitReason.class, () -> ExitReason.NORMAL),
      Map.entry(Class.class, () -> Object.class),
      Map.entry(Predicate.class, () -> (Predicate<Object>) _ -> true),
      Map.entry(Duration.class, () -> Duration.ZERO),
      Map.entry(long.class, () -> 0L),
      Map.entry(String.class, () -> "name"),
      Map.entry(Object.class, () -> "object"),
      Map.entry(ProcessItem.class, () -> ProcessItem.Named.LINKS),
      Map.entry(List.class, List::of),
      Map.entry(Callable.class, () -> (Callable<Object>) () -> "result"),
      Map.entry(Node.class, Node::current),
      Map.entry(Registrar.class, Global::registrar));

  TestNode node;

  static Stream<NullArguments.Call> calls() {
    return NullArguments.of(ARGUMENTS, Process.class, Global.class, Node.class, Name.class, ExitReason.class);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void isRefused(NullArguments.Call call) throws Exception {
    node.run(() -> {
      call.assertRefused();
      assertThat(Process.isMailboxEmpty()).isTrue();
      assertThat(node.node().globalLocks().holder("object")).isEmpty();
    });
  }
}
