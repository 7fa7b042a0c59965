package dev.ninefold.gen;

import dev.ninefold.debug.DebugOption;
import dev.ninefold.process.LongMessageQueue;
import dev.ninefold.process.MailboxLimit;
import dev.ninefold.process.Name;
import dev.ninefold.process.Node;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a behaviour is started. Copies with one change: {@code StartOptions.named("stack").withTimeout(Duration.ofSeconds(2))}.
 *
 * @param name under which it is registered before its init runs: local, global or via
 * @param timeout how long its init may take; for ever by default
 * @param hibernateAfter accepted for OTP's sake: an idle process is small here anyway
 * @param node where it runs; the node of the starting process, or the default node, if absent
 * @param label what reports call it
 * @param debug what to observe of it
 * @param mailbox how many messages may wait for it; as many as its node says if absent, any number if that says nothing
 * @param longMessageQueue from when on its mailbox is reported as long; as its node says if absent
 */
public record StartOptions(
    Optional<Name> name, Duration timeout, Duration hibernateAfter, Optional<Node> node, Optional<Object> label,
    List<DebugOption> debug, Optional<MailboxLimit> mailbox,
    Optional<LongMessageQueue> longMessageQueue) {

  /** No name, no timeout. */
  public static final StartOptions DEFAULT =
      new StartOptions(Optional.empty(), Timeout.INFINITY, Timeout.INFINITY, Optional.empty(), Optional.empty(), List.of(),
          Optional.empty(), Optional.empty());

  /** Checks the options. */
  public StartOptions {
    Objects.requireNonNull(name, "name: expected Optional.empty() or a name, got null");
    Objects.requireNonNull(node, "node: expected Optional.empty() or a node, got null");
    Objects.requireNonNull(mailbox, "mailbox: expected Optional.empty() or a limit, got null");
    Objects.requireNonNull(longMessageQueue, "longMessageQueue: expected Optional.empty() or lengths, got null");
    Objects.requireNonNull(label, "label: expected Optional.empty() or a label, got null");
    Timeout.check(timeout);
    Timeout.check(hibernateAfter);
    debug = List.copyOf(debug);
    if (name.isPresent() && name.get() instanceof Name.OnNode) {
      throw new IllegalArgumentException(
          "name: a process is registered under a local, global or via name, got " + name.get()
              + "; say where it runs by withNode");
    }
  }

  /** A local name. */
  public static StartOptions named(String localName) {
    return DEFAULT.withName(Name.local(localName));
  }

  /** The same with a name. */
  public StartOptions withName(Name name) {
    Objects.requireNonNull(name, "name: expected a name, for example Name.local(\"stack\"), got null; leave it away for none");
    return new StartOptions(Optional.of(name), timeout, hibernateAfter, node, label, debug, mailbox, longMessageQueue);
  }

  /** The same with a limit for init. */
  public StartOptions withTimeout(Duration timeout) {
    return new StartOptions(name, timeout, hibernateAfter, node, label, debug, mailbox, longMessageQueue);
  }

  /** The same; has no effect here. */
  public StartOptions withHibernateAfter(Duration hibernateAfter) {
    return new StartOptions(name, timeout, hibernateAfter, node, label, debug, mailbox, longMessageQueue);
  }

  /** The same on the given node. */
  public StartOptions withNode(Node node) {
    Objects.requireNonNull(node, "node: expected a node, got null");
    return new StartOptions(name, timeout, hibernateAfter, Optional.of(node), label, debug, mailbox, longMessageQueue);
  }

  /** The same with a label. */
  public StartOptions withLabel(Object label) {
    Objects.requireNonNull(label, "label: expected a label, got null");
    return new StartOptions(name, timeout, hibernateAfter, node, Optional.of(label), debug, mailbox, longMessageQueue);
  }

  /** The same with debug options. Those that make no sense are skipped, and reported. */
  public StartOptions withDebug(DebugOption... debug) {
    return new StartOptions(name, timeout, hibernateAfter, node, label, List.of(debug), mailbox, longMessageQueue);
  }

  /** The same with a limit for the mailbox, or {@link MailboxLimit#UNLIMITED}. */
  public StartOptions withMailbox(MailboxLimit mailbox) {
    Objects.requireNonNull(mailbox, "mailbox: expected a limit, got null; leave it away for none");
    return new StartOptions(name, timeout, hibernateAfter, node, label, debug, Optional.of(mailbox), longMessageQueue);
  }

  /** The same with a length from which on the mailbox is reported, or {@link LongMessageQueue#OFF}. */
  public StartOptions withLongMessageQueue(LongMessageQueue longMessageQueue) {
    Objects.requireNonNull(longMessageQueue,
        "longMessageQueue: expected lengths, for example LongMessageQueue.of(1000), got null");
    return new StartOptions(name, timeout, hibernateAfter, node, label, debug, mailbox, Optional.of(longMessageQueue));
  }

  /** The same without a limit for the mailbox, unless they say one: for a process to which the default of its node is not to apply. */
  public StartOptions withoutDefaultMailbox() {
    return mailbox.isPresent() ? this : withMailbox(MailboxLimit.UNLIMITED);
  }
}
