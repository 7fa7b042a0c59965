package dev.ninefold.application;

import dev.ninefold.application.Application.StartType;
import dev.ninefold.debug.Debug;
import dev.ninefold.debug.DebugFunction;
import dev.ninefold.debug.EventFormat;
import dev.ninefold.debug.SystemEvent;
import dev.ninefold.gen.Backoff;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Reachable;
import dev.ninefold.supervisor.AutoShutdown;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.DynamicSupervisor;
import dev.ninefold.supervisor.DynamicSupervisorFlags;
import dev.ninefold.supervisor.StartFunction;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorBridge;
import dev.ninefold.supervisor.SupervisorFlags;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.sys.SpecialProcess;
import dev.ninefold.sys.Sys;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.NullArguments;
import dev.ninefold.testsupport.NullArguments.Call;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The functions of supervisors, applications and sys refuse null for each of their arguments, and say what they expected. */
@WithNode
class NullArgumentsTest {

  private static final Class<?>[] CLASSES =
      {Supervisor.class, DynamicSupervisor.class, SupervisorBridge.class, ChildSpec.class, SupervisorFlags.class,
          DynamicSupervisorFlags.class, StartFunction.class,
          Applications.class, Application.class, Sys.class};

  /** An argument for each type: what is called gets no further than to the null beside it. */
  private static final Map<Class<?>, Callable<?>> ARGUMENTS = Map.ofEntries(
      argument(Pid.class, Process::self),
      argument(SupervisorRef.class, () -> SupervisorRef.named("nobody")),
      argument(Reachable.class, () -> SupervisorRef.named("nobody")),
      argument(Supplier.class, () -> (Supplier<Object>) () -> "module"),
      argument(UnaryOperator.class, () -> UnaryOperator.identity()),
      argument(Consumer.class, () -> (Consumer<Object>) _ -> {}),
      argument(StartFunction.class, () -> (StartFunction) StartResult.Ignore::new),
      argument(StartOptions.class, () -> StartOptions.DEFAULT),
      argument(List.class, () -> List.of()),
      argument(StartFunction.Taking.class, () -> (StartFunction.Taking<Object>) _ -> new StartResult.Ignore<>()),
      argument(DynamicSupervisorFlags.class, () -> DynamicSupervisorFlags.DEFAULT),
      argument(Backoff.class, () -> Backoff.of(Duration.ofSeconds(1), Duration.ofSeconds(2))),
      argument(SupervisorFlags.class, () -> SupervisorFlags.DEFAULT),
      argument(Strategy.class, () -> Strategy.ONE_FOR_ONE),
      argument(AutoShutdown.class, () -> AutoShutdown.NEVER),
      argument(ChildSpec.class, () -> ChildSpec.worker("a", StartResult.Ignore::new)),
      argument(ExitReason.class, () -> ExitReason.NORMAL),
      argument(boolean.class, () -> true),
      argument(int.class, () -> 1),
      argument(Path.class, () -> Path.of("no such folder", "events")),
      argument(DebugFunction.class, () -> (DebugFunction<Object>) (state, _, _) -> DebugFunction.next(state)),
      argument(Debug.class, () -> Debug.OFF),
      argument(EventFormat.class, () -> EventFormat.PLAIN),
      argument(SystemEvent.class, () -> new SystemEvent.Term("event")),
      argument(SpecialProcess.class, () -> (SpecialProcess<Object>) (reason, _, _, _) -> Process.exit(reason)),
      argument(Duration.class, () -> Duration.ZERO),
      argument(Object.class, () -> "object"),
      argument(String.class, () -> "unknown"),
      argument(String[].class, () -> new String[0]),
      argument(Class.class, () -> Object.class),
      argument(ApplicationSpec.class, () -> ApplicationSpec.named("unknown")),
      argument(ApplicationProvider.class, () -> (ApplicationProvider) List::of),
      argument(ApplicationEnv.Options.class, () -> ApplicationEnv.Options.DEFAULT),
      argument(ApplicationError.class, () -> new ApplicationError.Terminating()),
      argument(RestartType.class, () -> RestartType.TEMPORARY),
      argument(StartType.class, () -> StartType.NORMAL),
      argument(Applications.Mode.class, () -> Applications.Mode.SERIAL));

  TestNode node;

  private static Map.Entry<Class<?>, Callable<?>> argument(Class<?> type, Callable<?> value) {
    return Map.entry(type, value);
  }

  static Stream<Call> calls() {
    return NullArguments.of(ARGUMENTS, CLASSES).filter(call -> !isTheProcessToDecide(call.method(), call.place()));
  }

  /** Whether something is a module, the process says that is to run it. */
  private static boolean isTheProcessToDecide(Method method, int place) {
    return method.getName().equals("changeCode") && place == 1;
  }

  @ParameterizedTest
  @MethodSource("calls")
  void isRefused(Call call) throws Exception {
    node.run(call::assertRefused);
  }
}
