package dev.ninefold.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.gen.StartResult;
import dev.ninefold.process.CrashReport;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.Name;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.proclib.ProcLib;
import dev.ninefold.report.FormatLimits;
import dev.ninefold.report.ReportFormat;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The snippets of docs/special-processes.md about proc_lib. */
@WithNode
class SpecialProcessesGuideTest {
  TestNode node;

  // tag::start[]
  static StartResult<Integer> startListener() {
    return ProcLib.startLink(starter -> {
      try (var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
        starter.initAck(socket.getLocalPort());
        Process.receive();
      } catch (IOException e) {
        throw starter.initFail(StartResult.failed(ExitReason.of(e)), ExitReason.NORMAL);
      }
    }, Duration.ofSeconds(5));
  }
  // end::start[]

  @Test
  void aStart() throws Exception {
    node.run(() -> {
      var started = (StartResult.Ok<Integer>) startListener();
      assertThat(started.value()).isPositive();
      Process.send(started.pid(), "stop");
      node.awaitDeath(started.pid());
    });
  }

  @Test
  void aCrash() throws Exception {
    node.run(() -> {
      // tag::crash[]
      Pid reader = ProcLib.spawn(() -> {
        ProcLib.setLabel("meter 17");
        Process.receive(String.class, "read"::equals);
        throw new IllegalStateException("no signal");
      });
      Process.send(reader, "voltage?");
      Process.send(reader, "read");
      // end::crash[]
      CrashReport report = node.expectReport(CrashReport.class);
      assertThat(report.processLabel()).hasValue("meter 17");
      assertThat(new ReportFormat(FormatLimits.DEFAULT).format(report)).contains("""
              process_label: meter 17
              error_info: exception error: java.lang.IllegalStateException: no signal
          """, "message_queue_len: 1\n    messages: [voltage?]\n");
    });
  }

  @Test
  void aStop() throws Exception {
    node.run(() -> {
      Pid deaf = ProcLib.spawnLink(() -> Process.receive(String.class, "never"::equals));
      Process.register("reader", deaf);
      // tag::stop[]
      try {
        ProcLib.stop(Name.local("reader"), ExitReason.SHUTDOWN, Duration.ofMillis(10));
      } catch (ExitException e) {
        assertThat(e.reason()).hasToString("timeout");
      }
      // end::stop[]
      assertThat(Process.isAlive(deaf)).isTrue();
    });
  }
}
