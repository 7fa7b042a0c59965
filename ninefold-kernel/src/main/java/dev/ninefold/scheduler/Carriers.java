package dev.ninefold.scheduler;

import java.lang.management.ManagementFactory;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The number of platform threads that carry the JVM's virtual threads: raised while endless loops hold them, then lowered. */
final class Carriers {

  private static final Logger LOG = LoggerFactory.getLogger(Carriers.class);
  private static final int LIMIT = 256;

  private static @Nullable VirtualThreadSchedulerMXBean bean;
  private static boolean missing;
  private static int base;
  private static volatile int extra;

  private Carriers() {}

  static boolean areRaised() {
    return extra > 0;
  }

  static synchronized void raise() {
    VirtualThreadSchedulerMXBean scheduler = bean();
    if (scheduler == null) {
      return;
    }
    int now = base + extra;
    int wanted = Math.min(Math.max(now + 1, now + extra), Math.max(LIMIT, base));
    if (wanted > now) {
      set(scheduler, wanted);
      FlightEvents.rescued("CARRIERS", wanted - now, wanted);
    }
  }

  /** Gives back half of what was added; returns whether there was anything. Whether the loops have ended shows afterwards. */
  static synchronized boolean lower() {
    VirtualThreadSchedulerMXBean scheduler = extra == 0 ? null : bean();
    if (scheduler == null) {
      return false;
    }
    set(scheduler, base + extra / 2);
    return true;
  }

  private static void set(VirtualThreadSchedulerMXBean scheduler, int parallelism) {
    try {
      scheduler.setParallelism(parallelism);
      LOG.debug("parallelism of the virtual threads: {} -> {}", base + extra, parallelism);
      extra = parallelism - base;
    } catch (IllegalArgumentException e) {
      LOG.debug("parallelism of the virtual threads stays {}: {}", base + extra, e.getMessage());
    }
  }

  private static @Nullable VirtualThreadSchedulerMXBean bean() {
    if (bean == null && !missing) {
      try {
        bean = ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
        base = bean.getParallelism();
      } catch (LinkageError | IllegalArgumentException e) {
        missing = true;
        LOG.warn(
            "endless loops in callbacks can freeze this JVM: the module jdk.management, with which Ninefold adds carrier"
                + " threads, is missing ({}); add it to the run-time image",
            e.toString());
      }
    }
    return bean;
  }
}
