package dev.ninefold.examples.presence;

import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.genserver.Then;
import dev.ninefold.process.Info;
import dev.ninefold.process.MailboxLimit;
import dev.ninefold.process.MailboxLimit.WhenFull;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** A browser's tab. Its name is here as long as this process lives, and the process lives as long as the socket. The state is what the page shows. */
final class Tab implements GenServer<List<String>, Request<?>, Void> {

  /** The page, as this process sees it. */
  interface Page {
    /** Shows these names. Returns whether the socket has taken them. */
    boolean show(List<String> names);

    /** Asks the browser whether it is still there. Returns whether the socket has taken that. */
    boolean ping();

    /** Says good-bye, and closes the socket. */
    void close(int code, String reason);
  }

  static final int GOING_AWAY = 1001;

  /** Each change is told with the whole list, so a browser that is slow may miss any but the latest. */
  private static final MailboxLimit LATEST = new MailboxLimit(16, WhenFull.DROP_OLDEST);

  private record Ping() {}

  private final String name;
  private final Page page;
  private final Duration pingEvery;

  private Tab(String name, Page page, Duration pingEvery) {
    this.name = name;
    this.page = page;
    this.pingEvery = pingEvery;
  }

  static StartResult<ServerRef<Request<?>, Void>> startLink(String name, Page page, Duration pingEvery) {
    return GenServer.startLink(() -> new Tab(name, page, pingEvery), StartOptions.DEFAULT.withLabel(name).withMailbox(LATEST));
  }

  @Override
  public Init<List<String>> init() {
    Process.trapExit(true);
    List<String> names = Presence.subscribe(name);
    pingLater();
    return Init.ok(names, Then.continueWith("show"));
  }

  @Override
  public Next<List<String>> handleContinue(Object term, List<String> names) throws Exception {
    return show(names);
  }

  @Override
  public Next<List<String>> handleInfo(Info info, List<String> names) throws Exception {
    return switch (info) {
      case Info.Message(Presence.Changed(List<String> changed)) -> show(changed);
      case Info.Message(Ping()) -> {
        pingLater();
        yield written(page::ping, names);
      }
      // The socket is closed.
      case Info.Exit _ -> Next.stop(ExitReason.NORMAL, names);
      default -> GenServer.super.handleInfo(info, names);
    };
  }

  @Override
  public void terminate(ExitReason reason, List<String> names) throws Exception {
    if (reason != ExitReason.NORMAL) {
      Process.blocking(() -> {
        page.close(GOING_AWAY, "the server stops");
        return page;
      });
    }
  }

  private Next<List<String>> show(List<String> names) throws Exception {
    return written(() -> page.show(names), names);
  }

  /** To stand for somebody who can be told nothing is of no use. */
  private static Next<List<String>> written(Callable<Boolean> how, List<String> names) throws Exception {
    return Process.blocking(how) ? Next.noReply(names) : Next.stop(ExitReason.NORMAL, names);
  }

  private void pingLater() {
    Process.sendAfter(pingEvery, Process.self(), new Ping());
  }
}
