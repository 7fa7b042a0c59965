package dev.ninefold.examples.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The Java code in a page of Markdown, and the marked regions of source files that it quotes. */
final class Snippets {
  private static final Pattern COMMENT = Pattern.compile("\\s*<!--\\s*snippet:\\s*(?<file>\\S+)#(?<tag>\\S+)\\s*-->\\s*");
  private static final Pattern MARK = Pattern.compile("\\s*// (tag|end)::\\S+\\[]\\s*");
  private static final Pattern OPENING = Pattern.compile("(?<indent>\\s*)```\\s*java\\b.*");

  /**
   * A fenced block of Java.
   *
   * @param line where it begins, from one
   * @param file the source that the comment above names; empty if there is no such comment
   * @param tag the region of it
   * @param code the lines between the fences
   */
  record Block(int line, String file, String tag, List<String> code) {}

  private Snippets() {}

  /** All blocks of Java in a page. */
  static List<Block> blocks(List<String> page) {
    var blocks = new ArrayList<Block>();
    for (var i = 0; i < page.size(); i++) {
      var opening = OPENING.matcher(page.get(i));
      if (!opening.matches()) {
        continue;
      }
      var start = i;
      var code = new ArrayList<String>();
      for (i++; i < page.size() && !page.get(i).strip().equals("```"); i++) {
        code.add(page.get(i));
      }
      var source = COMMENT.matcher(above(page, start));
      var known = source.matches();
      blocks.add(new Block(start + 1, known ? source.group("file") : "", known ? source.group("tag") : "", strip(code)));
    }
    return blocks;
  }

  /** The nearest line above that is not blank. */
  private static String above(List<String> page, int line) {
    return page.subList(0, line).reversed().stream().filter(text -> !text.isBlank()).findFirst().orElse("");
  }

  /**
   * The lines between {@code // tag::name[]} and {@code // end::name[]}, without the indentation that they share, and without other marks. A
   * region may have several parts.
   */
  static List<String> region(List<String> source, String tag) {
    var region = new ArrayList<String>();
    var parts = 0;
    var inside = false;
    for (var line : source) {
      if (line.strip().equals("// " + (inside ? "end" : "tag") + "::" + tag + "[]")) {
        inside = !inside;
        parts++;
      } else if (inside && !MARK.matcher(line).matches()) {
        region.add(line);
      }
    }
    if (parts == 0 || inside) {
      throw new IllegalArgumentException(
          "expected a line '// tag::" + tag + "[]' and after it a line '// end::" + tag + "[]', found " + parts + " of them");
    }
    return strip(region);
  }

  private static List<String> strip(List<String> code) {
    return String.join("\n", code).stripIndent().strip().lines().map(String::stripTrailing).toList();
  }
}
