package dev.ninefold.genevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ninefold.debug.DebugOption;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.gen.StartResult.AlreadyStarted;
import dev.ninefold.process.CallException.NoProcessException;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.InitialCall;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessInfo;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.TestRegistrar;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every way to start a manager, and to stop it. */
@WithNode
class StartManagerTest {

  private static final String SUITE = "gen_event_SUITE";
  private static final Name LOCAL = Name.local("my_dummy_name");
  private static final Name GLOBAL = Name.global("my_dummy_name");
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private static void hasNoHandlersAndStops(ManagerRef<Object> byName, Pid pid) {
    assertThat(GenEvent.whichHandlers(byName)).isEmpty();
    assertThat(GenEvent.whichHandlers(ManagerRef.of(pid))).isEmpty();
    GenEvent.stop(byName);
    assertThat(Process.isAlive(pid)).isFalse();
  }

  private static void linkedHasEnded(Pid pid, ExitReason reason) {
    assertThat(Process.receive()).isEqualTo(new Info.Exit(pid, reason));
  }

  private static void alreadyStarted(StartOptions options, Pid holder) {
    ExitReason reason = ExitReason.of(new AlreadyStarted(Optional.of(holder)));
    assertThat(GenEvent.startLink(options)).isEqualTo(new StartResult.Failed<>(reason));
    assertThat(GenEvent.start(options)).isEqualTo(new StartResult.Failed<>(reason));
    assertThat(GenEvent.startMonitor(options)).isEqualTo(new StartResult.Failed<>(reason));
    assertThat(Process.isMailboxEmpty()).isTrue();
  }

  /** The start functions with these names; what differs between start and start_opt is the list of options. */
  private static void starts(StartOptions options) {
    Process.trapExit(true);
    Name via = Name.via(new TestRegistrar(), "my_dummy_name");
    Pid first = GenEvent.start(options).orElseThrow().pid();
    hasNoHandlersAndStops(ManagerRef.of(first), first);
    Pid second = GenEvent.startLink(options).orElseThrow().pid();
    hasNoHandlersAndStops(ManagerRef.of(second), second);
    linkedHasEnded(second, ExitReason.NORMAL);
    Pid third = GenEvent.start(options.withName(LOCAL)).orElseThrow().pid();
    hasNoHandlersAndStops(ManagerRef.of(LOCAL), third);
    for (Name name : List.of(LOCAL, GLOBAL, via)) {
      Pid pid = GenEvent.startLink(options.withName(name)).orElseThrow().pid();
      hasNoHandlersAndStops(ManagerRef.of(name), pid);
      linkedHasEnded(pid, ExitReason.NORMAL);
    }
    // start_monitor
    for (StartOptions each : List.of(options, options.withName(LOCAL))) {
      GenEvent.Monitored<Object> monitored = GenEvent.startMonitor(each).orElseThrow();
      Pid pid = monitored.manager().pid();
      assertThat(GenEvent.whichHandlers(monitored.manager())).isEmpty();
      GenEvent.stop(monitored.manager());
      assertThat(Process.receive()).isEqualTo(new Info.Down(monitored.ref(), pid, ExitReason.NORMAL));
    }
    // {error, {already_started, _}}, then stop, stop with shutdown, and an exit of the parent
    Pid local = GenEvent.startLink(options.withName(LOCAL)).orElseThrow().pid();
    alreadyStarted(options.withName(LOCAL), local);
    GenEvent.stop(ManagerRef.of(LOCAL));
    linkedHasEnded(local, ExitReason.NORMAL);
    Pid global = GenEvent.startLink(options.withName(GLOBAL)).orElseThrow().pid();
    alreadyStarted(options.withName(GLOBAL), global);
    GenEvent.stop(ManagerRef.of(GLOBAL), ExitReason.SHUTDOWN, LIMIT);
    linkedHasEnded(global, ExitReason.SHUTDOWN);
    Pid other = GenEvent.startLink(options.withName(via)).orElseThrow().pid();
    alreadyStarted(options.withName(via), other);
    Process.exit(other, ExitReason.SHUTDOWN);
    linkedHasEnded(other, ExitReason.SHUTDOWN);
  }

  @Test
  @OtpCase(suite = SUITE, name = "start")
  void start(TestNode node) throws Exception {
    node.run(() -> starts(StartOptions.DEFAULT));
  }

  // the heap size of spawn_opt has no counterpart
  @Test
  @OtpCase(suite = SUITE, name = "start_opt")
  void startOpt(TestNode node) throws Exception {
    node.run(() -> {
      starts(StartOptions.DEFAULT.withTimeout(LIMIT));
      starts(StartOptions.DEFAULT.withDebug(new DebugOption.Log(10), new DebugOption.Statistics()).withHibernateAfter(LIMIT));
    });
  }

  @Test
  void withoutOptionsToo(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      ManagerRef<Object> plain = GenEvent.start().orElseThrow();
      ManagerRef<Object> linked = GenEvent.startLink().orElseThrow();
      GenEvent.Monitored<Object> monitored = GenEvent.startMonitor().orElseThrow();
      ProcessInfo info = Process.info(plain.pid()).orElseThrow();
      assertThat(info.initialCall()).contains(new InitialCall("gen_event", "init_it", 6));
      assertThat(info.trapExit()).isTrue();
      List.of(plain, linked, monitored.manager()).forEach(GenEvent::stop);
      linkedHasEnded(linked.pid(), ExitReason.NORMAL);
    });
  }

  // stop: noproc, timeout, any other reason with a crash report; a manager that is stopped is asked nothing any more
  @Test
  void stops(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> nobody = ManagerRef.named("nobody");
      assertThatThrownBy(() -> GenEvent.stop(nobody)).isInstanceOf(ExitException.class).hasMessageContaining("noproc");
      ManagerRef<Object> manager = GenEvent.start().orElseThrow();
      GenEvent.stop(manager, ExitReason.of("bad"), LIMIT);
      assertThat(node.expectReport(CrashReport.class).pid()).isEqualTo(manager.pid());
      // GE-14: a dead pid and an unknown global name are no error, a local name is
      GenEvent.notify(manager, "event");
      GenEvent.notify(ManagerRef.of(GLOBAL), "event");
      assertThatThrownBy(() -> GenEvent.notify(nobody, "event")).isInstanceOf(IllegalArgumentException.class);
      // GN-18: all but call exit with the bare reason; the call that failed is the cause
      for (Runnable function : List.<Runnable>of(() -> GenEvent.whichHandlers(manager),
          () -> GenEvent.syncNotify(manager, "event"),
          () -> GenEvent.deleteHandler(manager, DummyH.KEY, "args"),
          () -> GenEvent.addHandler(manager, DummyH.KEY, DummyH::makeError),
          () -> GenEvent.swapHandler(manager, DummyH.KEY, "args", DummyH.KEY, DummyH::makeError))) {
        ExitException exit = catchThrowableOfType(ExitException.class, function::run);
        assertThat(exit.reason()).isEqualTo(ExitReason.NOPROC);
        assertThat(exit).hasCauseInstanceOf(NoProcessException.class);
      }
      // GE-25
      assertThatThrownBy(() -> GenEvent.call(manager, DummyH.KEY, new DummyAsk.Hejsan()))
          .isInstanceOf(NoProcessException.class)
          .hasMessageContaining("gen_event:call");
    });
  }
}
