package dev.ninefold.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.lang.reflect.AnnotatedType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a user sees of the published modules. */
class ApiTest {
  /** The seam between kernel and behaviours, crossed for each message: null is a value there, and an Optional costs. */
  private static final Set<String> SEAM = Set.of("dev.ninefold.process.Calls", "dev.ninefold.process.Calls$Outcome$Replied",
      "dev.ninefold.process.EventProcess", "dev.ninefold.process.ReplyPlace", "dev.ninefold.gen.From", "dev.ninefold.gen.Gen",
      "dev.ninefold.gen.Starting");

  private static final DescribedPredicate<JavaClass> API = describe("are API", ApiTest::isApi);

  private static final DescribedPredicate<JavaMember> OF_THE_API = describe("are of the API",
      member -> isApi(member.getOwner()) && isVisible(member) && !member.getModifiers().contains(JavaModifier.SYNTHETIC));

  @Test
  void signaturesNameOnlyWhatAUserCanName() {
    members().that(OF_THE_API)
        .should(Conditions.complain("name only types of the API", member -> hidden(types(member))))
        .check(Code.PUBLISHED);
    classes().that(API)
        .should(Conditions.complain("extend only types of exported packages", type -> unexported(supertypes(type))))
        .check(Code.PUBLISHED);
  }

  @Test
  void methodsNeitherTakeNorReturnNull() {
    members().that(OF_THE_API)
        .and(describe("do not belong to the seam", member -> !SEAM.contains(member.getOwner().getName())))
        .should(Conditions.complain("use Optional or a variant instead of null", ApiTest::nullable))
        .check(Code.PUBLISHED);
  }

  /** Public itself, in an exported package, and not inside a class that is hidden. */
  private static boolean isApi(JavaClass type) {
    return Code.EXPORTED.contains(type.getPackageName()) && isVisible(type)
        && type.getEnclosingClass().map(ApiTest::isApi).orElse(true);
  }

  private static boolean isVisible(JavaClass type) {
    return isVisible(type.getModifiers());
  }

  private static boolean isVisible(JavaMember member) {
    return isVisible(member.getModifiers())
        && (member.getModifiers().contains(JavaModifier.PUBLIC)
            || !member.getOwner().getModifiers().contains(JavaModifier.FINAL));
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static Stream<JavaType> types(JavaMember member) {
    return switch (member) {
      case JavaCodeUnit unit -> Stream.of(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream(),
          unit.getExceptionTypes().stream(), unit.getTypeParameters().stream()).flatMap(types -> types);
      case JavaField field -> Stream.of(field.getType());
      default -> Stream.of();
    };
  }

  private static Stream<JavaType> supertypes(JavaClass type) {
    return Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
  }

  private static List<String> hidden(Stream<JavaType> types) {
    return types.flatMap(type -> type.getAllInvolvedRawTypes().stream())
        .map(JavaClass::getBaseComponentType)
        .filter(Code::isOurs)
        .filter(type -> !isApi(type))
        .map(type -> type.getName() + " is hidden from users")
        .distinct()
        .toList();
  }

  /** A supertype may be package-private, beside its heirs. */
  private static List<String> unexported(Stream<JavaType> types) {
    return types.flatMap(type -> type.getAllInvolvedRawTypes().stream())
        .filter(Code::isOurs)
        .filter(type -> !Code.EXPORTED.contains(type.getPackageName()))
        .map(type -> type.getName() + " is not exported")
        .toList();
  }

  private static List<String> nullable(JavaMember member) {
    // A record's equals takes null, as every equals does, and says so.
    if (!(member instanceof JavaMethod method) || method.getName().equals("equals")) {
      return List.of();
    }
    var reflected = method.reflect();
    var types =
        Stream.concat(Stream.of(reflected.getAnnotatedReturnType()), Arrays.stream(reflected.getAnnotatedParameterTypes()));
    return types.anyMatch(ApiTest::isNullable) ? List.of("has @Nullable in its signature") : List.of();
  }

  private static boolean isNullable(AnnotatedType type) {
    return type.isAnnotationPresent(Nullable.class);
  }
}
