package dev.ninefold.conformance;

/** The name of a case in an upstream suite. */
record UpstreamCase(String suite, String name) {
  @Override
  public String toString() {
    return suite + " / " + name;
  }
}
