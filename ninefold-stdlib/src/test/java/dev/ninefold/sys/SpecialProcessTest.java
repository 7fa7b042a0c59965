package dev.ninefold.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.debug.Debug;
import dev.ninefold.debug.DebugOption;
import dev.ninefold.debug.EventFormat;
import dev.ninefold.debug.Statistics;
import dev.ninefold.debug.SystemEvent;
import dev.ninefold.gen.Status;
import dev.ninefold.gen.SystemRequest.Failure.CallbackFailed;
import dev.ninefold.gen.SystemStatus;
import dev.ninefold.process.CallException.CallTimeoutException;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.proclib.ProcLib;
import dev.ninefold.sys.Channels.Careful;
import dev.ninefold.sys.Channels.Careful.Shown;
import dev.ninefold.sys.Channels.State;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SYS-26: processes with a loop of their own, and what {@code sys} does with them. */
@WithNode
class SpecialProcessTest {

  private static final Name SP = Name.local("sp");

  TestNode node;

  private static List<Integer> channels(int from, int to) {
    return IntStream.rangeClosed(from, to).boxed().toList();
  }

  private void allocateAndFree(Channels channels, Object before, Object smaller, Object after) {
    Sys.statistics(SP, true);
    Sys.trace(SP, true);
    assertThat(channels.alloc()).isEqualTo(1);
    assertThat(node.printed()).containsExactly("sp event = {in, alloc}",
        "sp event = {out, Channel[number=1], " + Process.self() + "}");
    assertThat(Sys.getState(SP)).isEqualTo(before);
    assertThat(Sys.replaceState(SP, _ -> smaller)).isEqualTo(smaller);
    channels.free(1);
    assertThat(Sys.getState(SP)).isEqualTo(after);
    Statistics stats = Sys.getStatistics(SP).orElseThrow();
    assertThat(stats.messagesIn()).isEqualTo(2);
    assertThat(stats.messagesOut()).isEqualTo(1);
    Sys.statistics(SP, false);
    Sys.trace(SP, false);
  }

  private static void stopped(Pid pid) {
    Sys.terminate(SP, ExitReason.NORMAL);
    assertThat(Process.receive()).isEqualTo(new Info.Exit(pid, ExitReason.NORMAL));
  }

  @Test
  @OtpCase(suite = "sys_SUITE", name = "special_process")
  void withoutTheOptionalCallbacks() throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      Channels channels = new Channels("sp");
      Pid pid = channels.startLink(100).orElseThrow();
      allocateAndFree(channels, new State(List.of(1), channels(2, 100)), new State(List.of(1), channels(2, 4)),
          new State(List.of(), channels(1, 4)));
      stopped(pid);

