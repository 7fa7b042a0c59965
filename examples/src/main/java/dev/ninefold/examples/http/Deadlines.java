package dev.ninefold.examples.http;

import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.process.Info;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.TimerRef;
import dev.ninefold.term.ExitReason;
import java.time.Duration;

/** Ends processes that are not done in time: who reads from a socket, or writes to it, hears no timer of its own. */
final class Deadlines implements GenServer<Deadlines.NoState, Request<?>, Void> {

  private static final Name NAME = Name.local("http_deadlines");

  /** Why such a process ends: nobody's mistake, so nothing is reported. */
  static final ExitReason TOO_LATE = new ExitReason.ShutdownWith("too_late");

  /** It needs none. */
  record NoState() {}

  private record Passed(Pid process) {}

  /** The deadline of one process. */
  record Deadline(TimerRef timer) {

    /** The own process is to be done within that time. */
    static Deadline in(Duration time) {
      return new Deadline(Process.sendAfter(time, NAME, new Passed(Process.self())));
    }

    /** It is done; if that was too late, it ends here. */
    void met() {
      if (Process.cancelTimer(timer).isEmpty()) {
        throw Process.exit(TOO_LATE);
      }
    }
  }

  static StartResult<ServerRef<Request<?>, Void>> startLink() {
    return GenServer.startLink(Deadlines::new, StartOptions.DEFAULT.withName(NAME));
  }

  @Override
  public Init<NoState> init() {
    return Init.ok(new NoState());
  }

  /** The signal acts at once, whatever the process is blocked in; its thread is interrupted, and that closes the socket. */
  @Override
  public Next<NoState> handleInfo(Info info, NoState state) {
    if (info instanceof Info.Message(Passed(Pid process))) {
      Process.exit(process, TOO_LATE);
    }
    return Next.noReply(state);
  }
}
