package dev.ninefold.process;

/** A link to a process that is not there, made by a process that does not trap exits: OTP's error {@code noproc}. */
public final class NoSuchProcessException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NoSuchProcessException(Pid pid) {
    super("link: process " + pid + " is not alive; trap exits to get this as a message");
  }
}
