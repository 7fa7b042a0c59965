package dev.ninefold.application;

import dev.ninefold.application.Application.StartType;
import dev.ninefold.application.Application.Started;
import dev.ninefold.application.ApplicationError.Exit;
import dev.ninefold.application.ApplicationError.Invocation;
import dev.ninefold.application.ApplicationReports.ShutdownErrorReport;
import dev.ninefold.application.ControllerEngine.PhaseCall;
import dev.ninefold.application.MasterProcess.Terminate;
import dev.ninefold.gen.BadReturnValue;
import dev.ninefold.gen.Behaviour;
import dev.ninefold.process.EventProcess;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessKilledError;
import dev.ninefold.process.ThrownException;
import dev.ninefold.term.ExitReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs the callbacks of one start of an application, in a process between its master and its top process. */
final class StarterProcess implements Process.Body {

  /*
   * Follows the process X of application_master.erl. It differs in that a start that failed in a start phase also stops the top process,
   * and that a killed master's application loses its stragglers, too.
   */

  /** What the master is told. */
  sealed interface Answer {
    /** The application runs. */
    record Running(Pid starter, Pid top, Application module) implements Answer {}

    /** It does not; with what a callback threw. */
    record Failed(Pid starter, ApplicationError error, Optional<Throwable> thrown) implements Answer {}

    /** Who tells. */
    Pid starter();
  }

  private final NodeApplications applications;
  private final ApplicationSpec spec;
  private final ApplicationSpec.Module definition;
  private final StartType type;
  private final Pid master;

  StarterProcess(
      NodeApplications applications, ApplicationSpec spec, ApplicationSpec.Module definition, StartType type, Pid master) {
    this.applications = applications;
    this.spec = spec;
    this.definition = definition;
    this.type = type;
    this.master = master;
  }

  @Override
  public void run() throws Exception {
    Process.trapExit(true);
    Pid self = Process.self();
    @Nullable Application module = null;
    Started.Ok started;
    try {
      module = definition.supplier().get();
      started = check(module, module.start(type, definition.args()));
      Process.link(started.pid());
      runPhases(module, started.pid());
    } catch (ProcessKilledError e) {
      throw e;
    } catch (Refusal e) {
      Process.send(master, new Answer.Failed(self, e.error, Optional.ofNullable(e.getCause())));
      return;
    } catch (Throwable e) {
      Process.send(master, new Answer.Failed(self, failure(module, e), Optional.of(e)));
      return;
    }
    Process.send(master, new Answer.Running(self, started.pid(), module));
    loop(module, started);
  }

  // ---- start

  /** What the start has come to instead; unlike any exception of the user's. */
  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient ApplicationError error;

