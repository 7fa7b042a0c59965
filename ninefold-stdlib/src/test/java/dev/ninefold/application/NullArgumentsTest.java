package dev.ninefold.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ninefold.application.Application.StartType;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Reachable;
import dev.ninefold.supervisor.AutoShutdown;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.StartFunction;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorBridge;
import dev.ninefold.supervisor.SupervisorFlags;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.sys.Sys;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The functions of supervisors, applications and sys refuse null for each of their arguments, and say what they expected. */
@WithNode
class NullArgumentsTest {

  private static final List<Class<?>> CLASSES =
      List.of(Supervisor.class, SupervisorBridge.class, ChildSpec.class, SupervisorFlags.class, Applications.class,
          Application.class,
          Sys.class);

  /** An argument for each type: what is called gets no further than to the null beside it. */
  private static final Map<Class<?>, Object> ARGUMENTS = Map.ofEntries(
      Map.entry(SupervisorRef.class, SupervisorRef.named("nobody")),
      Map.entry(Reachable.class, SupervisorRef.named("nobody")),
      Map.entry(Supplier.class, (Supplier<Object>) () -> "module"),
      Map.entry(UnaryOperator.class, UnaryOperator.identity()),
      Map.entry(Consumer.class, (Consumer<Object>) _ -> {}),
      Map.entry(StartFunction.class, (StartFunction) StartResult.Ignore::new),
      Map.entry(StartOptions.class, StartOptions.DEFAULT),
      Map.entry(List.class, List.of()),
      Map.entry(SupervisorFlags.class, SupervisorFlags.DEFAULT),
      Map.entry(Strategy.class, Strategy.ONE_FOR_ONE),
      Map.entry(AutoShutdown.class, AutoShutdown.NEVER),
      Map.entry(ChildSpec.class, ChildSpec.worker("a", StartResult.Ignore::new)),
      Map.entry(ExitReason.class, ExitReason.NORMAL),
      Map.entry(Duration.class, Duration.ZERO),
      Map.entry(Object.class, "object"),
      Map.entry(String.class, "unknown"),
      Map.entry(String[].class, new String[0]),
      Map.entry(Class.class, Object.class),
      Map.entry(ApplicationSpec.class, ApplicationSpec.named("unknown")),
      Map.entry(ApplicationProvider.class, (ApplicationProvider) List::of),
      Map.entry(ApplicationEnv.Options.class, ApplicationEnv.Options.DEFAULT),
      Map.entry(ApplicationError.class, new ApplicationError.Terminating()),
      Map.entry(RestartType.class, RestartType.TEMPORARY),
      Map.entry(StartType.class, StartType.NORMAL),
      Map.entry(Applications.Mode.class, Applications.Mode.SERIAL));

  TestNode node;

  /** A call of the method with null at that place. */
  private record Call(Method method, int place) {
    Throwable failure(Pid pid) {
      Object[] arguments = Arrays.stream(method.getParameterTypes())
          .map(type -> type == Pid.class ? pid : argument(type))
          .toArray();
      arguments[place] = null;
      return catchThrowable(() -> invoke(arguments));
    }

    private void invoke(Object[] arguments) throws Throwable {
      try {
        method.invoke(null, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    @Override
    public String toString() {
      Parameter parameter = method.getParameters()[place];
      return method.getDeclaringClass().getSimpleName() + "." + method.getName() + ", argument " + (place + 1) + " of "
          + method.getParameterCount() + ", a " + parameter.getType().getSimpleName();
    }
  }

  private static Object argument(Class<?> type) {
    if (!ARGUMENTS.containsKey(type)) {
      throw new IllegalStateException("a public method takes a " + type + ": say in ARGUMENTS what this test gives it");
    }
    return ARGUMENTS.get(type);
  }

  static Stream<Call> calls() {
    return CLASSES.stream()
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> Modifier.isStatic(method.getModifiers()) && Modifier.isPublic(method.getModifiers()))
        .filter(method -> !method.isSynthetic())
        .flatMap(method -> IntStream.range(0, method.getParameterCount())
            .filter(place -> !method.getParameterTypes()[place].isPrimitive() && !isTheProcessToDecide(method, place))
            .mapToObj(place -> new Call(method, place)));
  }

  /** Whether something is a module, the process says that is to run it. */
  private static boolean isTheProcessToDecide(Method method, int place) {
    return method.getName().equals("changeCode") && place == 1;
  }

  @ParameterizedTest
  @MethodSource("calls")
  void isRefused(Call call) throws Exception {
    node.run(() -> assertThat(call.failure(Process.self())).isInstanceOf(NullPointerException.class)
        .hasMessageContaining("expected ")
        .hasMessageContaining("got null"));
  }
}
