package dev.ninefold.genevent;

import dev.ninefold.gen.Status;
import dev.ninefold.genevent.GenEventProcess.Failure;
import dev.ninefold.genevent.Installed.Here;
import dev.ninefold.process.Node;
import dev.ninefold.process.Process;
import dev.ninefold.report.HandlerTerminateReport;
import dev.ninefold.report.Level;
import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a manager reports of its handlers.
 *
 * @param manager its name or pid
 */
record HandlerReports(Object manager) {

  /**
   * A handler failed.
   *
   * @param restart after how long it is to be installed again; empty if it is removed
   */
  void failed(Installed handler, Failure failure, Optional<Duration> restart) {
    report(handler, Optional.ofNullable(failure.here()), failure.message().orElse("init"), reason(failure.why()),
        restart.map(delay -> text(handler, delay)));
  }

  /** The terminate of a handler failed, and nobody gets its result. */
  void terminateFailed(Installed handler, Here here, Removal why, Predecessor result) {
    if (result instanceof Predecessor.Crashed(ExitReason reason)) {
      report(handler, Optional.of(here), why, reason, Optional.empty());
    }
  }

  private void report(
      Installed handler, Optional<Here> here, Object message, ExitReason reason, Optional<String> restart) {
    Node.current().report(Level.ERROR, "{gen_event, terminate}", () -> {
      Status status = new Status("none", Optional.of(message), Optional.of(reason), List.of());
      Status shown = here.map(h -> HandlerCallbacks.formatStatus(h, status.withState(h.state()))).orElse(status);
      return new HandlerTerminateReport(handler.key(), manager, shown.message().orElse(message), shown.state(),
          shown.reason().orElse(reason), restart.map(text -> text), Process.label(Process.self()).map(label -> label));
    });
  }

  private static ExitReason reason(HandlerFailure failure) {
    return switch (failure) {
      case HandlerFailure.Exit(ExitReason reason) -> reason;
      case HandlerFailure.BadReturn(Object value) -> ExitReason.of(value);
      case HandlerFailure.Refused refused -> new ExitReason.Other(refused);
    };
  }

  private static String text(Installed handler, Duration delay) {
    String when = delay.isZero() ? "at once" : "in " + delay.toMillis() + " ms";
    return handler.history()
        .map(history -> when + ", " + history.times().size() + " of " + history.rule().intensity() + " allowed within "
            + history.rule().period().toMillis() + " ms")
        .orElse(when);
  }
}
