import org.jspecify.annotations.NullMarked;

/** The example programs behind {@code ./ninefold run}. */
@NullMarked
module dev.ninefold.examples {
  requires dev.ninefold.stdlib;
  requires static org.jspecify;
}
