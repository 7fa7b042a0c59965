package dev.ninefold.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Elixir's application_test. */
@WithNode
class ElixirApplicationTest {

  private TestNode node;

  @BeforeEach
  void load() throws Exception {
    node.run(() -> {
      Applications.load(ApplicationSpec.named("elixir").withDescription("elixir").withModules(String.class)).orElseThrow();
    });
  }

  @Test
  @OtpCase(suite = "Elixir application_test", name = "application environment")
  void applicationEnvironment() throws Exception {
    node.run(() -> {
      // assert_raise ArgumentError, fetch_env!(:unknown, :unknown)
      assertThatThrownBy(() -> Applications.fetchEnv("unknown", "unknown")).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("because the application was not loaded nor configured");
      // assert_raise ArgumentError, fetch_env!(:elixir, :unknown)
      assertThatThrownBy(() -> Applications.fetchEnv("elixir", "unknown")).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("because configuration at unknown was not set");
      // get_env == nil, with default, fetch_env == :error
      assertThat(Applications.getEnv("elixir", "unknown")).isEmpty();
      assertThat(Applications.getEnv("elixir", "unknown", "default")).isEqualTo("default");
      // put_env == :ok
      Applications.setEnv("elixir", "unknown", "known");
      // fetch_env == {:ok, :known}, fetch_env! == :known, get_env == :known
      assertThat(Applications.getEnv("elixir", "unknown")).contains("known");
      assertThat(Applications.fetchEnv("elixir", "unknown")).isEqualTo("known");
      assertThat(Applications.getEnv("elixir", "unknown", "default")).isEqualTo("known");
      // {:unknown, :known} in get_all_env(:elixir)
      assertThat(Applications.getAllEnv("elixir")).containsEntry("unknown", "known");
      // delete_env == :ok
      Applications.unsetEnv("elixir", "unknown");
      assertThat(Applications.getEnv("elixir", "unknown", "default")).isEqualTo("default");
    });
  }

  @Test
  @OtpCase(suite = "Elixir application_test", name = "application specification")
  void applicationSpecification() throws Exception {
    node.run(() -> {
      // is_list(spec(:elixir)), spec(:unknown) == nil
      assertThat(Applications.spec("elixir")).isPresent();
      assertThat(Applications.spec("unknown")).isEmpty();
      assertThat(Applications.getAllKey("elixir")).hasValueSatisfying(keys -> assertThat(keys).containsEntry("env", Map.of()));
      // spec(:unknown, :description) == nil
      assertThat(Applications.spec("unknown").map(ApplicationSpec::description)).isEmpty();
      // spec(:elixir, :description) == ~c"elixir"
      assertThat(Applications.spec("elixir").map(ApplicationSpec::description)).contains("elixir");
      // spec(:elixir, :unknown) raises FunctionClauseError: here there is no such method of the record; by name it is empty
      assertThat(Applications.getKey("elixir", "unknown")).isEmpty();
    });
  }

  @Test
  @OtpCase(suite = "Elixir application_test", name = "application module")
  void applicationModule() throws Exception {
    node.run(() -> {
      // get_application(String) == :elixir
      assertThat(Applications.getApplication(String.class)).contains("elixir");
      // get_application(__MODULE__) == nil
      assertThat(Applications.getApplication(ElixirApplicationTest.class)).isEmpty();
      // get_application(__MODULE__.Unknown) == nil: there is no class that does not exist
      assertThat(Applications.getApplication(TestApplication.class)).isEmpty();
    });
  }
}
