package dev.ninefold.examples.charging;

import dev.ninefold.examples.ocpp.StationReply;

/**
 * What a callback of a {@link StationHandler} returns.
 *
 * @param reply what the station gets
 * @param state the new state
 * @param <R> the reply to the request
 * @param <S> the state
 */
public record Answer<R extends StationReply, S>(R reply, S state) {}
