/**
 * Supervisors of several processes of one kind, among which requests are divided by a key: Elixir's {@code PartitionSupervisor}. Where one
 * process would be a bottleneck, and its state can be divided.
 */
package dev.ninefold.partitionsupervisor;
