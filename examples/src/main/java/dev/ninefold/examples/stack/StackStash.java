package dev.ninefold.examples.stack;

import static dev.ninefold.genserver.CallResult.reply;
import static dev.ninefold.genserver.Next.noReply;

import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.process.Pid;
import java.util.List;

/** Keeps the contents of the stack while the server is away. */
final class StackStash implements GenServer<List<String>, StackStash.GetContents, StackStash.SaveContents> {

  record GetContents() implements Request<List<String>> {}

  record SaveContents(List<String> contents) {}

  // ---- the client's side

  static StartResult<ServerRef<GetContents, SaveContents>> startLink() {
    return GenServer.startLink(StackStash::new);
  }

  static List<String> getContents(Pid stash) {
    return GenServer.call(server(stash), new GetContents());
  }

  static void saveContents(Pid stash, List<String> contents) {
    GenServer.cast(server(stash), new SaveContents(contents));
  }

  private static ServerRef<GetContents, SaveContents> server(Pid stash) {
    return ServerRef.of(stash);
  }

  // ---- the server's side

  @Override
  public Init<List<String>> init() {
    return Init.ok(List.of());
  }

  @Override
  public CallResult<List<String>> handleCall(GetContents request, From from, List<String> contents) {
    return reply(request, contents, contents);
  }

  @Override
  public Next<List<String>> handleCast(SaveContents message, List<String> contents) {
    return noReply(message.contents());
  }
}
