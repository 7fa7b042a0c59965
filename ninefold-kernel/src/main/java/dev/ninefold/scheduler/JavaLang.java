package dev.ninefold.scheduler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The two things inside of {@code java.lang} that carriers of our own need, if the user has opened it to us. */
final class JavaLang {

  /** What a user adds to the command line to open it. */
  static final String HOW_TO_OPEN = "--add-opens java.base/java.lang="
      + (JavaLang.class.getModule().isNamed() ? JavaLang.class.getModule().getName() : "ALL-UNNAMED");

  private static final MethodHandle CURRENT_CARRIER;
  private static final MethodHandle NEW_BUILDER;
  private static final @Nullable String MISSING;

  static {
    MethodHandle carrier = null;
    MethodHandle builder = null;
    String missing = null;
    if (!Thread.class.getModule().isOpen("java.lang", JavaLang.class.getModule())) {
      missing = "java.lang is not open to Ninefold";
    } else {
      try {
        Lookup own = MethodHandles.lookup();
        carrier = MethodHandles.privateLookupIn(Thread.class, own)
            .findStatic(Thread.class, "currentCarrierThread", MethodType.methodType(Thread.class));
        Class<?> type = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder");
        builder = MethodHandles.privateLookupIn(type, own)
            .findConstructor(type, MethodType.methodType(void.class, Executor.class))
            .asType(MethodType.methodType(Thread.Builder.OfVirtual.class, Executor.class));
        builder.invoke((Executor) Runnable::run);
      } catch (Throwable e) {
        missing = "this JDK does not let virtual threads run on other carriers: " + e;
      }
    }
    MISSING = missing;
    CURRENT_CARRIER = carrier != null ? carrier : MethodHandles.empty(MethodType.methodType(Thread.class));
    NEW_BUILDER = builder != null ? builder
        : MethodHandles.empty(MethodType.methodType(Thread.Builder.OfVirtual.class, Executor.class));
  }

  private JavaLang() {}

  /** Why it cannot be used; null if it can. */
  static @Nullable String missing() {
    return MISSING;
  }

  /** The platform thread under the calling one, which may be virtual. */
  static Thread currentCarrier() {
    try {
      return (Thread) CURRENT_CARRIER.invokeExact();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Makes virtual threads that the executor gets to run, each time that they can go on. */
  static Thread.Builder.OfVirtual builder(Executor executor) {
    try {
      return (Thread.Builder.OfVirtual) NEW_BUILDER.invokeExact(executor);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
