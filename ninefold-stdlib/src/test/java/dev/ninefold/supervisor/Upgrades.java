package dev.ninefold.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ninefold.gen.SystemRequest.Failure;
import dev.ninefold.sys.Sys;
import dev.ninefold.sys.SysException;
import dev.ninefold.term.ExitReason;

/** Upstream's {@code fake_upgrade}: the code of a suspended supervisor is changed to one whose init returns something else. */
final class Upgrades {

  private Upgrades() {}

  static void upgrade(SupervisorRef sup, SupervisorSpec result) {
    Sys.suspend(sup.destination());
    try {
      Supervisor next = () -> result;
      Sys.changeCode(sup.destination(), next, "dummy_vsn", "");
    } finally {
      Sys.resume(sup.destination());
    }
  }

  /** The upgrade is done, and what get_state shows is another state. */
  static void changes(SupervisorRef sup, SupervisorSpec result) {
    Object before = Sys.getState(sup.destination());
    upgrade(sup, result);
    assertThat(Sys.getState(sup.destination())).isNotEqualTo(before);
  }

  /** The upgrade is refused, and changes nothing. */
  static Object refused(SupervisorRef sup, SupervisorSpec result) {
    Object before = Sys.getState(sup.destination());
    SysException refusal = catchThrowableOfType(SysException.class, () -> upgrade(sup, result));
    assertThat(Sys.getState(sup.destination())).isEqualTo(before);
    return ((ExitReason.Other) ((Failure.CallbackFailed) refusal.failure()).reason()).term();
  }
}
