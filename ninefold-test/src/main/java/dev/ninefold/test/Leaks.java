package dev.ninefold.test;

import dev.ninefold.process.Destination;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is left on a node, in words. */
final class Leaks {

  private static final int SHOWN = 10;
  private static final int FRAMES = 6;

  /** Started when it is needed first, it lives as long as its node, and does not count. */
  private static final String CONTROLLER = "application_controller";

  private final Node node;
  private final WatchedTimers timers;
  private final Set<Leak> allowed;

  Leaks(Node node, WatchedTimers timers, Set<Leak> allowed) {
    this.node = node;
    this.timers = timers;
    this.allowed = Set.copyOf(allowed);
  }

  /**
   * What is left when all should have ended.
   *
   * @param owner the process of the test kit that owns its supervisor
   * @param supervisor that supervisor: while it waits for a child that does not stop, the child is what is left
   */
  List<String> atTheEnd(Pid owner, Pid supervisor) {
    List<String> found = new ArrayList<>();
    if (!allowed.contains(Leak.PROCESS)) {
      List<Pid> living = node.processes().stream().filter(pid -> pid != owner && !isController(pid)).toList();
      List<Pid> others = living.stream().filter(pid -> pid != supervisor).toList();
      List<Pid> left = others.isEmpty() ? living : others;
      left.stream()
          .limit(SHOWN)
          .flatMap(pid -> Process.info(pid).stream())
          .forEach(info -> found.add(
              (info.parent().filter(supervisor::equals).isPresent() ? "a child of the test's supervisor that did not stop: " : "")
                  + describe(info)));
      if (left.size() > SHOWN) {
        found.add("and " + (left.size() - SHOWN) + " more processes");
      }
      node.zombies()
          .stream()
          .limit(SHOWN)
          .forEach(pid -> found.add("process " + pid + ", which is dead, but whose code still runs" + stack(pid)));
    }
    if (!allowed.contains(Leak.NAME)) {
      node.registered()
          .stream()
          .filter(name -> !name.equals(CONTROLLER))
          .forEach(name -> found.add("registered name " + name + node.whereis(name).map(pid -> " of " + pid).orElse("")));
      node.registeredGlobal().forEach(name -> found.add("registered global name " + name));
    }
    if (!allowed.contains(Leak.TIMER)) {
      List<String> waiting = timers.waiting();
      waiting.stream().limit(SHOWN).forEach(timer -> found.add("timer: " + timer));
      if (waiting.size() > SHOWN) {
        found.add("and " + (waiting.size() - SHOWN) + " more timers");
      }
    }
    return found;
  }

  /**
   * Monitors that were not taken back, while all processes still live.
   *
   * @param ofTheTest the processes of the test and of its kit, whose monitors are the test's business
   */
  List<String> monitors(Set<Pid> ofTheTest) {
    List<String> found = new ArrayList<>();
    if (allowed.contains(Leak.MONITOR)) {
      return found;
    }
    for (Pid pid : node.processes()) {
      if (!ofTheTest.contains(pid)) {
        Process.info(pid).ifPresent(info -> {
          Map<Destination, Long> monitors =
              info.monitors().stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
          monitors.forEach((target, count) -> {
            if (count > 1) {
              found.add(count + " monitors of " + target + " by one process, " + describe(info));
            }
          });
        });
      }
    }
    return found;
  }

  private boolean isController(Pid pid) {
    return node.whereis(CONTROLLER).filter(pid::equals).isPresent();
  }

  private static String describe(ProcessInfo info) {
    StringBuilder text = new StringBuilder("process " + info.pid());
    info.registeredName().ifPresent(name -> text.append(", registered as ").append(name));
    info.label().ifPresent(label -> text.append(", labelled ").append(label));
    info.initialCall().ifPresent(call -> text.append(", which runs ").append(call));
    text.append(info.parent().map(parent -> ", started by " + parent).orElse(", started by a thread"));
    if (!info.ancestors().isEmpty()) {
      text.append(", ancestors ").append(info.ancestors());
    }
    if (!info.links().isEmpty()) {
      text.append(", linked to ").append(info.links());
    }
    text.append(", ").append(info.status().toString().toLowerCase(Locale.ROOT));
    if (info.messageQueueLength() > 0) {
      text.append(", with messages ").append(MailboxText.values(Process.messages(info.pid())));
    }
    return text.append(stack(info.pid())).toString();
  }

  private static String stack(Pid pid) {
    return Process.stacktrace(pid)
        .stream()
        .filter(frame -> Frames.tells(frame.getClassName()))
        .limit(FRAMES)
        .map(frame -> "\n      at " + frame)
        .collect(Collectors.joining());
  }
}
