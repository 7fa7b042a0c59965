package dev.ninefold.application;

import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessInfo;
import dev.ninefold.report.Level;
import dev.ninefold.report.Report;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What applications report besides their start and end. */
public final class ApplicationReports {

  private ApplicationReports() {}

  /**
   * A callback has failed by which an application, or the node, was to be stopped; the stop goes on with the state as it was. OTP's
   * report of {@code shutdown_error}, which it makes for {@code prep_stop} only.
   *
   * @param application its name; {@code kernel} for what is called when all applications stop
   * @param module the class
   * @param callback OTP's name of what was called
   * @param state what it was given
   * @param reason why it failed
   */
  public record ShutdownErrorReport(String application, String module, String callback, Object state, ExitReason reason)
      implements
        Report {

    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String label() {
      return "{application_master, shutdown_error}";
    }

    @Override
    public String headline() {
      return "Application " + application + ": " + callback + " failed";
    }

    @Override
    public Set<String> inHeadline() {
      return Set.of("application");
    }

    @Override
    public Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("application", application);
      fields.put("callback", module + ":" + callback);
      fields.put("state", state);
      fields.put("reason", reason);
      return fields;
    }

    @Override
    public Optional<Throwable> cause() {
      return reason instanceof ExitReason.Crashed(Throwable cause) ? Optional.of(cause) : Optional.empty();
    }
  }

  /**
   * A supervisor that has ended because one of its children had to be restarted too often.
   *
   * @param supervisor its name, or its pid and module
   * @param child the id of the child
   * @param lastExit why the child ended, or could not be started, the last time
   */
  public record GaveUp(Object supervisor, Object child, Object lastExit) {
    @Override
    public String toString() {
      return "supervisor " + supervisor + " gave up, for its child " + child
          + " had to be restarted too often, the last time because of "
          + lastExit;
    }
  }

  /**
   * The node stops all its applications, because one has ended, or has not started, that must run. OTP's message that the kernel pid
   * terminated.
   *
   * @param why why
   * @param gaveUp the supervisors that have brought the application down: its top one, then the child for which that gave up, and so on;
   *     empty if it was something else, or it is not known
   */
  public record TerminationReport(Termination why, List<GaveUp> gaveUp) implements Report {

    public TerminationReport {
      gaveUp = List.copyOf(gaveUp);
    }

    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String label() {
      return "{application_controller, terminated}";
    }

    @Override
    public String headline() {
      return gaveUp.stream()
          .map(GaveUp::toString)
          .collect(Collectors.joining("; ", gaveUp.isEmpty() ? text() : text() + "; ", ""));
    }

    private String text() {
      return switch (why) {
        case Termination.Shutdown _ -> "All applications are stopped";
        case Termination.ApplicationTerminated(String application, var reason) ->
          "Application " + application + " has ended, and the node with it: " + reason;
        case Termination.StartFailure(String application, var error) ->
          "Application " + application + " could not be started, and the node ends: " + error;
      };
    }

    @Override
    public Set<String> inHeadline() {
      return Set.of("reason", "gave_up");
    }

    @Override
    public Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("reason", why);
      fields.put("gave_up", gaveUp);
      return fields;
    }

    @Override
    public Optional<Throwable> cause() {
      return switch (why) {
        case Termination.Shutdown _ -> Optional.empty();
        case Termination.ApplicationTerminated(var _, ExitReason reason) ->
          (gaveUp.isEmpty() ? reason : gaveUp.getLast().lastExit()) instanceof ExitReason.Crashed(Throwable cause)
              ? Optional.of(cause)
              : Optional.empty();
        case Termination.StartFailure(var _, ApplicationError error) -> ApplicationException.cause(error);
      };
    }

    /** The crash report of what has ended, or of the application master that could not start it, has the stack. */
    @Override
    public boolean isCauseToldBefore() {
      return true;
    }
  }

  /**
   * A provider could not be asked for the applications that it knows; the others were.
   *
   * @param provider its class, or the service loader if that could not make it
   * @param application which application was looked for
   * @param failure what it threw
   */
  public record ProviderReport(String provider, String application, Throwable failure) implements Report {

    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String label() {
      return "{application_controller, provider_failed}";
    }

    @Override
    public String headline() {
      return "A provider of applications failed while " + application + " was looked for";
    }

    @Override
    public Set<String> inHeadline() {
      return Set.of("application");
    }

    @Override
    public Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("provider", provider);
      fields.put("application", application);
      fields.put("reason", ExitReason.crashed(failure));
      return fields;
    }

    @Override
    public Optional<Throwable> cause() {
      return Optional.of(failure);
    }
  }

  /**
   * The JVM ends, and not everything has stopped in time.
   *
   * @param bound how long that was
   * @param remaining what still ran
   */
  public record StillRunningReport(Duration bound, List<Remaining> remaining) implements Report {

    private static final int FRAMES = 8;
    /** What they all have in common says nothing. */
    private static final List<String> SKIPPED = List.of("java.", "dev.ninefold.scheduler.");

    /**
     * A process that had not ended.
     *
     * @param application to which application it belongs
     * @param pid the process
     * @param name its name or label
     * @param status whether its code was running
     * @param messages how many messages waited
     * @param stack what it was doing
     */
    public record Remaining(
        String application, Pid pid, Optional<Object> name, ProcessInfo.Status status, int messages,
        List<StackTraceElement> stack) {

      static Remaining of(String application, ProcessInfo info) {
        Optional<Object> name = info.registeredName()
            .<Object>map(n -> n)
            .or(info::label)
            .or(() -> info.initialCall().map(Object::toString));
        List<StackTraceElement> stack = Process.stacktrace(info.pid())
            .stream()
            .filter(frame -> SKIPPED.stream().noneMatch(frame.getClassName()::startsWith))
            .limit(FRAMES)
            .toList();
        return new Remaining(application, info.pid(), name, info.status(), info.messageQueueLength(), stack);
      }

      @Override
      public String toString() {
        return application + ": " + name.map(n -> n + " ").orElse("") + pid + ", " + status + ", " + messages + " messages"
            + (stack.isEmpty() ? "" : ", in " + stack);
      }
    }

    public StillRunningReport {
      remaining = List.copyOf(remaining);
    }

    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String label() {
      return "{application_controller, still_running}";
    }

    @Override
    public String headline() {
      return remaining.size() + " processes did not stop within " + Timeout.format(bound) + "; the JVM ends without them";
    }

    @Override
    public Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("bound", Timeout.format(bound));
      fields.put("remaining", remaining);
      return fields;
    }
  }
}
