package dev.ninefold.verify;

/** How a fork talks to who started it: by marked lines among the rest of its output. */
final class ForkOutput {

  /** A line that is shown while the fork runs. */
  static final String PROGRESS = "@progress ";

  /** The line that says what a fork did that ends well. */
  static final String DONE = "@done ";

  /** The seed with which to begin to see a failure again. */
  static final String SEED = "@seed ";

  private ForkOutput() {}
}
