package dev.ninefold.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.report.Level;
import dev.ninefold.report.Report;
import dev.ninefold.testsupport.Eventually;
import dev.ninefold.time.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reports of long mailboxes. Nothing is told between two looks, so what a test says about it is told at the next. */
class LongMessageQueueTest {

  private static final LongMessageQueue TEN = new LongMessageQueue(3, 10);
  private static final Object GO = new Object();

  private ManualTime time = new ManualTime();
  private final List<Report> reports = new CopyOnWriteArrayList<>();
  private final NodeOptions quiet =
      NodeOptions.named("long").withTime(time).withReportHandlers(event -> reports.add(event.report()));
  private Node node = Node.start(quiet.withLongMessageQueue(TEN));

  @AfterEach
  void close() {
    node.close();
  }

  private void restart(NodeOptions options) {
    node.close();
    time = new ManualTime();
    node = Node.start(options.withTime(time));
  }

  /** Lets the node look once, and waits until it has. */
  private void look() {
    int before = node.longQueues().looks();
    time.advance(Duration.ofSeconds(1));
    Eventually.await("the node has looked", () -> node.longQueues().looks() > before);
  }

  private List<LongMessageQueueReport> told() {
    List<LongMessageQueueReport> told =
        reports.stream().filter(LongMessageQueueReport.class::isInstance).map(LongMessageQueueReport.class::cast).toList();
    reports.clear();
    return told;
  }

  private static void send(Pid pid, int count) {
    for (int i = 0; i < count; i++) {
      Process.send(pid, i);
    }
  }

  /** Takes so many messages each time it is told. */
  private Pid taking() {
    return node.spawn(() -> {
      while (true) {
        int count = Process.receive(int[].class)[0];
        for (int i = 0; i < count; i++) {
          Process.receive(Integer.class);
        }
      }
    });
  }

  private void take(Pid pid, int count) {
    int before = Process.messages(pid).size();
    Process.send(pid, new int[] {count});
    Eventually.await("it has taken them", () -> Process.messages(pid).size() == before - count);
  }

  @Test
  void theLengthsAreOrdered() {
    assertThat(LongMessageQueue.of(1000)).isEqualTo(new LongMessageQueue(500, 1000));
    assertThatThrownBy(() -> new LongMessageQueue(5, 5)).hasMessageContaining("got 5 and 5");
  }

  // One report for each crossing: none while it stays long, nor while it hovers between the lengths; the next after it was short.
  @Test
  void oncePerCrossing() {
    Pid pid = taking();
    send(pid, 9);
    look();
    assertThat(told()).isEmpty();
    send(pid, 3);
    look();
    assertThat(told()).singleElement().satisfies(report -> {
      assertThat(report.pid()).isEqualTo(pid);
      assertThat(report.length()).isEqualTo(12);
      assertThat(report.marks()).isEqualTo(TEN);
    });
    send(pid, 100);
    look();
    take(pid, 108);
    look();
    send(pid, 50);
    look();
    assertThat(told()).isEmpty();
    take(pid, 51);
    look();
    send(pid, 7);
    look();
    assertThat(told()).singleElement().satisfies(report -> assertThat(report.length()).isEqualTo(10));
  }

