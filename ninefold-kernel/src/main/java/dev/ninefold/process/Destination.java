package dev.ninefold.process;

/** Where a message can be sent to: a process, a name, or an alias. */
public sealed interface Destination permits Pid, Name, Ref {}
