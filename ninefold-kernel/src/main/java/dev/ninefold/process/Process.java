package dev.ninefold.process;

import dev.ninefold.scheduler.Worker;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/**
 * Processes and what they can do: OTP's BIFs on processes. Unless a method says that any thread may call it, it concerns the own
 * process, and throws {@link IllegalStateException} on a thread that runs none.
 *
 * <p>Every method throws {@link ProcessKilledError} in code whose process was killed while it ran.
 */
public final class Process {

  private Process() {}

  /** What a plain process runs, on a virtual thread of its own. */
  @FunctionalInterface
  public interface Body {
    /** Runs once. Returning ends the process with reason normal; an exception ends it with that. */
    void run() throws Exception;
  }

  /**
   * A process and the monitor that was made with it.
   *
   * @param pid the new process
   * @param ref the monitor
   */
  public record Monitored(Pid pid, Ref ref) {}

  // ---- spawning

  /** Spawns a plain process: OTP's {@code spawn/1}. Any thread may call it. */
  public static Pid spawn(Body body) {
    return spawn(SpawnOptions.DEFAULT, body);
  }

  /** Spawns a process and links it to the own one, atomically: OTP's {@code spawn_link/1}. */
  public static Pid spawnLink(Body body) {
    return spawn(SpawnOptions.LINKED, body);
  }

  /** Spawns a process and monitors it, atomically: OTP's {@code spawn_monitor/1}. */
  public static Monitored spawnMonitor(Body body) {
    return spawnMonitor(SpawnOptions.DEFAULT, MonitorOptions.DEFAULT, body);
  }

  /** Spawns a process: OTP's {@code spawn_opt}. Any thread may call it, unless the options ask for a link. */
  public static Pid spawn(SpawnOptions options, Body body) {
    Given.options(options);
    Given.body(body);
    return Spawner.spawn(options, null, body, null).pid;
  }

  /** Spawns and monitors a process, with an alias or a tag if the options say so: OTP's {@code spawn_opt} with monitor. */
  public static Monitored spawnMonitor(SpawnOptions options, MonitorOptions monitor, Body body) {
    Given.options(options);
    Given.options(monitor);
    Given.body(body);
    Cell self = Current.cell();
    Ref ref = self.node.newRef(monitor.alias().isPresent() ? self.pid : null);
    self.setMark(ref);
    Cell child = Spawner.create(options, null, body);
    Spawner.bind(options, child, ref, monitor);
    Spawner.launch(child);
    return new Monitored(child.pid, ref);
  }

  /** Spawns a process and has its pid sent: OTP's {@code spawn_request/1}. */
  public static Ref spawnRequest(Body body) {
    return spawnRequest(SpawnRequest.DEFAULT, body);
  }

  /**
   * Spawns a process and has its pid sent as an {@link Info.SpawnReply}, which comes before any exit or down of it: OTP's
   * {@code spawn_request/2}.
   *
   * @return the reference of the request, and of the monitor if there is one
   */
  public static Ref spawnRequest(SpawnRequest request, Body body) {
    Objects.requireNonNull(request, "request: expected what to spawn, for example SpawnRequest.DEFAULT, got null");
    Given.body(body);
    return Spawner.request(Current.cell(), request, body);
  }

  // ---- oneself

  /** The own pid: OTP's {@code self()}. */
  public static Pid self() {
    return Current.cell().pid;
  }

  /** Whether the calling thread runs a process. Any thread may call it. */
  public static boolean isProcess() {
    return Current.cellOrNull() != null;
  }

  /** A new reference, unlike any other: OTP's {@code make_ref()}. A receive for it looks at no older message. Any thread. */
  public static Ref makeRef() {
    Cell self = Current.liveOrNull();
    if (self == null) {
      return Node.local().newRef(null);
    }
    Ref ref = self.node.newRef(null);
    self.setMark(ref);
    return ref;
  }

  /**
   * Ends the own process with the reason, by an exception that code around may catch: OTP's {@code exit/1}. It never returns; the
   * return type lets one write {@code throw Process.exit(reason)}.
   */
  public static ExitException exit(ExitReason reason) {
    throw new ExitException(Objects.requireNonNull(reason, "reason: expected an exit reason, got null"));
  }

  /** Whether the process that calls has no message waiting. */
  public static boolean isMailboxEmpty() {
    return !Current.cell().hasMessages();
  }

