package dev.ninefold.process;

/** A request that no mailbox refuses, for those who look into a running system: what {@code sys} sends. For behaviours. */
public interface SystemMessage {}
