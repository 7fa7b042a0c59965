package dev.ninefold.time;

/** What a timer does when it fires. */
@FunctionalInterface
public interface TimerTask {

  /** Called once, on the thread of the timers; must be short and must not block. */
  void fired(Timer timer);
}
