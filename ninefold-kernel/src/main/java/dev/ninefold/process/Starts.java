package dev.ninefold.process;

import dev.ninefold.process.CallException.Call;
import dev.ninefold.process.CallException.ServerExitedException;
import dev.ninefold.process.EventProcess.StartOutcome;
import dev.ninefold.process.EventProcess.Starting;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Synchronous starts: the starter goes on when the process has acknowledged, or is dead. */
final class Starts {

  private Starts() {}

  static StartOutcome start(
      SpawnOptions options, @Nullable Starting<EventBody> event, @Nullable Starting<Process.Body> plain, Duration timeout,
      @Nullable Ref monitor) {
    Timeout.check(timeout);
    ReplyPlace place = new ReplyPlace("start", Current.liveOrNull(), null);
    EventBody eventBody = event == null ? null : event.body(value -> acknowledge(place, value));
    Process.Body plainBody = plain == null ? null : plain.body(value -> acknowledge(place, value));
    Cell child = Spawner.create(options, eventBody, plainBody);
    place.server(child);
    child.defer(place);
    Spawner.bind(options, child, monitor, MonitorOptions.DEFAULT);
    Spawner.launch(child);
    try {
      Optional<Object> value = Calls.await(place, timeout, call(options, child.pid, timeout));
      if (value.isPresent()) {
        return new StartOutcome.Acknowledged(child.pid, value.get());
      }
      giveUp(options, child);
      return new StartOutcome.TimedOut();
    } catch (ServerExitedException e) {
      child.awaitDeath();
      forget(options, child);
      return new StartOutcome.Exited(e.failure());
    } catch (CallException e) {
      giveUp(options, child);
      throw e;
    }
  }

  /** For the error of a start that is given up. The pid of what was started tells nothing, so what it was to run is the request. */
  private static Call call(SpawnOptions options, Pid child, Duration timeout) {
    return new Call("proc_lib:start", child, options.initialCall().<Object>map(call -> call).orElse("a process"), timeout);
  }

  private static void acknowledge(ReplyPlace place, Object value) {
    Cell child = place.server();
    if (child != null) {
      child.forgetDeferred(place);
    }
    place.reply(value);
  }

  /** The link goes first: the end of the child is not to be that of its starter. */
  private static void giveUp(SpawnOptions options, Cell child) {
    forget(options, child);
    Router.exit(child.pid, ExitReason.KILL, child.pid);
    for (int attempt = 0; Router.settle(child); attempt++) {
      SignalQueue.pause(attempt);
    }
    child.awaitDeath();
  }

  /** The starter is not linked any more, and finds no exit message. */
  private static void forget(SpawnOptions options, Cell child) {
    if (options.linked()) {
      Cell self = Current.cell();
      Router.unlink(self, child.pid);
      self.poll(message -> message instanceof Info.Exit exit && exit.from() == child.pid, new Mailbox.Scan());
    }
  }
}
