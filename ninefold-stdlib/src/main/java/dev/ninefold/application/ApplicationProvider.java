package dev.ninefold.application;

import java.util.List;

/**
 * Where the specifications of applications are found by name, as OTP finds {@code .app} files in the code path.
 *
 * <p>A library that is an application declares a provider for {@link java.util.ServiceLoader}: {@code provides
 * dev.ninefold.application.ApplicationProvider with …} in its {@code module-info.java}, or a file in {@code META-INF/services}. Then
 * whoever depends on it names it in {@link ApplicationSpec#applications}, and {@link Applications#ensureAllStarted} finds it. A program can
 * also add one by {@link Applications#addProvider}.
 *
 * <p>If two know different applications of one name, neither is taken, and the error names both; but one that was added comes before those
 * of the service loader. A provider that throws, or cannot be made, is reported, and the others are asked.
 */
@FunctionalInterface
public interface ApplicationProvider {

  /** The applications that it knows. Any thread may call it, often. */
  List<ApplicationSpec> applications();
}
