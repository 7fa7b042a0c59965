package dev.ninefold.debug;

import dev.ninefold.process.Destination;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Ref;
import dev.ninefold.report.FormatLimits;
import dev.ninefold.report.ReportFormat;
import dev.ninefold.term.ExitReason;

/** How the events of a process look in a line of a trace: the {@code FormFunc} of OTP's {@code handle_debug}. */
@FunctionalInterface
public interface EventFormat {

  /** For a special process that has no format of its own, as those of OTP's manual print: {@code name event = …}. */
  EventFormat PLAIN = (event, process) -> text(process) + " event = " + text(event);

  /**
   * The line, without its end.
   *
   * @param event what happened
   * @param process what the process gave to {@link Debug#handle}: in behaviours its name, or its pid
   */
  String format(SystemEvent event, Object process);

  /** The text of a value on one line, exits and downs as OTP shows them; never throws, whatever the value does. */
  static String text(Object value) {
    return switch (value) {
      case Info.Exit(Pid from, ExitReason reason) -> "{'EXIT'," + from + "," + text(reason) + "}";
      case Info.Down(Ref ref, Destination object, ExitReason reason, Object tag) ->
        "{'" + tag + "'," + ref + ",process," + object + "," + text(reason) + "}";
      case Info.Timeout _ -> "timeout";
      case Object other -> new ReportFormat(FormatLimits.DEFAULT).value(other);
    };
  }
}
