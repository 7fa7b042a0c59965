package dev.ninefold.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.debug.DebugFunction;
import dev.ninefold.debug.DebugOption;
import dev.ninefold.debug.Statistics;
import dev.ninefold.debug.SystemEvent;
import dev.ninefold.debug.SystemEvent.In;
import dev.ninefold.debug.SystemEvent.Out;
import dev.ninefold.gen.Call;
import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.SystemStatus;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.process.CallException.CallTimeoutException;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.proclib.ProcLib;
import dev.ninefold.report.Report;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cases of sys_SUITE, with its server. */
@WithNode
class SysSuiteTest {

  private static final String SUITE = "sys_SUITE";
  private static final String NAME = "sys_SUITE_server";
  private static final Name SERVER = Name.local(NAME);

  private sealed interface Ask<R> extends Request<R> {}

  private record Req(int number) implements Ask<Reply> {
    @Override
    public String toString() {
      return "{req," + number + "}";
    }
  }

  private record Stop() implements Ask<String> {}

  private record Reply(int number) {
    @Override
    public String toString() {
      return "{ok," + number + "}";
    }
  }

  private static final class Server implements GenServer<Integer, Ask<?>, Object> {
    @Override
    public Init<Integer> init() {
      return Init.ok(0);
    }

    @Override
    public CallResult<Integer> handleCall(Ask<?> request, From from, Integer state) {
      return switch (request) {
        case Req req -> CallResult.reply(req, new Reply(-req.number()), state + 1);
        case Stop stop -> CallResult.stopAndReply(ExitReason.NORMAL, stop, "ok", state);
      };
    }
  }

  private static ServerRef<Ask<?>, Object> start() {
    return GenServer.startLink(Server::new, StartOptions.named(NAME)).orElseThrow();
  }

  private static Reply publicCall(int number) {
    return GenServer.call(ServerRef.<Ask<?>, Object>named(NAME), new Req(number));
  }

  private static void stop() {
    assertThat(GenServer.call(ServerRef.<Ask<?>, Object>named(NAME), new Stop())).isEqualTo("ok");
  }

  private static String sent(Pid to) {
    return "*DBG* sys_SUITE_server sent {ok,-44} to " + to + ", new state 1";
  }

  private static String got(Pid from) {
    return "*DBG* sys_SUITE_server got call {req,44} from " + from;
  }

  @Test
  @OtpCase(suite = SUITE, name = "log")
  void log(TestNode node) throws Exception {
    node.run(() -> {
      start();
      Sys.log(SERVER, true);
      assertThat(publicCall(44)).isEqualTo(new Reply(-44));
      assertThat(Sys.getLog(SERVER)).satisfiesExactly(
          in -> assertThat(in).isInstanceOfSatisfying(In.class,
              i -> assertThat(i.message()).isInstanceOfSatisfying(Call.class,
                  c -> assertThat(c.request()).isEqualTo(new Req(44)))),
          out -> assertThat(out).isInstanceOfSatisfying(Out.class, o -> {
            assertThat(o.message()).isEqualTo(new Reply(-44));
            assertThat(o.state()).contains(1);
          }));
      Sys.printLog(SERVER);
      assertThat(node.printed()).containsExactly(got(Process.self()), sent(Process.self()));
      // sys:log(Name, false), then print, prints nothing
      Sys.log(SERVER, false);
      Sys.printLog(SERVER);
      assertThat(Sys.getLog(SERVER)).isEmpty();
      assertThat(node.printed()).hasSize(2);
      stop();
    });
  }