  /** Who spawned the own process: OTP's {@code process_info(self(), parent)}. */
  public static Optional<Pid> parent() {
    return Optional.ofNullable(Current.cell().parent);
  }

  // ---- sending and receiving

  /**
   * Sends a message: OTP's {@code !}. Any thread may call it. A message to a dead process, an inactive alias, or an unknown name
   * on a node disappears.
   *
   * @return the message
   * @throws IllegalArgumentException if a local name is not registered
   * @throws ExitException with {@code {badarg, …}} if a global or via name is unknown
   * @throws MailboxFullException if the mailbox has a limit, is full, and refuses messages
   */
  public static <M> M send(Destination to, M message) {
    Given.to(to);
    Given.message(message);
    Worker worker = Worker.current();
    Current.liveOrNull(worker);
    switch (to) {
      case Pid pid -> Router.offer(pid.cell(), message, worker);
      case Ref alias -> Router.sendByAlias(alias, message);
      case Name name -> sendByName(name, message);
    }
    return message;
  }

  /**
   * The same with options: OTP's {@code erlang:send/3}. With PRIORITY a message through an alias that allows it is a priority message;
   * any other is sent as without.
   */
  public static <M> M send(Destination to, M message, SignalOption... options) {
    Given.to(to);
    if (!SignalOption.isPriority(options) || !(to instanceof Ref alias)) {
      return send(to, message);
    }
    Given.message(message);
    Current.liveOrNull();
    Router.sendPriority(alias, message);
    return message;
  }

  private static void sendByName(Name name, Object message) {
    Optional<Pid> pid = Names.resolve(name);
    if (pid.isPresent()) {
      Router.offer(pid.get().cell(), message, Worker.current());
      return;
    }
    switch (name) {
      case Name.Local local ->
        throw new IllegalArgumentException("send to " + local + ": no process is registered under that name");
      case Name.OnNode _ -> {}
      case Name.Global(Object term) -> throw BadArgument.exit(term, message);
      case Name.Via(Registrar _, Object term) -> throw BadArgument.exit(term, message);
    }
  }

  /** Waits for the next message, whatever it is, and removes it. */
  public static Object receive() {
    return receive(Object.class);
  }

  /** Waits for the oldest message of that type and removes it. */
  public static <T> T receive(Class<T> type) {
    return receive(type, _ -> true);
  }

  /**
   * Waits for the oldest message of that type that the guard admits, and removes it; all others stay in their order.
   *
   * @param guard looks at a message without changing or receiving anything
   */
  public static <T> T receive(Class<T> type, Predicate<? super T> guard) {
    return receive(type, guard, Timeout.INFINITY)
        .orElseThrow(() -> new IllegalStateException("an infinite receive has ended without a message"));
  }

  /** The same with a timeout: empty if no such message came in time. Zero looks at what is there and does not wait. */
  public static <T> Optional<T> receive(Class<T> type, Predicate<? super T> guard, Duration timeout) {
    Cell self = Current.cell();
    return receive(self, type, guard, timeout, new Mailbox.Scan());
  }

  /**
   * The same for a message that carries the reference: if it is the newest of this process, messages older than it are not looked
   * at.
   *
   * @param ref a reference that this process made, for example {@link #makeRef}
   */
  public static <T> Optional<T> receive(Ref ref, Class<T> type, Predicate<? super T> guard, Duration timeout) {
    Objects.requireNonNull(ref, "ref: expected a reference that this process made, got null");
    Cell self = Current.cell();
    return receive(self, type, guard, timeout, self.scanFor(ref));
  }

  private static <T> Optional<T> receive(
      Cell self, Class<T> type, Predicate<? super T> guard, Duration timeout, Mailbox.Scan scan) {
    Objects.requireNonNull(type, "type: expected the class of the messages, for example Object.class, got null");
    Objects.requireNonNull(guard, "guard: expected which messages to take, got null; for all of the type leave it away");
    Timeout.check(timeout);
    long deadline = timeout.isZero() ? Long.MIN_VALUE : Timeout.deadline(self.node.clock().nanoTime(), timeout);
    Object message = Receives.receive(self, m -> type.isInstance(m) && guard.test(type.cast(m)), scan, deadline);
    return Optional.ofNullable(type.cast(message));
  }

  /** Waits as long; messages stay in the mailbox. Only the end of the process ends it earlier. OTP's {@code timer:sleep}. */
  public static void sleep(Duration duration) {
    receive(Object.class, _ -> false, duration);
  }

