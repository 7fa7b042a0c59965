package dev.ninefold.testsupport;

import dev.ninefold.process.Node;
import dev.ninefold.time.ManualTime;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link WithNode} does. */
public final class NodeExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(NodeExtension.class);
  private static final List<Class<?>> TYPES = List.of(TestNode.class, Node.class, ManualTime.class);

  @Override
  public void beforeEach(ExtensionContext context) throws IllegalAccessException {
    for (var instance : context.getRequiredTestInstances().getAllInstances()) {
      for (Class<?> type = instance.getClass(); type != null; type = type.getSuperclass()) {
        inject(instance, type, testNode(context));
      }
    }
  }

  private static void inject(Object instance, Class<?> type, TestNode node) throws IllegalAccessException {
    for (Field field : type.getDeclaredFields()) {
      if (TYPES.contains(field.getType())) {
        field.setAccessible(true);
        field.set(instance, value(field.getType(), node));
      }
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    var failed = context.getExecutionException().isPresent();
    testNode(context).finish(!failed);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return TYPES.contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return value(parameter.getParameter().getType(), testNode(context));
  }

  private static Object value(Class<?> type, TestNode node) {
    return type == TestNode.class ? node : type == Node.class ? node.node() : node.time();
  }

  private static TestNode testNode(ExtensionContext context) {
    var store = context.getStore(NAMESPACE);
    return store.computeIfAbsent(TestNode.class, _ -> new TestNode(options(context)), TestNode.class);
  }

  private static WithNode options(ExtensionContext context) {
    Optional<WithNode> ofMethod = AnnotationSupport.findAnnotation(context.getElement(), WithNode.class);
    return ofMethod.or(() -> ofClasses(context))
        .orElseThrow(() -> new IllegalStateException("no @WithNode on " + context.getDisplayName() + " or its class"));
  }

  private static Optional<WithNode> ofClasses(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getRequiredTestClass(), WithNode.class, context.getEnclosingTestClasses());
  }
}
