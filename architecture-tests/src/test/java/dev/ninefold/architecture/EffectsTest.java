package dev.ninefold.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.ninefold.process.Node;
import dev.ninefold.process.Process;
import dev.ninefold.time.Clock;
import dev.ninefold.time.Timers;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Where time is read, threads are touched and output is written. */
class EffectsTest {
  /** Classes outside the kernel that need a thread, and why. */
  private static final Map<String, String> THREAD_EXCEPTIONS = Map.of("dev.ninefold.application.ShutdownHook",
      "the JVM takes its shutdown hooks as threads");

  private static final DescribedPredicate<JavaClass> ENGINES = describe("are engines", EffectsTest::isEngine);

  @Test
  void enginesKnowNoThreadClockLockLogOrRandomness() {
    noClasses().that(ENGINES)
        .should()
        .dependOnClassesThat(belongToAnyOf(Thread.class, ThreadLocal.class, System.class, Runtime.class, Instant.class,
            java.time.Clock.class, Clock.class, Timers.class, Process.class, Node.class))
        .orShould()
        .dependOnClassesThat(resideInAnyPackage("java.util.concurrent..", "java.util.random..", "java.util.logging..",
            "org.slf4j..", "java.io..", "java.nio..", "java.net..", "dev.ninefold.scheduler.."))
        .orShould()
        .dependOnClassesThat()
        .haveSimpleNameEndingWith("Random")
        .orShould()
        .callMethodWhere(describe("asks for a random number or a random identifier", call -> Set.of("random", "randomUUID")
            .contains(call.getTarget().getName())))
        .allowEmptyShould(true)
        .check(Code.PUBLISHED);
  }

  @Test
  void enginesKnowNoShell() {
    noClasses().that(ENGINES)
        .should()
        .dependOnClassesThat(describe("are the shell of an engine", type -> Code.isOurs(type)
            && outermost(type).getSimpleName().endsWith("Process")))
        .allowEmptyShould(true)
        .check(Code.PUBLISHED);
  }

  @Test
  void enginesHoldNoLockAndNoSharedState() {
    methods().that()
        .areDeclaredInClassesThat(ENGINES)
        .should()
        .notHaveModifier(JavaModifier.SYNCHRONIZED)
        .allowEmptyShould(true)
        .check(Code.PUBLISHED);
    fields().that()
        .areDeclaredInClassesThat(ENGINES)
        .should()
        .notHaveModifier(JavaModifier.VOLATILE)
        .andShould(Conditions.hold("be final when they are static", (JavaField field) -> field.getModifiers()
            .contains(JavaModifier.FINAL) || !field.getModifiers().contains(JavaModifier.STATIC)))
        .allowEmptyShould(true)
        .check(Code.PUBLISHED);
  }

  @Test
  void threadsAreTheKernelsBusiness() {
    noClasses().that(not(resideInAnyPackage("dev.ninefold.process", "dev.ninefold.scheduler", "dev.ninefold.time")))
        .and(describe("are no exception", type -> !THREAD_EXCEPTIONS.containsKey(outermost(type).getName())))
        .should()
        .dependOnClassesThat(belongToAnyOf(Thread.class, LockSupport.class, Executor.class, Executors.class, Timer.class))
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Executor.class)
        .check(Code.PUBLISHED);
  }

  @Test
  void realTimeIsReadInOnePackage() {
    noClasses().that(not(resideInAPackage("dev.ninefold.time")))
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callConstructor(Date.class)
        .orShould()
        .callMethodWhere(describe("reads a clock of java.time", call -> readsClock(call.getTarget())))
        .check(Code.PUBLISHED);
  }

  @Test
  void librariesPrintNothing() {
    // StandardOutput is what a node prints to that was given no console: lines that a person asked for.
    noClasses().that(not(describe("are the console", type -> type.getName().equals("dev.ninefold.process.StandardOutput"))))
        .should(ACCESS_STANDARD_STREAMS)
        .check(Code.PUBLISHED);
    NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(Code.PUBLISHED);
  }

  private static boolean readsClock(AccessTarget target) {
    var owner = target.getOwner();
    var systemClock = owner.isEquivalentTo(java.time.Clock.class) && target.getName().startsWith("system");
    return owner.getPackageName().equals("java.time") && (systemClock || target.getName().equals("now"));
  }

  private static boolean isEngine(JavaClass type) {
    return outermost(type).getSimpleName().endsWith("Engine");
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(EffectsTest::outermost).orElse(type);
  }
}
