/**
 * Things to be done later, once or again and again: OTP's {@code timer}.
 */
package dev.ninefold.timer;
