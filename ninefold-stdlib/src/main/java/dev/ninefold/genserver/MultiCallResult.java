package dev.ninefold.genserver;

import java.util.List;

/**
 * What a call to the servers of a name on several nodes came to: OTP's {@code {Replies, BadNodes}}.
 *
 * @param replies one for each node that replied, in the order of the nodes
 * @param badNodes the nodes that are unknown, have no such server, or did not reply in time
 */
public record MultiCallResult<R>(List<NodeReply<R>> replies, List<String> badNodes) {

  /**
   * The reply of one node.
   *
   * @param node the name of the node
   * @param value the reply
   */
  public record NodeReply<R>(String node, R value) {}

  /** Copies the lists. */
  public MultiCallResult {
    replies = List.copyOf(replies);
    badNodes = List.copyOf(badNodes);
  }
}
