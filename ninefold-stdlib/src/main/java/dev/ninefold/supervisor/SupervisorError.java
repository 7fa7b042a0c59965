package dev.ninefold.supervisor;

import dev.ninefold.term.ExitReason;
import java.util.Locale;

/** Why a supervisor does not do, or did not become, what was asked for. Prints as OTP's term, followed by what was expected. */
public sealed interface SupervisorError {

  /** OTP's term. */
  String term();

  /** What was expected, or what to do, as a sentence; empty if the term says all. */
  default String advice() {
    return "";
  }

  /** Some errors stand for themselves. */
  enum Refusal implements SupervisorError {
    /** There is no child of that id. */
    NOT_FOUND("there is no child of that id"),
    /** The child runs: terminate it first. */
    RUNNING("the child runs; terminate it first"),
    /** The supervisor is trying to restart the child: terminate it first. */
    RESTARTING("the supervisor is trying to restart the child; terminate it first"),
    /** There is a child of that id, which does not run: restart it, or delete it first. */
    ALREADY_PRESENT("there is a child of that id, which does not run; restart it, or delete it first"),
    /** A dynamic supervisor has as many children as it may have. */
    MAX_CHILDREN("the supervisor has as many children as its maxChildren allows"),
    /** The children of a dynamic supervisor have no ids, and are forgotten when they are stopped. */
    SIMPLE_ONE_FOR_ONE(
        "the children of a dynamic supervisor are known by pid; start them with startChild, terminate them by pid"),
    /** A bridge has no children of its own. */
    BADCALL("a supervisor_bridge answers which_children only");

    private final String advice;

    Refusal(String advice) {
      this.advice = advice;
    }

    @Override
    public String term() {
      return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String advice() {
      return advice;
    }

    @Override
    public String toString() {
      return text(this);
    }
  }

  /**
   * The start function of a child failed in {@code startChild}; nothing was added. OTP's {@code {Reason, Child}}.
   *
   * @param reason what it said
   * @param child the child
   */
  record StartFailed(ExitReason reason, ChildSpec child) implements SupervisorError {
    @Override
    public String term() {
      return "{" + reason + ", " + child + "}";
    }

    @Override
    public String toString() {
      return text(this);
    }
  }

  /**
   * The supervisor could not start because of a child: OTP's {@code {failed_to_start_child, Id, Reason}}.
   *
   * @param id the child
   * @param reason what its start function said
   */
  record FailedToStartChild(Object id, ExitReason reason) implements SupervisorError {
    @Override
    public String term() {
      return "{failed_to_start_child, " + id + ", " + reason + "}";
    }

    @Override
    public String toString() {
      return text(this);
    }
  }

  /**
   * {@code init} returned something else than it may: OTP's {@code {bad_return, {Module, init, Value}}}.
   *
   * @param module the class of the callbacks
   * @param value what it returned, in words
   */
  record BadReturn(String module, String value) implements SupervisorError {
    @Override
    public String term() {
      return "{bad_return, {" + module + ", init, " + value + "}}";
    }

    @Override
    public String advice() {
      return "init is expected to return SupervisorSpec.of(flags, children) or SupervisorSpec.ignore()";
    }

    @Override
    public String toString() {
      return text(this);
    }
  }

  /**
   * A supervisor was to start with wrong flags: OTP's {@code {supervisor_data, Error}}.
   *
   * @param error what is wrong
   */
  record SupervisorData(SupervisorError error) implements SupervisorError {
    @Override
    public String term() {
      return "{supervisor_data, " + error.term() + "}";
    }

    @Override
    public String advice() {
      return error.advice();
    }

    @Override
    public String toString() {
      return text(this);
    }
  }

  /**
   * A supervisor was to start with a wrong child spec: OTP's {@code {start_spec, Error}}.
   *
   * @param error what is wrong
   */
  record StartSpec(SupervisorError error) implements SupervisorError {
    @Override
    public String term() {
      return "{start_spec, " + error.term() + "}";
    }

    @Override
    public String advice() {
      return error.advice();
    }

    @Override
    public String toString() {
      return text(this);
    }
  }

