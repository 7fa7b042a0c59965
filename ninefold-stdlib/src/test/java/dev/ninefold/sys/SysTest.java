package dev.ninefold.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.debug.DebugFunction;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.process.CallException.CallTimeoutException;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Reachable;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SYS-2 to SYS-12 through every form of every function. */
@WithNode(manualTime = true)
class SysTest {

  private static final Duration LIMIT = Duration.ofMillis(30);

  private static final DebugFunction<Integer> SEEING = (state, _, _) -> DebugFunction.next(state);

  /** A folder that is not there: nothing is made if the server comes to it before it is killed. */
  private static final Path FILE = Path.of("no such folder", "events");

  private static final ExitReason ENOUGH = ExitReason.shutdown("enough");

  TestNode node;
  ManualTime time;

  /** Counts; a cast occupies it until the latch is released. */
  private static final class Server implements GenServer<Integer, Request<?>, CountDownLatch> {
    @Override
    public Init<Integer> init() {
      return Init.ok(1);
    }

    @Override
    public Next<Integer> handleCast(CountDownLatch release, Integer state) throws Exception {
      release.await();
      return Next.noReply(state);
    }

    @Override
    public Integer codeChange(Object oldVersion, Object oldState, Object extra) {
      return (Integer) oldState + (Integer) extra;
    }
  }

  private static ServerRef<Request<?>, CountDownLatch> start() {
    return GenServer.start(Server::new, StartOptions.named("counter")).orElseThrow();
  }

  /** A function of sys, in the form with a timeout or in the form without. */
  private record Function(String name, Duration timeout, Asked asked) {
    @FunctionalInterface
    interface Asked {
      void by(Reachable process);
    }

    @Override
    public String toString() {
      return name + " within " + timeout.toMillis() + " ms";
    }
  }

  static Stream<Function> functions() {
    return Stream.of(
        new Function("suspend", Sys.TIMEOUT, Sys::suspend),
        new Function("suspend", LIMIT, process -> Sys.suspend(process, LIMIT)),
        new Function("resume", Sys.TIMEOUT, Sys::resume),
        new Function("resume", LIMIT, process -> Sys.resume(process, LIMIT)),
        new Function("get_state", Sys.TIMEOUT, Sys::getState),
        new Function("get_state", LIMIT, process -> Sys.getState(process, LIMIT)),
        new Function("replace_state", Sys.TIMEOUT, process -> Sys.replaceState(process, same -> same)),
        new Function("replace_state", LIMIT, process -> Sys.replaceState(process, same -> same, LIMIT)),
        new Function("get_status", Sys.TIMEOUT, Sys::getStatus),
        new Function("get_status", LIMIT, process -> Sys.getStatus(process, LIMIT)),
        new Function("change_code", Sys.TIMEOUT, process -> Sys.changeCode(process, new Server(), "1", 1)),
        new Function("change_code", LIMIT, process -> Sys.changeCode(process, new Server(), "1", 1, LIMIT)),
        new Function("trace", Sys.TIMEOUT, process -> Sys.trace(process, true)),
        new Function("trace", LIMIT, process -> Sys.trace(process, true, LIMIT)),
        new Function("log", Sys.TIMEOUT, process -> Sys.log(process, true)),
        new Function("log", LIMIT, process -> Sys.log(process, true, LIMIT)),
        new Function("log", Sys.TIMEOUT, process -> Sys.log(process, false)),
        new Function("log", LIMIT, process -> Sys.log(process, false, LIMIT)),
        new Function("log", Sys.TIMEOUT, process -> Sys.log(process, 7)),
        new Function("log", LIMIT, process -> Sys.log(process, 7, LIMIT)),
        new Function("log", Sys.TIMEOUT, process -> Sys.getLog(process)),
        new Function("log", LIMIT, process -> Sys.getLog(process, LIMIT)),
        new Function("log", Sys.TIMEOUT, process -> Sys.printLog(process)),
        new Function("log", LIMIT, process -> Sys.printLog(process, LIMIT)),
        new Function("log_to_file", Sys.TIMEOUT, process -> Sys.logToFile(process, FILE)),
        new Function("log_to_file", LIMIT, process -> Sys.logToFile(process, FILE, LIMIT)),
        new Function("log_to_file", Sys.TIMEOUT, process -> Sys.noLogToFile(process)),
        new Function("log_to_file", LIMIT, process -> Sys.noLogToFile(process, LIMIT)),
        new Function("statistics", Sys.TIMEOUT, process -> Sys.statistics(process, true)),
        new Function("statistics", LIMIT, process -> Sys.statistics(process, true, LIMIT)),
        new Function("statistics", Sys.TIMEOUT, process -> Sys.getStatistics(process)),
        new Function("statistics", LIMIT, process -> Sys.getStatistics(process, LIMIT)),
        new Function("install", Sys.TIMEOUT, process -> Sys.install(process, SEEING, 1)),
        new Function("install", LIMIT, process -> Sys.install(process, SEEING, 1, LIMIT)),
        new Function("install", Sys.TIMEOUT, process -> Sys.install(process, "id", SEEING, 1)),
        new Function("install", LIMIT, process -> Sys.install(process, "id", SEEING, 1, LIMIT)),
        new Function("remove", Sys.TIMEOUT, process -> Sys.remove(process, "id")),
        new Function("remove", LIMIT, process -> Sys.remove(process, "id", LIMIT)),
        new Function("no_debug", Sys.TIMEOUT, process -> Sys.noDebug(process)),
        new Function("no_debug", LIMIT, process -> Sys.noDebug(process, LIMIT)),
        new Function("terminate", Sys.TIMEOUT, process -> Sys.terminate(process, ENOUGH)),
        new Function("terminate", LIMIT, process -> Sys.terminate(process, ENOUGH, LIMIT)));
  }

