package dev.ninefold.gen;

import dev.ninefold.process.EventBody;
import dev.ninefold.process.EventProcess;
import dev.ninefold.process.EventProcess.StartOutcome;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Global;
import dev.ninefold.process.InitialCall;
import dev.ninefold.process.Name;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Process.DemonitorOption;
import dev.ninefold.process.ProcessInfo;
import dev.ninefold.process.Ref;
import dev.ninefold.process.Registrar;
import dev.ninefold.process.ReplyPlace;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.term.ExitReason;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What all behaviours share in starting: OTP's {@code gen}. For behaviours. */
public final class Gen {

  private Gen() {}

  /** How a start binds the new process to its starter. */
  public enum Flavour {
    /** Not at all. */
    PLAIN,
    /** By a link. */
    LINKED,
    /** By a monitor. */
    MONITORED
  }

  /**
   * Starts a behaviour and waits until its init is done.
   *
   * @param monitor the reference of the monitor, of a monitored start
   * @param initialCall what reports call it
   * @param body makes what the process runs
   */
  public static StartResult<Pid> start(
      Flavour flavour, @Nullable Ref monitor, StartOptions options, InitialCall initialCall,
      Function<Starting, EventBody> body) {
    Node node = options.node().orElseGet(Node::current);
    Optional<Pid> holder = options.name().flatMap(node::whereis);
    if (holder.isPresent()) {
      return alreadyStarted(holder);
    }
    Pid parent = flavour == Flavour.PLAIN ? null : Process.self();
    AtomicReference<Starting> starting = new AtomicReference<>();
    SpawnOptions spawn =
        new SpawnOptions(flavour == Flavour.LINKED, false, options.label(), Optional.of(initialCall), options.node(),
            options.mailbox(), options.longMessageQueue());
    StartOutcome outcome = EventProcess.start(spawn, acknowledge -> {
      Starting mine = new Starting(options.name(), options.debug(), parent, acknowledge);
      starting.set(mine);
      return body.apply(mine);
    }, options.timeout(), Optional.ofNullable(monitor));
    StartResult<Pid> result = switch (outcome) {
      case StartOutcome.Acknowledged(Pid pid, Object _) -> StartResult.ok(pid, pid);
      case StartOutcome.Exited(ExitReason reason) -> refusalOr(starting.get(), reason);
      case StartOutcome.TimedOut _ -> StartResult.failed(StartResult.TIMEOUT);
    };
    if (monitor != null && !(result instanceof StartResult.Ok)) {
      Process.demonitor(monitor, DemonitorOption.FLUSH);
    }
    return result;
  }

  /** The failure of a start under a name that is in use. */
  public static StartResult<Pid> alreadyStarted(Optional<Pid> holder) {
    return StartResult.failed(new ExitReason.Other(new StartResult.AlreadyStarted(holder)));
  }

  /** Registers the own process; returns false if the name is taken. */
  public static boolean register(Name name) {
    Pid self = Process.self();
    return switch (name) {
      case Name.Local(String local) -> registerLocal(local, self);
      case Name.Global(Object term) -> Global.registerName(term, self);
      case Name.Via(var registrar, Object term) -> registrar.registerName(term, self);
      case Name.OnNode _ ->
        throw new IllegalArgumentException("name: a process is registered as local, global or via, got " + name);
    };
  }

  /**
   * The own process, a plain one that proc_lib started, becomes a behaviour.
   *
   * @param options its name, if it has one, its label, and what to observe
   * @param name the name that it must have, which may be said by the options, too
   * @throws IllegalArgumentException if the options say another name than the argument, or what a process that runs cannot become: its
   *     node, the limit of its mailbox
   * @throws ExitException as OTP's {@code enter_loop}: {@code process_was_not_started_by_proc_lib}, {@code process_not_registered},
   *     {@code process_not_registered_globally}, {@code {process_not_registered_via, Registrar}} or
   *     {@code could_not_find_registered_name}
   */
  public static Starting entering(StartOptions options, Optional<Name> name) {
    Pid self = Process.self();
    Optional<Name> required = requiredName(options, name);
    ProcessInfo info =
        Process.info(self).orElseThrow(() -> new IllegalStateException("the own process is alive while it asks"));
    if (info.kind() == ProcessInfo.Kind.EVENT_DRIVEN) {
      throw new IllegalStateException("enter_loop: expected a plain process, got " + self + ", which is a behaviour already");
    }
    if (info.initialCall().isEmpty()) {
      throw exit("process_was_not_started_by_proc_lib");
    }
    required.filter(n -> !Process.whereis(n).equals(Optional.of(self))).ifPresent(n -> {
      throw exit(switch (n) {
        case Name.Local _, Name.OnNode _ -> "process_not_registered";
        case Name.Global _ -> "process_not_registered_globally";
        case Name.Via(Registrar registrar, Object _) -> new NotRegisteredVia(registrar);
      });
    });
    options.label().ifPresent(Process::setLabel);
    return Starting.entered(required, options.debug(), info.ancestors().isEmpty() ? self : ancestor(info.ancestors().getFirst()));
  }

  /**
   * The reason of an enter_loop under a via name that the process does not have: OTP's {@code {process_not_registered_via, Registrar}}.
   *
   * @param registrar the registry that says so
   */
  public record NotRegisteredVia(Registrar registrar) {
    @Override
    public String toString() {
      return "{process_not_registered_via, " + registrar + "}";
    }
  }

  private static Optional<Name> requiredName(StartOptions options, Optional<Name> name) {
    if (options.name().isPresent() && name.isPresent() && !options.name().equals(name)) {
      throw new IllegalArgumentException(
          "name: expected the name of the options, " + options.name().get() + ", or none in one of the two places, got "
              + name.get());
    }
    if (options.node().isPresent() && options.node().get() != Node.current()) {
      throw new IllegalArgumentException("options: expected no node, or " + Node.current()
          + ", where the process runs and stays, got " + options.node().get());
    }
    if (options.mailbox().isPresent()) {
      throw new IllegalArgumentException("options: expected no limit of the mailbox, got " + options.mailbox().get()
          + "; a process that runs has its mailbox: say the limit when it is spawned");
    }
    return name.or(options::name);
  }

  private static Pid ancestor(Object ancestor) {
    return switch (ancestor) {
      case Pid pid -> pid;
      case String name -> Process.whereis(name)
          .or(() -> Global.whereisName(name))
          .orElseThrow(() -> exit("could_not_find_registered_name"));
      case Object other -> throw new IllegalStateException("ancestors are pids and names, got " + other);
    };
  }

  private static ExitException exit(Object reason) {
    return new ExitException(new ExitReason.Other(reason));
  }

  /**
   * A request that came by {@code sendRequest}, as it lies in the mailbox.
   *
   * @param request what is asked
   * @param caller who asks
   * @param alias where the reply goes
   */
  public record AsyncRequest(Request<?> request, Pid caller, Ref alias) {}

  /** The origin of a request that came by a call. */
  public static From from(ReplyPlace place) {
    return From.of(place);
  }

  /** The origin of a request that came by {@code sendRequest}. */
  public static From from(AsyncRequest request) {
    return From.of(request.caller(), request.alias());
  }

  private static boolean registerLocal(String name, Pid self) {
    try {
      Process.register(name, self);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static StartResult<Pid> refusalOr(@Nullable Starting starting, ExitReason reason) {
    StartResult<Pid> refusal = starting == null ? null : starting.refusal();
    return refusal == null ? StartResult.failed(reason) : refusal;
  }
}
