import org.jspecify.annotations.NullMarked;

/** Processes that share nothing and fail alone: pids, signals, mailboxes, links, monitors, timers, names and reports. */
@NullMarked
module dev.ninefold.kernel {
  requires transitive static org.jspecify;
  requires org.slf4j;
  // For the rescue from endless loops; without it the scheduler says once what it cannot do.
  requires static java.management;
  requires static jdk.management;
  // For events; without it there are none.
  requires static jdk.jfr;

  exports dev.ninefold.process;
  exports dev.ninefold.report;
  exports dev.ninefold.term;
  exports dev.ninefold.time;
}
