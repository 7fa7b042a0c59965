package dev.ninefold.genserver;

import static dev.ninefold.genserver.TestServer.STOPPED;
import static dev.ninefold.genserver.TestServer.answer;
import static dev.ninefold.genserver.TestServer.stopping;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.Gen;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genserver.TestServer.Ask;
import dev.ninefold.genserver.TestServer.Heard;
import dev.ninefold.genserver.TestServer.Tell;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Global;
import dev.ninefold.process.Info;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.proclib.ProcLib;
import dev.ninefold.report.TerminateReport;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.TestRegistrar;
import dev.ninefold.testsupport.WithNode;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** enter_loop in all arities and with all kinds of names. */
@WithNode
class SpecInitTest {

  private static final ExitReason NOT_REGISTERED = new ExitReason.Other("process_not_registered");
  private static final ExitReason NOT_REGISTERED_GLOBALLY = new ExitReason.Other("process_not_registered_globally");

  /** What a process does to become a server. */
  @FunctionalInterface
  private interface Enter {
    void run(TestServer module, StartOptions options) throws Exception;
  }

  private static ServerRef<Ask<?>, Tell> start(Process.Body before, Enter enter) {
    Pid tester = Process.self();
    return ProcLib.<ServerRef<Ask<?>, Tell>>startLink(starter -> {
      Process.trapExit(true);
      before.run();
      starter.initAck(TestServer.ref(Process.self()));
      enter.run(new TestServer(tester, () -> Init.ok("init is not called")), StartOptions.DEFAULT);
    }).orElseThrow();
  }

  private static Enter named(Name name) {
    return (module, options) -> GenServer.enterLoop(module, options, "s", name, Then.hibernate());
  }

