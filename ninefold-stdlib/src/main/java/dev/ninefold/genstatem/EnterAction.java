package dev.ninefold.genstatem;

/** What a state-enter call may ask for, too: replies, timeouts, and hibernation. */
public sealed interface EnterAction extends Action
    permits Action.Reply, Action.Hibernate, Action.SetTimeout, Action.UpdateTimeout, Action.CancelTimeout {}
