import org.jspecify.annotations.NullMarked;

/** The example programs behind {@code ./ninefold run}. */
@NullMarked
module dev.ninefold.examples {
  requires dev.ninefold.stdlib;
  requires com.fasterxml.jackson.databind;
  requires static org.jspecify;
}
