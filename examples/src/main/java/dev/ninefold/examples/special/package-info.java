/**
 * The special process of OTP's design principles: a loop written by hand that hands out channels, is started by {@code proc_lib} and understands
 * {@code sys}. {@link dev.ninefold.examples.special.ChannelAllocator} is the process, the console shows what can be done with it.
 */
package dev.ninefold.examples.special;
