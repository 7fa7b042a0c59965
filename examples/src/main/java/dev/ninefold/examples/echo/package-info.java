/**
 * Asking a process something and getting the right answer: a lesson in six steps, each of which repairs what was missing in the one before.
 * What stands here at the end is what {@code GenServer.call} does for everybody.
 */
package dev.ninefold.examples.echo;
