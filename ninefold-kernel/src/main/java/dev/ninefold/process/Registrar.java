package dev.ninefold.process;

import java.util.Optional;

/**
 * Names for processes, kept by the user: OTP's via module. Any process or thread may call it. Whoever registers a process is to
 * drop the name when it dies, for example by a monitor.
 */
public interface Registrar {

  /** Returns true if the name now denotes the process; false if it is taken. OTP's {@code register_name}. */
  boolean registerName(Object name, Pid pid);

  /** Drops the name; unknown ones are no error. OTP's {@code unregister_name}. */
  void unregisterName(Object name);

  /** The process of that name, alive when asked. OTP's {@code whereis_name}. */
  Optional<Pid> whereisName(Object name);
}
