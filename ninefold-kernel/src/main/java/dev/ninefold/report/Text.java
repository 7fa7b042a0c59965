package dev.ninefold.report;

/** Text that does not grow past its limit. What was cut ends with three dots. */
final class Text {

  private static final String DOTS = "...";

  private final StringBuilder text = new StringBuilder();
  private final int limit;
  private final boolean singleLine;
  private boolean full;

  Text(int limit, boolean singleLine) {
    this.limit = limit;
    this.singleLine = singleLine;
  }

  boolean isFull() {
    return full;
  }

  int length() {
    return text.length();
  }

  /** Adds what may contain anything; control characters are shown instead of printed. */
  Text add(String more) {
    for (int i = 0; i < more.length() && !full; i++) {
      char c = more.charAt(i);
      if (c == '\t' || (c == '\n' && !singleLine) || !Character.isISOControl(c)) {
        put(c);
      } else {
        add(escape(c));
      }
    }
    return this;
  }

  private static String escape(char c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      default -> String.format("\\u%04x", (int) c);
    };
  }

  private void put(char c) {
    if (text.length() < limit) {
      text.append(c);
      return;
    }
    full = true;
    int end = Math.max(0, limit - DOTS.length());
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    text.setLength(end);
    text.append(DOTS, 0, Math.min(DOTS.length(), limit));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
