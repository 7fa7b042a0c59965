/**
 * Processes, and everything that crosses between them.
 *
 * <p>Users find {@link dev.ninefold.process.Process} for what a process can do, {@link dev.ninefold.process.Node} for the world it
 * lives in, and the values {@link dev.ninefold.process.Pid}, {@link dev.ninefold.process.Ref}, {@link dev.ninefold.process.Name} and
 * {@link dev.ninefold.process.Info}. Behaviours are built on {@link dev.ninefold.process.EventProcess},
 * {@link dev.ninefold.process.Calls} and {@link dev.ninefold.process.ReplyPlace}.
 *
 * <p>Inside, a process is a {@code Cell}: a {@code SignalQueue}, where signals arrive and which says who may act on them, and a
 * {@code Mailbox}, which belongs to the process alone. {@code Router} is the one way from process to process, {@code Death} what
 * happens at the end. {@code ExitSignals} is the pure table of exit signals.
 */
package dev.ninefold.process;