  /** Waits until a message is there, and leaves it: OTP 28's {@code hibernate/0}. */
  public static void hibernate() {
    Receives.awaitMessage(Current.cell());
  }

  /**
   * Runs code that blocks outside of our API (a query, a socket, a lock), and says so before: other processes go on at once, and not only
   * when the watcher has noticed, which takes some milliseconds. Any thread may call it.
   */
  public static <T> T blocking(Callable<T> code) throws Exception {
    Objects.requireNonNull(code, "code: expected what to run, got null");
    Worker worker = Worker.current();
    Current.liveOrNull(worker);
    if (worker != null) {
      worker.beforeBlocking();
    }
    return code.call();
  }

  /** Lets other processes run. */
  @SuppressWarnings("NamedLikeContextualKeyword") // OTP's word; it is called as Process.yield().
  public static void yield() {
    Current.cell().node.scheduler().letOthersGoOn();
  }

  // ---- exit signals and links

  /** Whether exit signals become messages, from now on: OTP's {@code process_flag(trap_exit, Flag)}. Returns the old value. */
  public static boolean trapExit(boolean trap) {
    return Router.trapExit(Current.cell(), trap);
  }

  /**
   * Sends an exit signal: OTP's {@code exit/2}. Any thread may call it.
   *
   * <p>{@code KILL} ends the process whatever it does. Otherwise a process that traps exits gets an {@link Info.Exit}; one that does
   * not ends with the reason, unless that is {@code NORMAL} and comes from another process.
   */
  public static void exit(Pid pid, ExitReason reason) {
    Given.pid(pid);
    Objects.requireNonNull(reason, "reason: expected an exit reason, got null");
    Cell self = Current.liveOrNull();
    if (self != null && self.pid == pid) {
      self.exitSelf(new Signal.Exit(self.pid, reason, false));
    } else {
      Router.exit(pid, reason, self == null ? pid.node().root() : self.pid);
      Current.liveOrNull();
    }
  }

  /** The same as without options, for only an exit signal through an alias can have priority: OTP's {@code exit/3}. */
  public static void exit(Pid pid, ExitReason reason, SignalOption... options) {
    SignalOption.isPriority(options);
    exit(pid, reason);
  }

  /**
   * Sends an exit signal through an alias, which it does not use up: OTP's {@code exit/3}. It disappears if the alias is not active. With
   * PRIORITY the message that it becomes in a process that traps exits is a priority message, if the alias allows it. Any thread may
   * call it.
   */
  public static void exit(Ref alias, ExitReason reason, SignalOption... options) {
    Objects.requireNonNull(alias, "alias: expected an alias, got null");
    Objects.requireNonNull(reason, "reason: expected an exit reason, got null");
    boolean priority = SignalOption.isPriority(options);
    Cell self = Current.liveOrNull();
    Pid owner = alias.owner();
    if (owner == null) {
      return;
    }
    if (self != null && self.pid == owner) {
      self.exitSelf(new Signal.Exit(owner, reason, alias, priority));
    } else {
      Router.exit(alias, reason, self == null ? owner.node().root() : self.pid, priority);
      Current.liveOrNull();
    }
  }

  /**
   * Links the own process with another: OTP's {@code link/1}. If that is dead, a process that traps exits gets an {@link Info.Exit}
   * with {@code NOPROC}.
   *
   * @throws NoSuchProcessException if it is dead and the own process does not trap exits
   */
  public static void link(Pid pid) {
    link(pid, false);
  }

  /**
   * The same with options: OTP's {@code link/2}. With PRIORITY the own process, if it traps exits, gets the end of the other as a priority
   * message; a link of the same two without the option ends that.
   *
   * @throws NoSuchProcessException if it is dead and the own process does not trap exits
   */
  public static void link(Pid pid, SignalOption... options) {
    link(pid, SignalOption.isPriority(options));
  }

  private static void link(Pid pid, boolean priority) {
    Given.pid(pid);
    Cell self = Current.cell();
    if (!Router.link(self, pid, priority)) {
      self.live();
      if (!self.trapExit) {
        throw new NoSuchProcessException(pid);
      }
      Router.linkFailed(self, pid, priority);
    }
  }

  /**
   * Removes the link: OTP's {@code unlink/1}. After it the link has no effect on the own process any more; an {@link Info.Exit} that is
   * in the mailbox already stays.
   */
  public static void unlink(Pid pid) {
    Given.pid(pid);
    Cell self = Current.cell();
    Router.unlink(self, pid);
    self.live();
  }

