package dev.ninefold.timer;

import java.time.Duration;

/**
 * What {@link Timer#tc} returns.
 *
 * @param time how long it took
 * @param value what came of it
 */
public record Timed<T>(Duration time, T value) {}
