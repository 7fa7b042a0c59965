package dev.ninefold.application;

import static dev.ninefold.application.TestApplication.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.application.ApplicationReports.ProviderReport;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications that are found by their names, with a class path that declares the providers that the test needs. */
@WithNode
class ApplicationProviderTest {

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  private TestNode node;

  @TempDir private Path folder;

  /** Knows shop, which depends on store. */
  public static final class Shop implements ApplicationProvider {
    @Override
    public List<ApplicationSpec> applications() {
      return List.of(spec("shop").withApplications("store"), spec("cart"));
    }
  }

  /** Knows store. */
  public static final class Store implements ApplicationProvider {
    @Override
    public List<ApplicationSpec> applications() {
      return List.of(ApplicationSpec.named("store").withDescription("of Store"));
    }
  }

  /** Knows another store. */
  public static final class OtherStore implements ApplicationProvider {
    @Override
    public List<ApplicationSpec> applications() {
      return List.of(ApplicationSpec.named("store").withDescription("of OtherStore"));
    }
  }

  /** Knows the same store. */
  public static final class SameStore implements ApplicationProvider {
    @Override
    public List<ApplicationSpec> applications() {
      return new Store().applications();
    }
  }

  /** Cannot be made. */
  public static final class Broken implements ApplicationProvider {
    public Broken() {
      throw new IllegalStateException("broken constructor");
    }

    @Override
    public List<ApplicationSpec> applications() {
      return List.of(spec("broken"));
    }
  }

  /** Can be made, and throws. */
  public static final class Throwing implements ApplicationProvider {
    @Override
    public List<ApplicationSpec> applications() {
      throw new StackOverflowError("broken list");
    }
  }

  /** Knows null. */
  public static final class Null implements ApplicationProvider {
    @Override
    public List<ApplicationSpec> applications() {
      return Arrays.asList((ApplicationSpec) null);
    }
  }

  private void declare(String... classes) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.write(services.resolve(ApplicationProvider.class.getName()), List.of(classes));
    Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[] {folder.toUri().toURL()}, before));
  }

  private void declare(Class<?>... classes) throws IOException {
    declare(Stream.of(classes).map(Class::getName).toArray(String[]::new));
  }

  @AfterEach
  void restoreTheClassLoader() throws IOException {
    if (Thread.currentThread().getContextClassLoader() instanceof URLClassLoader loader && loader != before) {
      Thread.currentThread().setContextClassLoader(before);
      loader.close();
    }
  }

  /** In the thread of the test, because that has the class loader; on the test's node. */
  private ApplicationResult load(String application) {
    return Applications.load(NodeApplications.of(node.node()), application);
  }

  private String description(String application) {
    return NodeApplications.of(node.node()).spec(application).orElseThrow().description();
  }

  @Test
  void applicationsOfProvidersAreFoundAndLoadedByName() throws Exception {
    declare(Shop.class, Store.class);
    assertThat(load("cart").isOk()).isTrue();
    assertThat(description("cart")).isEqualTo("test application cart");
    assertThat(load("nowhere")).isEqualTo(ApplicationResult.failed(new ApplicationError.NotFound("nowhere")));
    // With what they depend on, which another provider knows.
    ApplicationResult started =
        new EnsureAllStarted(NodeApplications.of(node.node()), RestartType.TEMPORARY).serial(List.of("shop"));
    assertThat(started).isEqualTo(ApplicationResult.ok("store", "shop"));
    node.run(() -> {
      Applications.stop("shop").orElseThrow();
      Applications.stop("store").orElseThrow();
    });
  }

  @Test
  void twoOfOneNameAreRefusedWithBothProviders() throws Exception {
    declare(Store.class, Shop.class, OtherStore.class);
    ApplicationResult result = load("store");
    List<String> both = List.of(Store.class.getName(), OtherStore.class.getName());
    assertThat(result).isEqualTo(ApplicationResult.failed(new ApplicationError.Ambiguous("store", both)))
        .hasToString("{error, {ambiguous, store, " + both + "}}");
    assertThat(Applications.formatError(((ApplicationResult.Failed) result).error()))
        .contains("expected one application named store")
        .contains(both.toString())
        .contains("load the specification that is meant");
    // Nothing else is concerned, and what a program adds itself comes first.
    assertThat(load("shop").isOk()).isTrue();
    NodeApplications.of(node.node()).addProvider(new OtherStore());
    assertThat(load("store").isOk()).isTrue();
    assertThat(description("store")).isEqualTo("of OtherStore");
  }

  @Test
  void twoOfOneNameThatWereAddedAreRefusedToo() {
    NodeApplications.of(node.node()).addProvider(new Store());
    NodeApplications.of(node.node()).addProvider(new OtherStore());
    assertThat(load("store")).asString().startsWith("{error, {ambiguous, store, [");
  }

  @Test
  void oneThatIsKnownTwiceIsOne() throws Exception {
    declare(Store.class, SameStore.class);
    assertThat(load("store").isOk()).isTrue();
  }

  @Test
  void aProviderThatFailsIsReportedAndHarmsNoOther() throws Exception {
    declare(Broken.class.getName(), "no.such.Provider", Throwing.class.getName(), Null.class.getName(),
        ApplicationProviderTest.class.getName(),
        Store.class.getName());
    assertThat(load("store").isOk()).isTrue();
    assertThat(description("store")).isEqualTo("of Store");
    List<ProviderReport> reports = node.expectReports(5, ProviderReport.class);
    assertThat(reports).extracting(ProviderReport::application).containsOnly("store");
    assertThat(reports).extracting(report -> report.failure().toString())
        .satisfiesExactly(
            broken -> assertThat(broken).contains(Broken.class.getName()).contains("could not be instantiated"),
            missing -> assertThat(missing).contains("no.such.Provider").contains("not found"),
            throwing -> assertThat(throwing).contains("broken list"),
            isNull -> assertThat(isNull).contains("NullPointerException"),
            noProvider -> assertThat(noProvider).contains("ApplicationProviderTest not a subtype"));
    assertThat(reports.getFirst().failure()).hasRootCauseMessage("broken constructor");
    assertThat(reports.get(2).provider()).isEqualTo(Throwing.class.getName());
  }
}
