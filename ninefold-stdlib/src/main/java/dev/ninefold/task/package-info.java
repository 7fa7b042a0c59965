/**
 * Tasks: Elixir's {@code Task}, a process for one piece of work, whose result its owner awaits.
 */
package dev.ninefold.task;
