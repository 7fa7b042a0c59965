package dev.ninefold.report;

import dev.ninefold.term.ExitReason;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prints one value, whatever it is. */
final class ValueFormat {

  /*
   * Values look as their toString has them, as long as nothing is cut. Collections, maps, arrays, and records that have the
   * toString the compiler made are walked, so that they can be cut and may contain themselves; everything else, a record with a
   * toString of its own too, is asked for its text. Depth counts as in OTP's io_lib:format("~P"): each element is printed with one
   * less than the one before it, and nested values start from there. No code of the user's that is called here can break the report.
   */

  private final Text out;
  private final FormatLimits limits;
  private final @Nullable Throwable attached;
  private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private int elements;

  /**
   * A format for one value.
   *
   * @param attached an exception whose stack is shown elsewhere
   */
  ValueFormat(FormatLimits limits, int chars, @Nullable Throwable attached) {
    this.limits = limits;
    this.attached = attached;
    this.out = new Text(Math.min(chars, FormatLimits.MAX_CHARS), limits.singleLine());
  }

  static String format(@Nullable Object value, FormatLimits limits, int chars, @Nullable Throwable attached) {
    ValueFormat format = new ValueFormat(limits, chars, attached);
    try {
      format.value(value, limits.depth());
    } catch (Throwable e) {
      format.out.add(" <could not be printed further: " + e.getClass().getName() + ">");
    }
    return format.out.toString();
  }

  /** The text of the value as its own toString has it; never throws. */
  static String textOf(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    try {
      String text = value.toString();
      return text == null ? "null" : text;
    } catch (Throwable e) {
      return "<" + value.getClass().getName() + ", whose toString threw " + e.getClass().getName() + ">";
    }
  }

  private void value(@Nullable Object value, int depth) {
    if (out.isFull()) {
      return;
    }
    if (depth <= 0 || open.size() >= FormatLimits.MAX_NESTING) {
      out.add("...");
      return;
    }
    switch (value) {
      case Throwable thrown -> throwable(thrown, depth);
      case ErrorInfo error -> error(error, depth);
      case ExitReason reason -> reason(reason, depth);
      case Optional<?> optional -> optional(optional, depth);
      case Collection<?> list -> nested(list, () -> elements("[", list.iterator(), list::size, depth, "]"));
      case Map<?, ?> map -> nested(map, () -> elements("{", map.entrySet().iterator(), map::size, depth, "}"));
      case Map.Entry<?, ?> entry -> entry(entry, depth);
      case Record made when hasGeneratedText(made) -> nested(made, () -> record(made, depth));
      case null -> out.add("null");
      case Object other when other.getClass().isArray() ->
        nested(other, () -> elements("[", new ArrayIterator(other), () -> Array.getLength(other), depth, "]"));
      case Object other -> out.add(textOf(other));
    }
  }

  private void nested(Object value, Runnable print) {
    if (!open.add(value)) {
      out.add("(contains itself)");
      return;
    }
    int before = out.length();
    try {
      print.run();
    } catch (Throwable e) {
      out.add(out.length() == before ? "<" : " <")
          .add(value.getClass().getName() + ", which threw " + e.getClass().getName() + ">");
    } finally {
      open.remove(value);
    }
  }

  private interface Size {
    int size();
  }

  private void elements(String left, Iterator<?> items, Size size, int depth, String right) {
    out.add(left);
    int deeper = depth;
    int printed = 0;
    while (items.hasNext() && !out.isFull()) {
      if (printed > 0) {
        out.add(", ");
      }
      if (deeper <= 1) {
        out.add("...");
        break;
      }
      if (elements++ >= FormatLimits.MAX_ELEMENTS) {
        out.add("... (" + (size.size() - printed) + " more)");
        break;
      }
      deeper--;
      value(items.next(), deeper);
      printed++;
    }
    out.add(right);
  }

  private void entry(Map.Entry<?, ?> entry, int depth) {
    value(entry.getKey(), depth);
    out.add("=");
    value(entry.getValue(), depth);
  }

  private void optional(Optional<?> optional, int depth) {
    if (optional.isEmpty()) {
      out.add("Optional.empty");
      return;
    }
    out.add("Optional[");
    value(optional.get(), depth - 1);
    out.add("]");
  }

  // ---- records

