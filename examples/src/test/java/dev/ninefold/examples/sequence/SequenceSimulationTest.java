package dev.ninefold.examples.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.process.CallException;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.test.Explore;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tree with the stash under many orders of events: the server crashes, at any message, while others ask it for numbers. */
class SequenceSimulationTest {

  private static final int CLIENTS = 3;
  private static final int NUMBERS = 5;

  /** What became of a call. */
  private sealed interface Told {
    /** A number was given. */
    record Number(BigInteger number) implements Told {}
    /** None was, or it did not arrive. */
    record Failed() implements Told {}
  }

  // tag::simulation[]
  @Test
  void noNumberIsGivenTwiceAndNoneIsSkippedButByAFailedCall() {
    Explore.seeds(500)
        .withDelays(Duration.ofSeconds(1))
        .withCrashes(2, "Sequence.Server")
        .check(() -> SequenceSupervisor.startLink(BigInteger.valueOf(100)).orElseThrow(), () -> {
          Pid self = Process.self();
          for (int i = 0; i < CLIENTS; i++) {
            Process.spawn(() -> askForNumbers(self));
          }
          Process.spawn(() -> SequenceServer.incrementNumber("cat"));

          List<BigInteger> numbers = new ArrayList<>();
          int failures = 0;
          while (numbers.size() < CLIENTS * NUMBERS) {
            switch (Process.receive(Told.class)) {
              case Told.Number(BigInteger number) -> numbers.add(number);
              case Told.Failed() -> failures++;
            }
          }
          assertThat(numbers).doesNotHaveDuplicates();
          int range = numbers.stream().reduce(BigInteger::max).orElseThrow().intValueExact() - 100 + 1;
          assertThat(range - numbers.size()).as("skipped").isLessThanOrEqualTo(failures);
        });
  }
  // end::simulation[]

  private static void askForNumbers(Pid teller) {
    for (int given = 0; given < NUMBERS;) {
      try {
        Process.send(teller, new Told.Number(SequenceServer.nextNumber()));
        given++;
      } catch (CallException e) {
        Process.send(teller, new Told.Failed());
        Process.sleep(Duration.ofMillis(10));
      }
    }
  }
}
