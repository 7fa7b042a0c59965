package dev.ninefold.gen;

import dev.ninefold.debug.Debug;
import dev.ninefold.debug.DebugRequest;
import dev.ninefold.debug.EventFormat;
import dev.ninefold.debug.SystemEvent;
import dev.ninefold.process.EventBody;
import dev.ninefold.process.EventProcess;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ReplyPlace;
import dev.ninefold.process.SimulatedCrashException;
import dev.ninefold.process.ThrownException;
import dev.ninefold.term.ExitReason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What every behaviour is as a process: it registers its name and tells its starter, answers {@code sys}, and ends when its parent
 * does. For behaviours.
 */
public abstract class Behaviour implements EventBody {

  /** The start that is under way; let go of when it is done. */
  private @Nullable Starting starting;

  private final @Nullable Name name;
  private @Nullable Pid parent;
  private @Nullable Pid self;
  private boolean suspended;
  /** How many callbacks there are until a simulation makes one crash, that one included; 0 if none is to. */
  private int untilCrash;
  private @Nullable Predicate<Object> admitted;

  /** What observes the process; null if nothing does, so that a message costs one look at a field. */
  private @Nullable Debug debug;

  protected Behaviour(Starting starting) {
    this.starting = starting;
    this.name = starting.name().orElse(null);
  }

  // ---- what a behaviour defines

  /** Runs init; calls {@link #started} when it went well, or one of the methods that refuse. */
  protected abstract void initialise() throws Exception;

  /** Handles a message that is neither a system message nor the parent's exit. */
  protected abstract void dispatch(Object message) throws Exception;

  /** The process is to end: terminate, report, and throw an {@link ExitException}. */
  protected abstract void terminate(ExitReason reason, Object lastMessage) throws Exception;

  /** A system message was handled and is about to be answered: timers may have to start anew. */
  protected void beforeSystemReply() {}

  /** A system message was handled and answered: what was waited for may have to be done now. */
  protected abstract void afterSystemMessage() throws Exception;

  /** The state, as {@code sys:get_state} shows it. */
  protected abstract Object systemGetState() throws Exception;

  /** Another state; throws without changing anything if it does not fit. */
  protected abstract Object systemReplaceState(UnaryOperator<Object> function) throws Exception;

  /** The state through formatStatus. */
  protected abstract Object formattedState();

  /** State and logged events through formatStatus. */
  protected Status formattedStatus() {
    return new Status(formattedState(), Optional.empty(), Optional.empty(), log());
  }

  /** Takes over the state for a new version of the module. */
  protected abstract void systemCodeChange(Object module, Object oldVersion, Object extra) throws Exception;

  /** How its events are printed; by default those of a gen_server. */
  protected EventFormat eventFormat() {
    return ServerEvents::format;
  }

  /** The behaviour, for example {@code gen_server}. */
  protected abstract String behaviourName();

  /** The class of the callbacks. */
  protected abstract Class<?> module();

  // ---- the process

  @Override
  public final void start() throws Exception {
    Starting start = starting();
    self = Process.self();
    parent = start.parent() == null ? self : start.parent();
    if (name != null && !Gen.register(name)) {
      refuse(Gen.alreadyStarted(Process.whereis(name)), ExitReason.NORMAL);
    }
    observe(start);
    try {
      initialise();
    } catch (Throwable e) {
      closeDebug();
      throw e;
    }
  }

  @Override
  public final void handle(Object message) throws Exception {
    try {
      handleNext(message);
    } catch (Throwable e) {
      closeDebug();
      throw e;
    }
  }

  private void handleNext(Object message) throws Exception {
    if (message instanceof ReplyPlace place && place.request() instanceof SystemRequest request) {
      handleSystem(place, request);
    } else if (message instanceof Info.Exit(Pid from, ExitReason reason) && from == parent) {
      terminate(reason, message);
    } else {
      dispatch(message);
    }
  }

  /**
   * Runs the behaviour on the thread of the own process, a plain one, until it ends: OTP's {@code enter_loop}. Never returns.
   *
   * @param first what to do before any message
   */
  protected final ExitException enterLoop(Callable<?> first) throws Exception {
    self = Process.self();
    EventProcess.enter(this);
    Starting start = starting();
    parent = start.parent();
    starting = null;
    observe(start);
    first.call();
    while (true) {
      handle(suspended ? Process.receive(Object.class, this::isForSuspended) : Process.receive());
    }
  }

  /** The init went well: the starter goes on. */
  protected final void started() {
    Starting start = starting();
    starting = null;
    start.acknowledge();
  }

  /** The init did not go well: once the process is dead, the starter gets the result. Never returns. */
  protected final void refuse(StartResult<Pid> result, ExitReason reason) {
    starting().refuse(result);
    throw ExitException.withoutStack(reason);
  }

  /**
   * From now on only these messages are handled, system messages, and those of the parent's exit; the others wait in their order, as they do
   * in a suspended process. For event-driven behaviours.
   */
  protected final void admitOnly(Predicate<Object> messages) {
    admitted = messages;
    applySelection();
  }

  /** From now on all messages are handled. */
  protected final void admitAll() {
    admitted = null;
    applySelection();
  }

  private void applySelection() {
    EventProcess.select(suspended || admitted != null ? this::isForNow : null);
  }

  private boolean isForNow(Object message) {
    Predicate<Object> others = admitted;
    return isForSuspended(message) || (!suspended && (others == null || others.test(message)));
  }

  /** Whether only system messages are handled now. */
  protected final boolean isSuspended() {
    return suspended;
  }

