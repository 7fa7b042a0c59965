package dev.ninefold.sys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.Response;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genevent.GenEvent;
import dev.ninefold.genevent.HandlerKey;
import dev.ninefold.genevent.HandlerUpgrade;
import dev.ninefold.genevent.ManagerRef;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genstatem.GenStatem;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Reachable;
import dev.ninefold.sys.UpgradeProtocol.Add;
import dev.ninefold.sys.UpgradeProtocol.Ask;
import dev.ninefold.sys.UpgradeProtocol.Counted;
import dev.ninefold.sys.UpgradeProtocol.Handler;
import dev.ninefold.sys.UpgradeProtocol.Look;
import dev.ninefold.sys.UpgradeProtocol.Open;
import dev.ninefold.sys.UpgradeProtocol.Seen;
import dev.ninefold.sys.UpgradeProtocol.Tell;
import dev.ninefold.sys.UpgradeProtocol.Wait;
import dev.ninefold.testsupport.Eventually;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import dev.ninefold.time.Timeout;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SYS-12 with real code: two versions of the same class, each loaded by a loader of its own, the first from a folder, the second from a jar.
 * A process goes from one to the other and back while others send to it; no message is lost, the pid stays, and the loader of what it does
 * not run any more is collected.
 */
@WithNode
class CodeUpgradeTest {

  private static final int MESSAGES = 3_000;

  private static final String SERVER = """
      package upgrade;

      import dev.ninefold.gen.*;
      import dev.ninefold.genserver.*;
      import dev.ninefold.process.*;
      import dev.ninefold.sys.UpgradeProtocol.*;
      import java.util.*;

      public final class Server implements GenServer<Server.State, Ask<?>, Tell> {
        public record State(long count, Object mark, List<ReplyTo<String>> waiting) implements Counted {}

        private static final class Mark {}

        public Init<State> init() {
          return Init.ok(new State(0, new Mark(), List.of()));
        }

        public CallResult<State> handleCall(Ask<?> request, From from, State state) {
          return switch (request) {
            case Look look -> CallResult.reply(look, new Seen("VERSION", state.count()), state);
            case Wait wait -> Next.noReply(new State(state.count(), state.mark(), List.of(from.to(wait))));
          };
        }

        public Next<State> handleCast(Tell message, State state) {
          return switch (message) {
            case Add(long amount) -> Next.noReply(new State(state.count() + amount, state.mark(), state.waiting()));
            case Open _ -> {
              state.waiting().forEach(to -> to.reply("opened by VERSION"));
              yield Next.noReply(new State(state.count(), state.mark(), List.of()));
            }
          };
        }

        @SuppressWarnings("unchecked")
        public State codeChange(Object oldVersion, Object oldState, Object extra) {
          return new State(((Counted) oldState).count(), new Mark(), (List<ReplyTo<String>>) extra);
        }
      }
      """;

  private static final String MACHINE = """
      package upgrade;

      import dev.ninefold.genstatem.*;
      import dev.ninefold.sys.UpgradeProtocol.*;

      public final class Machine implements GenStatem<String, Machine.Data, Ask<?>, Tell> {
        public record Data(long count, Object mark) implements Counted {}

        private static final class Mark {}

        public Init<String, Data> init() {
          return Init.ok("closed", new Data(0, new Mark()));
        }

        public Transition<String, Data> handleEvent(StateEvent<Ask<?>, Tell> event, String state, Data data) {
          return switch (event) {
            case StateEvent.Call(Look look, var from) ->
              Transition.keepStateAndData(Action.reply(from, look, new Seen("VERSION", data.count())));
            case StateEvent.Call(Wait wait, var from) when state.equals("open") ->
              Transition.nextState("closed", data, Action.reply(from, wait, "opened by VERSION"));
            case StateEvent.Call(Wait wait, var from) -> Transition.keepStateAndData(Action.postpone());
            case StateEvent.Cast(Add(long amount)) -> Transition.keepState(new Data(data.count() + amount, data.mark()));
            case StateEvent.Cast(Open open) -> Transition.nextState("open", data);
            default -> Transition.keepStateAndData();
          };
        }

        public StateData<String, Data> codeChange(Object oldVersion, Object oldState, Object oldData, Object extra) {
          return new StateData<>("closed", new Data(((Counted) oldData).count(), new Mark()));
        }
      }
      """;

  private static final String HANDLER = """
      package upgrade;

      import dev.ninefold.genevent.*;
      import dev.ninefold.sys.UpgradeProtocol.*;

      public final class CountingHandler implements Handler {
        record State(long count, Object mark) implements Counted {}

        private static final class Mark {}

        public HandlerInit<Counted> init() {
          return HandlerInit.ok(new State(0, new Mark()));
        }

        public HandlerNext<Counted> handleEvent(Add event, Counted state) {
          return HandlerNext.ok(new State(state.count() + event.amount(), new Mark()));
        }

        public HandlerReply<Counted> handleCall(Look look, Counted state) {
          return HandlerReply.reply(look, new Seen("VERSION", state.count()), state);
        }

        public Counted codeChange(Object oldVersion, Object oldState, Object extra) {
          return new State(((Counted) oldState).count(), new Mark());
        }
      }
      """;

