package dev.ninefold.process;

import java.util.Optional;

/**
 * How a process is spawned. Copies with one change: {@code SpawnOptions.DEFAULT.withLabel("ticker")}.
 *
 * @param linked whether it is linked to the process that spawns it, atomically
 * @param priorityLink whether that one gets its exit as a priority message, if it traps exits
 * @param label what reports and the observer call it
 * @param initialCall what was really meant to run; of processes started by proc_lib and the behaviours
 * @param node where it runs; the node of the spawning process, or the default node, if absent
 * @param mailbox how many messages may wait; as many as its node says if absent, which is any number by default
 * @param longMessageQueue from when on its mailbox is reported as long; as its node says if absent
 */
public record SpawnOptions(
    boolean linked, boolean priorityLink, Optional<Object> label, Optional<InitialCall> initialCall, Optional<Node> node,
    Optional<MailboxLimit> mailbox, Optional<LongMessageQueue> longMessageQueue) {

  /** Not linked, without label. */
  public static final SpawnOptions DEFAULT =
      new SpawnOptions(false, false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Linked, without label. */
  public static final SpawnOptions LINKED = DEFAULT.withLinked(true);

  /** The same, linked or not. */
  public SpawnOptions withLinked(boolean linked) {
    return new SpawnOptions(linked, linked && priorityLink, label, initialCall, node, mailbox, longMessageQueue);
  }

  /** The same, linked, with a priority message at its end: OTP's {@code {link, [priority]}}. See {@link SignalOption#PRIORITY}. */
  public SpawnOptions withPriorityLink() {
    return new SpawnOptions(true, true, label, initialCall, node, mailbox, longMessageQueue);
  }

  /** The same, with a label. */
  public SpawnOptions withLabel(Object label) {
    return new SpawnOptions(linked, priorityLink, Optional.of(label), initialCall, node, mailbox, longMessageQueue);
  }

  /** The same, as a proc_lib process: it knows its ancestors and its initial call. */
  public SpawnOptions withInitialCall(InitialCall initialCall) {
    return new SpawnOptions(linked, priorityLink, label, Optional.of(initialCall), node, mailbox, longMessageQueue);
  }

  /** The same, on the given node. */
  public SpawnOptions withNode(Node node) {
    return new SpawnOptions(linked, priorityLink, label, initialCall, Optional.of(node), mailbox, longMessageQueue);
  }

  /** The same, with a limit for its mailbox, or {@link MailboxLimit#UNLIMITED}. */
  public SpawnOptions withMailbox(MailboxLimit mailbox) {
    return new SpawnOptions(linked, priorityLink, label, initialCall, node, Optional.of(mailbox), longMessageQueue);
  }

  /** The same, with a length from which on its mailbox is reported, or {@link LongMessageQueue#OFF}. */
  public SpawnOptions withLongMessageQueue(LongMessageQueue longMessageQueue) {
    return new SpawnOptions(linked, priorityLink, label, initialCall, node, mailbox, Optional.of(longMessageQueue));
  }
}
