import org.jspecify.annotations.NullMarked;

/** For tests of what is built of processes: a JUnit extension, probes, simulation. */
@NullMarked
module dev.ninefold.test {
  requires transitive dev.ninefold.stdlib;
  requires transitive static org.jspecify;
  // For the extension, which JUnit calls; simulation does without.
  requires transitive static org.junit.jupiter.api;

  exports dev.ninefold.test;
}
