package dev.ninefold.application;

import dev.ninefold.application.ControllerRequest.RunningApplication;
import dev.ninefold.gen.From;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Ref;
import dev.ninefold.process.TimerRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the application controller knows. Immutable.
 *
 * @param starting the starts under way, by application
 * @param running what runs, what was started last first
 * @param started what was started and not stopped, whether it still runs or not
 * @param configuration the values that outlive loading and unloading
 * @param waiting who waits for the end of an application
 * @param ending how the node is stopping its applications, if it is
 */
record ControllerState(
    Map<String, Starting> starting,
    List<Running> running,
    Map<String, RestartType> started,
    Map<String, Map<String, Object>> configuration,
    List<Waiting> waiting,
    Optional<Ending> ending) {

  static final ControllerState EMPTY =
      new ControllerState(Map.of(), List.of(), Map.of(), Map.of(), List.of(), Optional.empty());

  /**
   * A start that is under way.
   *
   * @param type how the application is started
   * @param start the process that does it, and what it will have come to
   * @param requests how many have asked for it
   * @param early who asks what it has come to, since its process has ended, before the controller has heard of that
   */
  record Starting(RestartType type, StartUnderWay start, int requests, List<From> early) {
    Starting withRequest() {
      return new Starting(type, start, requests + 1, early);
    }

    Starting with(From asking) {
      List<From> more = new ArrayList<>(early);
      more.add(asking);
      return new Starting(type, start, requests, List.copyOf(more));
    }
  }

  /** An application that runs; without processes if it is only code. */
  record Running(String application, Optional<RunningApplication> processes) {
    boolean hasMaster(Pid pid) {
      return processes.filter(p -> p.master().equals(pid)).isPresent();
    }
  }

  /** Somebody who waits for the end of an application. */
  record Waiting(String application, From from) {}

  /**
   * The stop of everything.
   *
   * @param why why
   * @param requesters who asked for it
   * @param current the application that is being stopped
   * @param masters the masters that are to be stopped, the next one first
   */
  record Ending(Termination why, List<From> requesters, Optional<Current> current, List<Pid> masters) {
    Ending with(From requester) {
      List<From> more = new ArrayList<>(requesters);
      more.add(requester);
      return new Ending(why, more, current, masters);
    }
  }

  /** A master that was asked to end, and what tells when it has, or when its time is over. */
  record Current(Pid master, Ref ref, Optional<TimerRef> timer) {}

  // ---- looking

  Set<String> runningNames() {
    return running.stream().map(Running::application).collect(Collectors.toUnmodifiableSet());
  }

  Optional<Running> running(String application) {
    return running.stream().filter(r -> r.application().equals(application)).findFirst();
  }

  Optional<Running> runningWithMaster(Pid pid) {
    return running.stream().filter(r -> r.hasMaster(pid)).findFirst();
  }

  // ---- copies with one change

  ControllerState withStarting(String application, Starting start) {
    return new ControllerState(plus(starting, application, start), running, started, configuration, waiting, ending);
  }

  ControllerState withoutStarting(String application) {
    return new ControllerState(minus(starting, application), running, started, configuration, waiting, ending);
  }

  ControllerState withRunning(Running now, RestartType type) {
    List<Running> more = new ArrayList<>(withoutRunning(now.application()).running);
    more.addFirst(now);
    return new ControllerState(starting, List.copyOf(more), plus(started, now.application(), type), configuration, waiting,
        ending);
  }

  ControllerState withoutRunning(String application) {
    List<Running> rest = running.stream().filter(r -> !r.application().equals(application)).toList();
    return new ControllerState(starting, rest, started, configuration, waiting, ending);
  }

  ControllerState withoutStarted(String application) {
    return new ControllerState(starting, running, minus(started, application), configuration, waiting, ending);
  }

  ControllerState withConfiguration(Map<String, Map<String, Object>> configuration) {
    return new ControllerState(starting, running, started, configuration, waiting, ending);
  }

  ControllerState withWaiting(List<Waiting> waiting) {
    return new ControllerState(starting, running, started, configuration, List.copyOf(waiting), ending);
  }

  ControllerState withEnding(Ending ending) {
    return new ControllerState(starting, running, started, configuration, waiting, Optional.of(ending));
  }

  private static <V> Map<String, V> plus(Map<String, V> map, String key, V value) {
    Map<String, V> more = new LinkedHashMap<>(map);
    more.put(key, value);
    return Map.copyOf(more);
  }

  private static <V> Map<String, V> minus(Map<String, V> map, String key) {
    Map<String, V> rest = new LinkedHashMap<>(map);
    rest.remove(key);
    return Map.copyOf(rest);
  }
}
