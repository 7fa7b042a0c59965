package dev.ninefold.sys;

import dev.ninefold.gen.Request;
import dev.ninefold.genevent.EventHandler;

/** What both versions of the code in {@link CodeUpgradeTest} know: it comes from the loader that is the parent of theirs. */
public final class UpgradeProtocol {

  private UpgradeProtocol() {}

  public sealed interface Ask<R> extends Request<R> {}

  /** Which version answers, and how much was counted. */
  public record Look() implements Ask<Seen> {}

  /** Answered only after the next {@link Open}. */
  public record Wait() implements Ask<String> {}

  public record Seen(String version, long count) {}

  public sealed interface Tell {}

  public record Add(long amount) implements Tell {}

  public record Open() implements Tell {}

  /** The state of both versions, whatever their own type of it is. */
  public interface Counted {
    long count();
  }

  /** By this class both versions of a handler are known to their manager. */
  public interface Handler extends EventHandler<Counted, Add, Look> {}
}
