/** Starting and stopping processes in OTP's way: OTP's {@code proc_lib}. {@link dev.ninefold.proclib.ProcLib} has the functions. */
package dev.ninefold.proclib;
