package dev.ninefold.genserver;

import static dev.ninefold.genserver.TestServer.STOPPED;
import static dev.ninefold.genserver.TestServer.answer;
import static dev.ninefold.genserver.TestServer.quiet;
import static dev.ninefold.genserver.TestServer.stopping;
import static dev.ninefold.genserver.TestServer.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ninefold.gen.BadReturnValue;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.gen.StartResult.AlreadyStarted;
import dev.ninefold.gen.StartResult.Failed;
import dev.ninefold.genserver.TestServer.Ask;
import dev.ninefold.genserver.TestServer.OnInit;
import dev.ninefold.genserver.TestServer.Tell;
import dev.ninefold.process.CallException.CallInterruptedException;
import dev.ninefold.process.CallException.NoProcessException;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Global;
import dev.ninefold.process.Info;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.TestRegistrar;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every way to start a server, and to fail at it. */
@WithNode
class StartTest {

  private static final String NAME = "my_test_name";
  private static final ExitReason FAILED = new ExitReason.Other("failed_to_start");

  /** A kind of start: what the suite calls start, start_link and start_monitor. */
  private enum Start {
    PLAIN, LINKED, MONITORED;

    StartResult<ServerRef<Ask<?>, Tell>> run(OnInit init, StartOptions options) {
      return switch (this) {
        case PLAIN -> GenServer.start(() -> with(init), options);
        case LINKED -> GenServer.startLink(() -> with(init), options);
        case MONITORED -> switch (GenServer.startMonitor(() -> with(init), options)) {
          case StartResult.Ok<GenServer.Monitored<Ask<?>, Tell>> ok -> StartResult.ok(ok.pid(), ok.value().server());
          case StartResult.Ignore<GenServer.Monitored<Ask<?>, Tell>> _ -> new StartResult.Ignore<>();
          case StartResult.Failed<GenServer.Monitored<Ask<?>, Tell>>(ExitReason reason) -> StartResult.failed(reason);
        };
      };
    }
  }

  private static void quietReports(TestNode node) {
    node.ignoreReports(TerminateReport.class);
    node.ignoreReports(CrashReport.class);
  }

  private static void gone(ServerRef<Ask<?>, Tell> server) {
    assertThatThrownBy(() -> GenServer.call(server, answer("ok"))).isInstanceOf(NoProcessException.class);
  }

