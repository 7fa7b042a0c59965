package dev.ninefold.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may know whom: {@code kernel <- gen <- {genserver, genstatem, genevent} <- supervisor <- the rest}. */
class LayersTest {
  private static final Set<String> BEHAVIOURS = Set.of("genserver", "genstatem", "genevent");

  /** From the ground up; a concept that is not named here is on top. */
  private static final List<Set<String>> LAYERS = List.of(
      Set.of("term", "time", "report", "scheduler", "process"),
      Set.of("debug", "gen", "proclib", "sys"),
      BEHAVIOURS,
      Set.of("supervisor"));

  @Test
  void packagesFormNoCycle() {
    slices().matching("dev.ninefold.(*)..").should().beFreeOfCycles().check(Code.PUBLISHED);
  }

  @Test
  void nothingDependsOnALayerAboveItsOwn() {
    for (var layer = 0; layer < LAYERS.size(); layer++) {
      noClasses().that(are("on layer " + layer, layer, layer))
          .should()
          .dependOnClassesThat(are("above layer " + layer, layer + 1, LAYERS.size()))
          .allowEmptyShould(true)
          .check(Code.PUBLISHED);
    }
  }

  @Test
  void behavioursDoNotKnowEachOther() {
    for (var behaviour : BEHAVIOURS) {
      noClasses().that()
          .resideInAPackage(Code.ROOT + behaviour + "..")
          .should()
          .dependOnClassesThat(DescribedPredicate.describe("belong to another behaviour", type -> Code.isOurs(type)
              && BEHAVIOURS.contains(Code.concept(type)) && !Code.concept(type).equals(behaviour)))
          .allowEmptyShould(true)
          .check(Code.PUBLISHED);
    }
  }

  /** Rules over no classes hold; raise the number as the code grows. */
  @Test
  void theRulesSeeTheCode() {
    assertThat(Code.PUBLISHED).hasSizeGreaterThan(80);
    assertThat(Code.EXPORTED).contains("dev.ninefold.process", "dev.ninefold.term", "dev.ninefold.time", "dev.ninefold.report");
  }

  private static DescribedPredicate<JavaClass> are(String description, int from, int to) {
    return DescribedPredicate.describe(description, type -> Code.isOurs(type) && layer(type) >= from && layer(type) <= to);
  }

  private static int layer(JavaClass type) {
    for (var layer = 0; layer < LAYERS.size(); layer++) {
      if (LAYERS.get(layer).contains(Code.concept(type))) {
        return layer;
      }
    }
    return LAYERS.size();
  }
}
