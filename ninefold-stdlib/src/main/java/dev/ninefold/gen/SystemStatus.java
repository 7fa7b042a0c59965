package dev.ninefold.gen;

import dev.ninefold.process.Pid;
import java.util.List;
import java.util.Map;

/**
 * The answer to get_status: OTP's {@code {status, Pid, {module, Behaviour}, [Dictionary, SysState, Parent, Debug, Misc]}}.
 *
 * @param pid the process
 * @param behaviour the behaviour, for example {@code gen_server}
 * @param module the class of the callbacks
 * @param dictionary the process dictionary
 * @param suspended whether it is suspended
 * @param parent its parent
 * @param name under which it is registered, or the pid
 * @param log the logged events
 * @param state the state, through formatStatus
 */
public record SystemStatus(
    Pid pid, String behaviour, String module, Map<Object, Object> dictionary, boolean suspended, Pid parent, Object name,
    List<Object> log, Object state) {}
