package dev.ninefold.report;

/**
 * How much of a report is printed: OTP's depth, chars_limit and single_line of log formatters.
 *
 * <p>Unlimited has its limits too: of one value not more than {@value #MAX_ELEMENTS} elements, {@value #MAX_NESTING} levels and
 * {@value #MAX_CHARS} characters are printed, so that no state can stop its own report. What is left out is told.
 *
 * @param depth how deep nested values are printed, and how many elements of each: every element and every level counts down by
 *     one, as in OTP's {@code ~P}
 * @param charsLimit how long the whole text may be; the fields share it
 * @param singleLine whether everything goes on one line
 */
public record FormatLimits(int depth, int charsLimit, boolean singleLine) {

  /** No limit. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /** Unlimited, on several lines: OTP's default. */
  public static final FormatLimits DEFAULT = new FormatLimits(UNLIMITED, UNLIMITED, false);

  static final int MAX_ELEMENTS = 10_000;
  static final int MAX_NESTING = 100;
  static final int MAX_CHARS = 1_000_000;
  static final int MAX_FRAMES = 200;

  public FormatLimits {
    if (depth < 1) {
      throw new IllegalArgumentException("depth: expected 1 or more, or FormatLimits.UNLIMITED, got " + depth);
    }
    if (charsLimit < 1) {
      throw new IllegalArgumentException("charsLimit: expected 1 or more, or FormatLimits.UNLIMITED, got " + charsLimit);
    }
  }

  /** The same with another depth. */
  public FormatLimits withDepth(int depth) {
    return new FormatLimits(depth, charsLimit, singleLine);
  }

  /** The same with another limit of characters. */
  public FormatLimits withCharsLimit(int charsLimit) {
    return new FormatLimits(depth, charsLimit, singleLine);
  }

  /** The same on one line, or on several. */
  public FormatLimits withSingleLine(boolean singleLine) {
    return new FormatLimits(depth, charsLimit, singleLine);
  }
}
