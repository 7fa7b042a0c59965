/**
 * Servers: OTP's {@code gen_server}.
 *
 * <p>A user implements {@link dev.ninefold.genserver.GenServer} and hides it behind a client API of static methods. The results of the
 * callbacks are {@link dev.ninefold.genserver.Init}, {@link dev.ninefold.genserver.CallResult} and {@link dev.ninefold.genserver.Next},
 * each with a {@link dev.ninefold.genserver.Then}, what the server does next. {@code GenServerEngine} decides what follows from a
 * result, {@code GenServerProcess} carries it out.
 */
package dev.ninefold.genserver;
