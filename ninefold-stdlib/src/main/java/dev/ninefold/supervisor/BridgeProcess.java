package dev.ninefold.supervisor;

import dev.ninefold.gen.Behaviour;
import dev.ninefold.gen.From;
import dev.ninefold.gen.Gen;
import dev.ninefold.gen.Gen.Flavour;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.gen.Starting;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.InitialCall;
import dev.ninefold.process.Name;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessKilledError;
import dev.ninefold.process.ReplyPlace;
import dev.ninefold.process.ThrownException;
import dev.ninefold.report.Level;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.supervisor.SupervisorError.Refusal;
import dev.ninefold.term.ExitReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Runs a {@link SupervisorBridge} as a process. */
final class BridgeProcess<S> extends Behaviour {

  /* Follows supervisor_bridge.erl. */

  static final String INITIAL_CALL = "supervisor_bridge";

  private final SupervisorBridge<S> module;
  private final Optional<Name> name;
  private @Nullable S state;
  private @Nullable Pid pid;
  private @Nullable SupervisorReports reports;

  private BridgeProcess(Starting starting, SupervisorBridge<S> module) {
    super(starting);
    this.name = starting.name();
    this.module = module;
  }

  static <S> StartResult<SupervisorRef> startLink(Supplier<? extends SupervisorBridge<S>> supplier, StartOptions options) {
    Objects.requireNonNull(supplier, "module: expected what makes the bridge, for example Bridge::new, got null");
    Objects.requireNonNull(options, "options: expected start options, for example StartOptions.DEFAULT, got null");
    SupervisorBridge<S> module = Objects.requireNonNull(supplier.get(), "module: the supplier returned null");
    InitialCall initialCall = new InitialCall(INITIAL_CALL, module.getClass().getName(), 1);
    StartResult<Pid> result =
        Gen.start(Flavour.LINKED, null, options.withoutDefaultMailbox(), initialCall,
            starting -> new BridgeProcess<>(starting, module));
    return switch (result) {
      case StartResult.Ok<Pid> ok -> StartResult.ok(ok.pid(), SupervisorRef.of(ok.pid()));
      case StartResult.Ignore<Pid> _ -> new StartResult.Ignore<>();
      case StartResult.Failed<Pid>(ExitReason reason) -> StartResult.failed(reason);
    };
  }

  @Override
  protected void initialise() throws Exception {
    Process.trapExit(true);
    reports = new SupervisorReports(name, self(), module.getClass());
    Object returned;
    try {
      returned = module.init();
    } catch (ProcessKilledError e) {
      throw e;
    } catch (ThrownException e) {
      returned = e.value();
    } catch (Throwable e) {
      CrashReport.reportIfAbnormal(e);
      throw new ExitException(reasonOf(e));
    }
    switch (returned) {
      case SupervisorBridge.Init.Ok<?> ok when ok.pid() != null -> run(ok);
      case SupervisorBridge.Init.Ignore<?> _ -> refuse(new StartResult.Ignore<>(), ExitReason.NORMAL);
      case SupervisorBridge.Init.Failed<?> failed when failed.reason() != null -> fail(failed.reason());
      case null, default ->
        fail(new SupervisorError.BadReturn(module.getClass().getName(), Objects.toString(returned)).asReason());
    }
  }

  private void fail(ExitReason reason) {
    CrashReport.reportIfAbnormal(reason);
    refuse(StartResult.failed(reason), reason);
  }

  @SuppressWarnings("unchecked") // what init of this module returned
  private void run(SupervisorBridge.Init.Ok<?> ok) {
    Process.link(ok.pid());
    pid = ok.pid();
    state = (S) ok.state();
    Map<String, Object> started = new LinkedHashMap<>();
    started.put("pid", ok.pid());
    started.put("mfa", "{" + module.getClass().getName() + ", init}");
    Objects.requireNonNull(reports).progress(() -> started, Level.INFO);
    started();
  }

  @Override
  protected void dispatch(Object message) throws Exception {
    debugIn(message);
    switch (message) {
      case ReplyPlace place -> asked(place.request(), Gen.from(place));
      case Gen.AsyncRequest async -> asked(async.request(), Gen.from(async));
      case Info.Exit(Pid from, ExitReason reason) when from == pid -> {
        if (!reason.isSilent()) {
          Map<String, Object> offender = new LinkedHashMap<>();
          offender.put("pid", from);
          offender.put("mod", module.getClass().getName());
          Objects.requireNonNull(reports).error("child_terminated", reason, () -> offender);
        }
        pid = null;
        throw end(reason, message);
      }
      case Object _ -> debugNoReply(state());
    }
  }

  private void asked(Object request, From from) {
    switch (request) {
      case SupervisorRequest.WhichChildren _ -> reply(from, List.of());
      case SupervisorRequest.StartChild _, SupervisorRequest.RestartChild _ ->
        reply(from, StartResult.failed(Refusal.BADCALL.asReason()));
      case SupervisorRequest.TerminateChild _, SupervisorRequest.DeleteChild _ ->
        reply(from, new ChildResult.Failed(Refusal.BADCALL));
      case SupervisorRequest<?> _ -> from.refuse(Refusal.BADCALL.asReason());
      case Object _ -> from.refuse(SupervisingProcess.BADCALL);
    }
  }

  private void reply(From from, Object answer) {
    debugOut(answer, from, state());
    from.reply(answer);
  }

  @Override
  protected void terminate(ExitReason why, Object lastMessage) throws Exception {
    ExitReason reason = why;
    if (pid != null) {
      try {
        module.terminate(why, state());
      } catch (ProcessKilledError e) {
        throw e;
      } catch (ThrownException _) {
        // As if it had returned.
      } catch (Throwable e) {
        reason = reasonOf(e);
      }
    }
    throw end(reason, lastMessage);
  }

  private ExitException end(ExitReason reason, Object lastMessage) {
    if (!reason.isSilent()) {
      Node.current().report(TerminateReport.genServer(reportName(), lastMessage, state(), reason).withLog(log()));
      CrashReport.reportIfAbnormal(reason);
    }
    return new ExitException(reason);
  }

  @Override
  protected void afterSystemMessage() {
    // No timeouts here.
  }

  @Override
  protected Object systemGetState() {
    return state();
  }

  @Override
  @SuppressWarnings("unchecked") // who replaces the state knows what the bridge keeps
  protected Object systemReplaceState(UnaryOperator<Object> function) {
    S replaced = (S) Objects.requireNonNull(function.apply(state()), "the function returned null");
    state = replaced;
    return replaced;
  }

  @Override
  protected Object formattedState() {
    return state();
  }

  @Override
  protected void systemCodeChange(Object newModule, Object oldVersion, Object extra) {
    // OTP's keeps the state, too.
  }

  @Override
  protected String behaviourName() {
    return INITIAL_CALL;
  }

  @Override
  protected Class<?> module() {
    return module.getClass();
  }

  private S state() {
    return Objects.requireNonNull(state, "set by init");
  }
}
