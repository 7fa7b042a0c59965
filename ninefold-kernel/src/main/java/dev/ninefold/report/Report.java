package dev.ninefold.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Something that a process, or the kernel, tells whoever operates the system. Formatted late, by the handlers. */
public interface Report {

  /** How grave it is. */
  Level level();

  /** What kind of report: OTP's label, for example {@code {gen_server, terminate}}. */
  String label();

  /** OTP's domain: {@code [otp]}, or {@code [otp, sasl]} and others. */
  default List<String> domain() {
    return List.of("otp");
  }

  /** One sentence that says what happened, without the fields. */
  String headline();

  /** The particulars, by OTP's names, in OTP's order. */
  Map<String, Object> fields();

  /** The fields that the headline says already: printed text leaves them out, structured output does not. */
  default Set<String> inHeadline() {
    return Set.of();
  }

  /** The exception behind it, if any. */
  default Optional<Throwable> cause() {
    return Optional.empty();
  }

  /** Whether an earlier report, such as that of the process that crashed, shows the stack of {@link #cause}: then it is not printed again. */
  default boolean isCauseToldBefore() {
    return false;
  }
}
