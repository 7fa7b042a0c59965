package dev.ninefold.testsupport;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test of a class a node of its own, and fails a test that leaves something behind in it: see {@link TestNode}.
 *
 * <p>A test gets the node as a parameter of type {@link TestNode}, {@link dev.ninefold.process.Node} or, with manual time,
 * {@link dev.ninefold.time.ManualTime}, or finds it in any field of these types. On a method the annotation replaces that of the
 * class.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(NodeExtension.class)
public @interface WithNode {

  /** Whether the clock of the node stands still until the test moves it. */
  boolean manualTime() default false;

  /** How many slots the node has; as many as there are processors if zero. */
  int slots() default 0;
}