  /** ok = call(Pid, started_p), ok = call(Pid, stop), {'EXIT', Pid, stopped}. */
  private static void serves(ServerRef<Ask<?>, Tell> server) {
    Pid pid = (Pid) server.destination();
    assertThat(GenServer.call(server, answer("ok"))).isEqualTo("ok");
    assertThat(GenServer.call(server, stopping())).isEqualTo("ok");
    assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("terminate", STOPPED));
    exits(pid, STOPPED);
  }

  private static void exits(Pid pid, ExitReason reason) {
    assertThat(Process.receive(Info.Exit.class)).isEqualTo(new Info.Exit(pid, reason));
  }

  private static void ignoreReports(TestNode node) {
    node.ignoreReports(TerminateReport.class);
    node.ignoreReports(CrashReport.class);
  }

  private static void register(String name) {
    Process.register(name, Process.self());
  }

  private static void registerGlobally(String name) {
    assertThat(Global.registerName(name, Process.self())).isTrue();
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "spec_init")
  void specInit(TestNode node) throws Exception {
    ignoreReports(node);
    node.run(() -> {
      Process.trapExit(true);
      Name local = Name.local("my_server");
      Name global = Name.global("my_server");
      // spec_init_local {ok, my_server}: enter_loop/5 with {local, Name} serves
      serves(start(() -> register("my_server"), named(local)));
      // spec_init_local {not_ok, my_server}: {'EXIT', Pid01, process_not_registered}
      exits((Pid) start(() -> {}, named(local)).destination(), NOT_REGISTERED);
      // spec_init_global {ok, my_server}
      serves(start(() -> registerGlobally("my_server"), named(global)));
      // spec_init_global {not_ok, my_server}: {'EXIT', Pid11, process_not_registered_globally}
      exits((Pid) start(() -> {}, named(global)).destination(), NOT_REGISTERED_GLOBALLY);
      // spec_init_anonymous: enter_loop/4 with a timeout
      serves(start(() -> {}, (module, options) -> GenServer.enterLoop(module, options, "s", Then.hibernate())));
      // spec_init_anonymous_default_timeout: enter_loop/3
      serves(start(() -> {}, (module, options) -> GenServer.enterLoop(module, options, "s")));
      // spec_init_default_timeout {ok, my_server}: enter_loop/4 with a local name
      serves(start(() -> register("my_server"), (module, options) -> GenServer.enterLoop(module, options, "s", local)));
      // spec_init_global_default_timeout {ok, hurra}: enter_loop/4 with a global name, no timeout comes, and it serves
      serves(start(() -> registerGlobally("hurra"),
          (module, options) -> GenServer.enterLoop(module, options, "s", Name.global("hurra"))));
      // spec_init_not_proc_lib: {'EXIT', Pid5, process_was_not_started_by_proc_lib}
      Pid plain =
          Process.spawnLink(() -> GenServer.enterLoop(TestServer.quiet("s"), StartOptions.DEFAULT, "s", Then.hibernate()));
      exits(plain, new ExitReason.Other("process_was_not_started_by_proc_lib"));
      assertThat(Process.isMailboxEmpty()).isTrue();
    });
  }

  // otp_5854 of earlier releases: the name must be that of the calling process
  @Test
  void anotherProcessHasTheName(TestNode node) throws Exception {
    ignoreReports(node);
    node.run(() -> {
      Process.trapExit(true);
      register("armitage");
      exits((Pid) start(() -> {}, named(Name.local("armitage"))).destination(), NOT_REGISTERED);
      registerGlobally("armitage");
      exits((Pid) start(() -> {}, named(Name.global("armitage"))).destination(), NOT_REGISTERED_GLOBALLY);
      TestRegistrar registrar = new TestRegistrar();
      registrar.registerName("armitage", Process.self());
      exits((Pid) start(() -> {}, named(Name.via(registrar, "armitage"))).destination(),
          new ExitReason.Other(new Gen.NotRegisteredVia(registrar)));
      assertThat(new Gen.NotRegisteredVia(registrar)).hasToString("{process_not_registered_via, dummy_via}");
    });
  }

  /** A server whose parent has a name; what the test does then ends it through its terminate. */
  private static void parentIsKnown(TestNode node, Process.Body before, Consumer<Pid> parent) throws Exception {
    ignoreReports(node);
    node.run(() -> {
      Process.trapExit(true);
      before.run();
      // {ok, Pid} = start_link(spec_init_.., {ok, my_server}), cast {self(), stop}, {Pid, stopped} from terminate
      var server = start(() -> register("my_server"), named(Name.local("my_server")));
      assertThat(Process.info(server.pid()).orElseThrow().ancestors().getFirst()).isEqualTo("foobar");
      assertThat(GenServer.call(server, answer("ok"))).isEqualTo("ok");
      GenServer.cast(server, TestServer.telling(state -> Next.stop(STOPPED, state)));
      assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("terminate", STOPPED));
      // and what the case is about: the exit of the parent, found by its name, ends it through terminate
      parent.accept(Process.self());
    });
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "spec_init_local_registered_parent")
  void theParentHasALocalName(TestNode node) throws Exception {
    parentIsKnown(node, () -> register("foobar"), tester -> {
      Process.receive(Info.Exit.class);
      var second = start(() -> {}, named2(Name.local("second")));
      Process.exit(second.pid(), ExitReason.SHUTDOWN);
      assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("terminate", ExitReason.SHUTDOWN));
    });
  }

  @Test
  @OtpCase(suite = "gen_server_SUITE", name = "spec_init_global_registered_parent")
  void theParentHasAGlobalName(TestNode node) throws Exception {
    parentIsKnown(node, () -> {
      register("foobar");
      registerGlobally("foobar");
    }, tester -> {
      Process.receive(Info.Exit.class);
      // The ancestor was noted under its local name, which then is free: it is found under its global one.
      var second = start(() -> Process.unregister("foobar"), named2(Name.local("second")));
      Process.exit(second.pid(), ExitReason.SHUTDOWN);
      assertThat(Process.receive(Heard.class)).isEqualTo(new Heard("terminate", ExitReason.SHUTDOWN));
    });
  }

  private static Enter named2(Name name) {
    return (module, options) -> {
      Process.register(((Name.Local) name).name(), Process.self());
      GenServer.enterLoop(module, options, "s", name);
    };
  }

  @Test
  void aParentThatNobodyKnowsByNameAnyMore(TestNode node) throws Exception {
    ignoreReports(node);
    node.run(() -> {
      Process.trapExit(true);
      register("foobar");
      var server = start(() -> Process.unregister("foobar"), (module, options) -> GenServer.enterLoop(module, options, "s"));
      exits((Pid) server.destination(), new ExitReason.Other("could_not_find_registered_name"));
    });
  }
}
