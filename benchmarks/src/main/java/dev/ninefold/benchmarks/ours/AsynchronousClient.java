package dev.ninefold.benchmarks.ours;

import dev.ninefold.gen.RequestId;
import dev.ninefold.gen.Response;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.process.Info;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A gen_server that sends requests to another, the next when the reply to the last has come; it never waits. */
final class AsynchronousClient implements GenServer<Integer, IdleServer.Get, Integer> {
  private final ServerRef<IdleServer.Get, Object> server;
  private final CountDownLatch done;
  private @Nullable RequestId<Integer> id;

  AsynchronousClient(ServerRef<IdleServer.Get, Object> server, CountDownLatch done) {
    this.server = server;
    this.done = done;
  }

  static double measure(int requests) throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    ServerRef<IdleServer.Get, Object> server = GenServer.start(IdleServer::new).orElseThrow();
    ServerRef<IdleServer.Get, Integer> client = GenServer.start(() -> new AsynchronousClient(server, done)).orElseThrow();
    double figure = Timed.per(requests, () -> {
      GenServer.cast(client, requests);
      done.await();
    });
    GenServer.stop(client);
    GenServer.stop(server);
    return figure;
  }

  @Override
  public Init<Integer> init() {
    return Init.ok(0);
  }

  @Override
  public Next<Integer> handleCast(Integer requests, Integer state) {
    id = GenServer.sendRequest(server, IdleServer.GET);
    return Next.noReply(requests);
  }

  @Override
  public Next<Integer> handleInfo(Info info, Integer left) {
    RequestId<Integer> awaited = id;
    if (awaited == null) {
      throw new IllegalStateException("expected nothing before the first request, got " + info);
    }
    return switch (GenServer.checkResponse(info, awaited)) {
      case Response.Reply<Integer> _ when left == 1 -> {
        done.countDown();
        yield Next.noReply(0);
      }
      case Response.Reply<Integer> _ -> {
        id = GenServer.sendRequest(server, IdleServer.GET);
        yield Next.noReply(left - 1);
      }
      case Response.Error<Integer> error -> throw new IllegalStateException("expected a reply, got " + error);
      case Response.NoReply<Integer> _ -> Next.noReply(left);
    };
  }
}
