package dev.ninefold.supervisor;

import static dev.ninefold.supervisor.Trees.FLAGS;
import static dev.ninefold.supervisor.Trees.counts;
import static dev.ninefold.supervisor.Trees.kid;
import static dev.ninefold.supervisor.Trees.noExit;
import static dev.ninefold.supervisor.Trees.pid;
import static dev.ninefold.supervisor.Trees.run;
import static dev.ninefold.supervisor.Trees.start;
import static dev.ninefold.supervisor.Trees.stop;
import static dev.ninefold.supervisor.Trees.term;
import static dev.ninefold.supervisor.Trees.tryStart;
import static dev.ninefold.supervisor.Trees.which;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.gen.BadReturnValue;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.ThrownException;
import dev.ninefold.report.SupervisorReport;
import dev.ninefold.supervisor.ChildSpec.ChildType;
import dev.ninefold.supervisor.ChildSpec.Modules;
import dev.ninefold.supervisor.SupervisorError.BadReturn;
import dev.ninefold.supervisor.SupervisorError.FailedToStartChild;
import dev.ninefold.supervisor.SupervisorError.Field;
import dev.ninefold.supervisor.SupervisorError.Flag;
import dev.ninefold.supervisor.SupervisorError.StartFailed;
import dev.ninefold.supervisor.SupervisorError.StartSpec;
import dev.ninefold.supervisor.SupervisorError.SupervisorData;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

@WithNode(manualTime = true)
class SupervisorStartTest {

  private static final String SUITE = "supervisor_SUITE";

  private static final ExitReason REASON = new ExitReason.Other("reason");

  TestNode node;

  /** sup_test */
  @Test
  @OtpCase(suite = SUITE, name = "sup_start_normal")
  void startNormal() throws Exception {
    run(node, () -> {
      // {ok, Pid} = start_link({ok, {{one_for_one, 2, 3600}, []}}), terminate(Pid, shutdown)
      SupervisorRef sup = start(FLAGS);
      assertThat(Process.whereis("sup_test")).contains(sup.pid());
      stop(sup);
    });
  }

  /** (nothing) */
  @Test
  @OtpCase(suite = SUITE, name = "sup_start_ignore_init")
  void ignoreInit() throws Exception {
    run(node, () -> {
      // ignore = start_link(ignore), check_no_exit(100)
      assertThat(tryStart(SupervisorSpec.ignore())).isEqualTo(new StartResult.Ignore<>());
      noExit();
    });
  }

