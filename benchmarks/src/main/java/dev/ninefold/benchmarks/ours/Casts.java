package dev.ninefold.benchmarks.ours;

import dev.ninefold.gen.ServerRef;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.process.Node;
import dev.ninefold.sys.Sys;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Plain processes that cast to servers, to each in turn; the time ends when the last cast was handled. */
final class Casts {
  private static final String CAST = "cast";

  private Casts() {}

  static double measure(int casts, int senders, int receivers) throws Exception {
    return measure(casts, senders, receivers, _ -> {});
  }

  /** How many times as long it takes if the server has been debugged, and is no more. */
  static double offAgain(int casts) throws Exception {
    double never = measure(casts, 1, 1);
    double offAgain = measure(casts, 1, 1, server -> {
      Sys.statistics(server, true);
      Sys.log(server, true);
      Sys.statistics(server, false);
      Sys.log(server, false);
    });
    return offAgain / never;
  }

  /** The same with servers that are prepared first. */
  static double measure(int casts, int senders, int receivers, Consumer<ServerRef<IdleServer.Get, Object>> prepare)
      throws Exception {
    CountDownLatch done = new CountDownLatch(receivers);
    List<ServerRef<IdleServer.Get, Object>> servers = IntStream.range(0, receivers)
        .mapToObj(_ -> GenServer.start(() -> new CountingServer(casts / receivers, done)).orElseThrow())
        .toList();
    servers.forEach(prepare);
    double figure = Timed.per(casts, () -> {
      for (int i = 0; i < senders; i++) {
        Node.local().spawn(() -> cast(servers, casts / senders));
      }
      done.await();
    });
    servers.forEach(GenServer::stop);
    return figure;
  }

  private static void cast(List<ServerRef<IdleServer.Get, Object>> servers, int casts) {
    int to = 0;
    for (int i = 0; i < casts; i++) {
      GenServer.cast(servers.get(to), CAST);
      to = to + 1 == servers.size() ? 0 : to + 1;
    }
  }
}
