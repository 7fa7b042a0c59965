package dev.ninefold.process;

import java.util.Objects;
import java.util.Optional;

/**
 * What a spawn request asks for. Copies with one change: {@code SpawnRequest.DEFAULT.withReply(Reply.ERROR_ONLY)}.
 *
 * @param spawn how the process is spawned
 * @param monitor how it is monitored; not at all if absent. The reference of the monitor is that of the request
 * @param reply when there is a reply
 * @param tag what the reply carries instead of {@code spawn_reply}
 */
public record SpawnRequest(SpawnOptions spawn, Optional<MonitorOptions> monitor, Reply reply, Object tag) {

  /** When there is a reply. */
  public enum Reply {
    /** In any case. */
    YES,
    /** Never. */
    NO,
    /** If there is a new process. */
    SUCCESS_ONLY,
    /** If there is none. */
    ERROR_ONLY;

    boolean onSuccess() {
      return this == YES || this == SUCCESS_ONLY;
    }

    boolean onError() {
      return this == YES || this == ERROR_ONLY;
    }
  }

  /** Neither linked nor monitored, with a reply in any case. */
  public static final SpawnRequest DEFAULT =
      new SpawnRequest(SpawnOptions.DEFAULT, Optional.empty(), Reply.YES, Info.SpawnReply.TAG);

  public SpawnRequest {
    Objects.requireNonNull(spawn, "spawn: expected how to spawn, for example SpawnOptions.DEFAULT, got null");
    Objects.requireNonNull(monitor, "monitor: expected an Optional, got null");
    Objects.requireNonNull(reply, "reply: expected YES, NO, SUCCESS_ONLY or ERROR_ONLY, got null");
    Objects.requireNonNull(tag, "tag: expected what the reply is to carry, got null");
  }

  /** The same, spawned in another way. */
  public SpawnRequest withSpawn(SpawnOptions options) {
    return new SpawnRequest(options, monitor, reply, tag);
  }

  /** The same, linked. */
  public SpawnRequest withLink() {
    return withSpawn(spawn.withLinked(true));
  }

  /** The same, monitored. */
  public SpawnRequest withMonitor() {
    return withMonitor(MonitorOptions.DEFAULT);
  }

  /** The same, monitored in that way. */
  public SpawnRequest withMonitor(MonitorOptions options) {
    return new SpawnRequest(spawn, Optional.of(options), reply, tag);
  }

  /** The same, with another choice of replies. */
  public SpawnRequest withReply(Reply when) {
    return new SpawnRequest(spawn, monitor, when, tag);
  }

  /** The same, with another tag in the reply. */
  public SpawnRequest withTag(Object replyTag) {
    return new SpawnRequest(spawn, monitor, reply, replyTag);
  }
}
