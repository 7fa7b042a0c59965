package dev.ninefold.process;

import static dev.ninefold.process.Messages.assertNoMessage;
import static dev.ninefold.process.Messages.await;
import static dev.ninefold.process.Messages.exitOf;
import static dev.ninefold.process.Messages.idle;
import static dev.ninefold.process.Messages.largeReason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.Eventually;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The cases of process_SUITE about ends, names and flags. */
@WithNode
class ProcessSuiteExitTest {

  // Ten times: the trapping parent receives the very reason of a child that exited with a large one.
  @Test
  @OtpCase(suite = "process_SUITE", name = "t_exit_1")
  void exitWithALargeReason(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      for (int i = 0; i < 10; i++) {
        Pid pid = Process.spawnLink(() -> {
          throw Process.exit(largeReason());
        });
        assertThat(exitOf(pid)).isEqualTo(largeReason());
      }
    });
  }

  // Ten times: a waiting child is sent a large reason, and ends with it.
  @Test
  @OtpCase(suite = "process_SUITE", name = "t_exit_2_other")
  void exitOfAnotherWithALargeReason(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      for (int i = 0; i < 10; i++) {
        Pid pid = Process.spawnLink(() -> idle());
        Process.exit(pid, largeReason());
        assertThat(exitOf(pid)).isEqualTo(largeReason());
      }
    });
  }

  // exit(Pid, normal): no EXIT comes, and there is still information about the process; then it is killed.
  @Test
  @OtpCase(suite = "process_SUITE", name = "t_exit_2_other_normal")
  void exitOfAnotherWithNormal(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      Pid pid = Process.spawnLink(() -> idle());
      Process.exit(pid, ExitReason.NORMAL);
      assertThat(Process.isAlive(pid)).isTrue(); // acts on the signal first
      assertNoMessage();
      assertThat(Process.info(pid)).isPresent();
      Process.exit(pid, ExitReason.KILL);
      assertThat(exitOf(pid)).isEqualTo(ExitReason.KILLED);
    });
  }

  // 200 times: exit(self(), large) of a trapping process returns, and is a message from itself.
  @Test
  @OtpCase(suite = "process_SUITE", name = "self_exit")
  void exitOfOneselfWhileTrapping(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      ExitReason large = largeReason();
      for (int i = 0; i < 200; i++) {
        Process.exit(Process.self(), large);
        assertThat(exitOf(Process.self())).isSameAs(large);
      }
    });
  }

  // A non-trapping child does exit(self(), normal): the parent gets EXIT with normal, and as the first message.
  @Test
  @OtpCase(suite = "process_SUITE", name = "normal_suicide_exit")
  void exitOfOneselfWithNormal(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      Pid pid = Process.spawnLink(() -> {
        Process.exit(Process.self(), ExitReason.NORMAL);
        idle();
      });
      assertThat(Process.receive()).isEqualTo(new Info.Exit(pid, ExitReason.NORMAL));
    });
  }

  // The same with a large reason.
  @Test
  @OtpCase(suite = "process_SUITE", name = "abnormal_suicide_exit")
  void exitOfOneselfWithAReason(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      Pid pid = Process.spawnLink(() -> {
        Process.exit(Process.self(), largeReason());
        idle();
      });
      assertThat(Process.receive()).isEqualTo(new Info.Exit(pid, largeReason()));
    });
  }

  // catch exit(self(), die) ends the child with die, not with normal: the catch did not work.
  @Test
  @OtpCase(suite = "process_SUITE", name = "t_exit_2_catch")
  @SuppressWarnings("EmptyCatch")
  void exitOfOneselfIsNoException(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      Pid pid = Process.spawnLink(() -> {
        try {
          Process.exit(Process.self(), ExitReason.of("die"));
        } catch (Exception e) {
          // Not reached: a signal is no exception.
        }
      });
      assertThat(Process.receive()).isEqualTo(new Info.Exit(pid, ExitReason.of("die")));
    });
  }

  // A process waits in a receive with a timeout, another sends it an exit signal and finishes, and the timeout passes at about that
  // time: the first ends with the reason sent, the second with normal, and no other message comes.
  @Test
  @WithNode(manualTime = true)
  @OtpCase(suite = "process_SUITE", name = "exit_and_timeout")
  void exitSignalAgainstTimeout(TestNode node, ManualTime time) throws Exception {
    ExitReason dead = ExitReason.of(List.of("you", "are", "dead"));
    for (int i = 0; i < 100; i++) {
      Pid tester = node.node().run(() -> Process.spawn(() -> {
        Process.trapExit(true);
        Pid low = Process.spawnLink(() -> {
          Process.sleep(Duration.ofMillis(2500));
          Process.receive(Object.class, _ -> true, Duration.ofSeconds(1));
          idle();
        });
        Process.put("low", low);
        Pid high = Process.spawnLink(() -> {
          await("now");
          Process.exit(low, dead);
        });
        Process.put("high", high);
        assertThat(List.of(Process.receive(), Process.receive()))
            .containsExactlyInAnyOrder(new Info.Exit(low, dead), new Info.Exit(high, ExitReason.NORMAL));
        assertNoMessage();
      }));
      Eventually.await("two children", () -> Process.dictionary(tester).size() == 2);
      Pid low = (Pid) Objects.requireNonNull(Process.dictionary(tester).get("low"));
      node.awaitWaiting(low);
      Process.send((Pid) Objects.requireNonNull(Process.dictionary(tester).get("high")), "now");
      time.advance(Duration.ofMillis(2500));
      node.awaitDeath(tester);
    }
  }

  // Of two exit signals to a busy process the second is ignored: it ends with the reason of the first; the sender ends with normal.
  @Test
  @OtpCase(suite = "process_SUITE", name = "exit_twice")
  void secondExitSignalIsIgnored(TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      Pid low = Process.spawnLink(() -> {
        while (!Thread.currentThread().isInterrupted()) {
          Thread.onSpinWait();
        }
      });
      Pid high = Process.spawnLink(() -> {
        Process.exit(low, ExitReason.of("first"));
        Process.exit(low, ExitReason.of("second"));
      });
      assertThat(exitOf(low)).isEqualTo(ExitReason.of("first"));
      assertThat(exitOf(high)).isEqualTo(ExitReason.NORMAL);
      assertNoMessage();
    });
  }

  // Ten times: a child fails with a run-time error on a large argument. The trapping parent gets the error, with the argument and
  // with a stack that begins where it failed and goes on with the function that called it.
  @Test
  @OtpCase(suite = "process_SUITE", name = "trap_exit_badarg")
  void runTimeErrorReachesTheLink(TestNode node) throws Exception {
    node.ignoreReports(ProcessError.class);
    node.run(() -> {
      Process.trapExit(true);
      for (int i = 0; i < 10; i++) {
        Pid pid = Process.spawnLink(() -> badGuy(largeReason()));
        assertThat(exitOf(pid)).isInstanceOfSatisfying(ExitReason.Crashed.class, crashed -> {
          assertThat(crashed.cause()).isInstanceOf(IllegalArgumentException.class).hasMessage(largeReason().toString());
          assertThat(crashed.cause().getStackTrace()[0].getMethodName()).isEqualTo("abs");
          assertThat(crashed.cause().getStackTrace()[1].getMethodName()).isEqualTo("badGuy");
        });
      }
    });
  }

  private static int badGuy(Object argument) {
    return abs(argument) + 1;
  }

  private static int abs(Object argument) {
    if (argument instanceof Integer number) {
      return Math.abs(number);
    }
    throw new IllegalArgumentException(argument.toString());
  }

  // Ten times: the first thing a child does fails: EXIT with the error and a stack.
  @Test
  @OtpCase(suite = "process_SUITE", name = "trap_exit_badarg_in_bif")
  void firstCallFails(TestNode node) throws Exception {
    node.ignoreReports(ProcessError.class);
    node.run(() -> {
      Process.trapExit(true);
      for (int i = 0; i < 10; i++) {
        Pid pid = Process.spawnLink(() -> Process.unregister("nobody"));
        assertThat(Process.receive()).isInstanceOfSatisfying(Info.Exit.class, exit -> {
          assertThat(exit.from()).isEqualTo(pid);
          assertThat(exit.reason()).isInstanceOfSatisfying(ExitReason.Crashed.class, crashed -> {
            assertThat(crashed.cause()).isInstanceOf(IllegalArgumentException.class);
            assertThat(crashed.cause().getStackTrace()).isNotEmpty();
          });
        });
      }
    });
  }

  // register fails for undefined, and for a name that is none: here the empty one; the compiler refuses names that are no strings.
  // It fails for a dead process; the compiler refuses what is no pid, but for null. A send to the name fails each time afterwards.
  @Test
  @OtpCase(suite = "process_SUITE", name = "bad_register")
  void badRegister(TestNode node) throws Exception {
    node.run(() -> {
      failRegister("undefined", Process.self());
      failRegister("", Process.self());
      var dead = Process.spawnMonitor(() -> {});
      Messages.down(dead.ref());
      failRegister("a_long_and_unused_name", dead.pid());
      failRegister("a_long_and_unused_name", null);
      failRegister(null, Process.self());
      assertThat(Process.registered()).isEmpty();
    });
  }

  private static void failRegister(String name, Pid pid) {
    assertThatThrownBy(() -> Process.register(name, pid)).isInstanceOfAny(IllegalArgumentException.class,
        NullPointerException.class);
    assertThatThrownBy(() -> Process.send(Name.local(name), "anything goes")).isInstanceOfAny(IllegalArgumentException.class,
        NullPointerException.class);
  }

  // Unknown flags and values of the wrong type do not compile, and memory and priority have no flags. What remains is null for a
  // label or a group leader, and a flag set by who is no process, or on a dead one: refused or without effect.
  @Test
  @OtpCase(suite = "process_SUITE", name = "process_flag_badarg")
  void badFlags(TestNode node) throws Exception {
    node.run(() -> {
      assertThatThrownBy(() -> Process.setLabel(null)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> Process.groupLeader(null, Process.self())).isInstanceOf(NullPointerException.class);
      assertThat(Process.label(Process.self())).isEmpty();
      assertThat(Process.groupLeader()).isEqualTo(node.node().root());

      var dying = Process.spawnMonitor(() -> idle());
      Process.exit(dying.pid(), ExitReason.of("die"));
      assertThat(Process.receive()).isEqualTo(new Info.Down(dying.ref(), dying.pid(), ExitReason.of("die")));
      Process.groupLeader(Process.self(), dying.pid());
      assertThat(Process.info(dying.pid())).isEmpty();
    });
    assertThatThrownBy(() -> Process.trapExit(true)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Process.setLabel("label")).isInstanceOf(IllegalStateException.class);
  }
}
