package dev.ninefold.process;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What can be seen of a living process at one moment: OTP's {@code process_info}.
 *
 * @param pid the process
 * @param registeredName its local name
 * @param label its label
 * @param initialCall what it was meant to run; of proc_lib processes
 * @param ancestors its parent, the parent's parent and so on, by name where they had one; of proc_lib processes
 * @param parent who spawned it; absent if it was spawned by an ordinary thread
 * @param groupLeader its group leader, by which applications own processes
 * @param links the processes it is linked to, in the order of the links
 * @param monitors what it monitors
 * @param monitoredBy who monitors it, once for each monitor
 * @param trapExit whether it turns exit signals into messages
 * @param priorityMessages whether it takes priority messages, from any alias, link or monitor
 * @param messageQueueLength how many messages wait
 * @param status what its code does
 * @param runningSince when its code began to handle the current message, in nanoseconds of the node's clock, if it is running
 * @param kind plain or event-driven
 * @param mailbox the limit of its mailbox, and what became of the messages that found it full; empty if it has none
 */
public record ProcessInfo(
    Pid pid,
    Optional<String> registeredName,
    Optional<Object> label,
    Optional<InitialCall> initialCall,
    List<Object> ancestors,
    Optional<Pid> parent,
    Pid groupLeader,
    List<Pid> links,
    List<Destination> monitors,
    List<Pid> monitoredBy,
    boolean trapExit,
    boolean priorityMessages,
    int messageQueueLength,
    Status status,
    OptionalLong runningSince,
    Kind kind,
    Optional<MailboxInfo> mailbox) {

  /** What the code of a process does. */
  public enum Status {
    /** It runs, or blocks outside of our API. */
    RUNNING,
    /** It is about to run. */
    RUNNABLE,
    /** It waits for a message, or in another call of our API. */
    WAITING
  }

  /** Whether a process owns a thread. */
  public enum Kind {
    /** It owns a virtual thread. */
    PLAIN,
    /** It is a behaviour and owns none. */
    EVENT_DRIVEN
  }
}
