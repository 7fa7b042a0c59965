package dev.ninefold.process;

/**
 * What became of the messages that a limited mailbox had no room for.
 *
 * @param limit how many messages may wait
 * @param dropped how many have disappeared so far
 * @param refused how many were refused so far, calls included
 */
public record MailboxInfo(MailboxLimit limit, long dropped, long refused) {}
