package dev.ninefold.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ninefold.gen.Request;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.genserver.GenServer;
import dev.ninefold.process.CallException;
import dev.ninefold.process.Info;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.term.ExitReason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@NinefoldTest
class ProbeTest {

  record Price(String article) implements Request<Integer> {}

  record Sold(String article) {}

  @Test
  void itGetsMessages(Probe probe) {
    Process.send(probe.pid(), "a");
    Process.send(probe.pid(), 1);
    assertThat(probe.assertReceive(Integer.class)).isEqualTo(1);
    assertThat(probe.messages()).containsExactly("a");
    assertThat(probe.assertReceive(String.class, "a"::equals)).isEqualTo("a");
    probe.refuteReceived(Object.class);
    Process.send(probe.pid(), "b");
    assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> probe.refuteReceive(String.class))
        .withMessage("expected no String for process " + probe.pid() + " within 100 ms, got \"b\"");
    assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> probe.assertReceived(Long.class))
        .withMessageContaining("expected by now a Long for process " + probe.pid());
  }

  @Test
  void itIsAProcess(Probe probe, Probe other) throws Exception {
    assertThat(probe.run(Process::self)).isEqualTo(probe.pid());
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> probe.run(() -> {
      throw new IllegalStateException("boom");
    })).withMessage("boom");
    probe.send(other.pid(), "hello");
    assertThat(other.assertReceive(String.class)).isEqualTo("hello");
  }

  @Test
  void aProbeUsesAnotherButNotTheOneThatWaitsForIt(Probe one, Probe other) throws Exception {
    assertThat(one.<String>run(() -> other.run(() -> "done"))).isEqualTo("done");
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> one.run(() -> other.run(() -> one.send(other.pid(), "hello"))))
        .withMessageContaining("probe " + one.pid() + ": expected that it can run code, but it waits for the process that asks, "
            + other.pid());
    assertThat(one.<Pid>run(() -> one.run(Process::self))).isEqualTo(one.pid());
  }

  @Test
  void aFailureShowsWhereTheTestIs(Probe probe) {
    assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> probe.assertReceived(Long.class))
        .satisfies(failure -> assertThat(failure.getStackTrace()).extracting(StackTraceElement::getClassName)
            .contains(ProcessAssertions.class.getName(), ProbeTest.class.getName()));
  }

  @Test
  void itSeesOthersEnd(Probe probe) {
    var linked = Process.spawn(() -> Process.receive(Void.class));
    var monitored = Process.spawn(() -> Process.receive(Void.class));
    probe.link(linked);
    var monitor = probe.monitor(monitored);
    Process.exit(linked, ExitReason.SHUTDOWN);
    Process.exit(monitored, ExitReason.KILL);
    assertThat(probe.assertReceive(Info.Exit.class)).isEqualTo(new Info.Exit(linked, ExitReason.SHUTDOWN));
    assertThat(probe.assertDown(monitor)).isEqualTo(ExitReason.KILLED);
    assertThat(probe.assertDown(linked)).isEqualTo(ExitReason.NOPROC);
  }

  @Test
  void itStandsForAServer(TestKit kit) throws Exception {
    var shop = kit.probe("shop");
    var price = new CompletableFuture<Integer>();
    Process.spawnLink(() -> price.complete(GenServer.call(ServerRef.<Price, Sold>named("shop"), new Price("apple"))));

    var asked = shop.expectCall(Price.class, it -> it.article().equals("apple"));
    assertThat(asked.request()).isEqualTo(new Price("apple"));
    asked.reply(3);
    assertThat(price.get()).isEqualTo(3);
  }

  @Test
  void itAnswersRequestsAndGetsCasts(Probe shop) {
    ServerRef<Price, Sold> server = shop.server();
    var id = GenServer.sendRequest(server, new Price("apple"));
    GenServer.cast(server, new Sold("apple"));
    assertThat(shop.expectCast(Sold.class)).isEqualTo(new Sold("apple"));
    shop.expectCall(Price.class).reply(3);
    assertThat(GenServer.receiveResponse(id, Duration.ofSeconds(5)).toString()).contains("3");
  }

  @Test
  void whoAsksIsToldThatItHasEnded(Probe shop, Probe client) {
    ServerRef<Price, Sold> server = shop.server();
    Process.spawn(() -> {
      try {
        GenServer.call(server, new Price("apple"));
      } catch (CallException e) {
        Process.send(client.pid(), e.failure());
      }
    });
    shop.expectCall(Price.class);
    Process.exit(shop.pid(), ExitReason.KILL);
    assertThat(client.assertReceive(ExitReason.class)).isEqualTo(ExitReason.KILLED);
    assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> shop.assertReceive(String.class))
        .withMessageContaining("probe " + shop.pid() + " was ended from outside: killed");
  }

  @NinefoldTest
  static class ExpectsInVain {
    @Test
    void call(Probe shop) {
      shop.send(shop.pid(), new Price("pear"));
      GenServer.sendRequest(shop.<Price, Sold>server(), new Price("apple"));
      GenServer.cast(shop.<Price, Sold>server(), new Sold("apple"));
      shop.expectCall(Price.class, it -> it.article().equals("plum"));
    }

    @Test
    void cast(Probe shop) {
      GenServer.cast(shop.<Price, Sold>server(), new Sold("apple"));
      shop.expectCast(Sold.class, it -> it.article().equals("plum"));
    }

    @Test
    void message(Probe shop) {
      GenServer.cast(shop.<Price, Sold>server(), new Sold("apple"));
      shop.assertReceive(Sold.class);
    }
  }

  @Test
  void whatDoesNotComeFails() {
    assertThat(Samples.failures(ExpectsInVain.class)).extracting(Throwable::getMessage)
        .anySatisfy(message -> assertThat(message).contains("expected within 50 ms a call with a Price for probe <0.",
            "Price[article=pear]   <-- is a plain message: see Probe.assertReceive",
            "Price[article=apple]", "<-- is one, but the condition does not hold"))
        .anySatisfy(message -> assertThat(message).contains("a cast of a Sold for probe <0.",
            "<-- is one, but the condition does not hold"))
        .anySatisfy(message -> assertThat(message).contains("a Sold for process", "<-- is a cast: see Probe.expectCast"))
        .hasSize(3);
  }

  @Test
  void whatIsIgnoredIsNotThere(Probe probe) {
    Process.send(probe.pid(), "noise");
    probe.ignore("noise"::equals);
    Process.send(probe.pid(), "noise");
    GenServer.cast(probe.<Price, String>server(), "noise");
    probe.refuteReceived(String.class);
    assertThat(Process.messages(probe.pid())).isEmpty();
    Process.send(probe.pid(), "a");
    assertThat(probe.messages()).containsExactly("a");
    assertThat(probe.assertReceive(String.class)).isEqualTo("a");
    assertThat(Process.messages(probe.pid())).isEmpty();

    GenServer.cast(probe.<Price, String>server(), "noise");
    GenServer.cast(probe.<Price, String>server(), "b");
    assertThat(probe.expectCast(String.class)).isEqualTo("b");

    probe.ignore(new Price("pear")::equals);
    GenServer.sendRequest(probe.<Price, String>server(), new Price("pear"));
    GenServer.sendRequest(probe.<Price, String>server(), new Price("plum"));
    assertThat(probe.expectCall(Price.class).request()).isEqualTo(new Price("plum"));
  }
}
