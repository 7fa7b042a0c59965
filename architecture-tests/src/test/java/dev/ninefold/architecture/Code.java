package dev.ninefold.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The classes of the published modules, and what their descriptors export. */
final class Code {
  static final String ROOT = "dev.ninefold.";

  /** All published classes. */
  static final JavaClasses PUBLISHED = new ClassFileImporter().importPackages("dev.ninefold")
      .that(DescribedPredicate.describe("are published", Code::isPublished));

  /** The packages that a user may import. */
  static final Set<String> EXPORTED = exportedPackages();

  private Code() {}

  /** The concept that a class belongs to: its package right below the root. */
  static String concept(JavaClass type) {
    var below = type.getPackageName().substring(ROOT.length());
    return below.contains(".") ? below.substring(0, below.indexOf('.')) : below;
  }

  static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith(ROOT);
  }

  private static boolean isPublished(JavaClass type) {
    return isOurs(type) && !Set.of("testsupport", "architecture").contains(concept(type));
  }

  private static Set<String> exportedPackages() {
    try {
      var found = Collections.list(Code.class.getClassLoader().getResources("module-info.class"));
      var exported = new TreeSet<String>();
      for (var location : found) {
        try (var in = location.openStream()) {
          var module = ModuleDescriptor.read(in);
          if (module.name().startsWith(ROOT)) {
            exported.addAll(module.exports()
                .stream()
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet()));
          }
        }
      }
      return exported;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
