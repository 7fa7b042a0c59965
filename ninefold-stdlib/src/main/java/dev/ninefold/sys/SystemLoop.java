package dev.ninefold.sys;

import dev.ninefold.debug.Debug;
import dev.ninefold.debug.DebugRequest;
import dev.ninefold.gen.Status;
import dev.ninefold.gen.SystemRequest;
import dev.ninefold.gen.SystemRequest.Failure;
import dev.ninefold.gen.SystemStatus;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessInfo;
import dev.ninefold.process.ProcessKilledError;
import dev.ninefold.process.ReplyPlace;
import dev.ninefold.sys.SpecialProcess.Replaced;
import dev.ninefold.sys.SpecialProcess.SystemContinue;
import dev.ninefold.term.ExitReason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** How a special process answers a system message, and those that come until it is resumed: OTP's {@code sys:handle_system_msg}. */
final class SystemLoop<S> {

  private final Pid parent;
  private final SpecialProcess<S> module;
  private Debug debug;
  private S state;
  private boolean suspended;

  SystemLoop(Pid parent, SpecialProcess<S> module, Debug debug, S state) {
    this.parent = parent;
    this.module = module;
    this.debug = debug;
    this.state = state;
  }

  static boolean isSystemMessage(Object message) {
    return message instanceof ReplyPlace place && place.request() instanceof SystemRequest;
  }

  SystemContinue<S> handle(Object first) throws Exception {
    answer(first);
    while (suspended) {
      Object message = Process.receive(Object.class, m -> isSystemMessage(m) || isOfParent(m));
      if (message instanceof Info.Exit(Pid _, ExitReason reason)) {
        throw end(reason);
      }
      answer(message);
    }
    return new SystemContinue<>(debug, state);
  }

  /** Whatever the callback does, the process ends; as with a behaviour, its file is closed then. */
  private ExitException end(ExitReason reason) throws Exception {
    try {
      return module.systemTerminate(reason, parent, debug, state);
    } finally {
      debug.close();
    }
  }

  private boolean isOfParent(Object message) {
    return message instanceof Info.Exit exit && exit.from() == parent;
  }

  private void answer(Object message) throws Exception {
    if (!(message instanceof ReplyPlace place) || !(place.request() instanceof SystemRequest request)) {
      throw new IllegalArgumentException(
          "message: expected a system message, for which Sys.isSystemMessage holds, got " + message);
    }
    if (request instanceof SystemRequest.Terminate(ExitReason reason)) {
      place.reply("ok");
      throw end(reason);
    }
    place.reply(answer(request));
  }

  private Object answer(SystemRequest request) {
    return switch (request) {
      case SystemRequest.Suspend _ -> {
        suspended = true;
        yield "ok";
      }
      case SystemRequest.Resume _ -> {
        suspended = false;
        yield "ok";
      }
      case SystemRequest.GetState _ ->
        Failure.orResult("system_get_state",
            () -> Objects.requireNonNull(module.systemGetState(state), "systemGetState returned null"));
      case SystemRequest.ReplaceState(var function) -> Failure.orResult("system_replace_state", () -> {
        Replaced<S> replaced =
            Objects.requireNonNull(module.systemReplaceState(function, state), "systemReplaceState returned null");
        state = replaced.misc();
        return replaced.state();
      });
      case SystemRequest.GetStatus _ -> status();
      case SystemRequest.ChangeCode change when suspended -> Failure.orResult("code_change", () -> {
        state = Objects.requireNonNull(module.systemCodeChange(state, change.module(), change.oldVersion(), change.extra()),
            "systemCodeChange returned null");
        return "ok";
      });
      case SystemRequest.ChangeCode change -> new Failure.UnknownMessage(change);
      case SystemRequest.Debug(DebugRequest asked) -> {
        Debug.Answer answer = debug.answer(asked);
        debug = answer.debug();
        yield Failure.orReply(answer);
      }
      case SystemRequest.Unknown(Object unknown) -> new Failure.UnknownMessage(unknown);
      case SystemRequest.Terminate _ -> throw new IllegalStateException("answered before");
    };
  }

  private Object status() {
    Status status = new Status(state, Optional.empty(), Optional.empty(), List.copyOf(debug.log()));
    Status shown;
    try {
      shown = Objects.requireNonNull(module.formatStatus(status), "formatStatus returned null");
    } catch (ProcessKilledError e) {
      throw e;
    } catch (Throwable e) {
      shown = status.withState(module.getClass().getName() + ":formatStatus/1 crashed: " + e.getClass().getName());
    }
    Pid self = Process.self();
    Object name = Process.info(self).flatMap(ProcessInfo::registeredName).<Object>map(n -> n).orElse(self);
    return new SystemStatus(self, module.getClass().getName(), module.getClass().getName(), Process.dictionary(), suspended,
        parent, name,
        shown.log(), shown.state());
  }
}
