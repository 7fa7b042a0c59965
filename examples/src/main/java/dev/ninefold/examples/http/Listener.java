package dev.ninefold.examples.http;

import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Process;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.proclib.ProcLib;
import dev.ninefold.proclib.Starter;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Consumer;

/** The process that waits for clients, and gives each a process. */
final class Listener {

  private static final SpawnOptions OPTIONS = SpawnOptions.LINKED.withLabel("listener");

  /** As many clients may wait until they are accepted. */
  private static final int BACKLOG = 1024;

  /** When accepting fails, most likely because there are too many open files, some may be closed soon. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private Listener() {}

  /**
   * Starts it; it listens then.
   *
   * @param address where; port 0 is any that is free
   * @param listening told the port
   */
  static StartResult<InetSocketAddress> startLink(
      InetSocketAddress address, Consumer<InetSocketAddress> listening, Handler handler, Limits limits) {
    return ProcLib.start(starter -> {
      try (ServerSocket server = new ServerSocket()) {
        listen(server, address, starter);
        InetSocketAddress local = (InetSocketAddress) server.getLocalSocketAddress();
        listening.accept(local);
        starter.initAck(local);
        while (true) {
          accept(server, handler, limits);
        }
      }
    }, Timeout.INFINITY, OPTIONS);
  }

  private static void listen(ServerSocket server, InetSocketAddress address, Starter<InetSocketAddress> starter) {
    try {
      server.bind(address, BACKLOG);
    } catch (IOException e) {
      ExitReason why = new ExitReason.ShutdownWith("cannot listen on " + address + ": " + e.getMessage());
      throw starter.initFail(StartResult.failed(why), why);
    }
  }

  private static void accept(ServerSocket server, Handler handler, Limits limits) throws IOException {
    Socket socket;
    try {
      socket = server.accept();
    } catch (IOException e) {
      if (server.isClosed()) {
        throw e;
      }
      Process.sleep(PAUSE);
      return;
    }
    Connections.start(socket, handler, limits);
  }
}
