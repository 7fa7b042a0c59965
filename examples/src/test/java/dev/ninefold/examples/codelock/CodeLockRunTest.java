package dev.ninefold.examples.codelock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.genstatem.GenStatemRun;
import dev.ninefold.genstatem.TimeoutType;
import dev.ninefold.term.ExitReason;
import dev.ninefold.test.NinefoldTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code lock, event by event, without a process of its own; what its init says of its process is said of that of the test. */
@NinefoldTest
class CodeLockRunTest {

  private final List<String> door = new ArrayList<>();

  private GenStatemRun<CodeLock.State, CodeLock.Data, CodeLock.Call<?>, CodeLock.Cast> lock() {
    return GenStatemRun.of(new CodeLock(List.of("a", "b"), door::add));
  }

  @Test
  void itOpensAndLocksItself() {
    var lock = lock();
    lock.cast(new CodeLock.Button("a"));
    assertThat(lock.data().buttons()).containsExactly("a");
    lock.cast(new CodeLock.Button("b"));
    assertThat(lock.state()).isEqualTo(CodeLock.State.OPEN);
    lock.advance(Duration.ofSeconds(10));
    assertThat(lock.state()).isEqualTo(CodeLock.State.LOCKED);
    assertThat(door).containsExactly("Locked", "Open", "Locked");
  }

  @Test
  void buttonsAreForgottenAfterAWhile() {
    var lock = lock();
    lock.cast(new CodeLock.Button("a"));
    lock.timeout(new TimeoutType.State());
    lock.cast(new CodeLock.Button("b"));
    assertThat(lock.state()).isEqualTo(CodeLock.State.LOCKED);
    assertThat(lock.call(new CodeLock.CodeLength())).isEqualTo(2);
  }

  @Test
  void anOpenDoorIsLockedInTheEnd() {
    var lock = lock();
    List.of("a", "b", "a").forEach(button -> lock.cast(new CodeLock.Button(button)));
    assertThat(lock.postponed()).hasSize(1);
    lock.stop(ExitReason.SHUTDOWN);
    assertThat(door).endsWith("Open", "Locked");
  }
}
