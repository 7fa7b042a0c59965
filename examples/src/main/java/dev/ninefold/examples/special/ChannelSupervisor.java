package dev.ninefold.examples.special;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.supervisor.SupervisorSpec;
import java.util.List;

/** Starts the allocator, and starts it again. */
final class ChannelSupervisor implements Supervisor {

  private final int channels;

  private ChannelSupervisor(int channels) {
    this.channels = channels;
  }

  static StartResult<SupervisorRef> startLink(int channels) {
    return Supervisor.startLink(() -> new ChannelSupervisor(channels), StartOptions.named("ch4_sup"));
  }

  @Override
  public SupervisorSpec init() {
    return Supervisor.init(List.of(ChildSpec.worker("ch4", () -> ChannelAllocator.startLink(channels))), Strategy.ONE_FOR_ONE);
  }
}
