package dev.ninefold.application;

import dev.ninefold.application.Application.Started;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.genserver.Next;
import dev.ninefold.process.Node;
import dev.ninefold.process.NodeOptions;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.report.ReportHandler;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.supervisor.Strategy;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorSpec;
import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Programs that {@link JvmTest} runs, by name. They print what happens, a line each. */
final class Programs {

  private static final Duration LONG = Duration.ofDays(1);

  private Programs() {}

  public static void main(String... args) {
    Node.local()
        .reports()
        .add(event -> say("report " + event.report().label() + " " + event.report().headline() + " "
            + event.report().fields().toString().replace('\n', ' ')));
    switch (args[0]) {
      case "orderly" -> run(LONG, () -> Started.ok(top()));
      case "stubborn" -> run(Duration.ofMillis(200), () -> Started.ok(stubborn()));
      case "exitInServer" -> run(LONG, () -> Started.of(Supervisor.startLink(ExitingTree::new)));
      case "exitInStart" -> run(LONG, () -> {
        System.exit(8);
        return Started.ok(top());
      });
      case "exitInStop" -> {
        Node.local().spawn(() -> Applications.stop(awaitRunning()));
        Application.run(spec(() -> Started.ok(top())).withModule(() -> new Told(() -> Started.ok(top())) {
          @Override
          public void stop(Object state) {
            super.stop(state);
            System.exit(9);
          }
        }), LONG);
      }
      case "endsByItself" -> run(LONG, () -> Started.ok(Process.spawnLink(() -> {
        Process.sleep(Duration.ofMillis(50));
        throw Process.exit(ExitReason.NORMAL);
      })));
      case "doesNotStart" -> run(LONG, () -> Started.error("no money"));
      case "throwsInStart" -> run(LONG, Programs::failing);
      case "unknownDependency" -> Application.run(ApplicationSpec.named("shop").withApplications("nowhere"));
      case "stopped" -> {
        Node.local().spawn(() -> Applications.stop(awaitRunning()));
        run(LONG, () -> Started.ok(top()));
        say("run has returned");
      }
      case "brokenHandler" -> losesItsHandler();
      case "oneLine" -> Application.run(OneLine::new, "a", "b");
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static void run(Duration stopWithin, Callable<Started> start) {
    Application.run(spec(start), stopWithin);
  }

  private static ApplicationSpec spec(Callable<Started> start) {
    Applications
        .addProvider(() -> List.of(ApplicationSpec.named("store").withModule(() -> new Told(() -> Started.ok(top(), "store")))));
    return ApplicationSpec.named("shop").withApplications("store").withModule(() -> new Told(start));
  }

  private static Started failing() {
    throw new NullPointerException("no shop");
  }

  private static void losesItsHandler() {
    ReportHandler broken = _ -> {
      throw new IllegalStateException("broken handler");
    };
    try (Node node = Node.start(NodeOptions.named("other").withReportHandlers(broken))) {
      CompletableFuture<Integer> running = new CompletableFuture<>();
      node.spawn(() -> running.complete(Applications.whichApplications().size()));
      say("running " + running.join());
      node.report(TerminateReport.genServer("s", 1, 2, ExitReason.KILLED));
    }
  }

  private static String awaitRunning() {
    while (Applications.getSupervisor("shop").isEmpty()) {
      Process.sleep(Duration.ofMillis(1));
    }
    return "shop";
  }

  private static Pid top() {
    return TestApplication.top();
  }

  private static Pid stubborn() {
    CountDownLatch registered = new CountDownLatch(1);
    Pid pid = Process.spawnLink(() -> {
      Process.trapExit(true);
      Process.register("stubborn", Process.self());
      registered.countDown();
      neverEnds();
    });
    try {
      registered.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return pid;
  }

  private static void neverEnds() {
    Process.receive(Void.class);
  }

  /** Says when it has started and stopped. */
  private static class Told implements Application {
    private final Callable<Started> start;

    Told(Callable<Started> start) {
      this.start = start;
    }

    @Override
    public Started start(StartType type, Object args) throws Exception {
      Started started = start.call();
      if (started instanceof Started.Ok) {
        say(Applications.getApplication().orElseThrow() + " started");
      }
      return started;
    }

    @Override
    public void stop(Object state) {
      say(Applications.getApplication().orElseThrow() + " stopped");
    }
  }

  private static final class OneLine implements Application {
    @Override
    public Started start(StartType type, Object args) {
      say(Applications.getApplication().orElseThrow() + " " + args);
      return Started.ok(top());
    }
  }

  private static final class ExitingTree implements Supervisor {
    @Override
    public SupervisorSpec init() {
      return SupervisorSpec.of(Strategy.ONE_FOR_ONE, ChildSpec.worker("exiting", () -> {
        var result = GenServer.startLink(Exiting::new, StartOptions.named("exiting"));
        GenServer.cast(ServerRef.<Request<Object>, Object>named("exiting"), "exit");
        return result;
      }).withShutdown(dev.ninefold.supervisor.Shutdown.INFINITY));
    }
  }

  private static final class Exiting implements GenServer<Object, Request<Object>, Object> {
    @Override
    public Init<Object> init() {
      Process.trapExit(true);
      return Init.ok("state");
    }

    @Override
    public Next<Object> handleCast(Object message, Object state) {
      awaitRunning();
      System.exit(7);
      return Next.noReply(state);
    }
  }
}
