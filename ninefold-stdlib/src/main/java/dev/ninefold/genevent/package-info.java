/**
 * Event managers and their handlers: OTP's {@code gen_event}.
 *
 * <p>A user implements {@link dev.ninefold.genevent.EventHandler}, starts a manager by {@link dev.ninefold.genevent.GenEvent}, adds handlers
 * to it, each under a {@link dev.ninefold.genevent.HandlerKey}, and notifies it of events. The owner of a supervised handler is told by
 * {@link dev.ninefold.genevent.HandlerExit} when it is removed, and by {@link dev.ninefold.genevent.HandlerRestart} when it failed and is
 * installed again in its place. {@code GenEventEngine}, {@code HandlerList} and {@code RestartHistory} decide what follows from a result,
 * {@code GenEventProcess} carries it out.
 */
package dev.ninefold.genevent;