  /** SYS-2: exits with timeout after the time that was given, or five seconds, and not before. */
  @ParameterizedTest
  @MethodSource("functions")
  void waitsThatLong(Function function) throws Exception {
    node.run(() -> {
      ServerRef<Request<?>, CountDownLatch> server = start();
      Pid pid = server.pid();
      CountDownLatch release = new CountDownLatch(1);
      GenServer.cast(server, release);
      CompletableFuture<Throwable> answer = new CompletableFuture<>();
      Process.spawn(() -> {
        try {
          function.asked().by(server);
          answer.complete(new AssertionError("answered by a busy server"));
        } catch (CallTimeoutException e) {
          answer.complete(e);
        }
      });
      node.await("it waits", () -> time.pending() == 1);
      time.advance(function.timeout().minusNanos(1));
      assertThat(time.pending()).isEqualTo(1);
      time.advance(Duration.ofNanos(1));
      assertThat(node.await(answer)).isInstanceOfSatisfying(CallTimeoutException.class, e -> {
        assertThat(e.timeout()).isEqualTo(function.timeout());
        assertThat(e.call().function()).isEqualTo("sys:" + function.name());
        assertThat(e.server()).isEqualTo(pid);
      });
      release.countDown();
      node.kill(pid);
    });
  }

  static List<Reachable> ways() {
    return List.of(Name.local("counter"), ServerRef.named("counter"), SupervisorRef.named("counter"));
  }

  /** All functions, by each kind of address. */
  @ParameterizedTest
  @MethodSource("ways")
  void allWork(Reachable process) throws Exception {
    node.run(() -> {
      Pid pid = start().pid();
      Sys.suspend(process, LIMIT);
      assertThat(Sys.getStatus(process, LIMIT).suspended()).isTrue();
      Sys.changeCode(process, new Server(), "1", 10, LIMIT);
      Sys.changeCode(process, new Server(), "1", 100);
      Sys.resume(process, LIMIT);
      assertThat(Sys.getStatus(process).suspended()).isFalse();
      assertThat(Sys.getState(process, LIMIT)).isEqualTo(111);
      assertThat(Sys.replaceState(process, state -> (Integer) state + 1000, LIMIT)).isEqualTo(1111);
      Sys.suspend(process);
      Sys.resume(process);
      assertThat(Sys.getState(process)).isEqualTo(1111);
      Sys.terminate(process, ENOUGH, LIMIT);
      node.awaitDeath(pid);
    });
  }

  /** What the start of a supervisor returns is an address, too. */
  @Test
  void ofASupervisor() throws Exception {
    node.run(() -> {
      SupervisorRef sup = Supervisor.startLink(List.of(), Strategy.ONE_FOR_ONE, StartOptions.DEFAULT).orElseThrow();
      assertThat(Sys.getStatus(sup).behaviour()).isEqualTo("supervisor");
      assertThatThrownBy(() -> Sys.changeCode(sup, "no module", "1", "")).isInstanceOf(SysException.class)
          .hasMessageStartingWith("sys:change_code of " + sup.pid());
    });
  }
}