  @TempDir static Path dir;

  private static URL first;
  private static URL second;

  @BeforeAll
  static void compile() throws IOException {
    first = compile("v1").toUri().toURL();
    Path jar = dir.resolve("v2.jar");
    pack(compile("v2"), jar);
    second = jar.toUri().toURL();
  }

  private static Path compile(String version) throws IOException {
    Path sources = Files.createDirectories(dir.resolve(version + "-src"));
    Path classes = Files.createDirectories(dir.resolve(version));
    Path server = write(sources, "Server", SERVER, version);
    Path machine = write(sources, "Machine", MACHINE, version);
    Path handler = write(sources, "CountingHandler", HANDLER, version);
    int result = ToolProvider.getSystemJavaCompiler()
        .run(null, null, null, "-proc:none", "-nowarn", "-d", classes.toString(), "-classpath",
            System.getProperty("java.class.path"), server.toString(), machine.toString(), handler.toString());
    assertThat(result).as("the compiler's result for %s", version).isZero();
    return classes;
  }

  private static Path write(Path folder, String name, String source, String version) throws IOException {
    return Files.writeString(folder.resolve(name + ".java"), source.replace("VERSION", version));
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar)); Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        out.write(Files.readAllBytes(file));
        out.closeEntry();
      }
    }
  }

  // ---- loading

  /** A loader that nothing but the test's weak reference and what it loaded will know. */
  // tag::load[]
  private static <T> T make(URL where, String name, Class<T> type) {
    try {
      var loader = new URLClassLoader(new URL[] {where}, UpgradeProtocol.class.getClassLoader());
      Object made = loader.loadClass("upgrade." + name).getConstructor().newInstance();
      assertThat(made.getClass().getClassLoader()).isSameAs(loader);
      return type.cast(made);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("expected a class of the sources above", e);
    }
  }
  // end::load[]

  private static WeakReference<ClassLoader> loaderOf(Object made) {
    return new WeakReference<>(made.getClass().getClassLoader());
  }

  private static void awaitCollected(WeakReference<ClassLoader> loader) {
    Eventually.await("the loader of the old version is collected", () -> {
      System.gc();
      return loader.get() == null;
    });
  }

  /** Sends so many messages from another process while the test does something; what comes of it is complete when they are sent. */
  private static CompletableFuture<String> sending(Runnable one) {
    var sent = new CompletableFuture<String>();
    Process.spawnLink(() -> {
      for (int i = 0; i < MESSAGES; i++) {
        one.run();
        if (i % 100 == 0) {
          Thread.yield();
        }
      }
      sent.complete("sent");
    });
    return sent;
  }

  // tag::upgrade[]
  private static void upgrade(Reachable process, Object module, Object extra) {
    Sys.suspend(process);
    Sys.changeCode(process, module, "the other", extra);
    Sys.resume(process);
  }
  // end::upgrade[]

  // ---- gen_server

  @SuppressWarnings("unchecked") // what the source above implements
  private static GenServer<Counted, Ask<?>, Tell> server(URL version) {
    return make(version, "Server", GenServer.class);
  }

  /** Starts the first version, and forgets it. */
  private static WeakReference<ClassLoader> startServer() {
    var module = server(first);
    GenServer.startLink(() -> module, StartOptions.named("counter")).orElseThrow();
    return loaderOf(module);
  }

  private static WeakReference<ClassLoader> upgradeServer(Reachable process, URL version, Object waiting) {
    var module = server(version);
    upgrade(process, module, waiting);
    return loaderOf(module);
  }

  @Test
  void aServerGoesToAnotherVersionAndBack(TestNode node) throws Exception {
    node.run(() -> {
      WeakReference<ClassLoader> old = startServer();
      ServerRef<Ask<?>, Tell> server = ServerRef.named("counter");
      Pid pid = Process.whereis("counter").orElseThrow();
      assertThat(GenServer.call(server, new Look())).isEqualTo(new Seen("v1", 0));
      CompletableFuture<String> sent = sending(() -> GenServer.cast(server, new Add(1)));
      long called = 0;
      for (int round = 0; round < 10; round++) {
        URL next = round % 2 == 0 ? second : first;
        // a call that has no answer yet is answered by the next version
        var asked = GenServer.sendRequest(server, new Wait());
        var waiting = Sys.getState(server);
        WeakReference<ClassLoader> now = upgradeServer(server, next, waitingOf(waiting));
        waiting = null;
        GenServer.cast(server, new Open());
        String version = round % 2 == 0 ? "v2" : "v1";
        assertThat(GenServer.receiveResponse(asked, Timeout.INFINITY)).isEqualTo(new Response.Reply<>("opened by " + version));
        Seen seen = GenServer.call(server, new Look());
        assertThat(seen.version()).isEqualTo(version);
        assertThat(seen.count()).isGreaterThanOrEqualTo(called);
        called = seen.count();
        awaitCollected(old);
        old = now;
      }
      node.await(sent);
      node.await("all were counted", () -> GenServer.call(server, new Look()).count() >= MESSAGES);
      assertThat(GenServer.call(server, new Look()).count()).isEqualTo(MESSAGES);
      assertThat(Process.whereis("counter")).contains(pid);
    });
  }

  private static Object waitingOf(Object state) {
    try {
      var accessor = state.getClass().getMethod("waiting");
      return accessor.invoke(state);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("expected a class of the sources above", e);
    }
  }

  // ---- gen_statem

  @SuppressWarnings("unchecked") // what the source above implements
  private static GenStatem<String, Counted, Ask<?>, Tell> machine(URL version) {
    return make(version, "Machine", GenStatem.class);
  }

  private static WeakReference<ClassLoader> startMachine() {
    var module = machine(first);
    GenStatem.startLink(() -> module, StartOptions.named("machine")).orElseThrow();
    return loaderOf(module);
  }

  private static WeakReference<ClassLoader> upgradeMachine(Reachable process, URL version) {
    var module = machine(version);
    upgrade(process, module, "");
    return loaderOf(module);
  }

  @Test
  void aMachineGoesToAnotherVersionAndBack(TestNode node) throws Exception {
    node.run(() -> {
      WeakReference<ClassLoader> old = startMachine();
      ServerRef<Ask<?>, Tell> machine = ServerRef.named("machine");
      Pid pid = Process.whereis("machine").orElseThrow();
      CompletableFuture<String> sent = sending(() -> GenStatem.cast(machine, new Add(1)));
      for (int round = 0; round < 6; round++) {
        // postponed in one version, answered in the next
        var asked = GenStatem.sendRequest(machine, new Wait());
        assertThat(GenStatem.call(machine, new Look()).version()).isEqualTo(round % 2 == 0 ? "v1" : "v2");
        WeakReference<ClassLoader> now = upgradeMachine(machine, round % 2 == 0 ? second : first);
        GenStatem.cast(machine, new Open());
        assertThat(GenStatem.receiveResponse(asked, Timeout.INFINITY))
            .isEqualTo(new Response.Reply<>("opened by " + (round % 2 == 0 ? "v2" : "v1")));
        awaitCollected(old);
        old = now;
      }
      node.await(sent);
      node.await("all were counted", () -> GenStatem.call(machine, new Look()).count() >= MESSAGES);
      assertThat(GenStatem.call(machine, new Look())).isEqualTo(new Seen("v1", MESSAGES));
      assertThat(Process.whereis("machine")).contains(pid);
    });
  }

  // ---- gen_event

  private static final HandlerKey<Handler> KEY = HandlerKey.of(Handler.class);

  private static WeakReference<ClassLoader> addHandler(ManagerRef<Add> manager) {
    var module = make(first, "CountingHandler", Handler.class);
    GenEvent.addHandler(manager, KEY, () -> module);
    return loaderOf(module);
  }

  private static WeakReference<ClassLoader> upgradeHandler(ManagerRef<Add> manager, URL version) {
    var module = make(version, "CountingHandler", Handler.class);
    upgrade(manager, new HandlerUpgrade<>(Handler.class, () -> module), "");
    return loaderOf(module);
  }

  @Test
  void aHandlerGoesToAnotherVersionAndBack(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Add> manager = GenEvent.<Add>startLink().orElseThrow();
      WeakReference<ClassLoader> old = addHandler(manager);
      CompletableFuture<String> sent = sending(() -> GenEvent.notify(manager, new Add(1)));
      for (int round = 0; round < 6; round++) {
        WeakReference<ClassLoader> now = upgradeHandler(manager, round % 2 == 0 ? second : first);
        assertThat(GenEvent.call(manager, KEY, new Look()).version()).isEqualTo(round % 2 == 0 ? "v2" : "v1");
        awaitCollected(old);
        old = now;
      }
      node.await(sent);
      node.await("all were counted", () -> GenEvent.call(manager, KEY, new Look()).count() >= MESSAGES);
      assertThat(GenEvent.call(manager, KEY, new Look())).isEqualTo(new Seen("v1", MESSAGES));
      assertThat(GenEvent.whichHandlers(manager)).isEqualTo(List.of(KEY));
    });
  }
}
