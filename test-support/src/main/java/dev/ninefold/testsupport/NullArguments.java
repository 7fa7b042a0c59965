package dev.ninefold.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Calls public static methods with null for each of their arguments in turn; all must say what they expected. */
public final class NullArguments {

  private NullArguments() {}

  /**
   * A call with one null.
   *
   * @param method what is called
   * @param place which argument is null, from zero
   * @param arguments what to give for each other type
   */
  public record Call(Method method, int place, Map<Class<?>, Callable<?>> arguments) {

    /** Makes the call in the calling process or thread. */
    public void assertRefused() throws Exception {
      Object[] values = new Object[method.getParameterCount()];
      for (int i = 0; i < values.length; i++) {
        values[i] = i == place ? null : argument(method.getParameterTypes()[i]);
      }
      assertThat(catchThrowable(() -> invoke(values))).isInstanceOf(NullPointerException.class)
          .hasMessageContaining("expected ")
          .hasMessageContaining("got null");
    }

    private Object argument(Class<?> type) throws Exception {
      if (!arguments.containsKey(type)) {
        throw new IllegalStateException("a public method takes a " + type + ": say what this test is to give it");
      }
      return arguments.get(type).call();
    }

    private void invoke(Object[] values) throws Throwable {
      try {
        method.invoke(null, values);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    @Override
    public String toString() {
      return method.getDeclaringClass().getSimpleName() + "." + method.getName() + "("
          + String.join(", ", Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName).toList()) + "), argument "
          + (place + 1);
    }
  }

  /** One call for each reference argument of each public static method that the classes declare. */
  public static Stream<Call> of(Map<Class<?>, Callable<?>> arguments, Class<?>... types) {
    return Arrays.stream(types)
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> Modifier.isStatic(method.getModifiers()) && Modifier.isPublic(method.getModifiers()))
        .filter(method -> !method.isSynthetic())
        .flatMap(method -> IntStream.range(0, method.getParameterCount())
            .filter(place -> !method.getParameterTypes()[place].isPrimitive())
            .mapToObj(place -> new Call(method, place, arguments)));
  }
}
