package dev.ninefold.gen;

import dev.ninefold.process.Calls;
import dev.ninefold.process.Calls.Outcome;
import dev.ninefold.process.Destination;
import dev.ninefold.process.Info;
import dev.ninefold.process.Node;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.process.ReplyPlace;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that was sent and whose response is still to be taken: OTP's request id. Its response is taken once, by the process, or
 * the thread, that sent it.
 *
 * @param <R> the reply
 */
public abstract sealed class RequestId<R> {

  private RequestId() {}

  /** By what the response is recognised. */
  abstract Object key();

  /** The node whose clock counts. */
  abstract Node node();

  /** Throws if somebody else than the sender wants to wait. */
  abstract void checkSender();

  /** The response, if it is there; it is taken then. */
  abstract Optional<Response<R>> poll();

  /** The response, if the message is one. */
  abstract Optional<Response<R>> from(Object message);

  /** From now on no response comes. Returns one that has come. */
  abstract Optional<Response<R>> abandon();

  // The request names the type of its reply, which CallResult.reply and From.to check; null only where that is Void.
  @SuppressWarnings({"unchecked", "NullAway"})
  static <R> Response<R> reply(@Nullable Object value) {
    return new Response.Reply<>((R) value);
  }

  /** Of a process: the response comes as a message. */
  static final class OfProcess<R> extends RequestId<R> {
    private final Pid sender;
    private final Ref ref;

    OfProcess(Pid sender, Ref ref) {
      this.sender = sender;
      this.ref = ref;
    }

    boolean isResponse(Object message) {
      return reference(message) == ref;
    }

    /** The reference in a message that may be a response. */
    static @Nullable Ref reference(Object message) {
      return switch (message) {
        case AsyncReply reply -> reply.alias();
        case Info.Down down -> down.ref();
        case Info.Message(AsyncReply reply) -> reply.alias();
        case Object _ -> null;
      };
    }

    @Override
    Ref key() {
      return ref;
    }

    @Override
    Node node() {
      return sender.node();
    }

    @Override
    void checkSender() {
      if (!Process.isProcess() || Process.self() != sender) {
        throw new IllegalStateException(
            "request " + ref + " was sent by process " + sender + ", which alone can wait for its response");
      }
    }

    @Override
    Optional<Response<R>> poll() {
      return Process.receive(ref, Object.class, this::isResponse, Duration.ZERO).flatMap(this::from);
    }

    @Override
    Optional<Response<R>> from(Object message) {
      return switch (message) {
        case AsyncReply(Ref alias, AsyncReply.Refusal(var reason, Pid server)) when alias == ref ->
          Optional.of(new Response.Error<>(reason, server));
        case AsyncReply(Ref alias, var value) when alias == ref -> Optional.of(reply(value));
        case Info.Message(AsyncReply reply) -> from(reply);
        case Info.Down down when down.ref() == ref -> Optional.of(new Response.Error<>(down.reason(), down.object()));
        case Object _ -> Optional.empty();
      };
    }

    @Override
    Optional<Response<R>> abandon() {
      Process.demonitor(ref);
      Process.unalias(ref);
      return poll();
    }

    @Override
    public String toString() {
      return ref.toString();
    }
  }

  /** Of a thread that is no process: the response comes to a place of its own. */
  static final class OfThread<R> extends RequestId<R> {
    private final Destination server;
    private final Node node;
    private final ReplyPlace place;
    private boolean taken;

    OfThread(Destination server, Node node, ReplyPlace place) {
      this.server = server;
      this.node = node;
      this.place = place;
    }

    /** The place, unless the response was taken already. */
    Optional<ReplyPlace> open() {
      return taken ? Optional.empty() : Optional.of(place);
    }

    @Override
    ReplyPlace key() {
      return place;
    }

    @Override
    Node node() {
      return node;
    }

    @Override
    void checkSender() {
      if (Process.isProcess()) {
        throw new IllegalStateException(
            "the request to " + server + " was sent by a thread, which alone can wait for its response");
      }
    }

    @Override
    Optional<Response<R>> poll() {
      if (taken) {
        return Optional.empty();
      }
      Optional<Response<R>> response = Calls.outcome(place).map(outcome -> switch (outcome) {
        case Outcome.Replied(var value) -> reply(value);
        case Outcome.Exited(var reason) -> new Response.Error<>(reason, server);
      });
      taken = response.isPresent();
      return response;
    }

    @Override
    Optional<Response<R>> from(Object message) {
      return Optional.empty();
    }

    @Override
    Optional<Response<R>> abandon() {
      Calls.abandon(place);
      Optional<Response<R>> last = poll();
      taken = true;
      return last;
    }

    @Override
    public String toString() {
      return "request to " + server;
    }
  }
}
