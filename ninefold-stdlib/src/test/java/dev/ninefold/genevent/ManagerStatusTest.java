package dev.ninefold.genevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ninefold.gen.Request;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.Status;
import dev.ninefold.gen.SystemRequest.Failure.CallbackFailed;
import dev.ninefold.gen.SystemStatus;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.report.HandlerTerminateReport;
import dev.ninefold.sys.Sys;
import dev.ninefold.sys.SysException;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What sys does with a manager, and how the states of handlers are shown. */
@WithNode
class ManagerStatusTest {

  private static final String SUITE = "gen_event_SUITE";
  private static final ManagerRef<Object> MANAGER = ManagerRef.named("my_dummy_handler");
  private static final HandlerKey<Dummy1H> WITH_ID = HandlerKey.of(Dummy1H.class, "id");
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private static Pid start() {
    return GenEvent.start(StartOptions.named("my_dummy_handler")).orElseThrow().pid();
  }

  @Test
  @OtpCase(suite = SUITE, name = "call_format_status")
  void getStatusShowsWhatEachHandlerMakesOfItsState(TestNode node) throws Exception {
    node.run(() -> {
      Pid pid = start();
      GenEvent.addHandler(MANAGER, Dummy1H.KEY, Dummy1H.parent());
      GenEvent.addSupHandler(MANAGER, WITH_ID, Dummy1H.parent());
      // {"Installed handlers", [{_, dummy1_h, _, FmtState, _}]}, also with 5000
      for (SystemStatus status : List.of(Sys.getStatus(pid), Sys.getStatus(pid, LIMIT))) {
        assertThat(status.pid()).isEqualTo(pid);
        assertThat(status.behaviour()).isEqualTo("gen_event");
        assertThat(status.module()).isEqualTo(GenEvent.class.getName());
        assertThat(status.parent()).isEqualTo(pid);
        assertThat(status.name()).isEqualTo("my_dummy_handler");
        assertThat(status.state()).isEqualTo(List.of(
            new InstalledHandler(WITH_ID, Optional.of("dummy1_h handler state"), Optional.of(Process.self()), 0),
            new InstalledHandler(Dummy1H.KEY, Optional.of("dummy1_h handler state"), Optional.empty(), 0)));
      }
      GenEvent.stop(MANAGER);
      Process.receive(HandlerExit.class);
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "call_format_status_anon")
  void alsoWithoutAName(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = GenEvent.start().orElseThrow();
      SystemStatus status = Sys.getStatus(manager);
      // the header names the pid
      assertThat(status.name()).isEqualTo(manager.pid());
      assertThat(status.state()).isEqualTo(List.of());
      GenEvent.stop(manager);
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "error_format_status")
  void theReportShowsWhatTheHandlerMakesOfItsState(TestNode node) throws Exception {
    node.run(() -> {
      start();
      GenEvent.addSupHandler(MANAGER, Dummy1H.KEY, Dummy1H.parent());
      GenEvent.notify(MANAGER, "do_crash");
      // {gen_event_EXIT, dummy1_h, {'EXIT', _}}
      HandlerExit exit = Process.receive(HandlerExit.class);
      assertThat(exit.handler()).isEqualTo(Dummy1H.KEY);
      HandlerFailure failure = ((HandlerExit.Reason.Failed) exit.reason()).failure();
      // [dummy1_h, my_dummy_handler, do_crash, FmtState, _]
      HandlerTerminateReport report = node.expectReport(HandlerTerminateReport.class);
      assertThat(report.handler()).isEqualTo(Dummy1H.KEY);
      assertThat(report.name()).isEqualTo("my_dummy_handler");
      assertThat(report.lastMessage()).isEqualTo("do_crash");
      assertThat(report.state()).isEqualTo("dummy1_h handler state");
      assertThat(new HandlerFailure.Exit(report.reason())).isEqualTo(failure);
      assertThat(report.cause()).get().isInstanceOf(IllegalStateException.class);
      GenEvent.stop(MANAGER);
    });
  }

  /** A handler with that formatStatus. */
  private static final class Formatted implements EventHandler<String, Object, Request<?>> {
    static final HandlerKey<Formatted> KEY = HandlerKey.of(Formatted.class);
    private final UnaryOperator<Status> formatter;

    Formatted(UnaryOperator<Status> formatter) {
      this.formatter = formatter;
    }

    @Override
    public HandlerInit<String> init() {
      return HandlerInit.ok("secret");
    }

    @Override
    public Status formatStatus(Status status) {
      return formatter.apply(status);
    }
  }

  @Test
  void whatItMayRewriteAndThatAFailureHidesTheState(TestNode node) throws Exception {
    node.run(() -> {
      start();
      GenEvent.addHandler(MANAGER, Formatted.KEY, () -> new Formatted(status -> new Status("shown",
          status.message().map(m -> "message"), status.reason().map(_ -> ExitReason.of("reason")), List.of("log"))));
      assertThat(Sys.getStatus(MANAGER).log()).isEqualTo(List.of("log"));
      GenEvent.syncNotify(MANAGER, "undefined handleEvent");
      HandlerTerminateReport report = node.expectReport(HandlerTerminateReport.class);
      assertThat(List.of(report.state(), report.lastMessage(), report.reason()))
          .isEqualTo(List.of("shown", "message", ExitReason.of("reason")));

      GenEvent.addHandler(MANAGER, Formatted.KEY, () -> new Formatted(_ -> {
        throw new IllegalStateException("crash");
      }));
      String hidden = Formatted.class.getName() + ":formatStatus/1 crashed: " + IllegalStateException.class.getName();
      assertThat(Sys.getStatus(MANAGER).state())
          .isEqualTo(List.of(new InstalledHandler(Formatted.KEY, Optional.of(hidden), Optional.empty(), 0)));
      GenEvent.syncNotify(MANAGER, "undefined handleEvent");
      assertThat(node.expectReport(HandlerTerminateReport.class).state()).isEqualTo(hidden);
      GenEvent.stop(MANAGER);
    });
  }

  private static List<HandlerState> states(Object state) {
    return List.of(new HandlerState(Dummy1H.KEY, state));
  }

  @Test
  @OtpCase(suite = SUITE, name = "get_state")
  void getState(TestNode node) throws Exception {
    node.run(() -> {
      Pid pid = start();
      GenEvent.addHandler(MANAGER, Dummy1H.KEY, () -> new Dummy1H("state1"));
      assertThat(Sys.getState(pid)).isEqualTo(states("state1"));
      assertThat(Sys.getState(pid, LIMIT)).isEqualTo(states("state1"));
      GenEvent.addHandler(MANAGER, WITH_ID, () -> new Dummy1H("state2"));
      var both = List.of(new HandlerState(WITH_ID, "state2"), new HandlerState(Dummy1H.KEY, "state1"));
      assertThat(Sys.getState(pid)).isEqualTo(both);
      Sys.suspend(pid);
      assertThat(Sys.getState(pid)).isEqualTo(both);
      Sys.resume(pid);
      GenEvent.stop(MANAGER);
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "replace_state")
  void replaceState(TestNode node) throws Exception {
    node.run(() -> {
      Pid pid = start();
      GenEvent.addHandler(MANAGER, Dummy1H.KEY, () -> new Dummy1H("state1"));
      assertThat(Sys.replaceState(pid, s -> ((HandlerState) s).withState("replaced"))).isEqualTo(states("replaced"));
      assertThat(Sys.getState(pid)).isEqualTo(states("replaced"));
      assertThat(Sys.replaceState(pid, s -> ((HandlerState) s).withState("again"), LIMIT)).isEqualTo(states("again"));
      assertThat(Sys.getState(pid)).isEqualTo(states("again"));
      // a function that crashes, or answers for another handler, leaves it
      assertThat(Sys.replaceState(pid, _ -> {
        throw Process.exit(ExitReason.of("fail"));
      })).isEqualTo(states("again"));
      assertThat(Sys.replaceState(pid, _ -> new HandlerState(WITH_ID, "other"))).isEqualTo(states("again"));
      assertThat(Sys.getState(pid)).isEqualTo(states("again"));
      // also while it is suspended
      Sys.suspend(pid);
      assertThat(Sys.replaceState(pid, s -> ((HandlerState) s).withState("third"))).isEqualTo(states("third"));
      Sys.resume(pid);
      assertThat(Sys.getState(pid)).isEqualTo(states("third"));
      // GE-51: each handler by itself
      GenEvent.addHandler(MANAGER, WITH_ID, () -> new Dummy1H("state2"));
      Sys.replaceState(pid,
          s -> ((HandlerState) s).handler().equals(WITH_ID) ? "nonsense" : ((HandlerState) s).withState("fourth"));
      assertThat(Sys.getState(pid))
          .isEqualTo(List.of(new HandlerState(WITH_ID, "state2"), new HandlerState(Dummy1H.KEY, "fourth")));
      GenEvent.stop(MANAGER);
    });
  }

  // ---- change_code

  private static class Versioned implements EventHandler<Object, Object, Request<?>> {
    static final HandlerKey<Versioned> KEY = HandlerKey.of(Versioned.class);

    @Override
    public HandlerInit<Object> init() {
      return HandlerInit.ok("v1");
    }

    @Override
    public HandlerNext<Object> handleInfo(Info info, Object state) {
      return HandlerNext.ok(List.of(getClass().getSimpleName(), state));
    }
  }

  private static final class Version2 extends Versioned {
    @Override
    public Object codeChange(Object oldVersion, Object oldState, Object extra) {
      if (extra.equals("refuse") && oldState.equals("v1")) {
        throw new IllegalStateException("refused");
      }
      return List.of(oldVersion, oldState, extra);
    }
  }

  @Test
  void changeCodeConcernsAllHandlersOfTheClassOrNone(TestNode node) throws Exception {
    node.run(() -> {
      Pid pid = start();
      HandlerKey<Versioned> second = HandlerKey.of(Versioned.class, 2);
      GenEvent.addHandler(MANAGER, Versioned.KEY, Versioned::new);
      GenEvent.addHandler(MANAGER, Dummy1H.KEY, () -> new Dummy1H("bystander"));
      GenEvent.addHandler(MANAGER, second, Versioned::new);
      Sys.replaceState(pid, s -> ((HandlerState) s).handler().equals(second) ? ((HandlerState) s).withState("other") : s);
      var before = Sys.getState(pid);
      var upgrade = new HandlerUpgrade<>(Versioned.class, Version2::new);
      // only while suspended
      assertThatThrownBy(() -> Sys.changeCode(pid, upgrade, "v1", "extra")).isInstanceOf(SysException.class);
      Sys.suspend(pid);
      // GE-52: the newer one would do, the older one fails
      assertThatThrownBy(() -> Sys.changeCode(pid, upgrade, "v1", "refuse")).isInstanceOf(SysException.class)
          .hasRootCauseMessage("refused");
      assertThat(Sys.getState(pid)).isEqualTo(before);
      assertThatThrownBy(() -> Sys.changeCode(pid, "what", "v1", "extra")).isInstanceOf(SysException.class)
          .hasMessageContaining("HandlerUpgrade");
      Sys.changeCode(pid, upgrade, "v1", "extra");
      Sys.resume(pid);
      assertThat(Sys.getState(pid)).isEqualTo(List.of(new HandlerState(second, List.of("v1", "other", "extra")),
          new HandlerState(Dummy1H.KEY, "bystander"), new HandlerState(Versioned.KEY, List.of("v1", "v1", "extra"))));
      GenEvent.deleteHandler(MANAGER, Dummy1H.KEY, "args");
      // the new code runs now
      Process.send(pid, "message");
      assertThat(((HandlerState) ((List<?>) Sys.getState(pid)).getFirst()).state())
          .isEqualTo(List.of("Version2", List.of("v1", "other", "extra")));
      GenEvent.stop(MANAGER);
    });
  }

  @Test
  void changeCodeOfAClassIsAnsweredByItsHandlers(TestNode node) throws Exception {
    node.run(() -> {
      Pid pid = start();
      GenEvent.addHandler(MANAGER, HandlerKey.of(Version2.class), Version2::new);
      Sys.suspend(pid);
      Sys.changeCode(pid, Versioned.class, "v1", "extra");
      assertThat(Sys.getState(pid)).isEqualTo(List.of(new HandlerState(HandlerKey.of(Version2.class), "v1")));
      Sys.changeCode(pid, Version2.class, "v1", "extra");
      assertThat(Sys.getState(pid))
          .isEqualTo(List.of(new HandlerState(HandlerKey.of(Version2.class), List.of("v1", "v1", "extra"))));
      Sys.resume(pid);
      GenEvent.stop(MANAGER);
    });
  }

  @Test
  void terminateThroughSys(TestNode node) throws Exception {
    node.run(() -> {
      Pid pid = start();
      GenEvent.addSupHandler(MANAGER, Dummy1H.KEY, Dummy1H.parent());
      Sys.suspend(pid);
      Sys.terminate(pid, ExitReason.SHUTDOWN);
      assertThat(Process.receive()).isEqualTo(new HandlerExit(pid, Dummy1H.KEY, new HandlerExit.Reason.Shutdown()));
      node.awaitDeath(pid);
    });
  }

  @Test
  void eventsWaitWhileItIsSuspended(TestNode node) throws Exception {
    node.run(() -> {
      Pid pid = start();
      GenEvent.addHandler(MANAGER, Dummy1H.KEY, Dummy1H.parent());
      Sys.suspend(pid);
      GenEvent.notify(MANAGER, "event");
      assertThat(Sys.getStatus(pid).suspended()).isTrue();
      assertThat(Process.isMailboxEmpty()).isTrue();
      Sys.resume(pid);
      assertThat(Process.receive()).isEqualTo(new Dummy1H.Heard("event"));
      GenEvent.stop(MANAGER);
    });
  }

  // ---- undefined callbacks

  /** {@code oc_event}: nothing but init. */
  private static final class OcEvent implements EventHandler<String, Object, Request<Object>> {
    static final HandlerKey<OcEvent> KEY = HandlerKey.of(OcEvent.class);

    @Override
    public HandlerInit<String> init() {
      return HandlerInit.ok("state");
    }
  }

  @Test
  @OtpCase(suite = SUITE, name = "undef_code_change")
  void undefinedCodeChange(TestNode node) throws Exception {
    node.run(() -> {
      Pid pid = start();
      GenEvent.addHandler(MANAGER, OcEvent.KEY, OcEvent::new);
      Sys.suspend(pid);
      Sys.replaceState(pid, s -> List.of("new", s));
      SysException failed =
          catchThrowableOfType(SysException.class, () -> Sys.changeCode(pid, OcEvent.class, "old_vsn", List.of()));
      Sys.resume(pid);
      assertThat(failed.failure()).isInstanceOfSatisfying(CallbackFailed.class,
          f -> assertThat(f.reason().toString()).contains("undef", "codeChange"));
      assertThat(GenEvent.whichHandlers(MANAGER)).containsExactly(OcEvent.KEY);
      GenEvent.stop(MANAGER);
    });
  }
}
