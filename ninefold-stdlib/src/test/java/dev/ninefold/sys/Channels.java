package dev.ninefold.sys;

import dev.ninefold.debug.Debug;
import dev.ninefold.debug.DebugOption;
import dev.ninefold.debug.EventFormat;
import dev.ninefold.debug.SystemEvent;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.proclib.ProcLib;
import dev.ninefold.proclib.Starter;
import dev.ninefold.sys.Channels.State;
import dev.ninefold.term.ExitReason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A special process: a loop by hand that hands out channels, OTP's {@code ch4} and {@code sys_sp1}. It trusts the defaults of
 * {@link SpecialProcess}; {@link Careful}, OTP's {@code sys_sp2}, has callbacks of its own.
 */
class Channels implements SpecialProcess<State> {

  /** What the loop carries along. */
  record State(List<Integer> allocated, List<Integer> free) {
    static State of(int channels) {
      return new State(List.of(), IntStream.rangeClosed(1, channels).boxed().toList());
    }

    State allocate() {
      return new State(Stream.concat(Stream.of(free.getFirst()), allocated.stream()).toList(), free.subList(1, free.size()));
    }

    State release(Integer channel) {
      List<Integer> left = new ArrayList<>(allocated);
      if (!left.remove((Object) channel)) {
        return this;
      }
      return new State(left, Stream.concat(Stream.of(channel), free.stream()).sorted().toList());
    }
  }

  private record Alloc(Pid from) {}

  private record Free(Integer channel) {}

  private record Channel(Integer number) {}

  private static final EventFormat FORMAT = (event, name) -> name + " event = " + EventFormat.text(event);

  private final String name;

  Channels(String name) {
    this.name = name;
  }

  // ---- for clients

  StartResult<Pid> startLink(int channels, DebugOption... options) {
    Pid parent = Process.self();
    return ProcLib.startLink(starter -> init(starter, parent, channels, List.of(options)));
  }

  Integer alloc() {
    Process.send(Name.local(name), new Alloc(Process.self()));
    return Process.receive(Channel.class).number();
  }

  void free(Integer channel) {
    Process.send(Name.local(name), new Free(channel));
  }

  // ---- the process

  private void init(Starter<Pid> starter, Pid parent, int channels, List<DebugOption> options) throws Exception {
    Process.register(name, Process.self());
    Process.trapExit(true);
    Debug debug = Sys.debugOptions(name, options);
    starter.initAck(Process.self());
    loop(parent, debug, State.of(channels));
  }

  private void loop(Pid parent, Debug first, State begin) throws Exception {
    Debug debug = first;
    State state = begin;
    while (true) {
      Object message = Process.receive();
      switch (message) {
        case Alloc(Pid from) -> {
          debug = Sys.handleDebug(debug, FORMAT, name, new SystemEvent.In("alloc"));
          State next = state.allocate();
          Channel channel = new Channel(next.allocated().getFirst());
          debug = Sys.handleDebug(debug, FORMAT, name, new SystemEvent.Out(channel, from));
          Process.send(from, channel);
          state = next;
        }
        case Free(Integer channel) -> {
          debug = Sys.handleDebug(debug, FORMAT, name, new SystemEvent.In("{free," + channel + "}"));
          state = state.release(channel);
        }
        case Info.Exit(Pid from, ExitReason reason) when from == parent ->
          throw systemTerminate(reason, parent, debug, state);
        case Object system when Sys.isSystemMessage(system) -> {
          SystemContinue<State> next = Sys.handleSystemMessage(system, parent, this, debug, state);
          debug = next.debug();
          state = next.state();
        }
        case Object unknown -> debug = Sys.handleDebug(debug, FORMAT, name, new SystemEvent.Term("{unexpected," + unknown + "}"));
      }
    }
  }

  @Override
  public ExitException systemTerminate(ExitReason reason, Pid parent, Debug debug, State state) {
    return Process.exit(reason);
  }

  /** One that shows another state than it has, checks what it is given, and can change its code. */
  static final class Careful extends Channels {

    /** What is shown of the state. */
    record Shown(List<Integer> allocated, List<Integer> free) {}

    Careful(String name) {
      super(name);
    }

    @Override
    public Object systemGetState(State state) {
      if (state.free().contains(-1)) {
        throw new IllegalStateException("fail");
      }
      return new Shown(state.allocated(), state.free());
    }

    @Override
    public Replaced<State> systemReplaceState(UnaryOperator<Object> function, State state) {
      Shown shown = (Shown) function.apply(systemGetState(state));
      return new Replaced<>(shown, new State(shown.allocated(), shown.free()));
    }

    @Override
    public State systemCodeChange(State state, Object module, Object oldVersion, Object extra) {
      return new State(state.allocated(), IntStream.rangeClosed(1, (Integer) extra).boxed().toList());
    }
  }
}
