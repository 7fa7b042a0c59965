package dev.ninefold.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.debug.DebugFunction;
import dev.ninefold.debug.DebugOption;
import dev.ninefold.debug.Statistics;
import dev.ninefold.debug.SystemEvent;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.process.Name;
import dev.ninefold.process.Process;
import dev.ninefold.sys.Sys;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippets of docs/debugging.md. */
@WithNode
class DebuggingGuideTest {

  TestNode node;

  @Test
  void state() throws Exception {
    node.run(() -> {
      var stack = Stacks.startLink(StartOptions.named("stack")).orElseThrow();
      // tag::state[]
      assertThat(Sys.getState(stack)).isEqualTo(List.of("hello", "world"));
      Sys.suspend(stack);
      Stacks.push(stack, "elixir");
      Sys.replaceState(stack, _ -> List.of("repaired"));
      Sys.resume(stack);
      assertThat(Stacks.pop(stack)).isEqualTo("elixir");
      assertThat(Stacks.pop(stack)).isEqualTo("repaired");
      // end::state[]
    });
  }

  @Test
  void trace() throws Exception {
    node.run(() -> {
      var stack = Stacks.startLink(StartOptions.named("stack")).orElseThrow();
      // tag::trace[]
      Sys.trace(Name.local("stack"), true);
      Stacks.push(stack, "elixir");
      Stacks.pop(stack);
      Sys.trace(Name.local("stack"), false);
      // end::trace[]
      String me = Process.self().toString();
      assertThat(String.join("\n", node.printed()).replace(me, "<0.7.0>")).isEqualTo("""
          *DBG* stack got cast Push[element=elixir]
          *DBG* stack new state [elixir, hello, world]
          *DBG* stack got call Pop[] from <0.7.0>
          *DBG* stack sent elixir to <0.7.0>, new state [hello, world]""");
    });
  }

  @Test
  void log(@TempDir Path dir) throws Exception {
    node.run(() -> {
      var stack = Stacks.startLink(StartOptions.named("stack")).orElseThrow();
      Path file = dir.resolve("stack.log");
      // tag::log[]
      Sys.log(stack, 100);
      Stacks.depth(stack);
      List<SystemEvent> events = Sys.getLog(stack);
      assertThat(events.getLast()).isInstanceOf(SystemEvent.Out.class);
      Sys.log(stack, false);

      Sys.logToFile(stack, file);
      Stacks.depth(stack);
      Sys.noLogToFile(stack);
      assertThat(Files.readAllLines(file)).hasSize(2);
      // end::log[]
    });
  }

  @Test
  void statistics() throws Exception {
    node.run(() -> {
      var stack = Stacks.startLink(StartOptions.named("stack")).orElseThrow();
      // tag::statistics[]
      Sys.statistics(stack, true);
      Stacks.depth(stack);
      Statistics counted = Sys.getStatistics(stack).orElseThrow();
      assertThat(counted.messagesIn()).isEqualTo(1);
      assertThat(counted.messagesOut()).isEqualTo(1);
      // end::statistics[]
    });
  }

  @Test
  void install() throws Exception {
    node.run(() -> {
      var stack = Stacks.startLink(StartOptions.named("stack")).orElseThrow();
      // tag::install[]
      var me = Process.self();
      DebugFunction<Integer> watch = (depth, event, name) -> switch (event) {
        case SystemEvent.NoReply(List<?> state) when state.size() >= depth -> {
          Process.send(me, name + " is " + state.size() + " deep");
          yield DebugFunction.done();
        }
        default -> DebugFunction.next(depth);
      };
      Sys.install(stack, "watch", watch, 4);
      Stacks.push(stack, "a");
      Stacks.push(stack, "b");
      assertThat(Process.receive()).isEqualTo("stack is 4 deep");
      // end::install[]
      // tag::no-debug[]
      Sys.remove(stack, "watch");
      Sys.noDebug(stack);
      // end::no-debug[]
    });
  }

  @Test
  void fromTheStart() throws Exception {
    node.run(() -> {
      // tag::start[]
      var options = StartOptions.named("stack").withDebug(new DebugOption.Log(20), new DebugOption.Statistics());
      var stack = GenServer.startLink(Stack::new, options).orElseThrow();
      // end::start[]
      Stacks.depth(stack);
      assertThat(Sys.getLog(stack)).hasSize(2);
    });
  }
}
