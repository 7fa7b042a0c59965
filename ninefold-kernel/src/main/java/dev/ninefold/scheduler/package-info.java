/**
 * Who runs when and where: slots, workers, and the watcher for what blocks outside of our API. Knows steps, not processes.
 *
 * <p>Not exported: the seam {@link dev.ninefold.scheduler.Scheduler} has one implementation now, on the JDK's virtual threads.
 */
package dev.ninefold.scheduler;
