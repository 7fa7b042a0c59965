package dev.ninefold.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.application.ApplicationResult;
import dev.ninefold.application.ApplicationSpec;
import dev.ninefold.application.Applications;
import dev.ninefold.application.RestartType;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.process.CallException.NoProcessException;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.report.NoHandleInfoReport;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The snippets of docs/applications.md. */
@WithNode
class ApplicationsGuideTest {

  // tag::spec[]
  static final ApplicationSpec STORE = ApplicationSpec.named("store");

  static final ApplicationSpec SHOP = ApplicationSpec.named("shop")
      .withDescription("sells things")
      .withVsn("1.0")
      .withApplications("store")
      .withEnv("port", 8080)
      .withModule(Shop::new);
  // end::spec[]

  @Test
  void startAndStop(TestNode node) throws Exception {
    node.run(() -> {
      // tag::start[]
      Applications.load(STORE).orElseThrow();
      var started = Applications.ensureAllStarted(SHOP, RestartType.TEMPORARY).orElseThrow();
      assertThat(started).containsExactly("store", "shop");
      assertThat(Stacks.depth(ServerRef.named("stack"))).isEqualTo(2);

      Applications.stop("shop").orElseThrow();
      assertThat(ServerRef.named("stack").whereis()).isEmpty();
      // end::start[]
      Applications.shutdown();
    });
  }

  @Test
  void client(TestNode node) throws Exception {
    node.run(() -> {
      Applications.load(STORE).orElseThrow();
      // tag::client-use[]
      Applications.ensureAllStarted(SHOP, RestartType.TEMPORARY).orElseThrow();
      Shopping.offer("tea");
      assertThat(Shopping.buy()).isEqualTo("tea");

      Applications.stop("shop").orElseThrow();
      assertThatThrownBy(Shopping::buy).isInstanceOf(NoProcessException.class);
      // end::client-use[]
      Applications.shutdown();
    });
  }

  @Test
  void plainMessages(TestNode node) throws Exception {
    node.run(() -> {
      Applications.load(STORE).orElseThrow();
      Applications.ensureAllStarted(SHOP, RestartType.TEMPORARY).orElseThrow();
      // tag::plain[]
      Process.send(Name.local("stack"), "hello");
      assertThat(node.expectReport(NoHandleInfoReport.class).message()).isEqualTo("hello");
      // end::plain[]
      Applications.shutdown();
    });
  }

  @Test
  void missing(TestNode node) throws Exception {
    node.run(() -> {
      // tag::missing[]
      Applications.load(SHOP).orElseThrow();
      Applications.load(STORE).orElseThrow();
      ApplicationResult result = Applications.start("shop");
      assertThat(result).hasToString("{error, {not_started, store}}");
      // end::missing[]
      Applications.shutdown();
    });
  }

  @Test
  void env(TestNode node) throws Exception {
    node.run(() -> {
      Applications.load(SHOP).orElseThrow();
      // tag::env[]
      assertThat(Applications.getEnv("shop", "port")).contains(8080);
      Applications.setEnv("shop", "port", 9090);
      assertThat(Applications.getEnv("shop", "port", 80)).isEqualTo(9090);
      assertThat(Applications.getEnv("shop", "currency", "EUR")).isEqualTo("EUR");
      // end::env[]
      Applications.shutdown();
    });
  }

  @Test
  void looking(TestNode node) throws Exception {
    node.run(() -> {
      Applications.load(STORE).orElseThrow();
      Applications.ensureAllStarted(SHOP, RestartType.TEMPORARY).orElseThrow();
      // tag::looking[]
      assertThat(Applications.whichApplications()).extracting(Applications.Description::name).containsExactly("shop", "store");
      Pid top = Applications.getSupervisor("shop").orElseThrow();
      assertThat(Applications.getApplication(top)).contains("shop");
      assertThat(Supervisor.tree(SupervisorRef.of(top), Duration.ofSeconds(1)).children()).hasSize(1);
      // end::looking[]
      Applications.shutdown();
    });
  }
}