    Refusal(ApplicationError error, @Nullable Throwable thrown) {
      super(thrown);
      this.error = error;
    }
  }

  private Started.Ok check(Application module, @Nullable Started returned) {
    return switch (returned) {
      case Started.Ok ok -> ok;
      case Started.Error(Object reason) ->
        throw new Refusal(new ApplicationError.StartFailed(reason, startCall(module)), null);
      case null -> throw badReturn(module, "null");
      case Started.Ignore ignore -> throw badReturn(module, ignore);
    };
  }

  private Refusal badReturn(Application module, Object value) {
    return new Refusal(new ApplicationError.BadReturn(startCall(module), value), null);
  }

  private ApplicationError failure(@Nullable Application module, Throwable thrown) {
    Invocation call = startCall(module);
    if (thrown instanceof ThrownException value) {
      return new ApplicationError.BadReturn(call, value.value());
    }
    Exit exit = new Exit(Behaviour.reasonOf(thrown));
    return exit.reason().equals(ExitReason.NORMAL) ? new ApplicationError.StartFailed(exit, call)
        : new ApplicationError.BadReturn(call, exit);
  }

  private Invocation startCall(@Nullable Application module) {
    String name = module == null ? spec.name() : module.getClass().getName();
    return new Invocation(name, "start", List.of(type, definition.args()));
  }

  private void runPhases(Application module, Pid top) throws Exception {
    Map<String, Application> modules = new HashMap<>();
    modules.put(spec.name(), module);
    try {
      for (PhaseCall call : phases()) {
        Application callee = modules.computeIfAbsent(call.application(), this::moduleOf);
        runPhase(callee, call.phase());
      }
    } catch (Refusal e) {
      endAndWait(top, ExitReason.SHUTDOWN);
      throw e;
    }
  }

  private List<PhaseCall> phases() {
    try {
      return ControllerEngine.phases(spec, this::included);
    } catch (ApplicationException e) {
      throw new Refusal(e.error(), null);
    }
  }

  private void runPhase(Application module, ApplicationSpec.Phase phase) {
    try {
      module.startPhase(phase.name(), type, phase.args());
    } catch (ProcessKilledError e) {
      throw e;
    } catch (Throwable e) {
      Invocation call = new Invocation(module.getClass().getName(), "start_phase", List.of(phase.name(), type, phase.args()));
      throw new Refusal(e instanceof ThrownException value ? new ApplicationError.StartFailed(value.value(), call)
          : new ApplicationError.BadPhaseReturn(call, new Exit(Behaviour.reasonOf(e))), e);
    }
  }

  private ApplicationSpec included(String name) {
    return applications.spec(name).orElseThrow(() -> new ApplicationException(new ApplicationError.NotLoaded(name)));
  }

  private Application moduleOf(String name) {
    return applications.spec(name)
        .orElseThrow(() -> new Refusal(new ApplicationError.NotLoaded(name), null))
        .module()
        .orElseThrow(() -> new Refusal(new ApplicationError.StartPhasesUndefined(name), null))
        .supplier()
        .get();
  }

  // ---- running and ending

  private void loop(Application module, Started.Ok started) throws Exception {
    Pid top = started.pid();
    while (true) {
      switch (Process.receive()) {
        case Terminate(Pid from) when from.equals(master) -> {
          end(module, started, ExitReason.SHUTDOWN);
          return;
        }
        case Info.Exit(Pid from, ExitReason reason) when from.equals(master) -> {
          end(module, started, reason);
          applications.killMembers(master, Process.self());
          throw new ExitException(reason);
        }
        case Info.Exit(Pid from, ExitReason reason) when from.equals(top) -> {
          stop(module, prepareStop(module, started.state()));
          throw new ExitException(reason);
        }
        default -> {}
      }
    }
  }

  private void end(Application module, Started.Ok started, ExitReason reason) throws Exception {
    Object state = prepareStop(module, started.state());
    endAndWait(started.pid(), reason);
    stop(module, state);
  }

  private static void endAndWait(Pid top, ExitReason reason) throws Exception {
    EventProcess.waitingFor(top, () -> {
      Process.exit(top, reason);
      return Process.receive(Info.Exit.class, exit -> exit.from().equals(top));
    });
  }

  private Object prepareStop(Application module, Object state) {
    try {
      @Nullable Object prepared = module.prepStop(state);
      if (prepared == null) {
        report(module, "prep_stop", state, new ExitReason.Other(new BadReturnValue("null")));
        return state;
      }
      return prepared;
    } catch (ProcessKilledError e) {
      throw e;
    } catch (ThrownException e) {
      return e.value();
    } catch (Throwable e) {
      report(module, "prep_stop", state, Behaviour.reasonOf(e));
      return state;
    }
  }

  private void stop(Application module, Object state) {
    try {
      module.stop(state);
    } catch (ProcessKilledError e) {
      throw e;
    } catch (ThrownException _) {
      // As if it had returned, and what it returns does not matter.
    } catch (Throwable e) {
      report(module, "stop", state, Behaviour.reasonOf(e));
    }
  }

  private void report(Application module, String callback, Object state, ExitReason reason) {
    applications.node().report(new ShutdownErrorReport(spec.name(), module.getClass().getName(), callback, state, reason));
  }
}
