package dev.ninefold.genserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.AwaitedResponse;
import dev.ninefold.gen.BadReturnValue;
import dev.ninefold.gen.RequestId;
import dev.ninefold.gen.Response;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genserver.TestServer.Do;
import dev.ninefold.genserver.TestServer.Heard;
import dev.ninefold.genserver.TestServer.OnOther;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ThrownException;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each callback with each outcome: GS-3 to GS-20, GS-42 to GS-48. */
@WithNode
class OutcomesTest {

  private static final ExitReason WHY = new ExitReason.Other("why");

  /** A callback that handles something. */
  private enum Callback {
    HANDLE_CALL, HANDLE_CAST, HANDLE_INFO, HANDLE_CONTINUE;

    /** Has the callback run the action; returns what tells of the reply, and what the report will call the last message. */
    Provoked provoke(Pid pid, OnOther action) {
      var server = TestServer.ref(pid);
      return switch (this) {
        case HANDLE_CALL -> {
          Do request = new Do("call", (_, _, state) -> action.handle(state));
          yield new Provoked(Optional.of(GenServer.sendRequest(server, request)), request::equals);
        }
        case HANDLE_CAST -> {
          GenServer.cast(server, new TestServer.Tell("cast", action));
          yield new Provoked(Optional.empty(), last -> last.toString().equals("{'$gen_cast', cast}"));
        }
        case HANDLE_INFO -> {
          TestServer.Msg message = new TestServer.Msg("info", action);
          Process.send(pid, message);
          yield new Provoked(Optional.empty(), message::equals);
        }
        case HANDLE_CONTINUE -> {
          Then.Continue then = new Then.Continue(new TestServer.Cont("continue", action));
          GenServer.cast(server, new TestServer.Tell("cast", state -> Next.noReply(state, then)));
          yield new Provoked(Optional.empty(), then::equals);
        }
      };
    }
  }

  private record Provoked(Optional<RequestId<Object>> id, java.util.function.Predicate<Object> last) {}

  /** What a callback does, and what OTP has come of it. */
  @SuppressWarnings("ImmutableEnumChecker") // rows of a table, with code in them
  private enum Outcome {
    NO_REPLY(_ -> Next.noReply("new")),
    NO_REPLY_THROWN(_ -> {
      throw new ThrownException(Next.noReply("new"));
    }),
    STOP(_ -> Next.stop(WHY, "new"), WHY, "new"),
    STOP_THROWN(_ -> {
      throw new ThrownException(Next.stop(WHY, "new"));
    }, WHY, "new"),
    STOP_NORMAL(_ -> Next.stop(ExitReason.NORMAL, "new"), ExitReason.NORMAL, "new"),
    STOP_SHUTDOWN(_ -> Next.stop(ExitReason.shutdown("x"), "new"), ExitReason.shutdown("x"), "new"),
    RETURN_NULL(_ -> null, new ExitReason.Other(new BadReturnValue("null")), "old"),
    THROW_NONSENSE(_ -> {
      throw new ThrownException("nonsense");
    }, new ExitReason.Other(new BadReturnValue("nonsense")), "old"),
    NULL_AS_STATE(_ -> Next.noReply(null), NullPointerException.class),
    EXCEPTION(_ -> {
      throw new IllegalStateException("broken");
    }, IllegalStateException.class),
    CHECKED_EXCEPTION(_ -> {
      throw new IOException("broken");
    }, IOException.class),
    STACK_OVERFLOW(OutcomesTest::overflow, StackOverflowError.class),
    OUT_OF_MEMORY(_ -> Next.noReply(new long[Integer.MAX_VALUE]), OutOfMemoryError.class),
    ERROR(_ -> {
      throw new LinkageError("broken");
    }, LinkageError.class),
    ASSERTION(_ -> {
      throw new AssertionError("broken");
    }, AssertionError.class),
    EXIT(_ -> {
      throw Process.exit(WHY);
    }, WHY, "old"),
    EXIT_SHUTDOWN(_ -> {
      throw Process.exit(ExitReason.SHUTDOWN);
    }, ExitReason.SHUTDOWN, "old");

    final OnOther action;
    final @Nullable ExitReason reason;
    final @Nullable Class<? extends Throwable> cause;
    final Object lastState;

    Outcome(OnOther action, @Nullable ExitReason reason, @Nullable Class<? extends Throwable> cause, Object lastState) {
      this.action = action;
      this.reason = reason;
      this.cause = cause;
      this.lastState = lastState;
    }

