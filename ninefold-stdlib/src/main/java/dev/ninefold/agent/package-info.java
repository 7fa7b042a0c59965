/**
 * Agents: Elixir's {@code Agent}, a server that keeps a state and does with it what its clients say.
 */
package dev.ninefold.agent;
