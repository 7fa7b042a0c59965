package dev.ninefold.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.debug.DebugOption;
import dev.ninefold.gen.From;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genevent.EventHandler;
import dev.ninefold.genevent.GenEvent;
import dev.ninefold.genevent.HandlerException;
import dev.ninefold.genevent.HandlerInit;
import dev.ninefold.genevent.HandlerKey;
import dev.ninefold.genevent.HandlerNext;
import dev.ninefold.genevent.HandlerReply;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.genserver.Then;
import dev.ninefold.genstatem.Action;
import dev.ninefold.genstatem.Entered;
import dev.ninefold.genstatem.GenStatem;
import dev.ninefold.genstatem.StateEvent;
import dev.ninefold.genstatem.Transition;
import dev.ninefold.process.Info;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.ManualTime;
import dev.ninefold.time.Timeout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * SYS-14: what a traced process prints is what OTP prints. The files of OTP's lines lie beside this class' resources, with the Erlang code
 * that made them. Pids and references are not compared, nor the names of classes.
 */
@WithNode(manualTime = true)
class GoldenTraceTest {

  private static final StartOptions TRACED = StartOptions.DEFAULT.withDebug(new DebugOption.Trace());

  TestNode node;
  ManualTime time;

  /** A term of Erlang's, as it is printed there. */
  private record Term(String text) implements Request<Object> {
    @Override
    public String toString() {
      return text;
    }
  }

  private static Term t(String text) {
    return new Term(text);
  }

  private void check(String file, UnaryOperator<String> ours) throws IOException {
    check(file, line -> line, ours);
  }

  private void check(String file, UnaryOperator<String> theirs, UnaryOperator<String> ours) throws IOException {
    List<String> expected = golden(file).stream().map(GoldenTraceTest::plain).map(theirs).toList();
    node.await("all lines are printed", () -> node.printed().size() >= expected.size());
    assertThat(node.printed().stream().map(GoldenTraceTest::plain).map(ours)).containsExactlyElementsOf(expected);
  }

  /** Pids and references are any; Erlang's printer puts no space behind a comma. */
  private static String plain(String line) {
    return line.replaceAll("<\\d+\\.\\d+\\.\\d+>", "<pid>").replaceAll("#Ref<[0-9.]+>", "<ref>").replace(", ", ",");
  }

