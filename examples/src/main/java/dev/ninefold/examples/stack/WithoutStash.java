package dev.ninefold.examples.stack;

import static dev.ninefold.genserver.CallResult.reply;
import static dev.ninefold.genserver.Next.noReply;

import dev.ninefold.examples.stack.StackServer.Call;
import dev.ninefold.examples.stack.StackServer.Cast;
import dev.ninefold.examples.stack.StackServer.Pop;
import dev.ninefold.examples.stack.StackServer.Push;
import dev.ninefold.gen.From;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.gen.Status;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.supervisor.SupervisorSpec;
import java.util.List;

/** The first exercise: one supervisor, one server. It survives, too, but each time it is empty. */
final class WithoutStash implements Supervisor {

  static StartResult<SupervisorRef> startLink() {
    return Supervisor.startLink(WithoutStash::new, StartOptions.named("Stack.Supervisor"));
  }

  @Override
  public SupervisorSpec init() {
    return Supervisor.init(List.of(ChildSpec.worker("Stack.Server", Server::startLink)), Strategy.ONE_FOR_ONE);
  }

  /** The server whose contents are nowhere else. */
  static final class Server implements GenServer<List<String>, Call<?>, Cast> {

    static StartResult<ServerRef<Call<?>, Cast>> startLink() {
      return GenServer.startLink(Server::new, StartOptions.DEFAULT.withName(StackServer.NAME));
    }

    @Override
    public Init<List<String>> init() {
      return Init.ok(List.of());
    }

    @Override
    public CallResult<List<String>> handleCall(Call<?> request, From from, List<String> contents) {
      return switch (request) {
        case Pop pop -> reply(pop, StackServer.popped(pop, contents), StackServer.left(pop, contents));
      };
    }

    @Override
    public Next<List<String>> handleCast(Cast message, List<String> contents) {
      return switch (message) {
        case Push(String element) -> noReply(StackServer.pushed(element, contents));
      };
    }

    @Override
    public Status formatStatus(Status status) {
      return StackServer.happy(status);
    }
  }
}
