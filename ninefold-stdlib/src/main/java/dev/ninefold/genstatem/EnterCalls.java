package dev.ninefold.genstatem;

import java.util.Arrays;

/** Which machines want enter calls: OTP's {@code state_enter}, which here is whether {@code stateEnter} is overridden. */
final class EnterCalls {

  /*
   * Calling the default would do no harm: it keeps everything. But without an enter call the timers of a transition start before its
   * replies go out, so that whoever has the reply may move a manual clock; with one the replies must not wait for it (ST-18).
   */

  private static final ClassValue<Boolean> OVERRIDDEN = new ClassValue<>() {
    @Override
    protected Boolean computeValue(Class<?> type) {
      return Arrays.stream(type.getMethods())
          .filter(method -> method.getName().equals("stateEnter") && !method.isBridge())
          .anyMatch(method -> !method.getDeclaringClass().getPackage().equals(GenStatem.class.getPackage())
              || !method.isDefault());
    }
  };

  private EnterCalls() {}

  /** Whether the module, in this state, wants to be told that it was entered. */
  static boolean wanted(GenStatem<?, ?, ?, ?> module, Object state) {
    return OVERRIDDEN
        .get(module instanceof StateFunctions && !OVERRIDDEN.get(module.getClass()) ? state.getClass() : module.getClass());
  }
}