  // A process that waits for something else, one that is stuck in foreign code, and a behaviour that is stuck; each with what it is.
  @Test
  void whateverTheReceiverDoes() throws Exception {
    CountDownLatch stuck = new CountDownLatch(2);
    CountDownLatch release = new CountDownLatch(1);
    Pid waiting = node.spawn(() -> Process.receive(Object.class, m -> m == GO));
    Pid blocked = node.spawn(() -> {
      Process.setLabel("blocked");
      stuck.countDown();
      release.await();
    });
    SpawnOptions options =
        SpawnOptions.DEFAULT.withNode(node).withInitialCall(new InitialCall("stuck", "init", 1));
    Pid behaviour = EventProcess.spawn(options, new EventBody() {
      @Override
      public void start() throws Exception {
        Process.register("stuck", Process.self());
        stuck.countDown();
        release.await();
      }

      @Override
      public void handle(Object message) {}
    });
    stuck.await();
    for (Pid pid : List.of(waiting, blocked, behaviour)) {
      send(pid, 10);
    }
    Eventually.await("it has looked at them", () -> Process.info(waiting).orElseThrow().status() == ProcessInfo.Status.WAITING);
    look();
    List<LongMessageQueueReport> told = told();
    assertThat(told).extracting(LongMessageQueueReport::pid).containsExactlyInAnyOrder(waiting, blocked, behaviour);
    LongMessageQueueReport ofWaiting = of(told, waiting);
    assertThat(ofWaiting.status()).isEqualTo(ProcessInfo.Status.WAITING);
    assertThat(ofWaiting.headline()).isEqualTo("Mailbox of " + waiting + " is long: 10 messages wait");
    assertThat(of(told, blocked).processLabel()).contains("blocked");
    LongMessageQueueReport ofBehaviour = of(told, behaviour);
    assertThat(ofBehaviour.status()).isEqualTo(ProcessInfo.Status.RUNNING);
    assertThat(ofBehaviour.initialCall()).contains(new InitialCall("stuck", "init", 1));
    assertThat(ofBehaviour.registeredName()).isEqualTo(Optional.of("stuck"));
    assertThat(ofBehaviour.headline()).isEqualTo("Mailbox of stuck is long: 10 messages wait");
    assertThat(ofBehaviour.level()).isEqualTo(Level.WARNING);
    assertThat(ofBehaviour.stack()).isNotEmpty().hasSizeLessThanOrEqualTo(8);
    assertThat(ofBehaviour.fields()).containsEntry("message_queue_len", 10)
        .containsEntry("long_message_queue", "{3, 10}")
        .containsKeys("pid", "registered_name", "initial_call", "status", "current_stacktrace");
    release.countDown();
  }

  private static LongMessageQueueReport of(List<LongMessageQueueReport> told, Pid pid) {
    return told.stream().filter(report -> report.pid() == pid).findFirst().orElseThrow();
  }

  // A process may have lengths of its own, or none, whatever its node says; also on a node that says nothing.
  @Test
  void ofOneProcess() {
    SpawnOptions own = SpawnOptions.DEFAULT.withLongMessageQueue(LongMessageQueue.of(100));
    SpawnOptions off = SpawnOptions.DEFAULT.withLongMessageQueue(LongMessageQueue.OFF);
    for (NodeOptions options : List.of(quiet.withLongMessageQueue(TEN), quiet)) {
      restart(options);
      Pid later = Process.spawn(own.withNode(node), Messages::idle);
      Pid never = Process.spawn(off.withNode(node), Messages::idle);
      send(later, 99);
      send(never, 1000);
      look();
      assertThat(told()).isEmpty();
      send(later, 1);
      look();
      assertThat(told()).extracting(LongMessageQueueReport::pid).containsExactly(later);
    }
  }

  // Without the option nothing looks: no timer runs.
  @Test
  void offByDefault() {
    restart(quiet);
    Pid pid = node.spawn(Messages::idle);
    send(pid, 1000);
    assertThat(node.timers().pending()).isZero();
    time.advance(Duration.ofMinutes(1));
    assertThat(node.longQueues().looks()).isZero();
    assertThat(told()).isEmpty();
  }

  // While messages come and go and lists are turned round, a look neither hangs nor tells of what was never there.
  @Test
  void looksWhileMessagesFly() throws Exception {
    restart(quiet.withLongMessageQueue(LongMessageQueue.of(1_000)));
    int rounds = 300;
    CountDownLatch done = new CountDownLatch(4);
    for (int i = 0; i < 4; i++) {
      Pid echo = node.spawn(() -> {
        while (true) {
          Object[] request = Process.receive(Object[].class);
          Process.send((Pid) request[0], request[1]);
        }
      });
      node.spawn(() -> {
        for (int round = 0; round < rounds; round++) {
          for (int n = 0; n < 50; n++) {
            Process.send(echo, new Object[] {Process.self(), n});
          }
          for (int n = 0; n < 50; n++) {
            Process.receive(Integer.class);
          }
        }
        done.countDown();
      });
    }
    while (done.getCount() > 0) {
      look();
    }
    assertThat(told()).isEmpty();
  }
}
