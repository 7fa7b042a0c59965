/**
 * The door with the code lock of OTP's design principles: a state machine with enter calls, state timeouts and postponed events, in a
 * supervision tree.
 */
package dev.ninefold.examples.codelock;
