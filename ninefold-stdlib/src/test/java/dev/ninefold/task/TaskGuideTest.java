package dev.ninefold.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ninefold.gen.From;
import dev.ninefold.gen.ReplyTo;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genserver.CallResult;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Info;
import dev.ninefold.process.Process;
import dev.ninefold.process.Process.DemonitorOption;
import dev.ninefold.process.Ref;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.task.StreamOptions.OnTimeout;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the guide and the documentation of tasks show. */
@WithNode
class TaskGuideTest {
  TestNode node;

  @Test
  @OtpCase(suite = "Elixir task_test", name = "doctest Task")
  void theExamplesOfElixirsDocumentation() throws Exception {
    node.run(() -> {
      Task<Integer> task = Task.async(() -> 1 + 1);
      assertThat(task.await()).isEqualTo(2);

      List<Task<Integer>> tasks = List.of(Task.async(() -> 1 + 1), Task.async(() -> 2 + 3));
      assertThat(Task.awaitMany(tasks)).containsExactly(2, 5);

      // tag::stream[]
      List<String> texts = List.of("long string", "longer string", "there are many of these");
      long all = Task.asyncStream(texts, text -> text.codePoints().count()).mapToLong(TaskResult::orElseThrow).sum();
      // end::stream[]
      assertThat(all).isEqualTo(47);
    });
  }

  private static String fetch(String url) throws IOException {
    if (url.contains("broken")) {
      throw new IOException(url);
    }
    return "page of " + url;
  }

  @Test
  void aStreamThatIsNotTakenToItsEnd() throws Exception {
    node.ignoreReports(TaskReport.class);
    Process.Body body = () -> {
      List<String> mirrors = List.of("http://broken", "http://a", "http://b");
      // tag::first[]
      StreamOptions options = StreamOptions.DEFAULT.withMaxConcurrency(20)
          .withOrdered(false)
          .withTimeout(Duration.ofSeconds(30))
          .withOnTimeout(OnTimeout.KILL_TASK);
      Optional<String> first;
      try (Stream<TaskResult<String>> pages = Task.asyncStream(mirrors, TaskGuideTest::fetch, options)) {
        first = pages.flatMap(page -> page instanceof TaskResult.Ok<String>(String text) ? Stream.of(text) : Stream.empty())
            .findFirst();
      }
      // end::first[]
      assertThat(first).get().asString().startsWith("page of http://");
    };
    node.run(() -> {
      Process.trapExit(true);
      body.run();
      Tasks.expectEmptyMailbox();
    });
    body.run();
  }

  @Test
  void aResultThatIsNoneIsAnException() {
    var disk = new IOException("disk full");
    assertThat(new TaskResult.Ok<>(1).orElseThrow()).isEqualTo(1);
    assertThatExceptionOfType(ExitException.class)
        .isThrownBy(() -> new TaskResult.Exit<>(ExitReason.crashed(disk)).orElseThrow())
        .withCause(disk)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(ExitReason.crashed(disk)));
    assertThatExceptionOfType(ExitException.class).isThrownBy(() -> new TaskResult.Exit<>(ExitReason.NORMAL).orElseThrow())
        .withNoCause();
  }

  // tag::server[]
  /** Fetches pages, several at a time, and goes on answering meanwhile. A page that fails is a page that is not there. */
  static final class Fetcher implements GenServer<Fetcher.Open, Fetcher.Fetch, Void> {
    record Fetch(String url) implements Request<Optional<String>> {}

    record Open(Map<Ref, ReplyTo<Optional<String>>> callers) {}

    private final SupervisorRef tasks = SupervisorRef.named("fetches");

    @Override
    public Init<Open> init() {
      return Init.ok(new Open(new HashMap<>()));
    }

    @Override
    public CallResult<Open> handleCall(Fetch fetch, From from, Open open) {
      Task<String> task = TaskSupervisor.asyncNolink(tasks, () -> fetch(fetch.url()));
      open.callers().put(task.ref(), from.to(fetch));
      return Next.noReply(open);
    }

    @Override
    public Next<Open> handleInfo(Info info, Open open) throws Exception {
      switch (info) {
        case Info.Message(Task.Reply<?>(Ref ref, String page)) when open.callers().containsKey(ref) -> {
          Process.demonitor(ref, DemonitorOption.FLUSH);
          open.callers().remove(ref).reply(Optional.of(page));
        }
        case Info.Down down when open.callers().containsKey(down.ref()) ->
          open.callers().remove(down.ref()).reply(Optional.empty());
        default -> {
          return GenServer.super.handleInfo(info, open);
        }
      }
      return Next.noReply(open);
    }
  }
  // end::server[]

  @Test
  void aServerThatDoesNotWaitForItsTasks() throws Exception {
    node.ignoreReports(TaskReport.class);
    node.ignoreReports(SupervisorReport.class);
    node.run(() -> {
      // tag::tree[]
      Supervisor.startLink(List.of(TaskSupervisor.childSpec(StartOptions.named("fetches"))), Strategy.ONE_FOR_ONE,
          StartOptions.DEFAULT).orElseThrow();
      // end::tree[]
      ServerRef<Fetcher.Fetch, Void> fetcher = GenServer.startLink(Fetcher::new).orElseThrow();
      assertThat(GenServer.call(fetcher, new Fetcher.Fetch("http://a"))).contains("page of http://a");
      assertThat(GenServer.call(fetcher, new Fetcher.Fetch("http://broken"))).isEmpty();
    });
  }
}
