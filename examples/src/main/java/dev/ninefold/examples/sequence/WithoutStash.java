package dev.ninefold.examples.sequence;

import static dev.ninefold.genserver.CallResult.reply;
import static dev.ninefold.genserver.Next.noReply;

import dev.ninefold.examples.sequence.SequenceServer.Call;
import dev.ninefold.examples.sequence.SequenceServer.Cast;
import dev.ninefold.examples.sequence.SequenceServer.IncrementNumber;
import dev.ninefold.examples.sequence.SequenceServer.NextNumber;
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
import java.math.BigInteger;
import java.util.List;

/** The first version: one supervisor, one server. It survives, too, but each time begins at the beginning. */
final class WithoutStash implements Supervisor {

  private final BigInteger initial;

  private WithoutStash(BigInteger initial) {
    this.initial = initial;
  }

  static StartResult<SupervisorRef> startLink(BigInteger initial) {
    return Supervisor.startLink(() -> new WithoutStash(initial), StartOptions.named("Sequence.Supervisor"));
  }

  @Override
  public SupervisorSpec init() {
    return Supervisor.init(List.of(ChildSpec.worker("Sequence.Server", () -> Server.startLink(initial))), Strategy.ONE_FOR_ONE);
  }

  /** The server whose number is nowhere else. */
  static final class Server implements GenServer<BigInteger, Call<?>, Cast> {

    private final BigInteger initial;

    private Server(BigInteger initial) {
      this.initial = initial;
    }

    static StartResult<ServerRef<Call<?>, Cast>> startLink(BigInteger initial) {
      return GenServer.startLink(() -> new Server(initial), StartOptions.DEFAULT.withName(SequenceServer.NAME));
    }

    @Override
    public Init<BigInteger> init() {
      return Init.ok(initial);
    }

    @Override
    public CallResult<BigInteger> handleCall(Call<?> request, From from, BigInteger number) {
      return switch (request) {
        case NextNumber next -> reply(next, number, number.add(BigInteger.ONE));
      };
    }

    @Override
    public Next<BigInteger> handleCast(Cast message, BigInteger number) {
      return switch (message) {
        case IncrementNumber(String delta) -> noReply(number.add(new BigInteger(delta)));
      };
    }

    @Override
    public Status formatStatus(Status status) {
      return SequenceServer.happy(status);
    }
  }
}