  /** sup_test: child1 (ignored), child2 */
  @Test
  @OtpCase(suite = SUITE, name = "sup_start_ignore_child")
  void ignoreChild() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      // {ok, undefined} = start_child(Child1), {ok, CPid2} = start_child(Child2)
      assertThat(Supervisor.startChild(sup, ignoring("child1"))).isEqualTo(new StartResult.Ignore<>());
      Pid second = Trees.startChild(sup, kid("child2"));
      // [{child2, CPid2, worker, []}, {child1, undefined, worker, []}] = which_children
      assertThat(which(sup)).containsExactly("child2 " + second, "child1 undefined");
      // [2,1,0,2] = get_child_counts
      assertThat(counts(sup)).isEqualTo(counts(2, 1, 0, 2));
      // Besides, SUP-18: it may be started by restart_child.
      assertThat(Supervisor.restartChild(sup, "child1")).isEqualTo(new StartResult.Ignore<>());
    });
  }

  /** sup_test: child1 (temporary, ignored), child2 (temporary) */
  @Test
  @OtpCase(suite = SUITE, name = "sup_start_ignore_temporary_child")
  void ignoreTemporaryChild() throws Exception {
    run(node, () -> {
      SupervisorRef sup =
          start(FLAGS, ignoring("child1").withRestart(Restart.TEMPORARY), kid("child2").withRestart(Restart.TEMPORARY));
      // [{child2, CPid2, worker, []}] = which_children, true = is_pid(CPid2)
      assertThat(which(sup)).containsExactly("child2 " + pid(sup, "child2"));
      // [1,1,0,1] = get_child_counts
      assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));
    });
  }

  /** sup_test: child1 (temporary, ignored), child2 (temporary) */
  @Test
  @OtpCase(suite = SUITE, name = "sup_start_ignore_temporary_child_start_child")
  void ignoreTemporaryChildOfStartChild() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      // {ok, undefined} = start_child(Child1), {ok, CPid2} = start_child(Child2)
      assertThat(Supervisor.startChild(sup, ignoring("child1").withRestart(Restart.TEMPORARY)))
          .isEqualTo(new StartResult.Ignore<>());
      Pid second = Trees.startChild(sup, kid("child2").withRestart(Restart.TEMPORARY));
      // [{child2, CPid2, worker, []}] = which_children, [1,1,0,1] = get_child_counts
      assertThat(which(sup)).containsExactly("child2 " + second);
      assertThat(counts(sup)).isEqualTo(counts(1, 1, 0, 1));
    });
  }

  /** (nothing) */
  @Test
  @OtpCase(suite = SUITE, name = "sup_start_error_return")
  void errorReturn() throws Exception {
    run(node, () -> {
      // {error, {bad_return, {?MODULE, init, invalid}}} = start_link(invalid); all that Java leaves to return is null
      StartResult<SupervisorRef> result = Supervisor.startLink(ReturnsNull::new);
      assertThat(term(result)).isEqualTo(new BadReturn(ReturnsNull.class.getName(), "null"));
      // check_no_exit(100)
      noExit();
    });
    node.expectReport(CrashReport.class);
  }

  private static final class ReturnsNull implements Supervisor {
    @Override
    public SupervisorSpec init() {
      return null;
    }
  }

  /** (nothing) */
  @Test
  @OtpCase(suite = SUITE, name = "sup_start_fail")
  void fail() throws Exception {
    run(node, () -> {
      // {error, {fail, _Stacktrace}} = start_link(fail)
      IllegalStateException failure = new IllegalStateException("fail");
      StartResult<SupervisorRef> result = Supervisor.startLink(() -> () -> {
        throw failure;
      });
      assertThat(result).isEqualTo(StartResult.failed(ExitReason.crashed(failure)));
      // check_no_exit(100)
      noExit();
    });
    node.expectReport(CrashReport.class);
  }

  /** (nothing). SUP-12: what is thrown passes the supervisor by, and is judged by gen_server. */
  @Test
  void initThrowsAValueOrExits() throws Exception {
    run(node, () -> {
      assertThat(Supervisor.startLink(() -> () -> {
        throw new ThrownException(SupervisorSpec.ignore());
      })).isEqualTo(new StartResult.Ignore<>());
      assertThat(term(Supervisor.startLink(() -> () -> {
        throw new ThrownException("value");
      }))).isEqualTo(new BadReturnValue("value"));
      assertThat(Supervisor.startLink(() -> () -> {
        throw new ExitException(ExitReason.shutdown("not today"));
      })).isEqualTo(StartResult.failed(ExitReason.shutdown("not today")));
      noExit();
    });
    node.expectReport(CrashReport.class);
  }

  /** sup_test: child1, whose start function fails the second time */
  @Test
  @OtpCase(suite = SUITE, name = "sup_start_restart_child_returns_error")
  void restartChildReturnsError() throws Exception {
    run(node, () -> {
      List<Object> starts = new ArrayList<>();
      IllegalArgumentException failure = new IllegalArgumentException("function_clause");
      SupervisorRef sup = start(FLAGS, kid("child1").withStart(() -> {
        starts.add("start");
        if (starts.size() > 1) {
          throw failure;
        }
        return Kid.startLink();
      }));
      // ok = terminate_child(child1), {error,{function_clause,_}} = restart_child(child1)
      assertThat(Supervisor.terminateChild(sup, "child1").isOk()).isTrue();
      assertThat(Supervisor.restartChild(sup, "child1")).isEqualTo(StartResult.failed(ExitReason.crashed(failure)));
      // [{child1,undefined,worker,[]}] = which_children
      assertThat(which(sup)).containsExactly("child1 undefined");
    });
  }

  /** sup_test. SUP-15, SUP-56: what a start function may come to in start_child; nothing is added. */
  @Test
  void startChildReturnsError() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      ChildSpec child = kid("child1");
      IllegalStateException crash = new IllegalStateException("crash");
      StackOverflowError error = new StackOverflowError("deep");
      startFails(sup, child.withStart(() -> StartResult.failed(REASON)), REASON);
      startFails(sup, child.withStart(() -> {
        throw crash;
      }), ExitReason.crashed(crash));
      startFails(sup, child.withStart(() -> {
        throw error;
      }), ExitReason.crashed(error));
      startFails(sup, child.withStart(() -> {
        throw new ExitException(REASON);
      }), REASON);
      startFails(sup, child.withStart(() -> {
        throw new ThrownException("reason");
      }), REASON);
      startFails(sup, child.withStart(() -> null), new ExitReason.Other(new BadReturnValue("null")));
      assertThat(Supervisor.startChild(sup, child.withStart(() -> {
        throw new ThrownException(new StartResult.Ignore<>());
      }))).isEqualTo(new StartResult.Ignore<>());
      assertThat(which(sup)).containsExactly("child1 undefined");
    });
  }

  private static void startFails(SupervisorRef sup, ChildSpec child, ExitReason reason) {
    assertThat(term(Supervisor.startChild(sup, child))).isEqualTo(new StartFailed(reason, child));
    assertThat(Supervisor.whichChildren(sup)).isEmpty();
  }

  /** sup: child1, child2 (brutal_kill), child3 (supervisor) */
  @Test
  @OtpCase(suite = SUITE, name = "sup_start_map")
  void map() throws Exception {
    run(node, () -> {
      StartFunction function = Kid::startLink;
      SupervisorRef sup = start(SupervisorFlags.DEFAULT, ChildSpec.worker("child1", function),
          ChildSpec.worker("child2", function).withShutdown(Shutdown.BRUTAL_KILL), ChildSpec.supervisor("child3", function));
      // get_childspec: id, start, restart:=permanent, shutdown:=5000, type:=worker, modules:=[module of the start function]
      Modules modules = Modules.of(SupervisorStartTest.class);
      assertThat(Supervisor.getChildspec(sup, "child1"))
          .contains(new ChildSpec("child1", function, Restart.PERMANENT, Shutdown.afterMillis(5000), ChildType.WORKER, modules,
              false));
      // child2: shutdown:=brutal_kill
      assertThat(Supervisor.getChildspec(sup, "child2"))
          .contains(new ChildSpec("child2", function, Restart.PERMANENT, Shutdown.BRUTAL_KILL, ChildType.WORKER, modules, false));
      // child3: shutdown:=infinity, type:=supervisor
      assertThat(Supervisor.getChildspec(sup, "child3"))
          .contains(
              new ChildSpec("child3", function, Restart.PERMANENT, Shutdown.INFINITY, ChildType.SUPERVISOR, modules, false));
      // {error,not_found} = get_childspec(child4)
      assertThat(Supervisor.getChildspec(sup, "child4")).isEmpty();
      stop(sup);
    });
  }

  /** sup_test: first, second (fails), third. SUP-17 */
  @Test
  void aChildThatFailsStopsThoseBefore() throws Exception {
    List<String> log = new ArrayList<>();
    run(node, () -> {
      ChildSpec failing = kid("second").withStart(() -> {
        log.add("second " + Process.whereis("first").isPresent());
        return StartResult.failed(REASON);
      });
      StartResult<SupervisorRef> result = tryStart(SupervisorSpec.of(FLAGS, kid("first").withStart(() -> Kid.startLink("first")),
          failing, kid("third").withStart(() -> {
            log.add("third");
            return Kid.startLink();
          })));
      assertThat(result).isEqualTo(StartResult.failed(ExitReason.shutdown(new FailedToStartChild("second", REASON))));
      assertThat(Trees.reason(result)).hasToString("{shutdown, {failed_to_start_child, second, reason}}");
      assertThat(log).containsExactly("second true");
      assertThat(Process.whereis("first")).isEmpty();
      noExit();
    });
    SupervisorReport report = node.expectReport(SupervisorReport.class);
    assertThat(report.errorContext()).isEqualTo("start_error");
    assertThat(report.reason()).isEqualTo(REASON);
    assertThat(report.offender()).containsEntry("id", "second");
  }

  /** (nothing). The faulty specs are those of ChildSpecsTest. */
  @Test
  @OtpCase(suite = SUITE, name = "sup_flags")
  void flags() throws Exception {
    run(node, () -> {
      // {error,{supervisor_data,{invalid_strategy,_}}}; the compiler leaves null
      refused(SupervisorFlags.DEFAULT.withStrategy(null), Flag.INVALID_STRATEGY);
      // {error,{supervisor_data,{invalid_intensity,_}}}
      refused(SupervisorFlags.DEFAULT.withIntensity(-1), Flag.INVALID_INTENSITY);
      // {error,{supervisor_data,{invalid_period,_}}}, 0 and infinity
      refused(SupervisorFlags.DEFAULT.withPeriod(Duration.ZERO), Flag.INVALID_PERIOD);
      refused(SupervisorFlags.DEFAULT.withPeriod(Duration.ofSeconds(-1)), Flag.INVALID_PERIOD);
      refused(SupervisorFlags.DEFAULT.withPeriod(dev.ninefold.time.Timeout.INFINITY), Flag.INVALID_PERIOD);
      // {error,{supervisor_data,{invalid_auto_shutdown,_}}}
      refused(SupervisorFlags.DEFAULT.withAutoShutdown(null), Flag.INVALID_AUTO_SHUTDOWN);
      // {error,{supervisor_data,{invalid_type,_}}}: flags that are none
      refused(null, Flag.INVALID_TYPE);
      // Unexpected flags are ignored: the compiler refuses them.
      noExit();
    });
    node.ignoreReports(CrashReport.class);
  }

  private static void refused(SupervisorFlags flags, Flag flag) {
    assertThat(term(tryStart(SupervisorSpec.of(flags)))).isInstanceOfSatisfying(SupervisorData.class,
        data -> assertThat(data.error()).isInstanceOfSatisfying(SupervisorError.InvalidFlag.class,
            error -> assertThat(error.flag()).isEqualTo(flag)));
    assertThat(Process.whereis("sup_test")).isEmpty();
  }

  /** sup_test */
  @Test
  @OtpCase(suite = SUITE, name = "child_specs_map")
  void childSpecs() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(SupervisorFlags.DEFAULT);
      ChildSpec good = ChildSpec.worker("child", () -> StartResult.failed(REASON));
      // {error, _} = start_child(hej)
      assertThatThrownBy(() -> Supervisor.startChild(sup, null)).isInstanceOf(NullPointerException.class)
          .hasMessageContaining("spec: expected");
      assertThat(Supervisor.checkChildspecs(Arrays.asList((ChildSpec) null)))
          .isEqualTo(new ChildResult.Failed(ChildSpecs.field(Field.INVALID_CHILD_SPEC, null, null)));
      // #{} and #{start => mfa}: missing_id; #{id => child}: missing_start
      refused(sup, new ChildSpec(null, null, null, null, null, null, false), Field.MISSING_ID);
      refused(sup, good.withId(null), Field.MISSING_ID);
      refused(sup, good.withStart(null), Field.MISSING_START);
      // {invalid_mfa, mfa}: the compiler knows what a start function is
      // {invalid_restart_type, prmanent}, {invalid_shutdown, -10}, {invalid_child_type, wrker}, {invalid_modules, dy},
      // {invalid_module, 1}; {invalid_significant, maybe}: a boolean
      refused(sup, good.withRestart(null), Field.INVALID_RESTART_TYPE);
      refused(sup, good.withShutdown(Duration.ofMillis(-10)), Field.INVALID_SHUTDOWN);
      refused(sup, good.withType(null), Field.INVALID_CHILD_TYPE);
      refused(sup, good.withModules(null), Field.INVALID_MODULES);
      refused(sup, good.withModules(Modules.of((Class<?>) null)), Field.INVALID_MODULE);
      // {error, {badarg, _}} = check_childspecs(B1), which is no list
      assertThatThrownBy(() -> Supervisor.checkChildspecs(null)).isInstanceOf(NullPointerException.class)
          .hasMessageContaining("expected a list of child specs");
      everyCombination(good);
      // {error,{duplicate_child_name,child}} = check_childspecs([CS0,CS0])
      assertThat(Supervisor.checkChildspecs(List.of(good, good)))
          .isEqualTo(new ChildResult.Failed(ChildSpecs.field(Field.DUPLICATE_CHILD_NAME, "child", "child")));
      stop(sup);
      // {error, {start_spec, _}} = start_link
      assertThat(term(tryStart(SupervisorSpec.of(FLAGS, good.withRestart(null)))))
          .isEqualTo(new StartSpec(ChildSpecs.field(Field.INVALID_RESTART_TYPE, "child", null)));
      // {error, {start_spec, {bad_combination, _}}}: auto_shutdown => never does not accept significant children
      assertThat(term(tryStart(SupervisorSpec.of(SupervisorFlags.DEFAULT, good.withSignificant(true)))))
          .isInstanceOfSatisfying(StartSpec.class,
              error -> assertThat(error.error()).isInstanceOf(SupervisorError.BadCombination.class));
      noExit();
    });
    node.ignoreReports(CrashReport.class);
  }

  private static void refused(SupervisorRef sup, ChildSpec spec, Field field) {
    assertThat(term(Supervisor.startChild(sup, spec))).isInstanceOfSatisfying(SupervisorError.InvalidSpec.class,
        error -> assertThat(error.field()).isEqualTo(field));
    List<ChildSpec> specs = new ArrayList<>();
    specs.add(spec);
    assertThat(Supervisor.checkChildspecs(specs)).isInstanceOfSatisfying(ChildResult.Failed.class,
        failed -> assertThat(failed.error()).isInstanceOfSatisfying(SupervisorError.InvalidSpec.class,
            error -> assertThat(error.field()).isEqualTo(field)));
  }

  /** All combinations of good values; only significant has something to say against others. */
  private static void everyCombination(ChildSpec good) {
    List<Shutdown> shutdowns =
        List.of(Shutdown.afterMillis(0), Shutdown.afterMillis(1000), Shutdown.INFINITY, Shutdown.BRUTAL_KILL);
    List<Modules> modules =
        List.of(Modules.dynamic(), Modules.of(), Modules.of(String.class), Modules.of(String.class, List.class));
    for (AutoShutdown auto : AutoShutdown.values()) {
      for (Restart restart : Restart.values()) {
        for (Shutdown shutdown : shutdowns) {
          for (ChildType type : ChildType.values()) {
            for (Modules module : modules) {
              ChildSpec spec =
                  good.withRestart(restart).withShutdown(shutdown).withType(type).withModules(module).withSignificant(true);
              // {error, {bad_combination, [{auto_shutdown, never}, {significant, true}]}}
              // {error, {bad_combination, [{restart, permanent}, {significant, true}]}}
              ChildResult result = Supervisor.checkChildspecs(List.of(spec), auto);
              assertThat(result.isOk()).isEqualTo(auto != AutoShutdown.NEVER && restart != Restart.PERMANENT);
              assertThat(result.toString()).startsWith(auto == AutoShutdown.NEVER
                  ? "{error, {bad_combination, [{auto_shutdown, never}, {significant, true}]}"
                  : restart == Restart.PERMANENT ? "{error, {bad_combination, [{restart, permanent}, {significant, true}]}"
                      : "ok");
              // Without the second argument, that side is not checked.
              assertThat(Supervisor.checkChildspecs(List.of(spec)).isOk()).isEqualTo(restart != Restart.PERMANENT);
              // ok for all others
              assertThat(Supervisor.checkChildspecs(List.of(spec.withSignificant(false)), auto).isOk()).isTrue();
            }
          }
        }
      }
    }
  }

  /** sup: child, whose start function finds its name taken by another process */
  @Test
  @OtpCase(suite = SUITE, name = "already_started_outside_supervisor")
  void alreadyStartedOutside() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(SupervisorFlags.DEFAULT);
      Pid other = Process.spawnLink(() -> {
        Process.register("registered_name", Process.self());
        Process.receive();
      });
      node.await("the name is registered", () -> Process.whereis("registered_name").isPresent());
      // {error, {already_started, P}} = start_child(Child), Pid = P
      ChildSpec child = ChildSpec.supervisor("child", () -> Supervisor.startLink(List.of(), Strategy.ONE_FOR_ONE,
          StartOptions.named("registered_name"))).withRestart(Restart.TRANSIENT);
      assertThat(term(Supervisor.startChild(sup, child)))
          .isEqualTo(new StartResult.AlreadyStarted(java.util.Optional.of(other)));
      stop(sup);
      Process.send(other, "die");
      Trees.exited(other);
    });
  }

  /** sup_test. SUP-20 */
  @Test
  void aNameInUse() throws Exception {
    run(node, () -> {
      SupervisorRef sup = start(FLAGS);
      assertThat(term(tryStart(SupervisorSpec.of(FLAGS)))).hasToString("{already_started, " + sup.pid() + "}");
    });
  }

  private static ChildSpec ignoring(Object id) {
    return kid(id).withStart(StartResult.Ignore::new);
  }
}
