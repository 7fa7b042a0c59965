package dev.ninefold.examples.ocpp;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The most characters that a string, or each string of a list, may have: OCPP's {@code CiString20Type} and its siblings. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface MaxLength {
  int value();
}
