package dev.ninefold.test;

import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.process.Info;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Three programs, each with a bug that a usual test does not see. */
final class PlantedBugs {

  private PlantedBugs() {}

  // ---- a lost update

  // tag::account[]
  static final class Account implements GenServer<Integer, Account.Call<?>, Void> {
    sealed interface Call<R> extends Request<R> {}
    record Balance() implements Call<Integer> {}
    record Set(int balance) implements Call<Integer> {}

    @Override
    public Init<Integer> init() {
      return Init.ok(0);
    }

    @Override
    public CallResult<Integer> handleCall(Call<?> request, From from, Integer balance) {
      return switch (request) {
        case Balance it -> CallResult.reply(it, balance, balance);
        case Set it -> CallResult.reply(it, balance, it.balance());
      };
    }
  }

  /** Reads, adds, and writes: two of them at once lose what one has added. */
  static void lostUpdate() throws Exception {
    ServerRef<Account.Call<?>, Void> account = GenServer.startLink(Account::new).orElseThrow();
    List<Ref> ends = List.of(deposit(account, 10), deposit(account, 20));
    for (Ref end : ends) {
      Process.receive(Info.Down.class, down -> down.ref() == end);
    }
    int balance = GenServer.call(account, new Account.Balance());
    if (balance != 30) {
      throw new AssertionError("expected a balance of 30, got " + balance);
    }
  }

  private static Ref deposit(ServerRef<Account.Call<?>, Void> account, int sum) {
    return Process.spawnMonitor(() -> {
      Process.sleep(Duration.ofMillis(sum));
      int balance = GenServer.call(account, new Account.Balance());
      GenServer.call(account, new Account.Set(balance + sum));
    }).ref();
  }
  // end::account[]

  // ---- a deadlock by timeout

  private record Take(Pid who) {}
  private record Taken(Pid lock) {}
  private record Give() {}

  private static Pid lock() {
    return Process.spawnLink(() -> {
      while (true) {
        Process.send(Process.receive(Take.class).who(), new Taken(Process.self()));
        Process.receive(Give.class);
      }
    });
  }

  /** Two that take the same two locks, one after the other, in different orders. */
  static void deadlock() {
    Pid one = lock();
    Pid other = lock();
    List<Ref> ends = List.of(user(1, one, other), user(2, other, one));
    for (Ref end : ends) {
      ExitReason reason = Process.receive(Info.Down.class, down -> down.ref() == end).reason();
      if (reason != ExitReason.NORMAL) {
        throw new AssertionError("expected two that get what they need, got " + reason);
      }
    }
  }

  private static Ref user(long startMillis, Pid first, Pid second) {
    return Process.spawnMonitor(() -> {
      Process.sleep(Duration.ofMillis(startMillis));
      take(first);
      take(second);
      Process.send(second, new Give());
      Process.send(first, new Give());
    }).ref();
  }

  private static void take(Pid lock) {
    Process.send(lock, new Take(Process.self()));
    if (Process.receive(Taken.class, taken -> taken.lock() == lock, Duration.ofSeconds(5)).isEmpty()) {
      throw Process.exit(ExitReason.of("no lock within five seconds"));
    }
  }

  // ---- a restart storm

  /** Asks for its configuration when it starts, and crashes if it is to work before that has come. */
  private static final class Worker implements GenServer<Optional<String>, Request<?>, Worker.Cast> {
    sealed interface Cast {}
    record Configure(String configuration) implements Cast {}
    record Work() implements Cast {}

    @Override
    public Init<Optional<String>> init() {
      Process.send(Name.local("configurator"), new Hello());
      return Init.ok(Optional.empty());
    }

    @Override
    public Next<Optional<String>> handleCast(Cast message, Optional<String> configuration) {
      return switch (message) {
        case Configure it -> Next.noReply(Optional.of(it.configuration()));
        case Work _ -> {
          configuration.orElseThrow();
          yield Next.noReply(configuration);
        }
      };
    }
  }

  private record Hello() {}

  static void restartStorm() {
    Process.trapExit(true);
    Pid configurator = Process.spawnLink(() -> {
      while (true) {
        Process.receive(Hello.class);
        GenServer.cast(ServerRef.<Request<?>, Worker.Cast>named("worker"), new Worker.Configure("all is well"));
      }
    });
    Process.register("configurator", configurator);
    SupervisorRef supervisor = Supervisor.startLink(
        List.of(ChildSpec.worker("worker", () -> GenServer.startLink(Worker::new, StartOptions.named("worker")))),
        Strategy.ONE_FOR_ONE, StartOptions.DEFAULT).orElseThrow();
    for (int i = 0; i < 5; i++) {
      Process.sleep(Duration.ofSeconds(1));
      GenServer.cast(ServerRef.<Request<?>, Worker.Cast>named("worker"), new Worker.Work());
    }
    Process.sleep(Duration.ofSeconds(1));
    if (!Process.isAlive(supervisor.pid())) {
      throw new AssertionError("expected a supervisor that copes with one crash, got one that has given up");
    }
  }
}