  /** What can be wrong with a flag. */
  enum Flag {
    /** No flags at all. */
    INVALID_TYPE("the flags are expected to be a SupervisorFlags, as SupervisorFlags.of(ONE_FOR_ONE)"),
    /** The strategy. */
    INVALID_STRATEGY("strategy is expected to be ONE_FOR_ONE, ONE_FOR_ALL or REST_FOR_ONE"),
    /** The intensity. */
    INVALID_INTENSITY("intensity is expected to be zero or more"),
    /** The period. */
    INVALID_PERIOD("period is expected to be whole seconds, one or more"),
    /** The automatic shutdown. */
    INVALID_AUTO_SHUTDOWN("autoShutdown is expected to be NEVER, ANY_SIGNIFICANT or ALL_SIGNIFICANT"),
    /** The backoff. */
    INVALID_BACKOFF("backoff is expected to be Optional.empty() or how long to wait"),
    /** The limit of children. */
    INVALID_MAX_CHILDREN("maxChildren is expected to be zero or more, or UNLIMITED"),
    /** The extra argument. */
    INVALID_EXTRA_ARGUMENTS("extraArgument is expected to be Optional.empty() or what the children get");

    private final String expected;

    Flag(String expected) {
      this.expected = expected;
    }
  }

  /**
   * A flag is wrong: OTP's {@code {invalid_intensity, -1}} and its like.
   *
   * @param flag which
   * @param value its value, in words
   */
  record InvalidFlag(Flag flag, String value) implements SupervisorError {
    @Override
    public String term() {
      return "{" + flag.name().toLowerCase(Locale.ROOT) + ", " + value + "}";
    }

    @Override
    public String advice() {
      return flag.expected;
    }

    @Override
    public String toString() {
      return text(this);
    }
  }

  /** What can be wrong with a field of a child spec. */
  enum Field {
    /** No spec at all. */
    INVALID_CHILD_SPEC("a child spec is expected"),
    /** No id. */
    MISSING_ID("id is expected to be an object that tells the child from its siblings"),
    /** No start function. */
    MISSING_START("start is expected to be a function that starts the child, as () -> Stash.startLink()"),
    /** The restart type. */
    INVALID_RESTART_TYPE("restart is expected to be PERMANENT, TRANSIENT or TEMPORARY"),
    /** The shutdown. */
    INVALID_SHUTDOWN("shutdown is expected to be BRUTAL_KILL, INFINITY, or a time of zero or more"),
    /** Whether it is significant. */
    INVALID_SIGNIFICANT("significant is expected to be false under a dynamic supervisor"),
    /** The type. */
    INVALID_CHILD_TYPE("type is expected to be WORKER or SUPERVISOR"),
    /** The modules. */
    INVALID_MODULES("modules is expected to be Modules.of(classes) or Modules.dynamic()"),
    /** One of the modules. */
    INVALID_MODULE("each module is expected to be a class"),
    /** The id of another child, too. */
    DUPLICATE_CHILD_NAME("ids are expected to be unique within a supervisor");

    private final String expected;

    Field(String expected) {
      this.expected = expected;
    }
  }

  /**
   * A field of a child spec is wrong: OTP's {@code {invalid_shutdown, -1}} and its like.
   *
   * @param field which
   * @param child the id of the child, in words
   * @param value the value of the field, in words
   */
  record InvalidSpec(Field field, String child, String value) implements SupervisorError {
    @Override
    public String term() {
      String name = field.name().toLowerCase(Locale.ROOT);
      return field == Field.MISSING_ID || field == Field.MISSING_START ? name : "{" + name + ", " + value + "}";
    }

    @Override
    public String advice() {
      return "child " + child + ": " + field.expected;
    }

    @Override
    public String toString() {
      return text(this);
    }
  }

  /**
   * Two values exclude each other: OTP's {@code {bad_combination, [{auto_shutdown, never}, {significant, true}]}} and
   * {@code {bad_combination, [{restart, permanent}, {significant, true}]}}.
   *
   * @param child the id of the child, in words
   * @param with what does not go together with significant
   */
  record BadCombination(String child, String with) implements SupervisorError {
    @Override
    public String term() {
      return "{bad_combination, [" + with + ", {significant, true}]}";
    }

    @Override
    public String advice() {
      return "child " + child
          + ": a significant child is expected to be transient or temporary, of a supervisor whose autoShutdown is not NEVER";
    }

    @Override
    public String toString() {
      return text(this);
    }
  }

  /** The error as a reason. */
  default ExitReason asReason() {
    return new ExitReason.Other(this);
  }

  private static String text(SupervisorError error) {
    return error.advice().isEmpty() ? error.term() : error.term() + " (" + error.advice() + ")";
  }
}
