package dev.ninefold.genevent;

import dev.ninefold.process.Pid;
import java.util.Optional;

/**
 * A handler as {@code sys:get_status} of a manager shows it; the state of that status is a list of these, the newest first.
 *
 * @param handler the handler
 * @param state its state through formatStatus; empty while it waits to be installed again
 * @param owner who supervises it
 * @param restarts how many times it was installed again
 */
public record InstalledHandler(HandlerKey<?> handler, Optional<Object> state, Optional<Pid> owner, int restarts) {}
