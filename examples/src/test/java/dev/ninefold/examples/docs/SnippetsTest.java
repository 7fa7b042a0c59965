package dev.ninefold.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.examples.docs.Snippets.Block;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnippetsTest {
  @Test
  void aBlockBelongsToTheCommentAboveIt() {
    var page = """
        # Title
        <!-- snippet: a/B.java#core -->

        ```java
        int i;

          int j;
        ```
        ```java
        int k;
        ```
        ```text
        no Java
        ```
        """.lines().toList();

    assertThat(Snippets.blocks(page)).containsExactly(
        new Block(4, "a/B.java", "core", List.of("int i;", "", "  int j;")),
        new Block(9, "", "", List.of("int k;")));
  }

  @Test
  void aBlockInAListIsIndented() {
    var page = """
        - item
          <!-- snippet: a/B.java#core -->
          ```java
          if (x) {
            y();
          }
          ```
        """.lines().toList();

    assertThat(Snippets.blocks(page)).containsExactly(new Block(3, "a/B.java", "core", List.of("if (x) {", "  y();", "}")));
  }

  private static final List<String> SOURCE = """
      class B {
        // tag::outer[]
        int i;

        // tag::inner[]
        void x() {
          y();
        }
        // end::inner[]
        // end::outer[]
        // tag::open[]
      }
      """.lines().toList();

  @Test
  void aRegionHasNoIndentationAndNoMarks() {
    assertThat(Snippets.region(SOURCE, "inner")).containsExactly("void x() {", "  y();", "}");
    assertThat(Snippets.region(SOURCE, "outer")).containsExactly("int i;", "", "void x() {", "  y();", "}");
  }

  @Test
  void aRegionThatIsNotMarkedIsAnError() {
    assertThatThrownBy(() -> Snippets.region(SOURCE, "other"))
        .hasMessage("expected a line '// tag::other[]' and after it a line '// end::other[]', found 0 of them");
    assertThatThrownBy(() -> Snippets.region(SOURCE, "open")).hasMessageContaining("found 1 of them");
  }

  @Test
  void aRegionMayHaveSeveralParts() {
    var source = """
          // tag::parts[]
          a();
          // end::parts[]
          b();
          // tag::parts[]
          c();
          // end::parts[]
        """.lines().toList();

    assertThat(Snippets.region(source, "parts")).containsExactly("a();", "c();");
  }
}
