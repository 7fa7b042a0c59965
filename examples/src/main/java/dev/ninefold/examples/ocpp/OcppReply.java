package dev.ninefold.examples.ocpp;

/** The answer to an {@link OcppRequest}. */
public sealed interface OcppReply permits StationReply, CentralReply {}
