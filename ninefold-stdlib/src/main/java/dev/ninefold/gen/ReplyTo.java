package dev.ninefold.gen;

/**
 * Where one reply goes, to be given later: OTP's {@code gen_server:reply/2}.
 *
 * @param <R> the reply
 */
@FunctionalInterface
public interface ReplyTo<R> {

  /** Sends the reply. Any process or thread may call it; what comes after the first reply goes nowhere. */
  void reply(R value);
}