  private static boolean hasGeneratedText(Record made) {
    try {
      return Modifier.isFinal(made.getClass().getMethod("toString").getModifiers());
    } catch (NoSuchMethodException | LinkageError e) {
      return false;
    }
  }

  private void record(Record made, int depth) {
    RecordComponent[] components = made.getClass().getRecordComponents();
    if (components.length > 0 && !components[0].getAccessor().trySetAccessible()) {
      out.add(textOf(made));
      return;
    }
    out.add(made.getClass().getSimpleName()).add("[");
    int left = depth;
    for (int i = 0; i < components.length && !out.isFull(); i++) {
      if (i > 0) {
        out.add(", ");
      }
      if (left <= 1 || elements++ >= FormatLimits.MAX_ELEMENTS) {
        out.add("...");
        break;
      }
      left--;
      out.add(components[i].getName()).add("=");
      component(made, components[i].getAccessor(), left);
    }
    out.add("]");
  }

  private void component(Record made, Method accessor, int depth) {
    Object value;
    try {
      accessor.setAccessible(true);
      value = accessor.invoke(made);
    } catch (ReflectiveOperationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      out.add("<threw " + cause.getClass().getName() + ">");
      return;
    }
    value(value, depth);
  }

  // ---- reasons and exceptions

  private void reason(ExitReason reason, int depth) {
    switch (reason) {
      case ExitReason.Crashed(Throwable cause) -> throwable(cause, depth);
      case ExitReason.Other(Object term) -> value(term, depth);
      case ExitReason.ShutdownWith(Object term) -> {
        out.add("{shutdown, ");
        value(term, depth - 1);
        out.add("}");
      }
      case ExitReason plain -> out.add(textOf(plain));
    }
  }

  private void error(ErrorInfo error, int depth) {
    out.add("exception " + switch (error.kind()) {
      case ERROR -> "error";
      case EXIT -> "exit";
      case THROW -> "throw";
    } + ": ");
    value(error.reason(), depth);
    Throwable exception = error.exception().orElse(null);
    if (exception != null && exception != error.reason() && exception != attached) {
      frames(exception, depth);
      Throwable cause = causeOf(exception);
      if (cause != null) {
        out.add(causedBy());
        throwable(cause, depth);
      }
    }
  }

  private String causedBy() {
    return limits.singleLine() ? "; caused by " : "\nCaused by: ";
  }

  private void throwable(Throwable thrown, int depth) {
    Set<Throwable> told = Collections.newSetFromMap(new IdentityHashMap<>());
    Throwable next = thrown;
    for (int level = 0; next != null && level < FormatLimits.MAX_NESTING; level++) {
      if (level > 0) {
        out.add(causedBy());
      }
      if (!told.add(next)) {
        out.add("itself, " + next.getClass().getName());
        return;
      }
      out.add(textOf(next));
      if (thrown == attached) {
        return;
      }
      frames(next, depth);
      suppressed(next);
      next = causeOf(next);
    }
  }

  private void frames(Throwable thrown, int depth) {
    StackTraceElement[] stack = stackOf(thrown);
    int shown = Math.min(stack.length, limits.singleLine() ? 1 : Math.min(depth, FormatLimits.MAX_FRAMES));
    for (int i = 0; i < shown && !out.isFull(); i++) {
      out.add(limits.singleLine() ? " at " : "\n    at ").add(String.valueOf(stack[i]));
    }
    if (shown < stack.length && !limits.singleLine()) {
      out.add("\n    ... " + (stack.length - shown) + " more");
    }
  }

  private void suppressed(Throwable thrown) {
    List<Throwable> others = List.of(thrown.getSuppressed());
    for (int i = 0; i < others.size() && !limits.singleLine() && !out.isFull(); i++) {
      out.add("\n    Suppressed: ").add(textOf(others.get(i)));
    }
  }

  private static @Nullable Throwable causeOf(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (RuntimeException e) {
      return null;
    }
  }

  private static StackTraceElement[] stackOf(Throwable thrown) {
    try {
      return thrown.getStackTrace();
    } catch (RuntimeException e) {
      return new StackTraceElement[0];
    }
  }

  private static final class ArrayIterator implements Iterator<@Nullable Object> {
    private final Object array;
    private int next;

    ArrayIterator(Object array) {
      this.array = array;
    }

    @Override
    public boolean hasNext() {
      return next < Array.getLength(array);
    }

    @Override
    public @Nullable Object next() {
      return Array.get(array, next++);
    }
  }
}
