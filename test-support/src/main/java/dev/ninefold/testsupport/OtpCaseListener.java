package dev.ninefold.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes down, after the tests of a module, what became of each test that carries an {@link OtpCase}.
 *
 * <p>A test counts as passed when it ran and neither it, nor one of its invocations, nor a container around it, failed, was
 * aborted or was skipped. The build sets two system properties: the folder to write to, and a mark of the build, by which
 * the conformance report tells today's results from what an earlier build left behind. Without the folder, as in an IDE,
 * nothing is written.
 */
public final class OtpCaseListener implements TestExecutionListener {
  private static final String FOLDER = "ninefold.otpCases";
  private static final String STAMP = "ninefold.buildStamp";
  private static final AtomicInteger PLANS = new AtomicInteger();

  private final Optional<Path> folder;
  private final String stamp;
  private final Map<String, Carrier> carriers = new LinkedHashMap<>();
  private TestPlan plan;

  public OtpCaseListener() {
    this(Optional.ofNullable(System.getProperty(FOLDER)).map(Path::of), System.getProperty(STAMP, "none"));
  }

  OtpCaseListener(Optional<Path> folder, String stamp) {
    this.folder = folder;
    this.stamp = stamp;
  }

  @Override
  public void testPlanExecutionStarted(TestPlan testPlan) {
    plan = testPlan;
    carriers.clear();
    for (var root : testPlan.getRoots()) {
      testPlan.getDescendants(root).forEach(this::register);
    }
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    spoil(test);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    var carrier = carriers.get(test.getUniqueId());
    if (carrier != null) {
      carrier.finished = true;
    }
    if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
      spoil(test);
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan testPlan) {
    folder.ifPresent(this::write);
  }

  private void register(TestIdentifier test) {
    test.getSource().filter(MethodSource.class::isInstance).map(MethodSource.class::cast).ifPresent(source -> {
      var claims = claims(source);
      if (!claims.isEmpty()) {
        carriers.put(test.getUniqueId(), new Carrier(source.getClassName() + "." + source.getMethodName(), claims));
      }
    });
  }

  /** A failure inside a carrier, or around it, is the carrier's. */
  private void spoil(TestIdentifier test) {
    for (var up = Optional.of(test); up.isPresent(); up = plan.getParent(up.get())) {
      spoil(up.get().getUniqueId());
    }
    plan.getDescendants(test).forEach(below -> spoil(below.getUniqueId()));
  }

  private void spoil(String id) {
    var carrier = carriers.get(id);
    if (carrier != null) {
      carrier.spoilt = true;
    }
  }

  /** What a test method carries itself, and what the classes around it carry with all their tests. */
  private static List<Claim> claims(MethodSource source) {
    var claims = new ArrayList<Claim>();
    var method = source.getJavaMethod();
    for (var upstream : method.getAnnotationsByType(OtpCase.class)) {
      claims.add(new Claim(upstream, outermost(method.getDeclaringClass())));
    }
    for (Class<?> type = source.getJavaClass(); type != null; type = type.getEnclosingClass()) {
      for (var upstream : type.getAnnotationsByType(OtpCase.class)) {
        claims.add(new Claim(upstream, outermost(type)));
      }
    }
    return claims;
  }

  private static Class<?> outermost(Class<?> type) {
    return type.getEnclosingClass() == null ? type : outermost(type.getEnclosingClass());
  }

  private void write(Path target) {
    try {
      Files.createDirectories(target);
      deleteOlder(target);
      var lines = new ArrayList<String>();
      lines.add("# build " + stamp);
      carriers.values().forEach(carrier -> carrier.lines().forEach(lines::add));
      var name = stamp + "-" + ProcessHandle.current().pid() + "-" + PLANS.incrementAndGet() + ".tsv";
      Files.write(target.resolve(name), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void deleteOlder(Path target) throws IOException {
    try (Stream<Path> files = Files.list(target)) {
      for (var file : files.toList()) {
        if (!file.getFileName().toString().startsWith(stamp + "-")) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private record Claim(OtpCase upstream, Class<?> claimant) {}

  /** One test method and what became of it. */
  private static final class Carrier {
    private final String test;
    private final List<Claim> claims;
    private boolean finished;
    private boolean spoilt;

    Carrier(String test, List<Claim> claims) {
      this.test = test;
      this.claims = claims;
    }

    Stream<String> lines() {
      var outcome = finished && !spoilt ? "passed" : "failed";
      return claims.stream()
          .map(claim -> String.join("\t", claim.upstream().suite(), claim.upstream().name(), claim.claimant().getName(), test,
              outcome));
    }
  }
}
