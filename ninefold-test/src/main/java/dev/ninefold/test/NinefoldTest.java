package dev.ninefold.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test of a class a {@link dev.ninefold.process.Node} of its own, and fails a test that leaves something behind on it or lets a
 * process crash unnoticed: see {@link TestKit}. It stands beside JUnit's {@code @Test}; on a method it replaces that of the class.
 *
 * <p>A test, and its {@code @BeforeEach} and {@code @AfterEach} methods, run in one process of the node: they receive messages, link, monitor
 * and find names as any process does. As parameters they may have a {@link TestKit}, a {@link Probe}, the
 * {@link dev.ninefold.process.Node}, or with manual time the {@link dev.ninefold.time.ManualTime}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(NinefoldExtension.class)
public @interface NinefoldTest {

  /** Whether the clock of the node stands still until the test moves it. */
  boolean manualTime() default false;

  /**
   * Whether the test runs in a process of its node. If not, it runs on JUnit's own thread, for the sake of what hangs on that thread; then it
   * has no mailbox, and local names are those of the default node.
   */
  boolean inProcess() default true;
}
