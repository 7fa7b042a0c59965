package dev.ninefold.conformance;

/**
 * What one test says about an upstream case.
 *
 * @param upstream the case that the test carries
 * @param claimant the test class that claims the case
 * @param test the test, for a reader
 * @param passed whether it passed, in all its invocations
 */
record Outcome(UpstreamCase upstream, String claimant, String test, boolean passed) {}
