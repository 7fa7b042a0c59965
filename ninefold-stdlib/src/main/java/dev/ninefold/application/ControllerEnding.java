package dev.ninefold.application;

import dev.ninefold.application.ApplicationReports.GaveUp;
import dev.ninefold.application.ApplicationReports.ShutdownErrorReport;
import dev.ninefold.application.ApplicationReports.TerminationReport;
import dev.ninefold.application.ControllerState.Current;
import dev.ninefold.application.ControllerState.Ending;
import dev.ninefold.application.ControllerState.Running;
import dev.ninefold.application.ControllerState.Starting;
import dev.ninefold.gen.From;
import dev.ninefold.genserver.Next;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessKilledError;
import dev.ninefold.process.Ref;
import dev.ninefold.process.TimerRef;
import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The part of the controller that stops all applications, one after the other, what was started last first. */
final class ControllerEnding {

  /** The message by which the controller goes on with the next application. */
  record Go() {}

  /** The message of the timer that limits the stop of one application. */
  record TimeIsOver(Ref ref) {}

  private final NodeApplications applications;

  ControllerEnding(NodeApplications applications) {
    this.applications = applications;
  }

  /** Begins to stop everything. Whoever waits for a start is told that nothing starts any more. */
  ControllerState begin(Termination why, List<From> requesters, ControllerState state) {
    return begin(why, List.of(), requesters, state);
  }

  /** The same when it is known which supervisors gave up. */
  ControllerState begin(Termination why, List<GaveUp> gaveUp, List<From> requesters, ControllerState state) {
    if (!(why instanceof Termination.Shutdown)) {
      // This is what is looked for in a log first, so it stands behind what has led to it.
      applications.node().reports().flush();
      applications.node().report(new TerminationReport(why, gaveUp));
    }
    callShutdownFunction(why);
    state.starting().values().forEach(ControllerEnding::abandon);
    List<Pid> masters =
        state.running().stream().map(Running::processes).flatMap(Optional::stream).map(p -> p.master()).toList();
    Ending ending = new Ending(why, requesters, Optional.empty(), masters);
    Process.send(Process.self(), new Go());
    return state.withEnding(ending);
  }

  /** Who waits for the start is told by the end of its process, and what has started so far is killed by its master. */
  private static void abandon(Starting starting) {
    starting.start().end(ApplicationResult.failed(new ApplicationError.Terminating()));
    Process.unlink(starting.start().process());
    Process.exit(starting.start().process(), ExitReason.KILL);
    starting.early().forEach(from -> from.reply(ApplicationResult.failed(new ApplicationError.Terminating())));
  }

  /** Something has ended; if it was the application that is being stopped, goes on with the next one. */
  Next<ControllerState> down(Info.Down down, ControllerState state) {
    Optional<Current> current = state.ending().flatMap(Ending::current).filter(c -> c.ref().equals(down.ref()));
    if (current.isEmpty()) {
      return Next.noReply(state);
    }
    current.get().timer().ifPresent(Process::cancelTimer);
    ended(current.get().master());
    return goOn(state);
  }

  /** Asks the next application to stop; if there is none any more, ends the controller. */
  Next<ControllerState> goOn(ControllerState state) {
    Ending ending = state.ending().orElseThrow();
    if (ending.masters().isEmpty()) {
      return finish(ending, state);
    }
    List<Pid> rest = ending.masters().subList(1, ending.masters().size());
    return Next.noReply(
        state.withEnding(new Ending(ending.why(), ending.requesters(), Optional.of(stop(ending.masters().getFirst())), rest)));
  }

  private Current stop(Pid master) {
    Ref ref = Process.monitor(master);
    Process.unlink(master);
    // Before the signal: who sees the application asked to stop may rely on its time running.
    Optional<TimerRef> timer = Optional.ofNullable(applications.env("kernel").get("shutdown_timeout"))
        .filter(Duration.class::isInstance)
        .map(timeout -> Process.sendAfter((Duration) timeout, Process.self(), new TimeIsOver(ref)));
    Process.exit(master, ExitReason.SHUTDOWN);
    return new Current(master, ref, timer);
  }

  void timeIsOver(TimeIsOver over, ControllerState state) {
    state.ending()
        .flatMap(Ending::current)
        .filter(current -> current.ref().equals(over.ref()))
        .ifPresent(current -> Process.exit(current.master(), ExitReason.KILL));
  }

  private void ended(Pid master) {
    applications.killMembers(master, master);
    applications.removeMaster(master);
  }

  private Next<ControllerState> finish(Ending ending, ControllerState state) {
    applications.masters().keySet().forEach(master -> {
      Process.unlink(master);
      Process.exit(master, ExitReason.KILL);
      ended(master);
    });
    applications.loaded().forEach(spec -> applications.removeTop(spec.name()));
    ending.requesters().forEach(from -> from.reply(ending.why()));
    state.waiting().forEach(waiting -> waiting.from().reply(Optional.of(ending.why())));
    applications.terminationHandlers().forEach(handler -> tell(handler, "on_termination", ending.why()));
    return Next.stop(ExitReason.shutdown(ending.why()), state.withEnding(ending));
  }

  private void callShutdownFunction(Termination why) {
    if (applications.env("kernel").get("shutdown_func") instanceof Consumer<?> function) {
      @SuppressWarnings("unchecked") // Documented as a consumer of a Termination.
      Consumer<Termination> consumer = (Consumer<Termination>) function;
      tell(consumer, "shutdown_func", why);
    }
  }

  private void tell(Consumer<Termination> handler, String callback, Termination why) {
    try {
      handler.accept(why);
    } catch (ProcessKilledError e) {
      throw e;
    } catch (Throwable e) {
      // An error too: the controller lives on to tell the others, among them who ends the JVM with a status.
      applications.node()
          .report(new ShutdownErrorReport("kernel", handler.getClass().getName(), callback, why, ExitReason.crashed(e)));
    }
  }
}
