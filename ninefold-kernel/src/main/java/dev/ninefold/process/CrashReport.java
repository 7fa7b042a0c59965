package dev.ninefold.process;

import dev.ninefold.report.ErrorInfo;
import dev.ninefold.report.Level;
import dev.ninefold.report.Report;
import dev.ninefold.term.ExitReason;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process that proc_lib or a behaviour started ends by an exception other than exit with normal, shutdown or
 * {@code {shutdown, _}}: OTP's label {@code {proc_lib, crash}}. OTP's sizes of heap and stack and its reductions have no counterpart.
 *
 * @param initialCall what it was meant to run
 * @param pid the process
 * @param registeredName its local name
 * @param processLabel its label
 * @param errorInfo what ends it
 * @param ancestors its parent, the parent's parent and so on
 * @param messageQueueLength how many messages wait
 * @param messages the oldest of them
 * @param links whom it is linked to
 * @param dictionary its dictionary
 * @param trapExit whether it turns exit signals into messages
 * @param status what its code does
 * @param neighbours the processes that may die with it: linked ones that do not trap exits, their neighbours and so on; at most 15
 */
public record CrashReport(
    Optional<InitialCall> initialCall,
    Pid pid,
    Optional<String> registeredName,
    Optional<Object> processLabel,
    ErrorInfo errorInfo,
    List<Object> ancestors,
    int messageQueueLength,
    List<Object> messages,
    List<Pid> links,
    Map<Object, Object> dictionary,
    boolean trapExit,
    ProcessInfo.Status status,
    List<Neighbour> neighbours) implements Report {

  static final String LABEL = "{proc_lib, crash}";

  /**
   * A process that the end of the crashed one may end.
   *
   * @param pid the process
   * @param registeredName its local name
   * @param processLabel its label
   * @param initialCall what it was meant to run
   * @param ancestors its parent, the parent's parent and so on
   * @param messageQueueLength how many messages wait
   * @param links whom it is linked to
   * @param trapExit whether it turns exit signals into messages
   * @param status what its code does
   * @param stack where its code is; empty if it owns no thread and waits
   */
  public record Neighbour(
      Pid pid,
      Optional<String> registeredName,
      Optional<Object> processLabel,
      Optional<InitialCall> initialCall,
      List<Object> ancestors,
      int messageQueueLength,
      List<Pid> links,
      boolean trapExit,
      ProcessInfo.Status status,
      List<StackTraceElement> stack) {

    Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("pid", pid);
      fields.put("registered_name", registeredName.<Object>map(n -> n).orElse(List.of()));
      processLabel.ifPresent(l -> fields.put("process_label", l));
      initialCall.ifPresent(c -> fields.put("initial_call", c));
      fields.put("ancestors", ancestors);
      fields.put("message_queue_len", messageQueueLength);
      fields.put("links", links);
      fields.put("trap_exit", trapExit);
      fields.put("status", status);
      fields.put("current_stacktrace", stack);
      return fields;
    }
  }

  // ---- made by the process that is about to end

  /**
   * Reports that the own process ends by this exception, unless that is an exit with normal, shutdown or {@code {shutdown, _}}. To be
   * called by the process itself, last, after the report of its behaviour. A second call does nothing. Never throws.
   *
   * <p>The kernel does the same when an exception leaves the code of a process that knows its initial call, so that none is
   * forgotten.
   *
   * @return whether there was something to report
   */
  public static boolean reportIfAbnormal(Throwable thrown) {
    return Crashes.report(Current.cellOrNull(), Crashes.errorInfo(thrown));
  }

  /** The same for an end without an exception, as when a callback returned stop. */
  public static boolean reportIfAbnormal(ExitReason reason) {
    return Crashes.report(Current.cellOrNull(), Crashes.errorInfo(reason));
  }

  /** The own process tells by a report of another kind why it ends: it makes no crash report. To be called by the process itself, last. */
  public static void omit() {
    Crashes.omit(Current.cellOrNull());
  }

  /** The report of the own process as it is now; empty on a thread that runs none, or if the process is dead. Never throws. */
  public static Optional<CrashReport> of(Throwable thrown) {
    return Crashes.of(Current.cellOrNull(), Crashes.errorInfo(thrown));
  }

  /** The same for an end without an exception. */
  public static Optional<CrashReport> of(ExitReason reason) {
    return Crashes.of(Current.cellOrNull(), Crashes.errorInfo(reason));
  }

  // ---- as a report

  @Override
  public Level level() {
    return Level.ERROR;
  }

  @Override
  public String label() {
    return LABEL;
  }

  @Override
  public List<String> domain() {
    return List.of("otp", "sasl");
  }

  @Override
  public String headline() {
    return "Process " + registeredName.orElseGet(pid::toString) + " crashed";
  }

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    initialCall.ifPresent(call -> fields.put("initial_call", call));
    fields.put("pid", pid);
    fields.put("registered_name", registeredName.<Object>map(n -> n).orElse(List.of()));
    processLabel.ifPresent(label -> fields.put("process_label", label));
    fields.put("error_info", errorInfo);
    fields.put("ancestors", ancestors);
    fields.put("message_queue_len", messageQueueLength);
    fields.put("messages", messages);
    fields.put("links", links);
    fields.put("dictionary", dictionary);
    fields.put("trap_exit", trapExit);
    fields.put("status", status);
    fields.put("neighbours", neighbours.stream().map(Neighbour::fields).toList());
    return Collections.unmodifiableMap(fields);
  }

  @Override
  public Optional<Throwable> cause() {
    return errorInfo.exception();
  }
}
