package dev.ninefold.architecture;

import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Conditions of rules, from lambdas. */
final class Conditions {
  private Conditions() {}

  /** A condition that a predicate decides. */
  static <T extends HasName.AndFullName> ArchCondition<T> hold(String description, Predicate<T> predicate) {
    return complain(description, item -> predicate.test(item) ? List.of() : List.of("does not " + description));
  }

  /** A condition that holds when there is nothing to complain about. */
  static <T extends HasName.AndFullName> ArchCondition<T> complain(String description, Function<T, List<String>> complaints) {
    return new ArchCondition<>(description) {
      @Override
      public void check(T item, ConditionEvents events) {
        complaints.apply(item)
            .forEach(complaint -> events.add(SimpleConditionEvent.violated(item, item.getFullName() + ": " + complaint)));
      }
    };
  }
}
