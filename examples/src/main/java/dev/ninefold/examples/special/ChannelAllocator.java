package dev.ninefold.examples.special;

import dev.ninefold.debug.Debug;
import dev.ninefold.debug.EventFormat;
import dev.ninefold.debug.SystemEvent;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.AliasKind;
import dev.ninefold.process.CallException.Call;
import dev.ninefold.process.CallException.CallTimeoutException;
import dev.ninefold.process.CallException.NoProcessException;
import dev.ninefold.process.CallException.ServerExitedException;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.MonitorOptions;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Process.DemonitorOption;
import dev.ninefold.process.Ref;
import dev.ninefold.proclib.ProcLib;
import dev.ninefold.proclib.Starter;
import dev.ninefold.sys.SpecialProcess;
import dev.ninefold.sys.Sys;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Hands out channels: OTP's {@code ch4}. */
final class ChannelAllocator implements SpecialProcess<Channels> {

  static final String NAME = "ch4";
  static final Name CH4 = Name.local(NAME);

  // tag::messages[]
  private record Alloc(Pid from, Ref ref) {}

  private record Free(Channel channel) {}

  private record Answer(Ref ref, Optional<Channel> channel) {}
  // end::messages[]

  private ChannelAllocator() {}

  // ---- for clients

  // tag::start[]
  static StartResult<Pid> startLink(int channels) {
    Pid parent = Process.self();
    return ProcLib.startLink(starter -> init(starter, parent, Channels.of(channels)));
  }
  // end::start[]

  // tag::alloc[]
  /** A channel; empty if none is free. */
  static Optional<Channel> alloc(Duration timeout) {
    return await(request(), timeout);
  }

  /** Asks for one, and does not wait. */
  static Ref request() {
    Pid ch4 = ch4("alloc");
    Ref ref = Process.monitor(ch4, MonitorOptions.DEFAULT.withAlias(AliasKind.REPLY_DEMONITOR));
    Process.send(ch4, new Alloc(Process.self(), ref));
    return ref;
  }
  // end::alloc[]

  /** Waits for what was asked for. */
  static Optional<Channel> await(Ref ref, Duration timeout) {
    Optional<Object> message =
        Process.receive(ref, Object.class,
            m -> (m instanceof Answer answer && answer.ref() == ref) || (m instanceof Info.Down down && down.ref() == ref),
            timeout);
    if (message.isEmpty()) {
      Process.demonitor(ref, DemonitorOption.FLUSH);
      throw new CallTimeoutException(call("alloc", timeout));
    }
    return switch (message.get()) {
      case Answer(Ref _, Optional<Channel> channel) -> channel;
      case Info.Down down -> throw new ServerExitedException(call("alloc", timeout), down.reason());
      case Object other -> throw new AssertionError(other);
    };
  }

  /** Gives a channel back. */
  static void free(Channel channel) {
    Process.send(ch4("free"), new Free(channel));
  }

  private static Pid ch4(String function) {
    return Process.whereis(CH4).orElseThrow(() -> new NoProcessException(call(function, Timeout.INFINITY)));
  }

  private static Call call(String function, Duration timeout) {
    return new Call("ch4:" + function, CH4, function, timeout);
  }

  // ---- the process

  // tag::start[]

  private static void init(Starter<Pid> starter, Pid parent, Channels channels) throws Exception {
    if (!registered()) {
      throw starter.initFail(StartResult.failed(ExitReason.of(new StartResult.AlreadyStarted(Process.whereis(CH4)))),
          ExitReason.NORMAL);
    }
    Process.trapExit(true);
    Debug debug = Sys.debugOptions(NAME, List.of());
    starter.initAck(Process.self());
    new ChannelAllocator().loop(parent, debug, channels);
  }
  // end::start[]

  private static boolean registered() {
    try {
      Process.register(NAME, Process.self());
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  // tag::loop[]
  private void loop(Pid parent, Debug debug, Channels channels) throws Exception {
    var at = new SystemContinue<>(debug, channels);
    while (true) {
      at = handle(Process.receive(), parent, at.debug(), at.state());
    }
  }

  private SystemContinue<Channels> handle(Object message, Pid parent, Debug debug, Channels channels) throws Exception {
    return switch (message) {
      case Alloc(Pid from, Ref ref) -> {
        Debug in = seen(debug, new SystemEvent.In("alloc", Optional.of(from)));
        Optional<Channel> channel = channels.next();
        Debug out = seen(in, new SystemEvent.Out("{ch4, " + channel.map(Channel::toString).orElse("none") + "}", from));
        Process.send(ref, new Answer(ref, channel));
        yield new SystemContinue<>(out, channel.map(channels::allocate).orElse(channels));
      }
      case Free(Channel channel) ->
        new SystemContinue<>(seen(debug, new SystemEvent.In("{free, " + channel + "}")), channels.release(channel));
      case Info.Exit(Pid from, ExitReason reason) when from == parent -> throw systemTerminate(reason, parent, debug, channels);
      case Object system when Sys.isSystemMessage(system) ->
        Sys.handleSystemMessage(system, parent, this, debug, channels);
      case Object unknown -> new SystemContinue<>(seen(debug, new SystemEvent.In(unknown)), channels);
    };
  }

  private static Debug seen(Debug debug, SystemEvent event) {
    return Sys.handleDebug(debug, EventFormat.PLAIN, NAME, event);
  }
  // end::loop[]

  // ---- for sys

  // tag::sys[]
  @Override
  public ExitException systemTerminate(ExitReason reason, Pid parent, Debug debug, Channels channels) {
    debug.close();
    return Process.exit(reason);
  }

  @Override
  public Replaced<Channels> systemReplaceState(UnaryOperator<Object> function, Channels channels) {
    Channels replaced = (Channels) function.apply(channels);
    return new Replaced<>(replaced, replaced);
  }
  // end::sys[]
}
