package dev.ninefold.examples.sequence;

import static dev.ninefold.test.ProcessAssertions.assertDown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.process.Process;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.test.NinefoldTest;
import dev.ninefold.test.TestKit;
import java.math.BigInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sequence server through its own functions. The test runs in a process of the node on which the names are registered. */
@NinefoldTest
class SequenceServerTest {

  @BeforeEach
  void start(TestKit kit) {
    kit.startSupervised(ChildSpec.supervisor("sequence", () -> SequenceSupervisor.startLink(BigInteger.valueOf(100))));
  }

  @Test
  void numbersFollowOneAnother() {
    assertThat(SequenceServer.nextNumber()).isEqualTo(100);
    assertThat(SequenceServer.nextNumber()).isEqualTo(101);
    SequenceServer.incrementNumber("200");
    assertThat(SequenceServer.nextNumber()).isEqualTo(302);
  }

  @Test
  void aCrashSkipsNoNumber(TestKit kit) {
    assertThat(SequenceServer.nextNumber()).isEqualTo(100);
    var monitor = Process.monitor(SequenceServer.NAME);

    SequenceServer.incrementNumber("cat");

    assertThat(kit.expectCrash(NumberFormatException.class)).hasMessageContaining("cat");
    assertDown(monitor);
    kit.await("the server is back", () -> Process.whereis(SequenceServer.NAME).isPresent());
    assertThat(SequenceServer.nextNumber()).isEqualTo(101);
  }
}
