package dev.ninefold.gen;

import dev.ninefold.gen.RequestId.OfProcess;
import dev.ninefold.gen.RequestId.OfThread;
import dev.ninefold.gen.RequestIds.Labelled;
import dev.ninefold.process.AliasKind;
import dev.ninefold.process.CallException.Call;
import dev.ninefold.process.Calls;
import dev.ninefold.process.Destination;
import dev.ninefold.process.EventProcess;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.MonitorOptions;
import dev.ninefold.process.Name;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Process.DemonitorOption;
import dev.ninefold.process.Ref;
import dev.ninefold.process.ReplyPlace;
import dev.ninefold.term.ExitReason;
import dev.ninefold.time.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Requests that are sent now and whose responses are taken later: what the {@code send_request} of all behaviours shares. For
 * behaviours. Processes and threads may use it, each for its own requests.
 */
public final class Requests {

  /*
   * A process monitors the server by a reference that is also the alias of the reply. The first reply removes alias and monitor, and so
   * does giving up; the end of the server removes the alias. So at most one message comes for each request, and nothing is left behind.
   * A thread has no mailbox: it sends a reply place, as a call does.
   */

  private static final MonitorOptions FOR_REPLY = MonitorOptions.DEFAULT.withAlias(AliasKind.REPLY_DEMONITOR);

  private Requests() {}

  /** Until when to wait. */
  public sealed interface Until {
    /**
     * For a while.
     *
     * @param timeout how long
     */
    record After(Duration timeout) implements Until {
      /** Checks the timeout. */
      public After {
        Timeout.check(timeout);
      }
    }

    /**
     * Until a point of the node's monotonic clock.
     *
     * @param millis the point; a past one means now
     */
    record At(long millis) implements Until {
      /** Checks the point. */
      public At {
        if (millis > Long.MAX_VALUE / 1_000_000) {
          throw new IllegalArgumentException("millis: expected a point of the node's monotonic clock, got " + millis);
        }
      }
    }
  }

  /** Whether a request is given up when the time has passed. */
  public enum AtTimeout {
    /** It can be waited for again. */
    KEEP,
    /** A later response is lost. */
    ABANDON
  }

  /** Sends a request to whoever the destination denotes now. That nobody is there shows in the response. */
  public static <R> RequestId<R> send(Destination server, Request<R> request) {
    return send(server, request, Long.MAX_VALUE);
  }

  /**
   * The same, waiting for room in a mailbox with a limit no longer than until then.
   *
   * @param deadline on the clock of the node; {@link Long#MAX_VALUE} for as long as it takes
   */
  public static <R> RequestId<R> send(Destination server, Request<R> request, long deadline) {
    Optional<Pid> pid;
    try {
      pid = resolve(server);
    } catch (ExitException e) {
      // A registrar that exits, for example because its own process is gone, is an answer: that is why nobody can be reached.
      return notSent(server, request, e.reason());
    }
    return pid.map(p -> send(p, request, deadline)).orElseGet(() -> notSent(server, request, Calls.whyUnreachable(server)));
  }

  private static <R> RequestId<R> send(Pid pid, Request<R> request, long deadline) {
    if (!Process.isProcess()) {
      return new OfThread<>(pid, pid.node(), Calls.send(pid, request, deadline));
    }
    Pid self = Process.self();
    Ref ref = Process.monitor(pid, FOR_REPLY);
    Calls.sendRequest(pid, new Gen.AsyncRequest(request, self, ref), deadline).ifPresent(refused -> {
      Process.demonitor(ref, DemonitorOption.FLUSH);
      EventProcess.sendToSelf(new Info.Down(ref, pid, refused));
    });
    return new OfProcess<>(self, ref);
  }

  private static <R> RequestId<R> notSent(Destination server, Request<R> request, ExitReason reason) {
    if (!Process.isProcess()) {
      return new OfThread<>(server, Node.current(), Calls.notSent(request, reason));
    }
    Ref ref = Process.makeRef();
    EventProcess.sendToSelf(new Info.Down(ref, server, reason));
    return new OfProcess<>(Process.self(), ref);
  }

  private static Optional<Pid> resolve(Destination server) {
    return switch (server) {
      case Pid pid -> Optional.of(pid);
      case Name name -> Process.whereis(name);
      case Ref ref -> throw new IllegalArgumentException("server: expected a pid or a name, got the reference " + ref);
    };
  }

  /** Waits for the response. */
  public static <R> AwaitedResponse<R> await(String function, RequestId<R> id, Until until, AtTimeout atTimeout) {
    Objects.requireNonNull(id, "id: expected a request id, got null");
    id.checkSender();
    Optional<Response<R>> response = switch (id) {
      case OfProcess<R> mine ->
        Process.receive(mine.key(), Object.class, mine::isResponse, left(until, mine.node())).flatMap(mine::from);
      case OfThread<R> mine -> {
        Optional<Response<R>> now = mine.poll();
        if (now.isEmpty()) {
          awaitAny(function, mine.open().stream().toList(), mine.node(), until);
          now = mine.poll();
        }
        yield now;
      }
    };
    if (response.isEmpty() && atTimeout == AtTimeout.ABANDON) {
      response = id.abandon();
    }
    return response.<AwaitedResponse<R>>map(r -> r).orElseGet(Response.Timeout::new);
  }

