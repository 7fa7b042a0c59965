package dev.ninefold.examples.presence;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.DynamicSupervisor;
import dev.ninefold.supervisor.DynamicSupervisorFlags;
import dev.ninefold.supervisor.Restart;
import dev.ninefold.supervisor.SupervisorRef;
import java.time.Duration;

/** The supervisor of the tabs. None is ever started again: the browser connects again. */
final class Tabs {

  static final Name NAME = Name.local("tabs");
  private static final SupervisorRef TABS = SupervisorRef.of(NAME);
  private static final Duration SHUTDOWN = Duration.ofSeconds(1);

  private Tabs() {}

  static StartResult<SupervisorRef> startLink() {
    return DynamicSupervisor.startLink(DynamicSupervisorFlags.DEFAULT, StartOptions.DEFAULT.withName(NAME));
  }

  /** Somebody is here, under that name. */
  static Pid start(String name, Tab.Page page, Duration pingEvery) {
    return DynamicSupervisor.startChild(TABS, ChildSpec.worker("tab", () -> Tab.startLink(name, page, pingEvery))
        .withRestart(Restart.TEMPORARY)
        .withShutdown(SHUTDOWN)).orElseThrow();
  }
}
