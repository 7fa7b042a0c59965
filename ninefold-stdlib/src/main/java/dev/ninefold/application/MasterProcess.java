package dev.ninefold.application;

import dev.ninefold.application.Application.StartType;
import dev.ninefold.application.StarterProcess.Answer;
import dev.ninefold.process.EventProcess;
import dev.ninefold.process.EventProcess.StartOutcome;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.InitialCall;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.util.Optional;
import java.util.function.Consumer;

/** The master of a running application: the group leader of all its processes, by which they are known. */
final class MasterProcess implements Process.Body {

  /*
   * Follows application_master.erl: the master never runs user code; that is done by a StarterProcess, which is linked to it and to the
   * top process. The master ends with the reason for which the application ends; who waits for a stop waits for its death.
   */

  /** Asks the starter to end the application. */
  record Terminate(Pid master) {}

  /** Asks the master to stop the application; it answers by ending. */
  record Stop() {}

  private static final Object MAX_TIME = new Object();

  /** What the master tells its starter. */
  record Running(Pid top, Application module) {}

  private final NodeApplications applications;
  private final ApplicationSpec spec;
  private final ApplicationSpec.Module definition;
  private final Pid controller;
  private final Pid parent;
  private final Consumer<Object> acknowledge;

  private MasterProcess(
      NodeApplications applications, ApplicationSpec spec, ApplicationSpec.Module definition, Pid controller, Pid parent,
      Consumer<Object> acknowledge) {
    this.applications = applications;
    this.spec = spec;
    this.definition = definition;
    this.controller = controller;
    this.parent = parent;
    this.acknowledge = acknowledge;
  }

  /** Starts the application and waits until it runs. To be called by a process that traps exits. */
  static StartOutcome start(
      NodeApplications applications, ApplicationSpec spec, ApplicationSpec.Module definition, Pid controller) {
    Pid self = Process.self();
    SpawnOptions options = NodeApplications.INTERNAL_LINKED.withInitialCall(new InitialCall("application_master", "init", 4));
    return EventProcess.startPlain(options,
        acknowledge -> new MasterProcess(applications, spec, definition, controller, self, acknowledge), Timeout.INFINITY,
        Optional.empty());
  }

  @Override
  public void run() throws Exception {
    Process.trapExit(true);
    Process.link(controller);
    Pid self = Process.self();
    Process.groupLeader(self, self);
    applications.setMaster(self, spec.name());
    Pid starter = Process.spawn(
        NodeApplications.INTERNAL_LINKED, new StarterProcess(applications, spec, definition, StartType.NORMAL, self));
    Answer.Running running = EventProcess.waitingFor(starter, () -> awaitStart(starter));
    if (!Timeout.isInfinite(spec.maxT())) {
      Process.sendAfter(spec.maxT(), self, MAX_TIME);
    }
    Process.unlink(parent);
    acknowledge.accept(new Running(running.top(), running.module()));
    loop(starter);
  }

  private Answer.Running awaitStart(Pid starter) {
    while (true) {
      switch (Process.receive()) {
        case Answer.Running running when running.starter().equals(starter) -> {
          return running;
        }
        case Answer.Failed failed when failed.starter().equals(starter) ->
          throw withCause(fail(new ExitReason.Other(failed.error())), failed.thrown());
        case Info.Exit(Pid from, ExitReason reason) when from.equals(starter) -> throw fail(reason);
        // Killed, so nobody will ever know of this application: OTP's would run on, and a second one could be started beside it.
        case Info.Exit(Pid from, var _) when from.equals(parent) -> throw fail(ExitReason.SHUTDOWN);
        default -> {}
      }
    }
  }

  /** The crash report of the master is where the user finds the place in the callback that has failed. */
  private static ExitException withCause(ExitException exit, Optional<Throwable> thrown) {
    thrown.ifPresent(cause -> {
      exit.setStackTrace(new StackTraceElement[0]);
      exit.initCause(cause);
    });
    return exit;
  }

  private ExitException fail(ExitReason reason) {
    applications.killMembers(Process.self(), Process.self());
    return new ExitException(reason);
  }

  private void loop(Pid starter) throws Exception {
    while (true) {
      Object message = Process.receive();
      if (message == MAX_TIME || message instanceof Stop) {
        throw terminate(ExitReason.NORMAL, starter);
      }
      if (message instanceof Info.Exit(Pid from, ExitReason reason)) {
        if (from.equals(starter)) {
          throw fail(reason);
        }
        if (from.equals(controller)) {
          throw terminate(reason, starter);
        }
      }
    }
  }

  private ExitException terminate(ExitReason reason, Pid starter) throws Exception {
    // The waits of a stop are published before it is asked for: who calls one of those that wait, because it stops, finds the cycle.
    EventProcess.waitingFor(starter, () -> {
      Process.send(starter, new Terminate(Process.self()));
      return Process.receive(Info.Exit.class, exit -> exit.from().equals(starter));
    });
    return fail(reason);
  }
}
