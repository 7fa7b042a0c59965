package dev.ninefold.scheduler;

import dev.ninefold.time.Clock;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the scheduler of the JVM's nodes: the carrier scheduler where {@code java.lang} is open to us, the portable one elsewhere. */
public final class Schedulers {

  /** The system property that forces one: {@code portable} or {@code carrier}. */
  public static final String PROPERTY = "ninefold.scheduler";

  private static final Logger LOG = LoggerFactory.getLogger(Schedulers.class);
  private static final AtomicBoolean TOLD = new AtomicBoolean();

  enum Kind {
    PORTABLE, CARRIER
  }

  private Schedulers() {}

  /**
   * Starts a scheduler.
   *
   * @param slots how many steps run at once, one or more
   * @param clock the clock of the node
   * @throws IllegalStateException if the system property asks for what this JVM cannot do, or for nothing that exists
   */
  public static Scheduler start(int slots, Clock clock) {
    String forced = System.getProperty(PROPERTY);
    String missing = JavaLang.missing();
    Kind kind = choose(forced, missing);
    if (TOLD.compareAndSet(false, true)) {
      tell(kind, missing);
    }
    return new SlotScheduler(slots, clock, switch (kind) {
      case PORTABLE -> new JdkThreads();
      case CARRIER -> CarrierPool.ofThisJvm();
    });
  }

  /**
   * Which one it is to be.
   *
   * @param forced what the system property says, if it is set
   * @param missing why there can be no carriers of our own; null if there can
   */
  static Kind choose(@Nullable String forced, @Nullable String missing) {
    if (forced == null || forced.isBlank()) {
      return missing == null ? Kind.CARRIER : Kind.PORTABLE;
    }
    return switch (forced.strip().toLowerCase(Locale.ROOT)) {
      case "portable" -> Kind.PORTABLE;
      case "carrier" -> {
        if (missing != null) {
          throw new IllegalStateException(
              PROPERTY + "=carrier: " + missing + "; start Java with " + JavaLang.HOW_TO_OPEN + ", or leave the property away");
        }
        yield Kind.CARRIER;
      }
      default -> throw new IllegalStateException(PROPERTY + ": expected portable or carrier, got '" + forced + "'");
    };
  }

  private static void tell(Kind kind, @Nullable String missing) {
    switch (kind) {
      case CARRIER -> LOG.info(
          "scheduler: carrier, on carrier threads of Ninefold's own; with -D{}=portable processes would share the JDK's with all other"
              + " virtual threads",
          PROPERTY);
      case PORTABLE -> LOG.info(
          "scheduler: portable, on the JDK's carrier threads; {} processes would get carrier threads of their own: they hand over faster,"
              + " and a callback that blocks gives its place away at once",
          missing == null ? "without -D" + PROPERTY + "=portable" : "with " + JavaLang.HOW_TO_OPEN);
    }
  }
}
