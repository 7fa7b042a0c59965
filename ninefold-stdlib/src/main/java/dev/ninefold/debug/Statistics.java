package dev.ninefold.debug;

import java.time.Instant;

/**
 * What was counted of a process.
 *
 * @param startTime since when
 * @param currentTime until when
 * @param messagesIn how many messages it has handled: events {@link SystemEvent.In}
 * @param messagesOut how many it has sent: events {@link SystemEvent.Out}
 */
public record Statistics(Instant startTime, Instant currentTime, long messagesIn, long messagesOut) {}
