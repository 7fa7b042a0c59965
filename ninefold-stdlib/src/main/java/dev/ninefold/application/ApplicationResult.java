package dev.ninefold.application;

import java.util.List;

/** What a call to {@link Applications} came to: OTP's {@code ok}, {@code {ok, Started}} or {@code {error, Reason}}. */
public sealed interface ApplicationResult {

  /**
   * It worked.
   *
   * @param started the applications that this call has started, in the order in which they started
   */
  record Ok(List<String> started) implements ApplicationResult {
    public Ok {
      started = List.copyOf(started);
    }
  }

  /**
   * It did not.
   *
   * @param error why
   */
  record Failed(ApplicationError error) implements ApplicationResult {
    @Override
    public String toString() {
      return "{error, " + error + "}";
    }
  }

  /** It worked, and that was started, or nothing. */
  static ApplicationResult ok(String... started) {
    return new Ok(List.of(started));
  }

  /** It did not work. */
  static ApplicationResult failed(ApplicationError error) {
    return new Failed(error);
  }

  /** Whether it worked. */
  default boolean isOk() {
    return this instanceof Ok;
  }

  /**
   * The applications that were started.
   *
   * @throws ApplicationException if it did not work
   */
  default List<String> orElseThrow() {
    return switch (this) {
      case Ok(List<String> started) -> started;
      case Failed(ApplicationError error) -> throw new ApplicationException(error);
    };
  }
}
