package dev.ninefold.process;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Names that are unique in the cluster, which is this node for now: OTP's {@code global}. Any thread may use it; it acts on the node of
 * the calling process.
 */
public final class Global {

  private static final Registrar REGISTRAR = new Registrar() {
    @Override
    public boolean registerName(Object name, Pid pid) {
      return Global.registerName(name, pid);
    }

    @Override
    public void unregisterName(Object name) {
      Global.unregisterName(name);
    }

    @Override
    public Optional<Pid> whereisName(Object name) {
      return Global.whereisName(name);
    }

    @Override
    public String toString() {
      return "global";
    }
  };

  private Global() {}

  /**
   * Registers a process: OTP's {@code global:register_name/2}.
   *
   * @return false if the name is taken, or the process is dead or has a global name already
   */
  public static boolean registerName(Object name, Pid pid) {
    Given.term(name);
    Given.pid(pid);
    Current.liveOrNull();
    return pid.node().names().registerGlobal(name, pid);
  }

  /** Registers a process in place of whoever has the name: OTP's {@code global:re_register_name/2}. False if it is dead. */
  public static boolean reRegisterName(Object name, Pid pid) {
    Given.term(name);
    Given.pid(pid);
    Current.liveOrNull();
    return pid.node().names().reRegisterGlobal(name, pid);
  }

  /** Frees a name; an unknown one is no error: OTP's {@code global:unregister_name/1}. */
  public static void unregisterName(Object name) {
    Current.node().names().unregisterGlobal(Given.term(name));
  }

  /** The process of that name: OTP's {@code global:whereis_name/1}. */
  public static Optional<Pid> whereisName(Object name) {
    return Current.node().names().whereisGlobal(Given.term(name));
  }

  /** All global names: OTP's {@code global:registered_names/0}. */
  public static List<Object> registeredNames() {
    return Current.node().names().registeredGlobal();
  }

  /**
   * Sends a message to the process of that name: OTP's {@code global:send/2}.
   *
   * @return the process
   * @throws ExitException with {@code {badarg, {Name, Message}}} if nobody has the name
   */
  public static Pid send(Object name, Object message) {
    Given.message(message);
    Pid pid = whereisName(name).orElseThrow(() -> BadArgument.exit(name, message));
    Process.send(pid, message);
    return pid;
  }

  // ---- locks

  /**
   * Waits until the lock is free, or held by the same requester, and holds it: OTP's {@code global:set_lock/1}. The own process then
   * holds it once more; when it dies it holds it no more.
   *
   * @param resource what is locked
   * @param requester in whose name; the same one may hold it several times, in one process or in many
   */
  public static void setLock(Object resource, Object requester) {
    checkLock(resource, requester);
    Cell self = Current.cell();
    self.node.globalLocks().acquire(resource, requester, self);
  }

  /** The same without waiting: OTP's {@code global:set_lock(Id, Nodes, 0)}. Returns whether the own process holds it. */
  public static boolean trySetLock(Object resource, Object requester) {
    checkLock(resource, requester);
    Cell self = Current.cell();
    return self.node.globalLocks().tryAcquire(resource, requester, self);
  }

  /** Releases one hold of the own process: OTP's {@code global:del_lock/1}. */
  public static void delLock(Object resource, Object requester) {
    checkLock(resource, requester);
    Cell self = Current.cell();
    self.node.globalLocks().release(resource, requester, self.pid);
  }

  /** Runs code under a lock, and releases it whatever happens: OTP's {@code global:trans/2}. */
  public static <T> T trans(Object resource, Object requester, Callable<T> code) throws Exception {
    Objects.requireNonNull(code, "code: expected what to run under the lock, got null");
    setLock(resource, requester);
    Cell self = Current.cell();
    try {
      return code.call();
    } finally {
      self.node.globalLocks().release(resource, requester, self.pid);
    }
  }

  private static void checkLock(Object resource, Object requester) {
    Objects.requireNonNull(resource, "resource: expected what is locked, got null");
    Objects.requireNonNull(requester, "requester: expected in whose name it is locked, for example Process.self(), got null");
  }

  /** Global names as a {@link Registrar}: OTP's {@code {via, global, Name}}. */
  public static Registrar registrar() {
    return REGISTRAR;
  }
}
