package dev.ninefold.partitionsupervisor;

import dev.ninefold.process.Name;
import java.util.Objects;
import java.util.function.Function;

/**
 * The partitions of one supervisor, with what they understand in the type.
 *
 * <pre>{@code
 * static final Partitions<ServerRef<Cache.Call<?>, Cache.Cast>> CACHES = Partitions.named("caches", ServerRef::of);
 *
 * GenServer.call(CACHES.of(user), new Cache.Get(user));
 * }</pre>
 *
 * @param <R> a reference to one partition: {@code ServerRef}, {@code SupervisorRef} and so on
 * @param name the name of the supervisor
 * @param reference makes one; that the partition understands what it says is the caller's word
 */
public record Partitions<R>(Name name, Function<? super Name, ? extends R> reference) {

  public Partitions {
    Objects.requireNonNull(name, "name: expected the name of a partition supervisor, got null");
    Objects.requireNonNull(reference,
        "reference: expected what makes a reference of a name, for example ServerRef::of, got null");
  }

  /** The partitions of the supervisor with the local name. */
  public static <R> Partitions<R> named(String localName, Function<? super Name, ? extends R> reference) {
    return new Partitions<>(Name.local(localName), reference);
  }

  /** The partition of a key, see {@link PartitionSupervisor#partition}. */
  public R of(Object key) {
    return reference.apply(PartitionSupervisor.partition(name, key));
  }
}