    /** The server goes on. */
    Outcome(OnOther action) {
      this(action, null, null, "new");
    }

    /** It ends with the reason. */
    Outcome(OnOther action, ExitReason reason, Object lastState) {
      this(action, reason, null, lastState);
    }

    /** It crashes, with the state from before. */
    Outcome(OnOther action, Class<? extends Throwable> cause) {
      this(action, null, cause, "old");
    }

    boolean lives() {
      return reason == null && cause == null;
    }

    boolean matches(ExitReason actual) {
      return cause == null ? actual.equals(reason)
          : actual instanceof ExitReason.Crashed(Throwable thrown) && thrown.getClass() == cause;
    }
  }

  @SuppressWarnings("InfiniteRecursion")
  private static Next<Object> overflow(Object state) {
    Next<Object> next = overflow(state);
    return next == null ? Next.noReply(state) : next;
  }

  static List<Arguments> all() {
    List<Arguments> all = new ArrayList<>();
    for (Callback callback : Callback.values()) {
      for (Outcome outcome : Outcome.values()) {
        all.add(Arguments.of(callback, outcome));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("all")
  void callbackAndOutcome(Callback callback, Outcome outcome, TestNode node) throws Exception {
    node.run(() -> {
      Pid tester = Process.self();
      var server = GenServer.startMonitor(() -> {
        TestServer module = new TestServer(tester, () -> Init.ok("old"));
        module.onTerminate = (_, state) -> Process.send(tester, state);
        return module;
      }, StartOptions.DEFAULT).orElseThrow();
      Pid pid = server.server().pid();
      Provoked provoked = callback.provoke(pid, outcome.action);
      if (outcome.lives()) {
        assertThat(GenServer.call(server.server(), TestServer.state())).isEqualTo("new");
        GenServer.stop(server.server());
        assertThat(node.reports()).isEmpty();
        return;
      }
      // The end is what links, monitors and callers are told; terminate saw the same reason and the last good state.
      Info.Down down = Process.receive(Info.Down.class, d -> d.ref() == server.ref());
      assertThat(down.reason()).matches(outcome::matches);
      assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("terminate", down.reason()));
      assertThat(Process.receive(String.class)).isEqualTo(outcome.lastState);
      provoked.id()
          .ifPresent(id -> assertThat(GenServer.waitResponse(id, Timeout.INFINITY))
              .isEqualTo(new Response.Error<>(down.reason(), pid)));
      checkReports(node, down.reason(), report -> {
        assertThat(report.state()).isEqualTo(outcome.lastState);
        assertThat(report.lastMessage()).matches(provoked.last());
        assertThat(report.clientInfo().isPresent()).isEqualTo(callback == Callback.HANDLE_CALL);
      });
    });
  }

  /** None for a silent reason; otherwise that of the termination, then the crash report, both with that reason. */
  private static void checkReports(TestNode node, ExitReason reason, Consumer<TerminateReport> check) {
    if (reason.isSilent()) {
      assertThat(node.reports()).isEmpty();
      return;
    }
    assertThat(node.reports()).hasSize(2);
    TerminateReport report = node.expectReport(TerminateReport.class);
    assertThat(report.reason()).isEqualTo(reason);
    check.accept(report);
    CrashReport crash = node.expectReport(CrashReport.class);
    assertThat(crash.errorInfo().reason()).isEqualTo(reason instanceof ExitReason.Crashed(Throwable cause) ? cause : reason);
  }

  // ---- init: the same outcomes, told to the starter

  @SuppressWarnings("ImmutableEnumChecker") // rows of a table, with code in them
  private enum InInit {
    STOP(() -> Init.stop(WHY), WHY, true),
    STOP_SHUTDOWN(() -> Init.stop(ExitReason.SHUTDOWN), ExitReason.SHUTDOWN, false),
    STOP_THROWN(() -> {
      throw new ThrownException(Init.stop(WHY));
    }, WHY, true),
    FAILED(() -> Init.failed(WHY), WHY, false),
    RETURN_NULL(() -> null, new ExitReason.Other(new BadReturnValue("null")), true),
    THROW_NONSENSE(() -> {
      throw new ThrownException("nonsense");
    }, new ExitReason.Other(new BadReturnValue("nonsense")), true),
    EXIT(() -> {
      throw Process.exit(WHY);
    }, WHY, true),
    EXIT_SHUTDOWN(() -> {
      throw Process.exit(ExitReason.SHUTDOWN);
    }, ExitReason.SHUTDOWN, false),
    NULL_AS_STATE(() -> Init.ok(null), NullPointerException.class),
    EXCEPTION(() -> {
      throw new IllegalStateException("broken");
    }, IllegalStateException.class),
    CHECKED_EXCEPTION(() -> {
      throw new IOException("broken");
    }, IOException.class),
    STACK_OVERFLOW(() -> Init.ok(overflow("s")), StackOverflowError.class),
    OUT_OF_MEMORY(() -> Init.ok(new long[Integer.MAX_VALUE]), OutOfMemoryError.class);

    final TestServer.OnInit init;
    final @Nullable ExitReason reason;
    final @Nullable Class<? extends Throwable> cause;
    final boolean reported;

    InInit(TestServer.OnInit init, @Nullable ExitReason reason, @Nullable Class<? extends Throwable> cause, boolean reported) {
      this.init = init;
      this.reason = reason;
      this.cause = cause;
      this.reported = reported;
    }

    InInit(TestServer.OnInit init, ExitReason reason, boolean reported) {
      this(init, reason, null, reported);
    }

    InInit(TestServer.OnInit init, Class<? extends Throwable> cause) {
      this(init, null, cause, true);
    }
  }

  @ParameterizedTest
  @EnumSource(InInit.class)
  void init(InInit outcome, TestNode node) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      Pid tester = Process.self();
      var result = GenServer.startLink(() -> new TestServer(tester, outcome.init), StartOptions.named("starting"));
      assertThat(result).isInstanceOfSatisfying(dev.ninefold.gen.StartResult.Failed.class, failed -> {
        if (outcome.cause == null) {
          assertThat(failed.reason()).isEqualTo(outcome.reason);
        } else {
          assertThat(((ExitReason.Crashed) failed.reason()).cause()).isInstanceOf(outcome.cause);
        }
      });
      assertThat(Process.whereis("starting")).isEmpty();
      // neither an exit message nor a word of terminate (GS-9), and at most the crash report (GS-10)
      assertThat(Process.isMailboxEmpty()).isTrue();
      assertThat(node.reports()).hasSize(outcome.reported ? 1 : 0);
      if (outcome.reported) {
        node.expectReport(CrashReport.class);
      }
    });
  }

  // ---- terminate

  @SuppressWarnings("ImmutableEnumChecker") // rows of a table, with code in them
  private enum InTerminate {
    RETURN(() -> {}, null),
    THROW(() -> {
      throw new ThrownException("x");
    }, null),
    EXCEPTION(() -> {
      throw new IllegalStateException("broken");
    }, ExitReason.Crashed.class),
    ERROR(() -> {
      throw new StackOverflowError();
    }, ExitReason.Crashed.class),
    EXIT(() -> {
      throw Process.exit(WHY);
    }, ExitReason.Other.class),
    EXIT_NORMAL(() -> {
      throw Process.exit(ExitReason.NORMAL);
    }, ExitReason.Normal.class);

    final Process.Body body;
    final @Nullable Class<? extends ExitReason> reason;

    InTerminate(Process.Body body, @Nullable Class<? extends ExitReason> reason) {
      this.body = body;
      this.reason = reason;
    }
  }

  @ParameterizedTest
  @EnumSource(InTerminate.class)
  void terminate(InTerminate outcome, TestNode node) throws Exception {
    node.run(() -> {
      ExitReason stop = new ExitReason.Other("stop");
      var server = GenServer.startMonitor(() -> {
        TestServer module = TestServer.quiet("s");
        module.onTerminate = (_, _) -> outcome.body.run();
        return module;
      }, StartOptions.DEFAULT).orElseThrow();
      Do request = new Do("stop", (r, _, _) -> CallResult.stopAndReply(stop, r, "bye", "last"));
      RequestId<Object> id = GenServer.sendRequest(server.server(), request);
      ExitReason reason = Process.receive(Info.Down.class, d -> d.ref() == server.ref()).reason();
      if (outcome.reason == null) {
        assertThat(reason).isEqualTo(stop);
      } else {
        assertThat(reason).isInstanceOf(outcome.reason);
      }
      // The reply goes out whatever terminate does (GS-15).
      AwaitedResponse<Object> response = GenServer.waitResponse(id, Timeout.INFINITY);
      assertThat(response).isEqualTo(new Response.Reply<>("bye"));
      checkReports(node, reason, report -> assertThat(report.state()).isEqualTo("last"));
    });
  }
}
