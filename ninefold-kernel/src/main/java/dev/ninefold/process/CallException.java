package dev.ninefold.process;

import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.List;

/**
 * A call that got no reply. Left uncaught in a process it ends the process with OTP's {@code {Reason, {Module, Function, Args}}}.
 */
public abstract sealed class CallException extends ExitException {

  private static final long serialVersionUID = 1L;

  private final transient Call call;
  private final String problem;

  /**
   * The call that failed.
   *
   * @param function what was called, as {@code gen_server:call}
   * @param server the server as it was given
   * @param request the request; {@code ""} where there is none
   * @param timeout how long the caller was willing to wait
   */
  public record Call(String function, Object server, Object request, Duration timeout) {}

  /**
   * The exit reason of a process that does not catch the exception.
   *
   * @param reason why the call failed
   * @param call the call
   */
  public record Failure(ExitReason reason, Call call) {
    @Override
    public String toString() {
      return "{" + reason + ", {" + call.function() + ", [" + call.server() + ", " + call.request() + "]}}";
    }
  }

  private CallException(String problem, ExitReason cause, Call call) {
    super(new ExitReason.Other(new Failure(cause, call)));
    this.call = call;
    this.problem = problem;
  }

  /** What was called, and what went wrong. */
  @Override
  public String getMessage() {
    return call.function() + " of " + call.server() + " with " + text(call.request()) + ": " + problem;
  }

  /** The server as it was given to the call. */
  public Object server() {
    return call.server();
  }

  /** The request. */
  public Object request() {
    return call.request();
  }

  /** How long the caller was willing to wait. */
  public Duration timeout() {
    return call.timeout();
  }

  /** The whole call. */
  public Call call() {
    return call;
  }

  /** Why it failed, without the call: OTP's {@code timeout}, {@code noproc}, {@code calling_self} or the server's exit reason. */
  public ExitReason failure() {
    return reason() instanceof ExitReason.Other(Failure failure) ? failure.reason() : reason();
  }

  /** No reply came in time. The request may still be handled; its reply goes nowhere. */
  public static final class CallTimeoutException extends CallException {
    private static final long serialVersionUID = 1L;
    /** The reason {@code timeout}. */
    public static final ExitReason TIMEOUT = new ExitReason.Other("timeout");

    /** A timeout of the call. */
    public CallTimeoutException(Call call) {
      super(
          "no reply within " + dev.ninefold.time.Timeout.format(call.timeout())
              + "; raise the timeout, or see what the server does with Process.info",
          TIMEOUT, call);
    }
  }

  /** There is no such server. */
  public static final class NoProcessException extends CallException {
    private static final long serialVersionUID = 1L;

    /** Nobody there. */
    public NoProcessException(Call call) {
      super("noproc: no such process; it has ended, or nothing is registered under that name", ExitReason.NOPROC, call);
    }
  }

  /** The server is on a node that this one is not connected with. */
  public static final class NodeDownException extends CallException {
    private static final long serialVersionUID = 1L;

    /**
     * The reason {@code {nodedown, Node}}.
     *
     * @param node the name of the node
     */
    public record NodeDown(String node) {
      @Override
      public String toString() {
        return "{nodedown, " + node + "}";
      }
    }

    /** No connection with the node. */
    public NodeDownException(Call call, String node) {
      super("nodedown: this node is not connected with " + node, reason(node), call);
    }

    /** The reason for that node. */
    public static ExitReason reason(String node) {
      return new ExitReason.Other(new NodeDown(node));
    }
  }

  /** The server ended before it replied. */
  public static final class ServerExitedException extends CallException {
    private static final long serialVersionUID = 1L;

    /** The server's exit. */
    public ServerExitedException(Call call, ExitReason reason) {
      super("the server exited before it replied: " + text(reason), reason, call);
      if (reason instanceof ExitReason.Crashed(Throwable cause)) {
        initCause(cause);
      }
    }
  }

  /** A process called itself, which would wait for ever. Nothing was sent. */
  public static final class CallingSelfException extends CallException {
    private static final long serialVersionUID = 1L;

    /** A call to oneself. */
    public CallingSelfException(Call call) {
      super("calling_self: a process cannot call itself; cast, or do the work in place", new ExitReason.Other("calling_self"),
          call);
    }
  }

  /** The processes of a cycle wait for each other, each in a call to the next. One of them is told, by this. */
  public static final class CallCycleException extends CallException {
    private static final long serialVersionUID = 1L;

    private final transient List<Pid> cycle;

    /**
     * The reason {@code call_cycle}.
     *
     * @param cycle the processes, each waiting for the next, the last for the first
     */
    public record CallCycle(List<Pid> cycle) {
      public CallCycle {
        cycle = List.copyOf(cycle);
      }

      @Override
      public String toString() {
        return "{call_cycle, " + cycle + "}";
      }
    }

    /** The cycle, starting with the process that is told. */
    public CallCycleException(Call call, List<Pid> cycle) {
      super(
          "call_cycle: " + cycle + " wait for each other; cast, or defer the reply, in one of them",
          new ExitReason.Other(new CallCycle(cycle)), call);
      this.cycle = List.copyOf(cycle);
    }

    /** The processes, each waiting for the next, the last for the first. */
    public List<Pid> cycle() {
      return cycle;
    }
  }

  /** The mailbox of the server is full, and takes no more requests: see {@link MailboxLimit}. Nothing was sent. */
  public static final class ServerOverloadedException extends CallException {
    private static final long serialVersionUID = 1L;

    /** The reason {@code {mailbox_full, Limit}}. */
    public ServerOverloadedException(Call call, ExitReason reason) {
      super(reason + ": as many messages as its mailbox may hold wait for the server; try again later, or call less", reason,
          call);
    }
  }

  /** The server does not know such a request. It goes on. */
  public static final class RequestRefusedException extends CallException {
    private static final long serialVersionUID = 1L;

    /** The reason that the server has given. */
    public RequestRefusedException(Call call, ExitReason reason) {
      super(
          text(reason)
              + ": the server does not know this request, and goes on; expected one of its own, by a reference to the server "
              + "that it is meant for",
          reason, call);
    }
  }

  /** The calling thread, which is no process, was interrupted; its interrupt status is set again. */
  public static final class CallInterruptedException extends CallException {
    private static final long serialVersionUID = 1L;

    /** An interrupt. */
    public CallInterruptedException(Call call) {
      super("the calling thread was interrupted", new ExitReason.Other("interrupted"), call);
    }
  }
}