  // ---- monitors and aliases

  /**
   * Monitors a process: when it ends, or if it is not there, an {@link Info.Down} comes. OTP's {@code monitor/2}.
   *
   * @param target a pid, or a name, which is resolved now
   */
  public static Ref monitor(Destination target) {
    return monitor(target, MonitorOptions.DEFAULT);
  }

  /** The same with options: OTP's {@code monitor/3}. */
  public static Ref monitor(Destination target, MonitorOptions options) {
    Objects.requireNonNull(target, "target: expected the process to monitor, got null");
    Given.options(options);
    if (target instanceof Ref) {
      throw new IllegalArgumentException("monitor: expected a pid or a name, got the reference " + target);
    }
    Cell self = Current.cell();
    Ref ref = self.node.newRef(options.alias().isPresent() ? self.pid : null);
    self.setMark(ref);
    Destination object = target instanceof Name.Local(String name) ? Name.on(name, self.node) : target;
    Router.monitor(self, ref, Names.resolve(target).orElse(null), object, options);
    self.live();
    return ref;
  }

  /** What {@link #demonitor} does besides. */
  public enum DemonitorOption {
    /** Removes the {@link Info.Down} if it is in the mailbox already. */
    FLUSH
  }

  /**
   * Removes a monitor of the own process: OTP's {@code demonitor}. No {@link Info.Down} of it is added any more.
   *
   * @return whether the monitor was still active: OTP's option info. With FLUSH false means that a message was removed, if it had
   *     not been received before
   */
  public static boolean demonitor(Ref ref, DemonitorOption... options) {
    Objects.requireNonNull(ref, "ref: expected the reference of a monitor, got null");
    Objects.requireNonNull(options, "options: expected FLUSH or nothing, got null");
    Cell self = Current.cell();
    boolean active = Router.demonitor(self, ref);
    if (!active && options.length > 0) {
      self.poll(m -> m instanceof Info.Down down && down.ref() == ref, new Mailbox.Scan());
    }
    self.live();
    return active;
  }

  /** A new alias of the own process, active until {@link #unalias}: OTP's {@code alias/0}. */
  public static Ref alias() {
    return alias(AliasKind.EXPLICIT);
  }

  /** A new alias: EXPLICIT, or REPLY for one that serves for one message. OTP's {@code alias/1}. */
  public static Ref alias(AliasKind kind) {
    return alias(kind, false);
  }

  /** The same with options: PRIORITY for one through which priority messages can be sent. OTP's {@code alias/1}. */
  public static Ref alias(AliasKind kind, SignalOption... options) {
    return alias(kind, SignalOption.isPriority(options));
  }

  private static Ref alias(AliasKind kind, boolean priority) {
    Objects.requireNonNull(kind, "kind: expected EXPLICIT or REPLY, got null");
    if (kind != AliasKind.EXPLICIT && kind != AliasKind.REPLY) {
      throw new IllegalArgumentException("alias: expected EXPLICIT or REPLY, got " + kind + ", which is for monitors");
    }
    Cell self = Current.cell();
    Ref ref = self.node.newRef(self.pid);
    self.setMark(ref);
    Router.alias(self, ref, kind, priority);
    self.live();
    return ref;
  }

  /** Deactivates an alias of the own process; returns whether it was active. OTP's {@code unalias/1}. */
  public static boolean unalias(Ref alias) {
    Objects.requireNonNull(alias, "alias: expected an alias, got null");
    Cell self = Current.cell();
    boolean active = Router.unalias(self, alias);
    self.live();
    return active;
  }

  // ---- names

  /**
   * Registers a process under a local name: OTP's {@code register/2}. Any thread may call it.
   *
   * @throws IllegalArgumentException if the name is in use or not allowed, or the process is dead or has a name already
   */
  public static void register(String name, Pid pid) {
    Given.localName(name);
    Given.pid(pid);
    Current.liveOrNull();
    pid.node().names().register(name, pid);
  }

  /**
   * Frees a local name: OTP's {@code unregister/1}. Any thread may call it.
   *
   * @throws IllegalArgumentException if it is not in use
   */
  public static void unregister(String name) {
    Given.localName(name);
    Current.node().names().unregister(name);
  }

  /** The process of that local name: OTP's {@code whereis/1}. Any thread may call it. */
  public static Optional<Pid> whereis(String name) {
    return Current.node().names().whereis(Given.localName(name));
  }