  private Starting starting() {
    Starting start = starting;
    if (start == null) {
      throw new IllegalStateException("the start of the process is over: started() or refuse() is called once, by initialise()");
    }
    return start;
  }

  /** The own pid. */
  protected final Pid self() {
    Pid pid = self;
    if (pid == null) {
      throw new IllegalStateException("the process has not started yet");
    }
    return pid;
  }

  /** Who started it, or itself. */
  protected final Pid parent() {
    Pid pid = parent;
    return pid == null ? self() : pid;
  }

  /** What reports call the process: its name, or the pid. */
  protected final Object reportName() {
    return name == null ? self() : bareName(name);
  }

  private static Object bareName(Name name) {
    return switch (name) {
      case Name.Local(String local) -> local;
      case Name.OnNode(String local, String _) -> local;
      case Name.Global(Object term) -> term;
      case Name.Via(var _, Object term) -> term;
    };
  }

  // ---- simulated crashes

  @Override
  public final void crashAfter(int callbacks) {
    untilCrash = callbacks + 1;
  }

  /** Called before each callback that handles a message: whether a simulation wants it to throw a {@link SimulatedCrashException}. */
  protected final boolean isToCrash() {
    return untilCrash > 0 && --untilCrash == 0;
  }

  /** The same for whoever catches what the callback throws. */
  protected final void crashIfTold() {
    if (isToCrash()) {
      throw new SimulatedCrashException();
    }
  }

  // ---- debugging

  private void observe(Starting start) {
    if (!start.debug().isEmpty()) {
      observe(Debug.of(reportName(), start.debug()));
    }
  }

  private void observe(Debug next) {
    debug = next.isOff() ? null : next;
  }

  private void closeDebug() {
    if (debug != null) {
      debug.close();
    }
  }

  /** Whether anything wants to know what happens: only then {@link #debug} is to be called, and the event to be made. */
  protected final boolean isDebugged() {
    return debug != null;
  }

  /** Something happened. */
  protected final void debug(SystemEvent event) {
    Debug now = debug;
    if (now != null) {
      Debug next = now.handle(event, reportName(), eventFormat());
      if (next != now) {
        observe(next);
      }
    }
  }

  /** A message is about to be handled. */
  protected final void debugIn(Object message) {
    if (debug != null) {
      debug(new SystemEvent.In(ServerEvents.shown(message)));
    }
  }

  /** A reply is about to be sent, in a behaviour that is a gen_server in OTP. */
  protected final void debugOut(Object reply, From to, Object state) {
    if (debug != null) {
      debug(new SystemEvent.Out(reply, to, Optional.of(state)));
    }
  }

  /** A message was handled without a reply, in a behaviour that is a gen_server in OTP. */
  protected final void debugNoReply(Object state) {
    if (debug != null) {
      debug(new SystemEvent.NoReply(state));
    }
  }

  /** The logged events, oldest first. */
  protected final List<Object> log() {
    return debug == null ? List.of() : List.copyOf(debug.log());
  }

  private Object answer(DebugRequest request) {
    Debug.Answer answer = (debug == null ? Debug.OFF : debug).answer(request);
    observe(answer.debug());
    return SystemRequest.Failure.orReply(answer);
  }

  // ---- system messages

  private void handleSystem(ReplyPlace place, SystemRequest request) throws Exception {
    Object answer = switch (request) {
      case SystemRequest.Suspend _ -> {
        suspended = true;
        applySelection();
        yield "ok";
      }
      case SystemRequest.Resume _ -> {
        suspended = false;
        applySelection();
        yield "ok";
      }
      case SystemRequest.GetState _ -> SystemRequest.Failure.orResult("system_get_state", this::systemGetState);
      case SystemRequest.ReplaceState(var function) ->
        SystemRequest.Failure.orResult("system_replace_state", () -> systemReplaceState(function));
      case SystemRequest.GetStatus _ -> status();
      case SystemRequest.ChangeCode change -> changeCode(change);
      case SystemRequest.Terminate(ExitReason reason) -> {
        place.reply("ok");
        terminate(reason, List.of());
        yield "ok";
      }
      case SystemRequest.Debug(DebugRequest asked) -> answer(asked);
      case SystemRequest.Unknown(Object unknown) -> new SystemRequest.Failure.UnknownMessage(unknown);
    };
    beforeSystemReply();
    place.reply(answer);
    afterSystemMessage();
  }

  private boolean isForSuspended(Object message) {
    return (message instanceof ReplyPlace place && place.request() instanceof SystemRequest)
        || (message instanceof Info.Exit exit && exit.from() == parent);
  }

  private Object changeCode(SystemRequest.ChangeCode change) {
    if (!suspended) {
      return new SystemRequest.Failure.UnknownMessage(change);
    }
    return SystemRequest.Failure.orResult("code_change", () -> {
      systemCodeChange(change.module(), change.oldVersion(), change.extra());
      return "ok";
    });
  }

  private SystemStatus status() {
    Status formatted = formattedStatus();
    return new SystemStatus(
        self(), behaviourName(), module().getName(), Process.dictionary(), suspended, parent(), reportName(), formatted.log(),
        formatted.state());
  }

  /** The exit reason that an exception from a callback stands for. */
  public static ExitReason reasonOf(Throwable thrown) {
    return switch (thrown) {
      case ExitException exit -> exit.reason();
      case ThrownException value -> ExitReason.of(value.value());
      case Throwable other -> new ExitReason.Crashed(other);
    };
  }
}
