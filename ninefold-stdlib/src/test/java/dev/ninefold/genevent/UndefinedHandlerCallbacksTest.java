package dev.ninefold.genevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ninefold.gen.Request;
import dev.ninefold.gen.UndefinedCallbackException;
import dev.ninefold.process.Process;
import dev.ninefold.report.HandlerTerminateReport;
import dev.ninefold.report.NoHandleInfoReport;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Handlers without some of the callbacks. */
@WithNode
class UndefinedHandlerCallbacksTest {

  private static final String SUITE = "gen_event_SUITE";

  /** {@code oc_event}: nothing but init. */
  private static final class OcEvent implements EventHandler<String, Object, CallMsg> {
    static final HandlerKey<OcEvent> KEY = HandlerKey.of(OcEvent.class);

    @Override
    public HandlerInit<String> init() {
      return HandlerInit.ok("state");
    }
  }

  private record CallMsg() implements Request<Object> {}

  private static ManagerRef<Object> start() {
    ManagerRef<Object> manager = GenEvent.start().orElseThrow();
    GenEvent.addHandler(manager, OcEvent.KEY, OcEvent::new);
    return manager;
  }

  private static void undefined(HandlerFailure failure, String callback) {
    assertThat(failure).isInstanceOfSatisfying(HandlerFailure.Exit.class,
        exit -> assertThat(exit.reason()).isInstanceOfSatisfying(ExitReason.Crashed.class, crashed -> assertThat(crashed.cause())
            .isInstanceOf(UndefinedCallbackException.class)
            .hasMessageContainingAll("undef", OcEvent.class.getName(), callback)));
  }

  @Test
  @OtpCase(suite = SUITE, name = "undef_handle_call")
  void handleCall(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = start();
      HandlerException failed =
          catchThrowableOfType(HandlerException.class, () -> GenEvent.call(manager, OcEvent.KEY, new CallMsg()));
      undefined((HandlerFailure) failed.error(), "handleCall");
      assertThat(failed).hasCauseInstanceOf(UndefinedCallbackException.class);
      assertThat(GenEvent.whichHandlers(manager)).isEmpty();
      node.expectReport(HandlerTerminateReport.class, report -> report.lastMessage().equals(new CallMsg()));
      GenEvent.stop(manager);
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "undef_handle_event")
  void handleEvent(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = start();
      GenEvent.syncNotify(manager, "event_msg");
      assertThat(GenEvent.whichHandlers(manager)).isEmpty();
      GenEvent.addHandler(manager, OcEvent.KEY, OcEvent::new);
      assertThat(GenEvent.whichHandlers(manager)).containsExactly(OcEvent.KEY);
      GenEvent.notify(manager, "event_msg");
      assertThat(GenEvent.whichHandlers(manager)).isEmpty();
      for (HandlerTerminateReport report : node.expectReports(2, HandlerTerminateReport.class)) {
        undefined(new HandlerFailure.Exit(report.reason()), "handleEvent");
      }
      GenEvent.stop(manager);
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "undef_handle_info")
  void handleInfo(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = start();
      Process.send(manager.pid(), "hej");
      assertThat(GenEvent.whichHandlers(manager)).containsExactly(OcEvent.KEY);
      NoHandleInfoReport report = node.expectReport(NoHandleInfoReport.class);
      assertThat(report.label()).isEqualTo("{gen_event, no_handle_info}");
      assertThat(report.module()).isEqualTo(OcEvent.class.getName());
      assertThat(report.message()).isEqualTo("hej");
      GenEvent.stop(manager);
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "undef_terminate")
  void terminate(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = start();
      assertThat(GenEvent.deleteHandler(manager, OcEvent.KEY, List.of())).isEqualTo("ok");
      assertThat(GenEvent.whichHandlers(manager)).isEmpty();
      GenEvent.stop(manager);
    });
  }

  @Test
  @OtpCase(suite = SUITE, name = "undef_in_terminate")
  void undefinedInTerminate(TestNode node) throws Exception {
    node.run(() -> {
      ManagerRef<Object> manager = GenEvent.start().orElseThrow();
      UndefinedCallbackException undef = new UndefinedCallbackException("dummy_h", "terminate()", "terminate");
      GenEvent.addHandler(manager, DummyH.KEY, DummyH.state((Runnable) () -> {
        throw undef;
      }));
      assertThat(GenEvent.whichHandlers(manager)).containsExactly(DummyH.KEY);
      HandlerException failed =
          catchThrowableOfType(HandlerException.class, () -> GenEvent.deleteHandler(manager, DummyH.KEY, List.of()));
      assertThat(failed.error()).isEqualTo(new HandlerFailure.Exit(new ExitReason.Crashed(undef)));
      assertThat(GenEvent.whichHandlers(manager)).isEmpty();
      GenEvent.stop(manager);
    });
  }
}
