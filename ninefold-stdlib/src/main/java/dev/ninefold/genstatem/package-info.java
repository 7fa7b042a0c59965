/**
 * State machines: OTP's {@code gen_statem}. {@link dev.ninefold.genstatem.GenStatem} has the callbacks and the client's side;
 * {@link dev.ninefold.genstatem.StateFunctions} is the style in which the states handle their events themselves.
 */
package dev.ninefold.genstatem;
