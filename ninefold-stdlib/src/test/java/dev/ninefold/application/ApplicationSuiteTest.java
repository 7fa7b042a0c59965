package dev.ninefold.application;

import static dev.ninefold.application.TestApplication.notes;
import static dev.ninefold.application.TestApplication.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.application.Application.Started;
import dev.ninefold.application.Applications.Description;
import dev.ninefold.application.Applications.Mode;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.Ref;
import dev.ninefold.report.ApplicationExitReport;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** OTP's application_SUITE. Where upstream writes an .app file, a provider knows the specification. */
@WithNode
class ApplicationSuiteTest {

  private static final ApplicationResult OK = ApplicationResult.ok();

  private TestNode node;

  private static void provide(ApplicationSpec... specs) {
    Applications.addProvider(() -> List.of(specs));
  }

  private static List<String> running() {
    return Applications.whichApplications().stream().map(Description::name).toList();
  }

  @Test
  @OtpCase(suite = "application_SUITE", name = "ensure_started")
  void ensureStarted() throws Exception {
    node.run(() -> {
      provide(spec("app1"));
      // ok = ensure_started(app1), twice
      assertThat(Applications.ensureStarted("app1")).isEqualTo(ApplicationResult.ok("app1"));
      assertThat(Applications.ensureStarted("app1")).isEqualTo(OK);
      // {error, {already_started, app1}} = start(app1)
      assertThat(Applications.start("app1")).hasToString("{error, {already_started, app1}}");
      // ok = stop(app1)
      assertThat(Applications.stop("app1")).isEqualTo(OK);
      // {error, {"no such file or directory", _}} = ensure_started(hopefully_not_an_existing_app_file)
      assertThat(Applications.ensureStarted("hopefully_not_an_existing_app"))
          .isEqualTo(ApplicationResult.failed(new ApplicationError.NotFound("hopefully_not_an_existing_app")));
      // ok = ensure_started(app1, permanent), twice; ok = stop(app1), ok = unload(app1)
      assertThat(Applications.ensureStarted("app1", RestartType.PERMANENT).isOk()).isTrue();
      assertThat(Applications.ensureStarted("app1", RestartType.PERMANENT).isOk()).isTrue();
      assertThat(Applications.stop("app1")).isEqualTo(OK);
      assertThat(Applications.unload("app1")).isEqualTo(OK);
    });
  }

  @Test
  @OtpCase(suite = "application_SUITE", name = "get_env")
  void getEnv() throws Exception {
    node.run(() -> {
      Applications.setEnv("kernel", "logger_level", "notice");
      // {ok, _} = get_env(kernel, logger_level)
      assertThat(Applications.getEnv("kernel", "logger_level")).isPresent();
      // undefined = get_env(undefined_app, a)
      assertThat(Applications.getEnv("undefined_app", "a")).isEmpty();
      // undefined = get_env(kernel, error_logger_xyz)
      assertThat(Applications.getEnv("kernel", "error_logger_xyz")).isEmpty();
      // default = get_env(kernel, error_logger_xyz, default)
      assertThat(Applications.getEnv("kernel", "error_logger_xyz", "default")).isEqualTo("default");
      // The other arity: APP-34
      assertThat(Applications.getEnv("logger_level")).isEmpty();
      CompletableFuture<Optional<Object>> seen = new CompletableFuture<>();
      Applications.load(spec("app1", notes(), () -> {
        seen.complete(Applications.getEnv("own"));
        return Started.ok(TestApplication.top());
      }).withEnv("own", "value"));
      Applications.start("app1").orElseThrow();
      assertThat(seen.join()).contains("value");
      Applications.stop("app1").orElseThrow();
    });
  }

  @Test
  @OtpCase(suite = "application_SUITE", name = "ensure_all_started")
  void ensureAllStartedSerial() throws Exception {
    node.run(() -> ensureAllStarted(Mode.SERIAL));
  }

