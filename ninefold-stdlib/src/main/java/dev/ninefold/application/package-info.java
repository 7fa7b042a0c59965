/**
 * Applications: components that are started and stopped as a unit, with dependencies, configuration, and a supervision tree. OTP's
 * {@code application}.
 *
 * <p>One implements {@link dev.ninefold.application.Application}, describes it by an
 * {@link dev.ninefold.application.ApplicationSpec}, and starts it by {@link dev.ninefold.application.Applications}, or, as a whole
 * program, by {@code Application.run}.
 */
package dev.ninefold.application;
