import org.jspecify.annotations.NullMarked;

/** For tests of what is built of processes: simulation. */
@NullMarked
module dev.ninefold.test {
  requires transitive dev.ninefold.stdlib;
  requires transitive static org.jspecify;

  exports dev.ninefold.test;
}