  @Test
  @OtpCase(suite = "application_SUITE", name = "ensure_all_started")
  void ensureAllStartedConcurrent() throws Exception {
    node.run(() -> ensureAllStarted(Mode.CONCURRENT));
  }

  private static void ensureAllStarted(Mode mode) {
    provide(spec("app1"), spec("app9"), spec("app10").withApplications("app9"),
        spec("app_chain_error").withApplications("app_chain_error2"),
        spec("app_chain_error2").withApplications("app10", "hopefully_not_an_existing_app"));

    // Single app start/stop
    assertThat(running()).doesNotContain("app1");
    assertThat(ensureAll(mode, "app1")).isEqualTo(ApplicationResult.ok("app1"));
    assertThat(running()).contains("app1");
    assertThat(ensureAll(mode, "app1")).isEqualTo(OK);
    assertThat(Applications.stop("app1")).isEqualTo(OK);
    assertThat(running()).doesNotContain("app1");
    assertThat(Applications.unload("app1")).isEqualTo(OK);

    // App or dependency not found: {error, {Name, {"no such file or directory", _}}}
    assertThat(ensureAll(mode, "hopefully_not_an_existing_app")).isEqualTo(missing());

    // Start dependencies
    assertThat(Applications.start("app10")).hasToString("{error, {not_started, app9}}");
    assertThat(ensureAll(mode, "app10")).isEqualTo(ApplicationResult.ok("app9", "app10"));
    assertThat(running()).contains("app9", "app10");
    // Only report apps/dependencies that actually needed to start
    assertThat(Applications.stop("app10")).isEqualTo(OK);
    assertThat(Applications.unload("app10")).isEqualTo(OK);
    assertThat(ensureAll(mode, "app10")).isEqualTo(ApplicationResult.ok("app10"));
    for (String app : List.of("app9", "app10")) {
      assertThat(Applications.stop(app)).isEqualTo(OK);
      assertThat(Applications.unload(app)).isEqualTo(OK);
    }
    // Several at once, each once
    assertThat(ensureAll(mode, "app1", "app10", "app1").orElseThrow()).contains("app1")
        .containsSubsequence("app9", "app10")
        .hasSize(3);
    for (String app : List.of("app1", "app9", "app10")) {
      assertThat(Applications.stop(app)).isEqualTo(OK);
    }

    // Deeper failure chain: with none running, none runs afterwards
    assertThat(ensureAll(mode, "app_chain_error")).isEqualTo(missing());
    assertThat(running()).isEmpty();
    // With app9 running, app9 runs afterwards, and nothing else
    assertThat(ensureAll(mode, "app9")).isEqualTo(ApplicationResult.ok("app9"));
    assertThat(ensureAll(mode, "app_chain_error")).isEqualTo(missing());
    assertThat(running()).containsExactly("app9");
    assertThat(Applications.stop("app9")).isEqualTo(OK);
    for (String app : List.of("app9", "app10", "app_chain_error2", "app_chain_error")) {
      assertThat(Applications.unload(app)).isEqualTo(OK);
    }
  }

  private static ApplicationResult ensureAll(Mode mode, String... applications) {
    return Applications.ensureAllStarted(List.of(applications), RestartType.TEMPORARY, mode);
  }

  private static ApplicationResult missing() {
    return ApplicationResult.failed(new ApplicationError.CouldNotStart("hopefully_not_an_existing_app",
        new ApplicationError.NotFound("hopefully_not_an_existing_app")));
  }

  private static ApplicationSpec appinc() {
    return ApplicationSpec.named("appinc").withEnv(Map.of("own_env1", "value1", "own2", "val2"));
  }

