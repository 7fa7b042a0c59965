package dev.ninefold.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuitesTest {
  private final Suites upstream = Suites.upstream();

  @Test
  void theListHas27SuitesAnd653CasesThatApply() {
    assertThat(upstream.names()).hasSize(27);
    assertThat(upstream.names().stream().mapToInt(name -> upstream.applicable(name).size()).sum()).isEqualTo(653);
  }

  @Test
  void caseNamesAreWholeEvenWithSpacesAndQuotes() {
    assertThat(upstream.mark(new UpstreamCase("gen_server_SUITE", "call_with_huge_message_queue"))).contains(Mark.A);
    assertThat(upstream.mark(new UpstreamCase("gen_server_SUITE", "undef_init"))).contains(Mark.N);
    assertThat(upstream.mark(new UpstreamCase("Elixir process_test",
        "get_label/1 > gets a process label, compatible with `:proc_lib.set_label/1`"))).contains(Mark.A);
  }

  @Test
  void aCaseListedTwiceIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Suites.parse(List.of("s\tc\tA\t", "s\tc\tN\t")))
        .withMessageContaining("listed twice: s / c");
  }

  @Test
  void aLineOfAnotherShapeIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Suites.parse(List.of("s c A"))).withMessageContaining("s c A");
  }
}
