import org.jspecify.annotations.NullMarked;

/** The behaviours: servers, supervisors, applications, and what they share. */
@NullMarked
module dev.ninefold.stdlib {
  requires transitive dev.ninefold.kernel;
  requires transitive static org.jspecify;
  // For events; without it there are none.
  requires static jdk.jfr;

  uses dev.ninefold.application.ApplicationProvider;

  exports dev.ninefold.agent;
  exports dev.ninefold.application;
  exports dev.ninefold.debug;
  exports dev.ninefold.gen;
  exports dev.ninefold.genevent;
  exports dev.ninefold.genserver;
  exports dev.ninefold.genstatem;
  exports dev.ninefold.partitionsupervisor;
  exports dev.ninefold.proclib;
  exports dev.ninefold.supervisor;
  exports dev.ninefold.sys;
  exports dev.ninefold.task;
  exports dev.ninefold.timer;
}