  // SYS-15, SYS-16: ten, or as many as are asked for; a second time changes nothing
  @Test
  void logKeepsAsManyAsItWasToldFirst(TestNode node) throws Exception {
    node.run(() -> {
      start();
      Sys.log(SERVER, true);
      for (int i = 0; i < 12; i++) {
        publicCall(i);
      }
      assertThat(Sys.getLog(SERVER)).hasSize(10)
          .last()
          .isInstanceOfSatisfying(Out.class,
              out -> assertThat(out.state()).contains(12));
      Sys.log(SERVER, 2);
      publicCall(44);
      assertThat(Sys.getLog(SERVER)).hasSize(10);
      Sys.log(SERVER, false);
      Sys.log(SERVER, 3);
      publicCall(1);
      publicCall(2);
      assertThat(Sys.getLog(SERVER)).hasSize(3).first().isInstanceOf(Out.class);
      assertThatThrownBy(() -> Sys.log(SERVER, 0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("got 0");
      stop();
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "log_to_file")
  void logToFile(TestNode node, @TempDir Path dir) throws Exception {
    Path file = dir.resolve("sys.log");
    Path other = dir.resolve("other.log");
    node.run(() -> {
      start();
      Sys.logToFile(SERVER, file);
      assertThat(publicCall(44)).isEqualTo(new Reply(-44));
      // complete while it is still open, and not added to after it was closed
      assertThat(Files.readAllLines(file)).containsExactly(got(Process.self()), sent(Process.self()));
      Sys.noLogToFile(SERVER);
      publicCall(45);
      assertThat(Files.readAllLines(file)).hasSize(2);
      // SYS-17: a second one replaces the first, one that exists is emptied
      Sys.logToFile(SERVER, file);
      Sys.logToFile(SERVER, other);
      publicCall(46);
      assertThat(Files.readAllLines(file)).isEmpty();
      assertThat(Files.readAllLines(other)).hasSize(2);
      // {error, open_file}; the old one is closed all the same
      Path nowhere = dir.resolve("no such folder").resolve("x");
      assertThatThrownBy(() -> Sys.logToFile(SERVER, nowhere)).isInstanceOf(SysException.class)
          .hasMessageStartingWith("sys:log_to_file of " + SERVER + ": open_file: " + nowhere);
      publicCall(47);
      assertThat(Files.readAllLines(other)).hasSize(2);
      assertThat(node.printed()).isEmpty();
      stop();
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "stats")
  void stats(TestNode node) throws Exception {
    node.run(() -> {
      start();
      assertThat(Sys.getStatistics(SERVER)).isEmpty();
      Sys.statistics(SERVER, true);
      assertThat(publicCall(44)).isEqualTo(new Reply(-44));
      Statistics stats = Sys.getStatistics(SERVER).orElseThrow();
      assertThat(stats.messagesIn()).isEqualTo(1);
      assertThat(stats.messagesOut()).isEqualTo(1);
      assertThat(stats.startTime()).isBeforeOrEqualTo(stats.currentTime());
      Sys.statistics(SERVER, false);
      SystemStatus status = Sys.getStatus(SERVER);
      assertThat(status.suspended()).isFalse();
      assertThat(status.parent()).isEqualTo(Process.self());
      assertThat(Sys.getStatistics(SERVER)).isEmpty();
      stop();
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "trace")
  void trace(TestNode node) throws Exception {
    node.run(() -> {
      start();
      Sys.trace(SERVER, true);
      assertThat(publicCall(44)).isEqualTo(new Reply(-44));
      // whoever has the reply finds the line about it printed
      assertThat(node.printed()).containsExactly(got(Process.self()), sent(Process.self()));
      Sys.trace(SERVER, false);
      stop();
      assertThat(node.printed()).hasSize(2);
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "suspend")
  void suspend(TestNode node) throws Exception {
    node.run(() -> {
      start();
      Duration limit = Duration.ofMillis(50);
      for (int twice = 0; twice < 2; twice++) {
        Sys.suspend(SERVER, Duration.ofSeconds(30));
        assertThatThrownBy(() -> GenServer.call(ServerRef.<Ask<?>, Object>named(NAME), new Req(48), limit))
            .isInstanceOf(CallTimeoutException.class);
        assertThat(Sys.getStatus(SERVER).suspended()).isTrue();
      }
      for (int twice = 0; twice < 2; twice++) {
        Sys.resume(SERVER);
        assertThat(Sys.getStatus(SERVER).suspended()).isFalse();
        assertThat(publicCall(48)).isEqualTo(new Reply(-48));
      }
      stop();
    });
  }

  private record SpyGot(int number, Object process) {}

  @Test
  @OtpCase(suite = SUITE, name = "install")
  void install(TestNode node) throws Exception {
    node.run(() -> {
      start();
      Pid master = Process.self();
      DebugFunction<String> spy = (state, event, process) -> {
        if (event instanceof In(Call(Req(int number), From _), var _)) {
          Process.send(master, new SpyGot(number, process));
        }
        return DebugFunction.next(state);
      };
      Sys.install(SERVER, spy, "func_state");
      publicCall(1);
      Sys.noDebug(SERVER);
      publicCall(2);
      // twice is once
      Sys.install(SERVER, spy, "func_state");
      Sys.install(SERVER, spy, "func_state");
      publicCall(3);
      Sys.remove(SERVER, spy);
      publicCall(4);
      stop();
      assertThat(received()).containsExactly(new SpyGot(1, NAME), new SpyGot(3, NAME));
    });
  }

  private static List<Object> received() {
    return Stream.generate(() -> Process.receive(Object.class, _ -> true, Duration.ZERO))
        .takeWhile(Optional::isPresent)
        .map(Optional::get)
        .toList();
  }

  // SYS-20 to SYS-22: by an id, with a state that it passes on; done and a crash remove it, and the process goes on
  @Test
  void functionsWithAnIdAndAState(TestNode node) throws Exception {
    node.run(() -> {
      Pid master = Process.self();
      Pid server = start().pid();
      DebugFunction<Integer> counting = (count, event, process) -> {
        assertThat(process).isEqualTo(NAME);
        Process.send(master, "count " + count + " in " + Process.self());
        return event instanceof Out && count > 3 ? DebugFunction.done() : DebugFunction.next(count + 1);
      };
      Sys.install(SERVER, "counter", counting, 1);
      // the id is in use: ignored
      Sys.install(SERVER, "counter", counting, 100);
      publicCall(1);
      publicCall(2);
      publicCall(3);
      assertThat(received()).containsExactly("count 1 in " + server, "count 2 in " + server, "count 3 in " + server,
          "count 4 in " + server);
      Sys.install(SERVER, "counter", counting, 50);
      Sys.remove(SERVER, "counter");
      Sys.remove(SERVER, "was never there");
      Sys.install(SERVER, "crash", (_, _, _) -> {
        throw new IllegalStateException("this debug function is bad");
      }, 0);
      publicCall(4);
      publicCall(5);
      assertThat(received()).isEmpty();
      assertThat(node.reports(Report.class)).filteredOn(r -> r.label().equals("{sys, debug_failed}"))
          .singleElement()
          .satisfies(r -> assertThat(r.fields()).containsEntry("removed", "crash").containsEntry("name", NAME));
      assertThat(Sys.getState(SERVER)).isEqualTo(5);
      stop();
    });
  }

  // SYS-24: from the start, also of a process that becomes a server
  @Test
  void debugOptionsAtStart(TestNode node, @TempDir Path dir) throws Exception {
    node.run(() -> {
      List<SystemEvent> seen = new ArrayList<>();
      DebugFunction<String> seeing = (state, event, _) -> {
        seen.add(event);
        return DebugFunction.next(state);
      };
      StartOptions options = StartOptions.named(NAME)
          .withDebug(new DebugOption.Trace(), new DebugOption.Log(3), new DebugOption.Log(), new DebugOption.Statistics(),
              new DebugOption.LogToFile(dir.resolve("x")), new DebugOption.Install<>("id", seeing, "s"));
      Pid started = GenServer.startLink(Server::new, options).orElseThrow().pid();
      publicCall(44);
      publicCall(45);
      assertThat(node.printed()).hasSize(4).first().isEqualTo(got(Process.self()));
      assertThat(Files.readAllLines(dir.resolve("x"))).isEqualTo(node.printed());
      // the first log counts
      assertThat(Sys.getLog(SERVER)).hasSize(3).isEqualTo(seen.subList(1, 4));
      assertThat(Sys.getStatistics(SERVER).orElseThrow().messagesIn()).isEqualTo(2);
      Sys.remove(SERVER, "id");
      publicCall(46);
      assertThat(seen).hasSize(4);
      stop();
      node.awaitDeath(started);

      Pid entered = ProcLib.spawnLink(() -> {
        Process.register(NAME, Process.self());
        throw GenServer.enterLoop(new Server(), options, 10);
      });
      node.await("it has entered its loop", () -> Process.whereis(SERVER).equals(Optional.of(entered)));
      publicCall(44);
      assertThat(Sys.getLog(SERVER)).hasSize(2).last().hasToString(seen.getLast().toString());
      stop();
    });
  }

  // SYS-5, SYS-19: while suspended, too; no_debug removes everything
  @Test
  void allIsOffAfterNoDebug(TestNode node, @TempDir Path dir) throws Exception {
    node.run(() -> {
      start();
      Sys.suspend(SERVER);
      List<SystemEvent> seen = new ArrayList<>();
      DebugFunction<String> seeing = (state, event, _) -> {
        seen.add(event);
        return DebugFunction.next(state);
      };
      Sys.trace(SERVER, true);
      Sys.log(SERVER, 5);
      Sys.statistics(SERVER, true);
      Sys.logToFile(SERVER, dir.resolve("x"));
      Sys.install(SERVER, "seeing", seeing, "s");
      Sys.resume(SERVER);
      publicCall(1);
      Sys.noDebug(SERVER);
      publicCall(2);
      assertThat(node.printed()).hasSize(2);
      assertThat(seen).hasSize(2);
      assertThat(Files.readAllLines(dir.resolve("x"))).hasSize(2);
      assertThat(Sys.getLog(SERVER)).isEmpty();
      assertThat(Sys.getStatistics(SERVER)).isEmpty();
      stop();
    });
  }
}
