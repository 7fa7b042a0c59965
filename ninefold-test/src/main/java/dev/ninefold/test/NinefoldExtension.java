package dev.ninefold.test;

import dev.ninefold.process.Node;
import dev.ninefold.time.ManualTime;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link NinefoldTest} does. Works with JUnit 5.10 and later, and 6. */
public final class NinefoldExtension
    implements
    BeforeEachCallback,
    AfterEachCallback,
    ParameterResolver,
    InvocationInterceptor {

  private static final Namespace NAMESPACE = Namespace.create(NinefoldExtension.class);
  private static final String PATIENCE = "ninefold.patience";
  private static final List<Class<?>> TYPES = List.of(TestKit.class, Probe.class, Node.class, ManualTime.class);

  /** For JUnit. */
  public NinefoldExtension() {}

  /** What belongs to one test. */
  private static final class Current {
    final TestKit kit;
    final boolean inProcess;
    /** In which the code of the test runs; more than one if one was ended before what cleans up. The last one is in use. */
    final List<Hosted> processes = new ArrayList<>();

    Current(TestKit kit, boolean inProcess) {
      this.kit = kit;
      this.inProcess = inProcess;
    }

    <T extends @Nullable Object> T run(Invocation<T> invocation) throws Throwable {
      if (inProcess && processes.isEmpty()) {
        processes.add(kit.hosted("the test's process"));
      }
      return inProcess ? processes.getLast().run(invocation::proceed) : invocation.proceed();
    }

    /** In a new process if the last one was ended: what cleans up after the test runs all the same. */
    void cleanUp(Invocation<@Nullable Void> invocation) throws Throwable {
      if (!processes.isEmpty() && processes.getLast().ended().isPresent()) {
        processes.add(kit.hosted("the process that cleans up after the test"));
      }
      run(invocation);
    }
  }

  // ---- begin and end

  @Override
  public void beforeEach(ExtensionContext context) {
    NinefoldTest options = annotation(context, NinefoldTest.class)
        .orElseThrow(() -> new IllegalStateException("expected @NinefoldTest on " + context.getDisplayName()
            + " or its class; the extension is not registered in another way"));
    store(context).put(Current.class,
        new Current(new TestKit(options.manualTime(), allowed(context), patience(context)), options.inProcess()));
  }

  private static Duration patience(ExtensionContext context) {
    return context.getConfigurationParameter(PATIENCE).map(text -> {
      try {
        Duration patience = Duration.parse(text);
        if (!patience.isPositive()) {
          throw new IllegalArgumentException(PATIENCE + ": expected more than zero, for example PT30S, got " + text);
        }
        return patience;
      } catch (DateTimeParseException e) {
        throw new IllegalArgumentException(PATIENCE + ": expected how long a test waits, for example PT30S, got " + text, e);
      }
    }).orElse(Patience.DEFAULT);
  }

  private static Set<Leak> allowed(ExtensionContext context) {
    Optional<AllowLeaks> allowed = annotation(context, AllowLeaks.class);
    allowed.filter(it -> it.because().isBlank()).ifPresent(_ -> {
      throw new IllegalArgumentException("because: expected why " + context.getDisplayName() + " may leak, got nothing");
    });
    Set<Leak> leaks = EnumSet.noneOf(Leak.class);
    allowed.ifPresent(it -> leaks.addAll(List.of(it.value())));
    return leaks;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Current current = store(context).get(Current.class, Current.class);
    if (current == null) {
      // It was not made, and that has failed the test.
      return;
    }
    Optional<Throwable> failure = context.getExecutionException();
    Optional<String> problems = current.kit.finish(current.processes, failure.isEmpty());
    if (problems.isPresent()) {
      AssertionError error = new AssertionError(problems.get());
      if (failure.isEmpty()) {
        throw error;
      }
      failure.get().addSuppressed(error);
    }
  }

  private static <A extends Annotation> Optional<A> annotation(ExtensionContext context, Class<A> type) {
    for (Optional<ExtensionContext> at = Optional.of(context); at.isPresent(); at = at.get().getParent()) {
      Optional<A> found = AnnotationSupport.findAnnotation(at.get().getElement(), type);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }

  private static Current current(ExtensionContext context) {
    Current current = store(context).get(Current.class, Current.class);
    if (current == null) {
      throw new IllegalStateException(
          "a test kit belongs to one test, and there is none under way in " + context.getDisplayName());
    }
    return current;
  }

  // ---- parameters

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return TYPES.contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    Current current = store(context).get(Current.class, Current.class);
    if (current == null) {
      throw new ParameterResolutionException(type.getSimpleName() + ": expected as a parameter of a test, a @BeforeEach or an"
          + " @AfterEach method, for each test has its own; got it on " + parameter.getDeclaringExecutable());
    }
    TestKit kit = current.kit;
    return type == TestKit.class ? kit : type == Probe.class ? kit.probe() : type == Node.class ? kit.node() : kit.time();
  }

  // ---- in the process of the test

  @Override
  public void interceptBeforeEachMethod(
      Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
      throws Throwable {
    current(context).run(invocation);
  }

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
      throws Throwable {
    current(context).run(invocation);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
      throws Throwable {
    current(context).run(invocation);
  }

  @Override
  public <T extends @Nullable Object> T interceptTestFactoryMethod(
      Invocation<T> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context) throws Throwable {
    return current(context).run(invocation);
  }

  @Override
  public void interceptDynamicTest(
      Invocation<@Nullable Void> invocation, DynamicTestInvocationContext dynamic, ExtensionContext context) throws Throwable {
    current(context).run(invocation);
  }

  @Override
  public void interceptAfterEachMethod(
      Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
      throws Throwable {
    current(context).cleanUp(invocation);
  }
}
