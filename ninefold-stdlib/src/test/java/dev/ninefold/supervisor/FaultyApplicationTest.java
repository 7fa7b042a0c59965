package dev.ninefold.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.application.Application.Started;
import dev.ninefold.application.ApplicationError.StartFailed;
import dev.ninefold.application.ApplicationResult;
import dev.ninefold.application.ApplicationSpec;
import dev.ninefold.application.Applications;
import dev.ninefold.gen.Request;
import dev.ninefold.gen.UndefinedCallbackException;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.Init;
import dev.ninefold.supervisor.SupervisorError.FailedToStartChild;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import org.junit.jupiter.api.Test;

@WithNode
class FaultyApplicationTest {

  private static final class FaultyServer implements GenServer<Object, Request<Object>, Object> {
    @Override
    public Init<Object> init() {
      throw new UndefinedCallbackException(this, "an_undefined_function", "argument1");
    }
  }

  /**
   * <pre>
   * application app_faulty
   *   supervisor
   *     app_faulty, whose init fails
   * </pre>
   */
  @Test
  @OtpCase(suite = "supervisor_SUITE", name = "faulty_application_shutdown")
  void faultyApplicationShutdown(TestNode node) throws Exception {
    Trees.ignoreReports(node);
    node.run(() -> {
      Supervisor tree = () -> SupervisorSpec.of(Strategy.ONE_FOR_ONE, ChildSpec.worker("app_faulty",
          () -> GenServer.startLink(FaultyServer::new)));
      Applications
          .load(ApplicationSpec.named("app_faulty").withModule(() -> (_, _) -> Started.of(Supervisor.startLink(() -> tree))))
          .orElseThrow();
      // {error, {{shutdown, {failed_to_start_child,app_faulty,{undef, CallStack}}}, {app_faulty,start,_}}}
      ApplicationResult result = Applications.start("app_faulty");
      assertThat(result).isInstanceOfSatisfying(ApplicationResult.Failed.class,
          failed -> assertThat(failed.error()).isInstanceOfSatisfying(StartFailed.class, error -> {
            assertThat(error.callback().function()).isEqualTo("start");
            FailedToStartChild child = (FailedToStartChild) ((ExitReason.ShutdownWith) error.reason()).term();
            assertThat(child.id()).isEqualTo("app_faulty");
            // [{an_undefined_module_with,an_undefined_function,_,_}|_] = CallStack
            Throwable cause = ((ExitReason.Crashed) child.reason()).cause();
            assertThat(cause).isInstanceOf(UndefinedCallbackException.class);
            assertThat(cause.getStackTrace()[0].getClassName()).isEqualTo(FaultyServer.class.getName());
          }));
      // ok = application:unload(app_faulty)
      assertThat(Applications.unload("app_faulty")).isEqualTo(ApplicationResult.ok());
    });
  }
}
