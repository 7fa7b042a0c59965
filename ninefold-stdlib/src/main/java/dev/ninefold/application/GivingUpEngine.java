package dev.ninefold.application;

import dev.ninefold.application.ApplicationReports.GaveUp;
import dev.ninefold.process.Pid;
import dev.ninefold.report.SupervisorReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds out which supervisors have brought an application down, and for which children. */
final class GivingUpEngine {

  private static final String GIVING_UP = "shutdown";

  private GivingUpEngine() {}

  /** What a supervisor has reported. */
  record Told(Pid supervisor, SupervisorReport report) {
    boolean isOf(Object child) {
      return child.equals(report.offender().get("id"));
    }
  }

  /**
   * The supervisors that gave up, from the top one down to where it began. Each has told before of the end of the child, or of its start
   * that failed.
   *
   * @param told what the supervisors have told last, in order
   * @param top the top process
   */
  static List<GaveUp> explain(List<Told> told, Pid top) {
    List<GaveUp> found = new ArrayList<>();
    Optional<Pid> next = Optional.of(top);
    List<Told> rest = told;
    while (next.isPresent()) {
      Pid supervisor = next.get();
      int end = last(rest, t -> t.supervisor().equals(supervisor) && t.report().errorContext().equals(GIVING_UP));
      Object child = end < 0 ? null : rest.get(end).report().offender().get("id");
      if (child == null) {
        return found;
      }
      // What explains the end of the child was told before; so this ends.
      rest = rest.subList(0, end);
      int exit = last(rest, t -> t.supervisor().equals(supervisor) && t.isOf(child));
      if (exit < 0) {
        return found;
      }
      SupervisorReport report = rest.get(exit).report();
      found.add(new GaveUp(report.supervisor(), child, report.reason()));
      next = report.offender().get("pid") instanceof Pid pid ? Optional.of(pid) : Optional.empty();
    }
    return found;
  }

  private static int last(List<Told> told, Predicate<Told> wanted) {
    for (int i = told.size() - 1; i >= 0; i--) {
      if (wanted.test(told.get(i))) {
        return i;
      }
    }
    return -1;
  }
}
