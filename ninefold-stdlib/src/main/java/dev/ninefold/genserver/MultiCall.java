package dev.ninefold.genserver;

import dev.ninefold.gen.AwaitedResponse;
import dev.ninefold.gen.Cast;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.RequestId;
import dev.ninefold.gen.Requests;
import dev.ninefold.gen.Requests.AtTimeout;
import dev.ninefold.gen.Requests.Until;
import dev.ninefold.gen.Response;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.genserver.MultiCallResult.NodeReply;
import dev.ninefold.process.Name;
import dev.ninefold.process.Node;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The servers of one name on several nodes. */
final class MultiCall {

  private static final String FUNCTION = "gen_server:multi_call";

  private MultiCall() {}

  /** A server on a node. */
  record Server(String node, Name name) {}

  /** The servers, as often as their nodes are given; everything is checked before anything is sent. */
  static List<Server> servers(List<String> nodes, ServerRef<?, ?> server) {
    Objects.requireNonNull(nodes, "nodes: expected a list of names of nodes, got null");
    Objects.requireNonNull(server, "server: expected a server by its local name, got null");
    if (!(server.destination() instanceof Name.Local(String local))) {
      throw new IllegalArgumentException(
          "server: expected a server by its local name, for example ServerRef.named(\"stack\"), got " + server);
    }
    List<Server> servers = new ArrayList<>();
    for (String node : nodes) {
      Objects.requireNonNull(node, "nodes: expected names of nodes, got null among them");
      servers.add(new Server(node, new Name.OnNode(local, node)));
    }
    return servers;
  }

  /** This node, and all that it is connected with. */
  static List<String> allNodes() {
    return List.of(Node.current().name());
  }

  static <R> MultiCallResult<R> call(List<Server> servers, Request<R> request, Duration timeout) {
    Objects.requireNonNull(request, "request: expected what to ask the servers, got null");
    long deadline = Timeout.deadline(Node.current().clock().nanoTime(), timeout);
    Until until = until(deadline);
    List<RequestId<R>> ids = servers.stream().map(server -> Requests.send(server.name(), request, deadline)).toList();
    List<NodeReply<R>> replies = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      String node = servers.get(i).node();
      AwaitedResponse<R> response = Requests.await(FUNCTION, ids.get(i), until, AtTimeout.ABANDON);
      if (response instanceof Response.Reply<R>(R value)) {
        replies.add(new NodeReply<>(node, value));
      } else {
        bad.add(node);
      }
    }
    return new MultiCallResult<>(replies, bad);
  }

  /** One deadline for all. */
  private static Until until(long deadline) {
    return deadline == Long.MAX_VALUE ? new Until.After(Timeout.INFINITY) : new Until.At((deadline + 999_999) / 1_000_000);
  }

  static void cast(List<Server> servers, Object message) {
    Objects.requireNonNull(message, "message: expected what to tell the servers, got null");
    servers.forEach(server -> Cast.send(server.name(), message));
  }
}
