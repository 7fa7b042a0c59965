package dev.ninefold.examples.tutorial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.examples.tutorial.SmallGenServer.Answer;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ProcessError;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@WithNode
class SmallGenServerTest {
  TestNode node;

  /** Keeps what it is told; answers with that, or never, or dies. */
  private static class Notes implements SmallGenServer.Module<List<Object>> {
    @Override
    public List<Object> init() {
      return List.of();
    }

    @Override
    public Answer<List<Object>> handleCall(Object request, List<Object> notes) {
      return switch ((String) request) {
        case "notes" -> new Answer<>(notes, notes);
        case "wait for me" -> new Answer<>(Process.receive(String.class), notes);
        case String other -> throw new IllegalArgumentException("unknown: " + other);
      };
    }

    @Override
    public List<Object> handleCast(Object message, List<Object> notes) {
      return add("cast " + message, notes);
    }

    @Override
    public List<Object> handleInfo(Object message, List<Object> notes) {
      return add("info " + message, notes);
    }

    private static List<Object> add(Object note, List<Object> notes) {
      var more = new ArrayList<>(notes);
      more.add(note);
      return List.copyOf(more);
    }
  }

  private static Pid start() {
    return SmallGenServer.startLink(new Notes()).orExit();
  }

  @Test
  void castsAndOtherMessagesChangeTheStateInTheirOrder() throws Exception {
    node.run(() -> {
      Pid server = start();
      SmallGenServer.cast(server, "a");
      Process.send(server, "b");
      SmallGenServer.cast(server, "c");

      assertThat(SmallGenServer.call(server, "notes")).isEqualTo(List.of("cast a", "info b", "cast c"));
      SmallGenServer.stop(server);
    });
  }

  @Test
  void aCallGivesUpAfterItsTimeoutAndALateReplyIsNotTakenForAnother() throws Exception {
    node.run(() -> {
      Pid server = start();
      assertThatThrownBy(() -> SmallGenServer.call(server, "wait for me", Duration.ZERO)).isInstanceOf(ExitException.class)
          .hasMessage("timeout");
      Process.send(server, "late");

      assertThat(SmallGenServer.call(server, "notes")).isEqualTo(List.of());
      SmallGenServer.stop(server);
    });
  }

  @Test
  void aCallIsToldOfTheDeathOfTheServer() throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      Pid server = start();
      assertThatThrownBy(() -> SmallGenServer.call(server, "nonsense")).isInstanceOf(ExitException.class)
          .hasMessageContaining("unknown: nonsense");
      assertThatThrownBy(() -> SmallGenServer.call(server, "notes")).isInstanceOf(ExitException.class).hasMessage("noproc");
      assertThat(Process.receive(Info.Exit.class).from()).isEqualTo(server);
      assertThat(Process.isMailboxEmpty()).isTrue();
    });
    node.expectReport(ProcessError.class);
  }

  @Test
  void namesAreCheckedAndUnique() throws Exception {
    node.run(() -> {
      for (var name : List.of("", " ", "undefined")) {
        assertThat(SmallGenServer.startLink(name, new Notes())).isEqualTo(new Started.Failed("invalid_name"));
      }
      Pid server = SmallGenServer.startLink("notes", new Notes()).orExit();
      assertThat(SmallGenServer.startLink("notes", new Notes())).isEqualTo(new Started.Failed("already_started"));
      SmallGenServer.cast("notes", "by name");
      assertThat(SmallGenServer.call("notes", "notes")).isEqualTo(List.of("cast by name"));

      SmallGenServer.stop(server);
      SmallGenServer.cast("notes", "to nobody");
      assertThatThrownBy(() -> SmallGenServer.call("notes", "notes")).isInstanceOf(ExitException.class).hasMessage("noproc");
    });
  }

  @Test
  void aStartFailsWithItsInit() throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      var failed = SmallGenServer.startLink("broken", new Notes() {
        @Override
        public List<Object> init() {
          throw new IllegalStateException("no notes today");
        }
      });
      assertThat(failed).isInstanceOfSatisfying(Started.Failed.class,
          f -> assertThat(f.reason()).isInstanceOfSatisfying(ExitReason.Crashed.class,
              reason -> assertThat(reason.cause()).hasMessage("no notes today")));
      assertThat(Process.whereis("broken")).isEmpty();
    });
    node.expectReport(ProcessError.class);
  }

  @Test
  void stopWaitsUntilTheServerIsGoneAndRunsItsTerminate() throws Exception {
    var terminated = new ArrayList<Object>();
    node.run(() -> {
      Pid server = SmallGenServer.startLink("notes", new Notes() {
        @Override
        public void terminate(List<Object> notes) {
          terminated.addAll(notes);
        }
      }).orExit();
      SmallGenServer.cast(server, "last words");
      SmallGenServer.stop(server);

      assertThat(terminated).containsExactly("cast last words");
      assertThat(Process.whereis("notes")).isEmpty();
      SmallGenServer.stop(server); // stopping the dead is no error
    });
  }
}