  // gen_server_SUITE:start/1
  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "start")
  void anonymous(TestNode node) throws Exception {
    quietReports(node);
    node.run(() -> {
      Process.trapExit(true);
      // {ok, Pid0} = start(..), ok = call(Pid0, started_p), ok = call(Pid0, stop), then {noproc,_}
      var plain = GenServer.start(() -> quiet("s")).orElseThrow();
      assertThat(GenServer.call(plain, answer("ok"))).isEqualTo("ok");
      assertThat(GenServer.call(plain, stopping())).isEqualTo("ok");
      node.awaitDeath((Pid) plain.destination());
      gone(plain);
      // with {timeout, 1000}
      var limited = GenServer.start(() -> quiet("s"), StartOptions.DEFAULT.withTimeout(Duration.ofMinutes(1))).orElseThrow();
      assertThat(GenServer.call(limited, answer("ok"))).isEqualTo("ok");
      assertThat(GenServer.call(limited, stopping())).isEqualTo("ok");
      // {error, timeout} = start(.., sleep, [{timeout,100}])
      assertThat(GenServer.start(() -> with(() -> {
        Process.sleep(Duration.ofHours(1));
        return Init.ok("s");
      }), StartOptions.DEFAULT.withTimeout(Duration.ofMillis(1)))).isEqualTo(StartResult.failed(StartResult.TIMEOUT));
      // ignore = start(.., ignore, [])
      assertThat(GenServer.start(() -> with(Init::ignore))).isEqualTo(new StartResult.Ignore<>());
      // {error, foobar} = start(.., {error, foobar}, [])
      ExitReason foobar = new ExitReason.Other("foobar");
      assertThat(GenServer.start(() -> with(() -> Init.failed(foobar)))).isEqualTo(StartResult.failed(foobar));
      // {error, stopped} = start(.., stop, [])
      assertThat(GenServer.start(() -> with(() -> Init.stop(STOPPED)))).isEqualTo(StartResult.failed(STOPPED));
      // start_link, call, stop, {'EXIT', Pid1, stopped}
      var linked = GenServer.startLink(() -> quiet("s")).orElseThrow();
      assertThat(GenServer.call(linked, answer("ok"))).isEqualTo("ok");
      assertThat(GenServer.call(linked, stopping())).isEqualTo("ok");
      assertThat(Process.receive()).isEqualTo(new Info.Exit((Pid) linked.destination(), STOPPED));
      // start_monitor, call, stop, {'DOWN', Mon1b, process, Pid1b, stopped}
      var monitored = GenServer.startMonitor(() -> quiet("s"), StartOptions.DEFAULT).orElseThrow();
      assertThat(GenServer.call(monitored.server(), answer("ok"))).isEqualTo("ok");
      assertThat(GenServer.call(monitored.server(), stopping())).isEqualTo("ok");
      assertThat(Process.receive()).isEqualTo(down(monitored.ref(), (Pid) monitored.server().destination()));
      assertThat(Process.isMailboxEmpty()).isTrue();
    });
  }

  // the same, local, global and via: plain, linked, monitored
  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "start")
  void named(TestNode node) throws Exception {
    quietReports(node);
    node.run(() -> {
      Process.trapExit(true);
      for (Name name : new Name[] {Name.local(NAME), Name.global(NAME), Name.via(new TestRegistrar(), NAME)}) {
        StartOptions options = StartOptions.DEFAULT.withName(name);
        ServerRef<Ask<?>, Tell> byName = ServerRef.of(name);
        // {ok, Pid2} = start(Name, ..), ok = call(Name, started_p), {error, {already_started, Pid2}} = start(Name, ..)
        var plain = GenServer.start(() -> quiet("s"), options).orElseThrow();
        Pid pid = (Pid) plain.destination();
        assertThat(GenServer.call(byName, answer("ok"))).isEqualTo("ok");
        assertThat(GenServer.start(() -> quiet("s"), options)).isEqualTo(alreadyStarted(pid));
        // ok = call(Name, stop), then {noproc,_}
        assertThat(GenServer.call(byName, stopping())).isEqualTo("ok");
        node.awaitDeath(pid);
        gone(plain);
        // start_link(Name, ..), {error, {already_started, Pid3}}, {'EXIT', Pid3, stopped}
        Pid linked = (Pid) GenServer.startLink(() -> quiet("s"), options).orElseThrow().destination();
        assertThat(GenServer.call(byName, answer("ok"))).isEqualTo("ok");
        assertThat(GenServer.start(() -> quiet("s"), options)).isEqualTo(alreadyStarted(linked));
        assertThat(GenServer.call(byName, stopping())).isEqualTo("ok");
        assertThat(Process.receive()).isEqualTo(new Info.Exit(linked, STOPPED));
        // start_monitor(Name, ..), {error, {already_started, Pid3b}} from a monitored start, {'DOWN', ..}
        var monitored = GenServer.startMonitor(() -> quiet("s"), options).orElseThrow();
        Pid third = (Pid) monitored.server().destination();
        assertThat(GenServer.call(byName, answer("ok"))).isEqualTo("ok");
        assertThat(GenServer.startMonitor(() -> quiet("s"), options)).isEqualTo(alreadyStarted(third));
        assertThat(GenServer.call(byName, stopping())).isEqualTo("ok");
        assertThat(Process.receive()).isEqualTo(down(monitored.ref(), third));
      }
      // receive Msg -> ct:fail({unexpected,Msg}) after 1 -> ok end
      assertThat(Process.isMailboxEmpty()).isTrue();
    });
  }

  private static Info.Down down(Ref ref, Pid pid) {
    return new Info.Down(ref, pid, STOPPED);
  }

  private static <T> StartResult<T> alreadyStarted(Pid pid) {
    return StartResult.failed(new ExitReason.Other(new AlreadyStarted(Optional.of(pid))));
  }

  // gen_server_SUITE:loop_start_fail/1: init owns a named table, which must be free again for the next start; here it is a name
  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "loop_start_fail")
  void loopStartFail(TestNode node) throws Exception {
    quietReports(node);
    node.run(() -> {
      Process.trapExit(true);
      var bailout = new IllegalStateException("bailout");
      for (Start start : Start.values()) {
        // {stop, failed_to_start} -> {error, failed_to_start}
        loop(start, () -> Init.stop(FAILED), result -> assertThat(result).isEqualTo(StartResult.failed(FAILED)));
        // ignore -> ignore
        loop(start, Init::ignore, result -> assertThat(result).isEqualTo(new StartResult.Ignore<>()));
        // 4711 -> {error, {bad_return_value, 4711}}
        loop(start, () -> {
          throw new dev.ninefold.process.ThrownException(4711);
        }, result -> assertThat(result)
            .isEqualTo(StartResult.failed(new ExitReason.Other(new BadReturnValue(4711)))));
        // error(bailout) -> {error, {bailout, Stack}}
        loop(start, () -> {
          throw bailout;
        }, result -> assertThat(result).isEqualTo(StartResult.failed(ExitReason.crashed(bailout))));
        // exit(bailout) -> {error, bailout}
        loop(start, () -> {
          throw Process.exit(FAILED);
        }, result -> assertThat(result).isEqualTo(StartResult.failed(FAILED)));
        // longer than {timeout, 200} -> {error, timeout}
        loop(start, () -> {
          Process.sleep(Duration.ofHours(1));
          return Init.ok("s");
        }, result -> assertThat(result).isEqualTo(StartResult.failed(StartResult.TIMEOUT)));
      }
    });
  }

  private static void loop(Start start, OnInit init, Consumer<StartResult<?>> check) {
    StartOptions options = StartOptions.DEFAULT.withTimeout(Duration.ofMillis(20));
    for (int i = 0; i < 5; i++) {
      StartResult<?> result = start.run(() -> {
        Process.register("table", Process.self());
        return init.run();
      }, options);
      check.accept(result);
      assertThat(Process.whereis("table")).isEmpty();
      assertThat(Process.isMailboxEmpty()).isTrue();
      assertThat(Process.info(Process.self()).orElseThrow().links()).isEmpty();
      assertThat(Process.info(Process.self()).orElseThrow().monitors()).isEmpty();
    }
  }

  // gen_server_SUITE:otp_7669/1
  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "otp_7669")
  void theNameIsFreeWhenAFailedStartReturns(TestNode node) throws Exception {
    quietReports(node);
    node.run(() -> {
      StartOptions local = StartOptions.named(NAME);
      StartOptions global = StartOptions.DEFAULT.withName(Name.global(NAME));
      for (int i = 0; i < 100; i++) {
        // ignore = start({local,..}, ignore), undefined = whereis(..), twice, and start_link
        for (Start start : new Start[] {Start.PLAIN, Start.PLAIN, Start.LINKED}) {
          assertThat(start.run(Init::ignore, local)).isEqualTo(new StartResult.Ignore<>());
          assertThat(Process.whereis(NAME)).isEmpty();
        }
        // ignore = start({global,..}, ignore), undefined = global:whereis_name(..), and start_link
        for (Start start : new Start[] {Start.PLAIN, Start.LINKED}) {
          assertThat(start.run(Init::ignore, global)).isEqualTo(new StartResult.Ignore<>());
          assertThat(Global.whereisName(NAME)).isEmpty();
        }
      }
      for (int i = 0; i < 10; i++) {
        // {error,stopped} = start({local,..}, stop), undefined = whereis(..); the same globally
        assertThat(Start.PLAIN.run(() -> Init.stop(STOPPED), local)).isEqualTo(StartResult.failed(STOPPED));
        assertThat(Process.whereis(NAME)).isEmpty();
        assertThat(Start.PLAIN.run(() -> Init.stop(STOPPED), global)).isEqualTo(StartResult.failed(STOPPED));
        assertThat(Global.whereisName(NAME)).isEmpty();
      }
    });
  }

  @Test
  void aStartThatLosesTheRaceForItsNameIsSilent(TestNode node) throws Exception {
    node.run(() -> {
      var result = GenServer.startLink(() -> {
        Process.register("race", Process.self());
        return with(() -> {
          throw new AssertionError("init is not called");
        });
      }, StartOptions.named("race"));
      assertThat(result).isEqualTo(alreadyStarted(Process.self()));
      assertThat(((Failed<?>) result).reason()).hasToString("{already_started, " + Process.self() + "}");
    });
  }

  // Only a thread that is no process can be interrupted in a start; it is told what it was that did not start.
  @Test
  void anInterruptedStartSaysWhatWasStarted(TestNode node) throws Exception {
    var started = new CompletableFuture<Boolean>();
    var thrown = new CompletableFuture<Throwable>();
    TestServer module = with(() -> {
      started.complete(true);
      Process.receive(Object.class, _ -> false);
      return Init.ok("s");
    });
    StartOptions options = StartOptions.DEFAULT.withNode(node.node());
    Thread starter = Thread.ofPlatform()
        .start(() -> thrown.complete(catchThrowable(() -> GenServer.start(() -> module, options))));
    node.await(started);
    starter.interrupt();
    assertThat(node.await(thrown)).isInstanceOf(CallInterruptedException.class)
        .hasMessageEndingWith(" with " + TestServer.class.getName() + ":init/1: the calling thread was interrupted")
        .hasMessageStartingWith("proc_lib:start of <0.");
  }
}