      pid = channels.startLink(4).orElseThrow();
      assertThatThrownBy(() -> Sys.replaceState(SP, _ -> {
        throw new IllegalStateException("fail");
      })).isInstanceOf(SysException.class).hasMessageContaining("system_replace_state").hasRootCauseMessage("fail");
      assertThat(Sys.getState(SP)).isEqualTo(State.of(4));
      stopped(pid);
    });
  }

  @Test
  @OtpCase(suite = "sys_SUITE", name = "special_process")
  void withCallbacksOfItsOwn() throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      Careful channels = new Careful("sp");
      Pid pid = channels.startLink(100).orElseThrow();
      allocateAndFree(channels, new Shown(List.of(1), channels(2, 100)), new Shown(List.of(1), channels(2, 4)),
          new Shown(List.of(), channels(1, 4)));
      // {callback_failed, {Mod, system_get_state}, {throw, fail}}; the process lives
      Sys.replaceState(SP, _ -> new Shown(List.of(), List.of(-1)));
      assertThatThrownBy(() -> Sys.getState(SP)).isInstanceOfSatisfying(SysException.class,
          e -> assertThat(e.failure()).isInstanceOfSatisfying(CallbackFailed.class,
              f -> assertThat(f.callback()).isEqualTo("system_get_state")));
      stopped(pid);

      pid = channels.startLink(4).orElseThrow();
      assertThatThrownBy(() -> Sys.replaceState(SP, _ -> "something else")).isInstanceOf(SysException.class)
          .hasCauseInstanceOf(ClassCastException.class);
      assertThat(Sys.getState(SP)).isEqualTo(new Shown(List.of(), channels(1, 4)));
      stopped(pid);
    });
  }

  // SYS-3, SYS-5, SYS-11 to SYS-13: suspended, it answers system messages only, and messages wait in their order
  @Test
  void suspendedAndUpgraded() throws Exception {
    node.run(() -> {
      Careful channels = new Careful("sp");
      Pid pid = channels.startLink(3, new DebugOption.Log(4)).orElseThrow();
      assertThatThrownBy(() -> Sys.changeCode(SP, channels, "1", 9)).isInstanceOf(SysException.class)
          .hasMessageContaining("unknown_system_msg");
      Sys.suspend(SP);
      Sys.suspend(SP);
      channels.free(7);
      assertThat(Sys.getLog(SP)).isEmpty();
      SystemStatus status = Sys.getStatus(SP);
      assertThat(status.suspended()).isTrue();
      assertThat(status.pid()).isEqualTo(pid);
      assertThat(status.parent()).isEqualTo(Process.self());
      assertThat(status.name()).isEqualTo("sp");
      assertThat(status.module()).isEqualTo(Careful.class.getName());
      assertThat(status.state()).isEqualTo(State.of(3));
      Sys.changeCode(SP, channels, "1", 9);
      assertThatThrownBy(() -> Sys.changeCode(SP, channels, "1", "nine")).isInstanceOf(SysException.class)
          .hasCauseInstanceOf(ClassCastException.class);
      assertThat(Sys.getState(SP)).isEqualTo(new Shown(List.of(), channels(1, 9)));
      Sys.resume(SP);
      assertThat(channels.alloc()).isEqualTo(1);
      assertThat(Sys.getLog(SP)).extracting(Object::toString).first().isEqualTo("{in, {free,7}}");
      assertThat(Sys.getStatus(SP).log()).hasSize(3);
      Sys.resume(SP);
    });
  }

  // SYS-11: through formatStatus; one that fails is told of in place of the state
  @Test
  void showsItsStatusAsItWants() throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      Channels secretive = new Channels("sp") {
        @Override
        public Status formatStatus(Status status) {
          return status.withState("hidden").withLog(List.of("nothing"));
        }
      };
      Pid pid = secretive.startLink(3).orElseThrow();
      assertThat(Sys.getStatus(SP).state()).isEqualTo("hidden");
      assertThat(Sys.getStatus(SP).log()).containsExactly("nothing");
      assertThat(Sys.getState(SP)).isEqualTo(State.of(3));
      stopped(pid);

      Channels broken = new Channels("sp") {
        @Override
        public Status formatStatus(Status status) {
          throw new IllegalStateException("secret");
        }
      };
      pid = broken.startLink(3).orElseThrow();
      assertThat(Sys.getStatus(SP).state()).isEqualTo(broken.getClass().getName() + ":formatStatus/1 crashed: "
          + IllegalStateException.class.getName());
      stopped(pid);
    });
  }

  // SYS-17: as that of a behaviour
  @Test
  void itsFileIsClosedWhenItIsTerminated(@TempDir Path folder) throws Exception {
    var last = new CompletableFuture<Debug>();
    Channels channels = new Channels("sp") {
      @Override
      public ExitException systemTerminate(ExitReason reason, Pid parent, Debug debug, State state) {
        last.complete(debug);
        return super.systemTerminate(reason, parent, debug, state);
      }
    };
    node.run(() -> {
      Process.trapExit(true);
      stopped(channels.startLink(3, new DebugOption.LogToFile(folder.resolve("events"))).orElseThrow());
      assertThat(node.await(last).isOff()).isFalse();
      Debug after = Sys.handleDebug(node.await(last), EventFormat.PLAIN, "sp", new SystemEvent.Term("late"));
      assertThat(after.isOff()).as("what cannot be written to is removed").isTrue();
      assertThat(node.reports()).hasSize(1);
      node.ignoreReports(node.reports().getFirst().report().getClass());
    });
  }

  // SYS-6: the parent's exit, running and suspended; proc_lib:stop
  @Test
  void endsWithItsParentAndWhenTold() throws Exception {
    node.run(() -> {
      Channels channels = new Channels("sp");
      for (boolean suspended : List.of(false, true)) {
        Pid parent = Process.spawn(() -> {
          channels.startLink(3).orElseThrow();
          if (suspended) {
            Sys.suspend(SP);
          }
          Process.receive(Object.class, _ -> false);
        });
        node.await("it runs", () -> Process.whereis("sp").isPresent());
        node.await("it is suspended, or not", () -> Sys.getStatus(SP).suspended() == suspended);
        Pid child = Process.whereis("sp").orElseThrow();
        Process.exit(parent, ExitReason.shutdown("over"));
        node.awaitDeath(child);
      }
      Process.trapExit(true);
      Pid pid = channels.startLink(3).orElseThrow();
      ProcLib.stop(SP, ExitReason.shutdown("enough"), Duration.ofMinutes(1));
      assertThat(Process.receive()).isEqualTo(new Info.Exit(pid, ExitReason.shutdown("enough")));
    });
  }

  @Test
  void whatIsNoSystemMessageIsRefused() throws Exception {
    node.run(() -> {
      assertThat(Sys.isSystemMessage("hello")).isFalse();
      assertThatThrownBy(() -> Sys.handleSystemMessage("hello", Process.self(), new Channels("sp"), Debug.OFF, State.of(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected a system message");
    });
  }

  // SYS-2: while it does something else, nobody answers
  @Test
  void busyItDoesNotAnswer() throws Exception {
    node.run(() -> {
      Pid busy = Process.spawnLink(() -> Process.receive(Object.class, _ -> false));
      assertThatThrownBy(() -> Sys.getState(busy, Duration.ofMillis(30))).isInstanceOf(CallTimeoutException.class);
    });
  }
}
