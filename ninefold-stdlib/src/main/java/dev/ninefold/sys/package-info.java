/** Looking into running processes and steering them: OTP's {@code sys}. {@link dev.ninefold.sys.Sys} has the functions. */
package dev.ninefold.sys;