  @Test
  @OtpCase(suite = "application_SUITE", name = "set_env")
  void setEnv() throws Exception {
    node.run(() -> {
      Applications.setEnv(List.of(ApplicationEnv.of("appinc").with("own2", "persist").with("not_in_app", "persist"),
          ApplicationEnv.of("unknown_app").with("key", "persist")));
      // own_env1 is set in appinc only: undefined before it is loaded
      assertThat(Applications.getEnv("appinc", "own_env1")).isEmpty();
      assertThat(Applications.getEnv("appinc", "own2")).contains("persist");
      assertThat(Applications.getEnv("appinc", "not_in_app")).contains("persist");
      assertThat(Applications.getEnv("unknown_app", "key")).contains("persist");

      Applications.load(appinc()).orElseThrow();
      // Loading overwrites what was not persistent
      assertThat(Applications.getEnv("appinc", "own_env1")).contains("value1");
      assertThat(Applications.getEnv("appinc", "own2")).contains("val2");
      assertThat(Applications.getEnv("appinc", "not_in_app")).contains("persist");
      assertThat(Applications.getEnv("unknown_app", "key")).contains("persist");

      // Changing the environment after loading
      Applications.setEnv(List.of(ApplicationEnv.of("appinc").with("own_env1", "new").with("not_in_app", "new")));
      assertThat(Applications.getEnv("appinc", "own_env1")).contains("new");
      assertThat(Applications.getEnv("appinc", "own2")).contains("val2");
      assertThat(Applications.getEnv("appinc", "not_in_app")).contains("new");

      // Gone with unloading
      Applications.unload("appinc").orElseThrow();
      assertThat(Applications.getAllEnv("appinc")).isEmpty();
      Applications.load(appinc()).orElseThrow();
      assertThat(Applications.getAllEnv("appinc")).isEqualTo(Map.of("own_env1", "value1", "own2", "val2"));
      Applications.unload("appinc").orElseThrow();
    });
  }

  @Test
  @OtpCase(suite = "application_SUITE", name = "set_env_persistent")
  void setEnvPersistent() throws Exception {
    node.run(() -> {
      Applications.setEnv(List.of(ApplicationEnv.of("appinc").with("own2", "persist").with("not_in_app", "persist"),
          ApplicationEnv.of("unknown_app").with("key", "persist")), ApplicationEnv.Options.PERSISTENT);
      assertThat(Applications.getEnv("appinc", "own_env1")).isEmpty();
      assertThat(Applications.getEnv("appinc", "own2")).contains("persist");
      assertThat(Applications.getEnv("unknown_app", "key")).contains("persist");

      // Loading keeps what is persistent
      Applications.load(appinc()).orElseThrow();
      assertThat(Applications.getEnv("appinc", "own_env1")).contains("value1");
      assertThat(Applications.getEnv("appinc", "own2")).contains("persist");
      assertThat(Applications.getEnv("appinc", "not_in_app")).contains("persist");
      assertThat(Applications.getEnv("unknown_app", "key")).contains("persist");

      // So does unloading and loading again
      Applications.setEnv(List.of(ApplicationEnv.of("appinc").with("own_env1", "persist")), ApplicationEnv.Options.PERSISTENT);
      Applications.unload("appinc").orElseThrow();
      Applications.load(appinc()).orElseThrow();
      assertThat(Applications.getAllEnv("appinc"))
          .isEqualTo(Map.of("own_env1", "persist", "own2", "persist", "not_in_app", "persist"));
      Applications.unload("appinc").orElseThrow();
    });
  }

