package dev.ninefold.examples.guide;

import static dev.ninefold.genserver.CallResult.reply;
import static dev.ninefold.genserver.Next.noReply;

import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.partitionsupervisor.PartitionSpec;
import dev.ninefold.partitionsupervisor.PartitionSupervisor;
import dev.ninefold.partitionsupervisor.Partitions;
import dev.ninefold.process.Name;
import dev.ninefold.supervisor.ChildSpec;
import java.util.HashMap;
import java.util.Map;

/** Counts how often pages were asked for, in several processes: what docs/supervisors.md says on partitions. */
// tag::hits[]
final class Hits implements GenServer<Map<String, Integer>, Hits.Count, Hits.Hit> {
  private static final Name NAME = Name.local("hits");
  private static final Partitions<ServerRef<Count, Hit>> HITS = new Partitions<>(NAME, ServerRef::of);

  record Count(String page) implements Request<Integer> {}
  record Hit(String page) {}

  static ChildSpec supervisor() {
    return PartitionSupervisor.childSpec(PartitionSpec.of(NAME, ChildSpec.ofServer(Hits.class, Hits::new)).withPartitions(4));
  }

  static void hit(String page) {
    GenServer.cast(HITS.of(page), new Hit(page));
  }

  static int count(String page) {
    return GenServer.call(HITS.of(page), new Count(page));
  }
  // end::hits[]

  @Override
  public Init<Map<String, Integer>> init() {
    return Init.ok(new HashMap<>());
  }

  @Override
  public CallResult<Map<String, Integer>> handleCall(Count request, From from, Map<String, Integer> hits) {
    return reply(request, hits.getOrDefault(request.page(), 0), hits);
  }

  @Override
  public Next<Map<String, Integer>> handleCast(Hit hit, Map<String, Integer> hits) {
    hits.merge(hit.page(), 1, Integer::sum);
    return noReply(hits);
  }
}
