package dev.ninefold.examples.presence;

import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.process.Info;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Knows who is here. It monitors its subscribers: who ends, however that comes about, is gone. */
// tag::presence[]
final class Presence implements GenServer<Presence.State, Presence.Call<?>, Void> {

  static final Name NAME = Name.local("presence");
  static final ServerRef<Call<?>, Void> PRESENCE = ServerRef.of(NAME);

  sealed interface Call<R> extends Request<R> {}
  record Subscribe(Pid subscriber, String name) implements Call<List<String>> {}
  record Names() implements Call<List<String>> {}
  record Subscribers(String name) implements Call<List<Pid>> {}

  /** What every subscriber is told when a name comes or goes. */
  record Changed(List<String> names) {}

  /** Processes and the names for which they stand, in the order in which they came. */
  record State(Map<Pid, String> subscribers) {
    List<String> names() {
      return subscribers.values().stream().distinct().toList();
    }
  }

  static StartResult<ServerRef<Call<?>, Void>> startLink() {
    return GenServer.startLink(Presence::new, StartOptions.DEFAULT.withName(NAME));
  }

  /** The calling process is here, until it ends. Returns who is; of every change it is told by {@link Changed}. */
  static List<String> subscribe(String name) {
    return GenServer.call(PRESENCE, new Subscribe(Process.self(), name));
  }

  /** Who is here, each name once. */
  static List<String> names() {
    return GenServer.call(PRESENCE, new Names());
  }

  /** The processes that stand for a name. */
  static List<Pid> subscribers(String name) {
    return GenServer.call(PRESENCE, new Subscribers(name));
  }

  @Override
  public Init<State> init() {
    return Init.ok(new State(Map.of()));
  }

  @Override
  public CallResult<State> handleCall(Call<?> request, From from, State state) {
    return switch (request) {
      case Subscribe it -> {
        Map<Pid, String> subscribers = new LinkedHashMap<>(state.subscribers());
        if (subscribers.put(it.subscriber(), it.name()) == null) {
          Process.monitor(it.subscriber());
        }
        State next = changed(state, new State(subscribers), it.subscriber());
        yield CallResult.reply(it, next.names(), next);
      }
      case Names it -> CallResult.reply(it, state.names(), state);
      case Subscribers it -> CallResult.reply(it, pids(state, it.name()), state);
    };
  }

  @Override
  public Next<State> handleInfo(Info info, State state) throws Exception {
    return switch (info) {
      case Info.Down(var _, Pid gone, var _, var _) -> {
        Map<Pid, String> subscribers = new LinkedHashMap<>(state.subscribers());
        subscribers.remove(gone);
        yield Next.noReply(changed(state, new State(subscribers), gone));
      }
      default -> GenServer.super.handleInfo(info, state);
    };
  }

  /** Tells everybody else, if there is anything to tell. */
  private static State changed(State before, State now, Pid who) {
    List<String> names = now.names();
    if (!names.equals(before.names())) {
      now.subscribers().keySet().stream().filter(pid -> pid != who).forEach(pid -> Process.send(pid, new Changed(names)));
    }
    return now;
  }
  // end::presence[]

  private static List<Pid> pids(State state, String name) {
    List<Pid> pids = new ArrayList<>();
    state.subscribers().forEach((pid, called) -> {
      if (called.equals(name)) {
        pids.add(pid);
      }
    });
    return pids;
  }
}