  @Test
  @OtpCase(suite = "application_SUITE", name = "set_env_errors")
  void setEnvErrors() throws Exception {
    node.run(() -> {
      // "application: 1; application name must be an atom": here a name that is not empty
      badarg("application: ; application name must be a name that is not empty",
          () -> Applications.setEnv(List.of(ApplicationEnv.of(""))));
      // "application: foo; parameters must be a list"
      badarg("application: foo; parameters must be a list",
          () -> Applications.setEnv(List.of(new ApplicationEnv("foo", null))));
      // "invalid application config: foo_bar"
      badarg("invalid application config: null", () -> Applications.setEnv(Arrays.asList((ApplicationEnv) null)));
      // "application: foo; invalid parameter name: 1"
      badarg("application: foo; invalid parameter name: null",
          () -> Applications.setEnv(List.of(ApplicationEnv.of("foo").with(null, 2))));
      // "application: foo; invalid parameter: config"
      badarg("application: foo; invalid parameter: null",
          () -> Applications.setEnv(List.of(new ApplicationEnv("foo", Arrays.asList((ApplicationEnv.Parameter) null)))));
      // "application: kernel; erroneous parameter: distributed" belongs to distribution.
      // "duplicate application config: foo"
      badarg("duplicate application config: foo",
          () -> Applications.setEnv(List.of(ApplicationEnv.of("foo"), ApplicationEnv.of("foo"))));
      // "application: foo; duplicate parameter: bar"
      badarg("application: foo; duplicate parameter: bar",
          () -> Applications.setEnv(List.of(ApplicationEnv.of("foo").with("bar", "baz").with("bar", "bat"))));
      // All or nothing: APP-38
      badarg("duplicate application config: foo", () -> Applications
          .setEnv(List.of(ApplicationEnv.of("good").with("k", 1), ApplicationEnv.of("foo"), ApplicationEnv.of("foo"))));
      assertThat(Applications.getEnv("good", "k")).isEmpty();
    });
  }

