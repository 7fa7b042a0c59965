package dev.ninefold.partitionsupervisor;

import dev.ninefold.gen.StartOptions;
import dev.ninefold.process.Name;
import dev.ninefold.supervisor.AutoShutdown;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.SupervisorFlags;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * What a partition supervisor starts. Copies with one change: {@code PartitionSpec.of(name, child).withPartitions(4)}.
 *
 * @param name its name, local, global or via, by which partitions are reached
 * @param child makes the spec of each partition, given its number; the id that it has does not matter
 * @param partitions how many there are at first, which is also how many there can be
 * @param flags how it goes about its children
 * @param options how it is started; a name in them does not count
 */
public record PartitionSpec(
    Name name, IntFunction<ChildSpec> child, int partitions, SupervisorFlags flags, StartOptions options) {

  private static final SupervisorFlags ELIXIRS = SupervisorFlags.of(Strategy.ONE_FOR_ONE).withIntensity(3);

  /** Checks the spec. */
  public PartitionSpec {
    Objects.requireNonNull(name,
        "name: expected the name that the supervisor must have, for example Name.local(\"caches\"), got null");
    Objects.requireNonNull(child, "child: expected what makes the spec of a partition, given its number, got null");
    Objects.requireNonNull(flags, "flags: expected how the supervisor goes about its children, got null");
    Objects.requireNonNull(options, "options: expected start options, for example StartOptions.DEFAULT, got null");
    if (name instanceof Name.OnNode) {
      throw new IllegalArgumentException("name: expected a local, global or via name, got " + name);
    }
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions: expected a positive number, got " + partitions);
    }
    if (flags.autoShutdown() != AutoShutdown.NEVER) {
      throw new IllegalArgumentException("autoShutdown: expected NEVER, got " + flags.autoShutdown());
    }
  }

  /**
   * As many partitions as the machine has processors, one_for_one, at most three restarts in five seconds, as in Elixir.
   *
   * @param child makes the spec of each partition, given its number: Elixir's {@code with_arguments}
   */
  public static PartitionSpec of(Name name, IntFunction<ChildSpec> child) {
    return new PartitionSpec(name, child, Runtime.getRuntime().availableProcessors(), ELIXIRS, StartOptions.DEFAULT);
  }

  /** The same with one spec for all partitions. */
  public static PartitionSpec of(Name name, ChildSpec child) {
    Objects.requireNonNull(child, "child: expected the spec of the partitions, got null");
    return of(name, _ -> child);
  }

  /** The same with another number of partitions. */
  public PartitionSpec withPartitions(int partitions) {
    return new PartitionSpec(name, child, partitions, flags, options);
  }

  /** The same with another strategy. */
  public PartitionSpec withStrategy(Strategy strategy) {
    return withFlags(flags.withStrategy(strategy));
  }

  /** The same with other flags. */
  public PartitionSpec withFlags(SupervisorFlags flags) {
    return new PartitionSpec(name, child, partitions, flags, options);
  }

  /** The same, started otherwise. */
  public PartitionSpec withOptions(StartOptions options) {
    return new PartitionSpec(name, child, partitions, flags, options);
  }
}
