package dev.ninefold.benchmarks.ours;

import dev.ninefold.gen.ServerRef;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.process.Node;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/** Plain processes that call gen_servers, each again as soon as it has its reply. */
final class Calls {
  private Calls() {}

  static double measure(int calls, int callers, int servers) throws Exception {
    List<ServerRef<IdleServer.Get, Object>> all = IntStream.range(0, servers)
        .mapToObj(_ -> GenServer.start(IdleServer::new).orElseThrow())
        .toList();
    int each = calls / callers;
    CountDownLatch done = new CountDownLatch(callers);
    double figure = Timed.per((long) each * callers, () -> {
      for (int i = 0; i < callers; i++) {
        ServerRef<IdleServer.Get, Object> server = all.get(i % servers);
        Node.local().spawn(() -> {
          call(server, each);
          done.countDown();
        });
      }
      done.await();
    });
    all.forEach(GenServer::stop);
    return figure;
  }

  private static void call(ServerRef<IdleServer.Get, Object> server, int calls) {
    for (int i = 0; i < calls; i++) {
      GenServer.call(server, IdleServer.GET);
    }
  }
}
