package dev.ninefold.examples.guide;

import static dev.ninefold.genserver.Next.noReply;

import dev.ninefold.gen.From;
import dev.ninefold.gen.ReplyTo;
import dev.ninefold.gen.Request;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.process.Process;
import java.util.function.Function;

/** A server that has others do the slow part: what docs/gen-server.md says on replies that come later. */
final class Lookup implements GenServer<Function<String, String>, Lookup.Find, Void> {

  record Find(String key) implements Request<String> {}

  private final Function<String, String> database;

  Lookup(Function<String, String> database) {
    this.database = database;
  }

  @Override
  public Init<Function<String, String>> init() {
    return Init.ok(database);
  }

  // tag::deferred[]
  @Override
  public CallResult<Function<String, String>> handleCall(Find request, From from, Function<String, String> database) {
    ReplyTo<String> caller = from.to(request);
    Process.spawnLink(() -> caller.reply(database.apply(request.key())));
    return noReply(database);
  }
  // end::deferred[]
}