  /** Whether the message is the response. */
  public static <R> CheckedResponse<R> check(Object message, RequestId<R> id) {
    Objects.requireNonNull(message, "message: expected a message that was received, got null");
    Objects.requireNonNull(id, "id: expected a request id, got null");
    return id.from(message).<CheckedResponse<R>>map(r -> r).orElseGet(Response.NoReply::new);
  }

  /** Waits for the first response that comes. */
  public static <R, L> RequestIds.Awaited<R, L> await(
      String function, RequestIds<R, L> ids, Until until, boolean delete, AtTimeout atTimeout) {
    Objects.requireNonNull(ids, "ids: expected a collection of request ids, got null");
    List<Labelled<R, L>> all = ids.toList();
    if (all.isEmpty()) {
      return new RequestIds.NoRequest<>();
    }
    all.forEach(labelled -> labelled.id().checkSender());
    Optional<RequestIds.Received<R, L>> received =
        Process.isProcess() ? receiveAny(ids, until, delete) : awaitAny(function, ids, all, until, delete);
    if (received.isEmpty() && atTimeout == AtTimeout.ABANDON) {
      all.forEach(labelled -> labelled.id().abandon());
    }
    return received.<RequestIds.Awaited<R, L>>map(r -> r).orElseGet(RequestIds.Timeout::new);
  }

  /** Whether the message is the response to one of the requests. */
  public static <R, L> RequestIds.Checked<R, L> check(Object message, RequestIds<R, L> ids, boolean delete) {
    Objects.requireNonNull(message, "message: expected a message that was received, got null");
    Objects.requireNonNull(ids, "ids: expected a collection of request ids, got null");
    if (ids.size() == 0) {
      return new RequestIds.NoRequest<>();
    }
    return received(message, ids, delete).<RequestIds.Checked<R, L>>map(r -> r).orElseGet(RequestIds.NoReply::new);
  }

  private static <R, L> Optional<RequestIds.Received<R, L>> receiveAny(RequestIds<R, L> ids, Until until, boolean delete) {
    return Process
        .receive(Object.class, m -> ids.find(OfProcess.reference(m)).isPresent(), left(until, Node.current()))
        .flatMap(message -> received(message, ids, delete));
  }

  private static <R, L> Optional<RequestIds.Received<R, L>> received(Object message, RequestIds<R, L> ids, boolean delete) {
    return ids.find(OfProcess.reference(message))
        .flatMap(labelled -> labelled.id().from(message).map(response -> received(response, labelled, ids, delete)));
  }

  private static <R, L> Optional<RequestIds.Received<R, L>> awaitAny(
      String function, RequestIds<R, L> ids, List<Labelled<R, L>> all, Until until, boolean delete) {
    Optional<RequestIds.Received<R, L>> now = pollAny(ids, all, delete);
    if (now.isPresent()) {
      return now;
    }
    List<ReplyPlace> places =
        all.stream().flatMap(l -> l.id() instanceof OfThread<?> mine ? mine.open().stream() : null).toList();
    awaitAny(function, places, all.getFirst().id().node(), until);
    return pollAny(ids, all, delete);
  }

  private static <R, L> Optional<RequestIds.Received<R, L>> pollAny(
      RequestIds<R, L> ids, List<Labelled<R, L>> all, boolean delete) {
    for (Labelled<R, L> labelled : all) {
      Optional<RequestIds.Received<R, L>> received =
          labelled.id().poll().map(response -> received(response, labelled, ids, delete));
      if (received.isPresent()) {
        return received;
      }
    }
    return Optional.empty();
  }

  private static <R, L> RequestIds.Received<R, L> received(
      Response<? extends R> response, Labelled<R, L> labelled, RequestIds<R, L> ids, boolean delete) {
    return new RequestIds.Received<>(response, labelled.label(), delete ? ids.without(labelled.id()) : ids);
  }

  // ---- time

  private static void awaitAny(String function, List<ReplyPlace> places, Node node, Until until) {
    long deadline = deadline(until, node);
    Calls.awaitAny(places, node, deadline, new Call(function, "a server", "", left(until, node)));
  }

  private static long deadline(Until until, Node node) {
    return switch (until) {
      case Until.After(Duration timeout) -> Timeout.deadline(node.clock().nanoTime(), timeout);
      case Until.At(long millis) -> Math.max(0, millis) * 1_000_000;
    };
  }

  private static Duration left(Until until, Node node) {
    return switch (until) {
      case Until.After(Duration timeout) -> timeout;
      case Until.At(long millis) ->
        Duration.ofNanos(Math.max(0, Math.max(0, millis) * 1_000_000 - node.clock().nanoTime()));
    };
  }
}