  /** The lines; where Erlang's printer broke one, it is put together. */
  private static List<String> golden(String file) throws IOException {
    try (InputStream in = Objects.requireNonNull(GoldenTraceTest.class.getResourceAsStream("golden/" + file), file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.replaceAll("\\n\\s+", "").lines().toList();
    }
  }

  // ---- gen_server

  private static final class Server implements GenServer<Integer, Term, Term> {
    @Override
    public Init<Integer> init() {
      return Init.ok(0);
    }

    @Override
    public CallResult<Integer> handleCall(Term request, From from, Integer n) {
      return switch (request.text()) {
        case "{req,44}" -> CallResult.reply(request, t("{ok,-44}"), n + 1);
        case "wait" -> CallResult.reply(request, "ok", n, Then.timeout(Duration.ofMillis(10)));
        case "continue" -> CallResult.reply(request, "ok", n, Then.continueWith("more"));
        default -> CallResult.stopAndReply(ExitReason.NORMAL, request, "stopped", n);
      };
    }

    @Override
    public Next<Integer> handleCast(Term message, Integer n) {
      return Next.noReply(n + 2);
    }

    @Override
    public Next<Integer> handleInfo(Info info, Integer n) {
      return Next.noReply(info instanceof Info.Timeout ? n + 100 : n);
    }

    @Override
    public Next<Integer> handleContinue(Object term, Integer n) {
      return Next.noReply(n + 1000);
    }
  }

  @Test
  void ofAServer() throws Exception {
    node.run(() -> {
      var server = GenServer.start(Server::new, TRACED.withName(Name.local("server"))).orElseThrow();
      GenServer.call(server, t("{req,44}"));
      GenServer.cast(server, t("{add,2}"));
      Process.send(server.pid(), "hello");
      GenServer.call(server, t("wait"));
      time.advance(Duration.ofMillis(10));
      GenServer.call(server, t("continue"));
      GenServer.call(server, t("stop"));
      node.awaitDeath(server.pid());
    });
    check("server.trace", line -> line);
  }

  // ---- gen_statem

  /** OTP's {@code fsm} and {@code fsm2}. */
  private static class Fsm implements GenStatem<String, Integer, Term, Term> {
    @Override
    public dev.ninefold.genstatem.Init<String, Integer> init() {
      return dev.ninefold.genstatem.Init.ok("locked", 0);
    }

    @Override
    public Transition<String, Integer> handleEvent(StateEvent<Term, Term> event, String state, Integer n) {
      return switch (event) {
        case StateEvent.Call(Term request, From from) when request.text().equals("get") ->
          Transition.keepStateAndData(Action.reply(from, request, "{" + state + "," + n + "}"));
        case StateEvent.Call(Term request, From from) ->
          Transition.stopAndReply(ExitReason.NORMAL, Action.reply(from, request, "stopped"));
        case StateEvent.Cast(Term told) -> cast(told.text(), state, n);
        case StateEvent.Internal<Term, Term> _ -> Transition.keepState(n + 10);
        case StateEvent.StateTimeout<Term, Term> _ -> Transition.nextState("locked", n);
        case StateEvent.Timeout<Term, Term> _, StateEvent.GenericTimeout<Term, Term> _, StateEvent.Info<Term, Term> _ ->
          Transition.keepStateAndData();
      };
    }

    private static Transition<String, Integer> cast(String told, String state, Integer n) {
      return switch (told + " in " + state) {
        case "{button,1} in locked" ->
          Transition.nextState("open", n + 1, Action.stateTimeout(Duration.ofMillis(10), "lock"));
        case "{button,7} in open" -> Transition.keepStateAndData(Action.postpone());
        case "insert in locked" -> Transition.keepStateAndData(Action.internal("inserted"));
        case "zero in locked" -> Transition.keepStateAndData(Action.timeout(Duration.ZERO, "now"),
            Action.genericTimeout("name", Duration.ZERO, "named"));
        case "two in locked" -> Transition.keepStateAndData(Action.genericTimeout("a", Duration.ofSeconds(100), "first"),
            Action.genericTimeout("b", Duration.ofSeconds(200), "second"),
            Action.genericTimeout("a", Timeout.INFINITY, "third"));
        case "other in locked" -> Transition.keepStateAndData(Action.pushCallbackModule(new Fsm2()),
            new Action.NextEvent(new StateEvent.Cast<Term, Term>(t("{button,9}"))));
        case "back in locked" -> Transition.keepStateAndData(Action.popCallbackModule());
        default -> Transition.keepStateAndData();
      };
    }
  }

  private static final class Fsm2 extends Fsm {}

  private static String fsmNames(String line) {
    return line.replace(Fsm3.class.getName(), "fsm3").replace(Fsm2.class.getName(), "fsm2").replace(Fsm.class.getName(), "fsm");
  }

  @Test
  void ofAMachine() throws Exception {
    node.run(() -> {
      var machine = GenStatem.start(Fsm::new, TRACED.withName(Name.local("machine"))).orElseThrow();
      GenStatem.call(machine, t("get"));
      GenStatem.cast(machine, t("{button,2}"));
      GenStatem.cast(machine, t("{button,1}"));
      GenStatem.cast(machine, t("{button,7}"));
      Sys.getState(machine);
      time.advance(Duration.ofMillis(10));
      node.await("it is locked again", () -> Sys.getState(machine).toString().contains("locked"));
      for (String told : List.of("insert", "zero", "two")) {
        GenStatem.cast(machine, t(told));
      }
      Process.send(machine.pid(), "hello");
      GenStatem.cast(machine, t("other"));
      GenStatem.cast(machine, t("back"));
      GenStatem.call(machine, t("stop"));
      node.awaitDeath(machine.pid());
    });
    check("statem.trace", GoldenTraceTest::fsmNames);
  }

  private static final class Fsm3 implements GenStatem<String, Integer, Term, Term> {
    @Override
    public dev.ninefold.genstatem.Init<String, Integer> init() {
      return dev.ninefold.genstatem.Init.ok("off", 0, Action.genericTimeout("init", Duration.ofSeconds(50), "x"));
    }

    @Override
    public Entered<String, Integer> stateEnter(String oldState, String state, Integer n) {
      return state.equals("on") ? Entered.keepStateAndData(Action.stateTimeout(Duration.ofSeconds(70), "leave"))
          : Entered.keepStateAndData();
    }

    @Override
    public Transition<String, Integer> handleEvent(StateEvent<Term, Term> event, String state, Integer n) {
      return switch (event) {
        case StateEvent.Call(Term request, From from) when state.equals("on") ->
          Transition.nextState("off", n + 1, Action.reply(from, request, "flipped"), Action.postpone());
        case StateEvent.Cast(Term told) when told.text().equals("flip") ->
          Transition.nextState("on", n + 1, Action.genericTimeout("flip", Duration.ofSeconds(60), "y"));
        case StateEvent.Cast<Term, Term> _ -> Transition.stop(ExitReason.shutdown("enough"));
        default -> Transition.keepStateAndData();
      };
    }
  }

  @Test
  void ofAMachineThatEntersStates() throws Exception {
    node.run(() -> {
      var machine = GenStatem.start(Fsm3::new, TRACED.withName(Name.local("machine"))).orElseThrow();
      GenStatem.cast(machine, t("flip"));
      GenStatem.call(machine, t("flip"));
      GenStatem.cast(machine, t("crash"));
      node.awaitDeath(machine.pid());
    });
    check("statem_enter.trace", GoldenTraceTest::fsmNames);
  }

  // ---- gen_event

  private static final class Handler implements EventHandler<Integer, Object, Term> {
    @Override
    public HandlerInit<Integer> init() {
      return HandlerInit.ok(1);
    }

    @Override
    public HandlerNext<Integer> handleEvent(Object event, Integer n) {
      return HandlerNext.ok(n + 1);
    }

    @Override
    public HandlerReply<Integer> handleCall(Term request, Integer n) {
      return HandlerReply.reply(request, n, n);
    }

    @Override
    public HandlerNext<Integer> handleInfo(Info info, Integer n) {
      return HandlerNext.ok(n);
    }
  }

  /** A request to the manager itself is a message of another shape there. */
  @Test
  void ofAManager() throws Exception {
    HandlerKey<Handler> key = HandlerKey.of(Handler.class);
    node.run(() -> {
      var manager = GenEvent.<Object>start(TRACED.withName(Name.local("manager"))).orElseThrow();
      GenEvent.addHandler(manager, key, Handler::new);
      GenEvent.notify(manager, t("{tick,1}"));
      GenEvent.syncNotify(manager, t("tock"));
      GenEvent.call(manager, key, t("get"));
      Process.send(manager.pid(), "hello");
      GenEvent.whichHandlers(manager);
      GenEvent.deleteHandler(manager, key, "x");
      assertThatThrownBy(() -> GenEvent.call(manager, key, t("get")))
          .isInstanceOf(HandlerException.class);
      node.kill(manager.pid());
    });
    check("manager.trace",
        line -> line.replaceAll("got \\{<pid>,\\{<pid>,<ref>\\},(.*)\\}$", "got $1 from <pid>")
            .replace("{add_handler,hdl,1}",
                "{add_handler,hdl}"),
        line -> line.replace(Handler.class.getName(), "hdl"));
  }

  // ---- supervisor

  /** States and lists of children are ours, and print as such. */
  @Test
  void ofASupervisor() throws Exception {
    node.run(() -> {
      var spec = ChildSpec.worker("w", () -> GenServer.startLink(Server::new));
      var supervisor = Supervisor.startLink(List.of(spec), Strategy.ONE_FOR_ONE, StartOptions.named("sup")).orElseThrow();
      Sys.trace(supervisor, true);
      Pid child = Supervisor.whichChildren(supervisor).getFirst().pid().orElseThrow();
      Process.exit(child, ExitReason.KILL);
      node.expectReport(SupervisorReport.class);
      Supervisor.terminateChild(supervisor, "w");
    });
    UnaryOperator<String> values =
        line -> line.replaceAll("new state .*", "new state S").replaceAll("sent .* to <", "sent R to <");
    check("supervisor.trace", values, values);
  }

  /** Nothing is printed of what nobody observes. */
  @Test
  void ofNobody() throws Exception {
    node.run(() -> {
      var server = GenServer.start(Server::new, StartOptions.DEFAULT).orElseThrow();
      Sys.trace(server, true);
      Sys.trace(server, false);
      GenServer.call(server, t("{req,44}"));
      assertThat(Sys.getLog(server)).isEmpty();
      assertThat(Sys.getStatistics(server)).isEqualTo(Optional.empty());
      assertThat(node.printed()).isEmpty();
      node.kill(server.pid());
    });
  }
}
