package dev.ninefold.supervisor;

import dev.ninefold.process.TimerRef;

/**
 * A wait before a restart.
 *
 * @param end the message that ends it; another object each time, so that one that comes late is not taken for the next
 * @param timer what sends it
 */
record RestartWait(Object end, TimerRef timer) {}
