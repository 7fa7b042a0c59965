/**
 * A sequence server that survives its own crash, in three parts. The {@link dev.ninefold.examples.sequence.SequenceServer} gives out one number
 * after the other. It crashes when it is told to increment by something that is no number, and then a process that can hardly crash, because
 * it does nothing but keep a value, still has the number: the {@link dev.ninefold.examples.sequence.SequenceStash}. Two supervisors see
 * to both:
 *
 * <pre>
 * SequenceSupervisor ── SequenceStash
 *                    └─ SequenceSubSupervisor ── SequenceServer
 * </pre>
 */
package dev.ninefold.examples.sequence;