  /** The process that a name denotes now. Any thread may call it. */
  public static Optional<Pid> whereis(Name name) {
    Objects.requireNonNull(name, "name: expected a name, for example Name.local(\"stack\"), got null");
    Current.liveOrNull();
    return Names.resolve(name);
  }

  /** All local names: OTP's {@code registered/0}. Any thread may call it. */
  public static List<String> registered() {
    return Current.node().names().registered();
  }

  // ---- dictionary and label

  /** Puts a value into the dictionary of the own process, and returns what was there: OTP's {@code put/2}. */
  public static Optional<Object> put(Object key, Object value) {
    Given.key(key);
    Objects.requireNonNull(value, "value: expected a value, got null; to remove a key use Process.erase");
    return Optional.ofNullable(Current.cell().ownDetails().put(key, value));
  }

  /** A value of the own dictionary: OTP's {@code get/1}. */
  public static Optional<Object> get(Object key) {
    Given.key(key);
    Details details = Current.cell().details;
    return details == null ? Optional.empty() : Optional.ofNullable(details.get(key));
  }

  /** The whole dictionary: OTP's {@code get/0}. */
  public static Map<Object, Object> dictionary() {
    Details details = Current.cell().details;
    return details == null ? Map.of() : details.dictionaryCopy();
  }

  /** The keys of the own dictionary: OTP's {@code get_keys/0}. */
  public static List<Object> getKeys() {
    return List.copyOf(dictionary().keySet());
  }

  /** The keys that have that value in the own dictionary: OTP's {@code get_keys/1}. */
  public static List<Object> getKeys(Object value) {
    Objects.requireNonNull(value, "value: expected the value of the keys, got null");
    return dictionary().entrySet().stream().filter(e -> e.getValue().equals(value)).map(Map.Entry::getKey).toList();
  }

  /** Removes a key from the own dictionary and returns its value: OTP's {@code erase/1}. */
  public static Optional<Object> erase(Object key) {
    Given.key(key);
    Details details = Current.cell().details;
    return details == null ? Optional.empty() : Optional.ofNullable(details.erase(key));
  }

  /** Empties the own dictionary and returns what was in it: OTP's {@code erase/0}. */
  public static Map<Object, Object> eraseDictionary() {
    Map<Object, Object> all = dictionary();
    Details details = Current.cell().details;
    if (details != null) {
      details.eraseAll();
    }
    return all;
  }

  /** The label of the own process, for reports and the observer: OTP's {@code proc_lib:set_label}. */
  public static void setLabel(Object label) {
    Current.cell().ownDetails().label = Objects.requireNonNull(label, "label: expected a label, got null");
  }

  /** The label of a process: OTP's {@code proc_lib:get_label}. Any thread may call it. */
  public static Optional<Object> label(Pid pid) {
    Given.pid(pid);
    Current.liveOrNull();
    Cell cell = pid.cell();
    Details details = cell == null ? null : cell.details;
    return details == null ? Optional.empty() : Optional.ofNullable(details.label);
  }

  /** The group leader of the own process. */
  public static Pid groupLeader() {
    return Current.cell().groupLeader;
  }

  /** Makes a process the group leader of another, and of the children that it spawns from now on. Any thread may call it. */
  public static void groupLeader(Pid leader, Pid pid) {
    Objects.requireNonNull(leader, "leader: expected the process that is to be the group leader, got null");
    Given.pid(pid);
    Current.liveOrNull();
    Cell cell = pid.cell();
    if (cell != null) {
      cell.groupLeader = leader;
    }
  }

  /** The group leader of a process; empty if it is dead. Any thread may call it. */
  public static Optional<Pid> groupLeaderOf(Pid pid) {
    Given.pid(pid);
    Current.liveOrNull();
    Cell cell = pid.cell();
    return cell == null || cell.isDead() ? Optional.empty() : Optional.of(cell.groupLeader);
  }

  // ---- looking at others

  /** Whether the process is alive, once all was acted on that the caller has sent to it. Any thread may call it. */
  public static boolean isAlive(Pid pid) {
    Given.pid(pid);
    Current.liveOrNull();
    Cell cell = pid.cell();
    return cell != null && (cell == Current.cellOrNull() ? !cell.isDead() : Router.settle(cell));
  }

  /** All processes of the node that are alive, oldest first: OTP's {@code processes/0}. Any thread may call it. */
  public static List<Pid> processes() {
    return Current.node().processes();
  }