  private static void badarg(String message, ThrowingCallable code) {
    assertThatThrownBy(code).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  @OtpCase(suite = "application_SUITE", name = "get_supervisor")
  void getSupervisor() throws Exception {
    node.run(() -> {
      Applications.load(spec("kernel_like", notes(), () -> {
        Pid top = TestApplication.top();
        Process.register("kernel_sup", top);
        return Started.ok(top);
      }));
      Applications.load(ApplicationSpec.named("stdlib_like"));
      Applications.start("kernel_like").orElseThrow();
      Applications.start("stdlib_like").orElseThrow();
      // undefined = get_supervisor(stdlib)
      assertThat(Applications.getSupervisor("stdlib_like")).isEmpty();
      // {ok, Pid} = get_supervisor(kernel), Pid = whereis(kernel_sup)
      assertThat(Applications.getSupervisor("kernel_like")).isPresent().isEqualTo(Process.whereis("kernel_sup"));
      // Not running
      Applications.stop("kernel_like").orElseThrow();
      Applications.stop("stdlib_like").orElseThrow();
      assertThat(Applications.getSupervisor("kernel_like")).isEmpty();
    });
  }

  @Test
  @OtpCase(suite = "application_SUITE", name = "config_change")
  void configChange() throws Exception {
    List<String> notes = notes();
    node.run(() -> {
      Applications.load(spec("stdlib", notes)).orElseThrow();
      // Contents as of sys.config and the files that it names; reading files is not ours.
      ApplicationResult changed = Applications.changeConfig(List.of(
          ApplicationEnv.of("stdlib").with("par1", "sys").with("par2", "sys"),
          ApplicationEnv.of("stdlib").with("par2", "t1").with("par3", "t1"),
          ApplicationEnv.of("stdlib").with("par4", "t2"),
          ApplicationEnv.of("stdlib").with("par5", "t3"),
          ApplicationEnv.of("stdlib").with("par6", "sys")));
      assertThat(changed).isEqualTo(OK);
      // {value, {par1, sys}}, …: later ones win
      assertThat(Applications.getAllEnv("stdlib")).isEqualTo(
          Map.of("par1", "sys", "par2", "t1", "par3", "t1", "par4", "t2", "par5", "t3", "par6", "sys"));

      // As the case of OTP-2012: what the callback gets
      Applications.start("stdlib").orElseThrow();
      notes.clear();
      assertThat(
          Applications.changeConfig(List.of(ApplicationEnv.of("stdlib").with("par1", "sys").with("par2", "new").with("par7", 7))))
          .isEqualTo(OK);
      assertThat(notes).containsExactly("configChange {par2=new} {par7=7} [par3, par4, par5, par6]");
      // Nothing changed, nothing told
      assertThat(
          Applications.changeConfig(List.of(ApplicationEnv.of("stdlib").with("par1", "sys").with("par2", "new").with("par7", 7))))
          .isEqualTo(OK);
      assertThat(notes).hasSize(1);
      Applications.stop("stdlib").orElseThrow();
    });
  }

  @Test
  @OtpCase(suite = "application_SUITE", name = "optional_applications")
  void optionalApplications() throws Exception {
    node.run(() -> {
      provide(spec("app1"), spec("app9"));
      // Missing: not in the way
      Applications.load(spec("needs_missing").withApplications("app1", "nowhere").withOptionalApplications("nowhere"))
          .orElseThrow();
      assertThat(Applications.start("needs_missing")).hasToString("{error, {not_started, app1}}");
      assertThat(Applications.ensureAllStarted("needs_missing")).isEqualTo(ApplicationResult.ok("app1", "needs_missing"));
      Applications.stop("needs_missing").orElseThrow();
      Applications.stop("app1").orElseThrow();
      // Present: start does not need it, ensure_all_started starts it before
      Applications.load(spec("wishes").withApplications("app9").withOptionalApplications("app9")).orElseThrow();
      assertThat(Applications.start("wishes").isOk()).isTrue();
      assertThat(running()).containsExactly("wishes");
      Applications.stop("wishes").orElseThrow();
      assertThat(Applications.ensureAllStarted("wishes")).isEqualTo(ApplicationResult.ok("app9", "wishes"));
      Applications.stop("wishes").orElseThrow();
      Applications.stop("app9").orElseThrow();
      // {ok, [...]} = get_key(App, optional_applications)
      assertThat(Applications.getKey("wishes", "optional_applications")).contains(List.of("app9"));
      // What an optional application needs is not optional
      Applications.load(spec("half").withApplications("nowhere"));
      Applications.load(spec("wants_half").withApplications("half").withOptionalApplications("half"));
      assertThat(Applications.ensureAllStarted("wants_half"))
          .hasToString("{error, {nowhere, {\"no such specification\", nowhere}}}");
      assertThat(running()).isEmpty();
    });
  }

  @Test
  @OtpCase(suite = "application_SUITE", name = "persistent_env")
  void persistentEnv() throws Exception {
    var persistent = ApplicationEnv.Options.PERSISTENT;
    node.run(() -> {
      // set_env(appinc, own2, persist, [{persistent, true}]), and key1
      Applications.setEnv("appinc", "own2", "persist", persistent);
      Applications.setEnv("appinc", "key1", "persist", persistent);
      Applications.load(appinc()).orElseThrow();
      assertThat(Applications.getEnv("appinc", "own_env1")).contains("value1");
      assertThat(Applications.getEnv("appinc", "own2")).contains("persist");
      assertThat(Applications.getEnv("appinc", "key1")).contains("persist");

      // Changing the environment after loading
      Applications.setEnv("appinc", "own_env1", "persist", persistent);
      assertThat(Applications.getEnv("appinc", "own_env1")).contains("persist");

      // Unset without persistent: back after loading again
      Applications.unsetEnv("appinc", "key1");
      assertThat(Applications.getEnv("appinc", "key1")).isEmpty();
      Applications.unload("appinc").orElseThrow();
      Applications.load(appinc()).orElseThrow();
      assertThat(Applications.getAllEnv("appinc")).isEqualTo(Map.of("own_env1", "persist", "own2", "persist", "key1", "persist"));

      // Unset persistent: the specification's value after loading again
      Applications.unsetEnv("appinc", "own_env1", persistent);
      Applications.unsetEnv("appinc", "key1", persistent);
      assertThat(Applications.getEnv("appinc", "own_env1")).isEmpty();
      Applications.unload("appinc").orElseThrow();
      Applications.load(appinc()).orElseThrow();
      assertThat(Applications.getAllEnv("appinc")).isEqualTo(Map.of("own_env1", "value1", "own2", "persist"));
      Applications.unload("appinc").orElseThrow();
    });
  }

  @Test
  @OtpCase(suite = "application_SUITE", name = "otp_1586")
  void recursiveLoad() throws Exception {
    node.run(() -> {
      // ok = load(app4()), which includes app5; ok = unload(app4)
      ApplicationSpec app4 = spec("app4").withIncludedApplications("app5");
      // Recursive load fails cleanly: nothing is loaded
      assertThat(Applications.load(app4)).isEqualTo(ApplicationResult.failed(new ApplicationError.NotFound("app5")));
      assertThat(Applications.loadedApplications()).isEmpty();
      provide(spec("app5"));
      assertThat(Applications.load(app4)).isEqualTo(OK);
      assertThat(Applications.loadedApplications()).extracting(Description::name).containsExactly("app4", "app5");
      assertThat(Applications.unload("app4")).isEqualTo(OK);
      assertThat(Applications.loadedApplications()).isEmpty();
    });
  }

  @Test
  @OtpCase(suite = "application_SUITE", name = "otp_4227")
  void aDependencyThatCrashed() throws Exception {
    node.run(() -> {
      Applications.load(spec("app9")).orElseThrow();
      Applications.load(spec("app10").withApplications("app9")).orElseThrow();
      // {error, {not_started, app9}} = start(app10)
      assertThat(Applications.start("app10")).hasToString("{error, {not_started, app9}}");
      // Start app9 and brutally kill it, then {error, {not_running, app9}} = start(app10)
      Applications.start("app9").orElseThrow();
      Pid pid9 = Applications.getSupervisor("app9").orElseThrow();
      Process.exit(pid9, ExitReason.KILL);
      node.await("app9 is not running", () -> !running().contains("app9"));
      assertThat(Applications.start("app10")).hasToString("{error, {not_running, app9}}");
      // APP-28: it can be started again
      Applications.start("app9").orElseThrow();
      assertThat(Applications.start("app10").isOk()).isTrue();
      Applications.stop("app10").orElseThrow();
      Applications.stop("app9").orElseThrow();
    });
    assertThat(node.expectReport(ApplicationExitReport.class).exited()).isEqualTo(ExitReason.KILLED);
    node.expectReport(CrashReport.class);
  }

  @Test
  @OtpCase(suite = "application_SUITE", name = "otp_5363")
  void allOfTheGroupAreKilled() throws Exception {
    node.run(() -> {
      Applications.load(spec("group_leader", notes(), () -> {
        CompletableFuture<Void> registered = new CompletableFuture<>();
        Process.spawn(() -> {
          Process.register("nisse", Process.self());
          registered.complete(null);
          Process.receive(Void.class);
        });
        registered.join();
        for (int i = 0; i < 1000; i++) {
          Process.spawn(() -> Process.receive(Void.class));
        }
        return Started.ok(TestApplication.top());
      })).orElseThrow();
      int before = node.node().processCount();
      Applications.start("group_leader").orElseThrow();
      // Pid = whereis(nisse), monitored; ok = stop(group_leader); DOWN; undefined = whereis(nisse)
      Pid nisse = Process.whereis("nisse").orElseThrow();
      Ref ref = Process.monitor(nisse);
      assertThat(Applications.stop("group_leader")).isEqualTo(OK);
      assertThat(Process.receive(Info.Down.class).ref()).isEqualTo(ref);
      assertThat(Process.whereis("nisse")).isEmpty();
      node.await("nothing of the application is left", () -> node.node().processCount() == before);
    });
  }
}
