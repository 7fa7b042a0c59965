package dev.ninefold.examples.charging;

import java.time.Instant;

/**
 * What a {@link StationHandler} may need to answer a request.
 *
 * @param station who asks
 * @param now when it asked
 * @param newTransactionId a number that no transaction has, if one starts; zero for all other requests
 */
public record Context(StationId station, Instant now, int newTransactionId) {}
