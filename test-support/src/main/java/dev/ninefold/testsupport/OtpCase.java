package dev.ninefold.testsupport;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The upstream test case that a test method, or all methods of a class together, is the counterpart of.
 *
 * <p>The build checks suite and name against the list of upstream cases, and counts a case as passed when every test that
 * carries it passed. A case belongs to one test class.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@Repeatable(OtpCase.List.class)
public @interface OtpCase {

  /** The upstream suite, as in {@code gen_server_SUITE}. */
  String suite();

  /** The upstream case, as in {@code call_with_huge_message_queue}. */
  String name();

  /** Several cases on one test. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.METHOD, ElementType.TYPE})
  @interface List {
    OtpCase[] value();
  }
}
