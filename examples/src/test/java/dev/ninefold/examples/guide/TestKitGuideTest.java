package dev.ninefold.examples.guide;

import static dev.ninefold.test.ProcessAssertions.assertDown;
import static dev.ninefold.test.ProcessAssertions.assertReceive;
import static dev.ninefold.test.ProcessAssertions.refuteReceived;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.gen.ServerRef;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.genserver.GenServerRun;
import dev.ninefold.genstatem.GenStatem;
import dev.ninefold.genstatem.GenStatemRun;
import dev.ninefold.process.CallException;
import dev.ninefold.process.Process;
import dev.ninefold.supervisor.ChildSpec;
import dev.ninefold.term.ExitReason;
import dev.ninefold.test.AllowLeaks;
import dev.ninefold.test.Leak;
import dev.ninefold.test.NinefoldTest;
import dev.ninefold.test.Probe;
import dev.ninefold.test.TestKit;
import dev.ninefold.time.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The snippets of docs/testing.md on the test kit. */
class TestKitGuideTest {

  // tag::first[]
  @NinefoldTest
  static class StackTest {

    @Test
    void whatIsPushedLastIsPoppedFirst(TestKit kit) {
      ServerRef<Stack.Call<?>, Stack.Cast> stack = kit.startServer(Stack::new);
      GenServer.cast(stack, new Stack.Push("brave"));
      assertThat(GenServer.call(stack, new Stack.Pop())).isEqualTo("brave");
    }
  }
  // end::first[]

  @Nested
  class First extends StackTest {}

  @Nested
  @NinefoldTest
  class More {

    // tag::spec[]
    @Test
    void itHasAName(TestKit kit) {
      kit.startSupervised(ChildSpec.ofServer(Stack.class, Stack::new, StartOptions.named("stack")));
      assertThat(GenServer.call(ServerRef.<Stack.Call<?>, Stack.Cast>named("stack"), new Stack.Depth())).isEqualTo(2);
      kit.stopSupervised(Stack.class);
      assertThat(Process.whereis("stack")).isEmpty();
    }
    // end::spec[]

    // tag::messages[]
    @Test
    void theCounterAnswersWhoAsks() {
      var counter = Counter.start(1);
      var ref = Process.makeRef();
      Counter.add(counter, 2);
      Process.send(counter, new Counter.Read(Process.self(), ref));
      assertThat(assertReceive(Counter.Total.class, total -> total.ref() == ref).value()).isEqualTo(3);
      refuteReceived(Counter.Total.class);
    }
    // end::messages[]

    // tag::down[]
    @Test
    void itStopsInOrder(TestKit kit) {
      var stack = kit.startServer(Stack::new);
      var monitor = Process.monitor(stack.pid());
      GenServer.stop(stack);
      assertThat(assertDown(monitor)).isEqualTo(ExitReason.NORMAL);
    }
    // end::down[]

    // tag::probe[]
    @Test
    void theCartAsksForPrices(TestKit kit, Probe prices) {
      var cart = kit.startServer(() -> new Cart(prices.server()));
      GenServer.cast(cart, new Cart.Add("apple"));
      prices.expectCall(Cart.Price.class, price -> price.article().equals("apple")).reply(3);
      assertThat(GenServer.call(cart, new Cart.Total())).isEqualTo(3);
    }
    // end::probe[]

    // tag::crash[]
    @Test
    void anEmptyStackCrashesTheServer(TestKit kit) {
      var stack = kit.startServer(Stack::new);
      GenServer.call(stack, new Stack.Pop());
      GenServer.call(stack, new Stack.Pop());
      assertThatThrownBy(() -> GenServer.call(stack, new Stack.Pop())).isInstanceOf(CallException.class);
      kit.expectCrash(NoSuchElementException.class);
    }
    // end::crash[]

    // tag::leak[]
    @Test
    @AllowLeaks(value = Leak.TIMER, because = "the reminder belongs to nobody, and the node ends with the test")
    void aReminderIsSetOnce() {
      Process.sendAfter(Duration.ofDays(1), ServerRef.named("stack").destination(), "remember");
    }
    // end::leak[]

    // tag::time[]
    @Test
    @NinefoldTest(manualTime = true)
    void theDoorLocksItself(TestKit kit, ManualTime time) {
      var door = kit.startStatem(Door::new);
      List.of("a", "b", "c", "d").forEach(button -> GenStatem.cast(door, new Door.Button(button)));
      assertThat(GenStatem.call(door, new Door.IsOpen())).isTrue();
      time.advance(Duration.ofSeconds(10));
      assertThat(GenStatem.call(door, new Door.IsOpen())).isFalse();
    }
    // end::time[]
  }

  // tag::server-run[]
  @Test
  void theStackWithoutAProcess() {
    var stack = GenServerRun.of(new Stack());
    stack.cast(new Stack.Push("brave"));
    assertThat(stack.state()).containsExactly("brave", "hello", "world");
    String popped = stack.call(new Stack.Pop());
    assertThat(popped).isEqualTo("brave");
  }
  // end::server-run[]

  // tag::statem-run[]
  @Test
  void buttonsWaitWhileTheDoorIsOpen() {
    var door = GenStatemRun.of(new Door());
    List.of("a", "b", "c", "d", "x").forEach(button -> door.cast(new Door.Button(button)));
    assertThat(door.state()).isEqualTo(new Door.Open());
    assertThat(door.postponed()).hasSize(1);
    assertThat(door.timeouts()).extracting(GenStatemRun.Running::left).containsExactly(Duration.ofSeconds(10));

    door.advance(Duration.ofSeconds(10));
    assertThat(door.state()).isEqualTo(new Door.Locked(List.of("x")));
    assertThat(door.postponed()).isEmpty();
  }
  // end::statem-run[]
}