  /**
   * Goes through all processes of the node without a list of them: OTP 28's {@code processes_iterator/0}. Whatever lives all the
   * time is met once; what is spawned or dies meanwhile may be or not. In no order. Any thread may call it.
   */
  public static Iterator<Pid> processesIterator() {
    return Current.node().processesIterator();
  }

  /** What can be seen of a process; empty if it is dead: OTP's {@code process_info}. Any thread may call it. */
  public static Optional<ProcessInfo> info(Pid pid) {
    Given.pid(pid);
    Current.liveOrNull();
    return Inspection.info(pid);
  }

  /** One thing about a process; empty if it is dead: OTP's {@code process_info/2}. Any thread may call it. */
  public static Optional<Object> info(Pid pid, ProcessItem item) {
    return info(pid, List.of(Given.item(item))).map(values -> values.getFirst().value());
  }

  /** Several things at one moment, in the order asked, and as often; empty if it is dead. Any thread may call it. */
  public static Optional<List<ProcessItem.Value>> info(Pid pid, List<? extends ProcessItem> items) {
    Given.pid(pid);
    Objects.requireNonNull(items, "items: expected a list of what to tell of the process, got null");
    items.forEach(Given::item);
    Current.liveOrNull();
    return Inspection.values(pid, items);
  }

  /** The messages that wait in the mailbox of a process, oldest first: OTP's {@code process_info(Pid, messages)}. Any thread. */
  public static List<Object> messages(Pid pid) {
    Given.pid(pid);
    Current.liveOrNull();
    return Inspection.messages(pid);
  }

  /** What the code of a process is doing; empty if it does nothing now: {@code process_info(Pid, current_stacktrace)}. Any thread. */
  public static List<StackTraceElement> stacktrace(Pid pid) {
    Given.pid(pid);
    Current.liveOrNull();
    Cell cell = pid.cell();
    return cell == null ? List.of() : ClientInfo.stack(cell);
  }

  /** The dictionary of a process: OTP's {@code process_info(Pid, dictionary)}. Any thread may call it. */
  public static Map<Object, Object> dictionary(Pid pid) {
    Given.pid(pid);
    Current.liveOrNull();
    Cell cell = pid.cell();
    Details details = cell == null ? null : cell.details;
    return details == null ? Map.of() : details.dictionaryCopy();
  }

  // ---- timers

  /** Sends the message when the time has passed: OTP's {@code erlang:send_after/3}. Any thread may call it. */
  public static TimerRef sendAfter(Duration after, Destination to, Object message) {
    Given.message(message);
    return TimerMessages.start(Given.after(after), Given.to(to), _ -> message);
  }

  /** Sends an {@link Info.TimerExpired} when the time has passed: OTP's {@code erlang:start_timer/3}. Any thread may call it. */
  public static TimerRef startTimer(Duration after, Destination to, Object message) {
    Given.message(message);
    return TimerMessages.start(Given.after(after), Given.to(to), ref -> new Info.TimerExpired(ref, message));
  }

  /**
   * The same at a point of the node's {@link dev.ninefold.time.Clock#millis}, at once if it is past: option {@code {abs, true}}.
   *
   * @throws IllegalArgumentException if the point is more than 292 years after the clock's zero
   */
  public static TimerRef sendAt(long millis, Destination to, Object message) {
    Given.message(message);
    return TimerMessages.startAt(TimerMessages.nanos(millis), Given.to(to), _ -> message);
  }

  /** Keeps a timer from firing. Returns the milliseconds that were left; empty if it has fired or was cancelled. Any thread. */
  public static OptionalLong cancelTimer(TimerRef timer) {
    Given.timer(timer);
    Current.liveOrNull();
    return TimerMessages.cancel(timer);
  }

  /** Keeps a timer from firing, and has the result sent as an {@link Info.CancelTimer}: OTP's option {@code {async, true}}. */
  public static void cancelTimerAsync(TimerRef timer) {
    Given.timer(timer);
    Cell self = Current.cell();
    Router.send(self, new Info.CancelTimer(timer.ref(), TimerMessages.cancel(timer)));
  }

  /** The milliseconds until it fires; empty if it has fired or was cancelled. Any thread may call it. */
  public static OptionalLong readTimer(TimerRef timer) {
    Given.timer(timer);
    Current.liveOrNull();
    return TimerMessages.read(timer);
  }
}
