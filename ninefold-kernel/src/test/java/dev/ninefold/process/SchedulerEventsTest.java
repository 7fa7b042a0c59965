package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.testsupport.Recordings;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;

/** The events of the scheduler in recordings of JDK Flight Recorder. */
class SchedulerEventsTest {

  private static final String HAND_OVER = "dev.ninefold.HandOver";
  private static final String RESCUE = "dev.ninefold.Rescue";

  private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
    return events.stream().filter(event -> event.getEventType().getName().equals(name)).toList();
  }

  @Test
  @WithNode
  void whoBlocksInOurApiHandsItsSlotOver(TestNode node) throws Exception {
    Pid[] pid = new Pid[1];
    List<RecordedEvent> events = Recordings.record(List.of(HAND_OVER), () -> node.run(() -> {
      CountDownLatch done = new CountDownLatch(1);
      pid[0] = EventProcess.spawn(SpawnOptions.LINKED, Blocks.handling(_ -> {
        Process.blocking(() -> "blocked");
        done.countDown();
      }));
      Process.send(pid[0], "block");
      done.await();
    }));
    assertThat(named(events, HAND_OVER)).filteredOn(event -> event.getString("process").equals(pid[0].toString()))
        .singleElement()
        .satisfies(event -> assertThat(event.getBoolean("foreign")).isFalse());
  }

  @Test
  @WithNode(slots = 1)
  void whatLoopsInTheOnlySlotIsMetByMoreSlots(TestNode node) throws Exception {
    List<RecordedEvent> events = Recordings.record(List.of(), () -> node.run(() -> {
      AtomicBoolean end = new AtomicBoolean();
      Pid loop = EventProcess.spawn(SpawnOptions.LINKED, Blocks.handling(_ -> {
        while (!end.get()) {
          Thread.onSpinWait();
        }
      }));
      Process.send(loop, "loop");
      Pid other = EventProcess.spawn(SpawnOptions.LINKED, Blocks.handling(_ -> end.set(true)));
      Process.send(other, "end it");
      while (!end.get()) {
        Thread.onSpinWait();
      }
    }));
    List<String> kinds = new ArrayList<>();
    named(events, RESCUE).forEach(event -> kinds.add(event.getString("kind")));
    assertThat(kinds).contains("SLOTS");
    assertThat(named(events, HAND_OVER)).isEmpty();
    assertThat(named(events, RESCUE)).allSatisfy(event -> {
      assertThat(event.getInt("added")).isPositive();
      assertThat(event.getInt("total")).isGreaterThan(event.getInt("added"));
    });
  }
}
