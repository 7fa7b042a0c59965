/**
 * What can be observed of a running process, and how: the debug part of OTP's {@code sys}. {@link dev.ninefold.sys.Sys} turns it on
 * and off; behaviours do the rest, and a special process calls {@link dev.ninefold.debug.Debug#handle}.
 */
package dev.ninefold.debug;
