package dev.ninefold.debug;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.debug.DebugFunction.Result;
import dev.ninefold.debug.SystemEvent.In;
import dev.ninefold.debug.SystemEvent.NoReply;
import dev.ninefold.debug.SystemEvent.Out;
import dev.ninefold.debug.SystemEvent.Term;
import dev.ninefold.process.ExitException;
import dev.ninefold.process.ThrownException;
import dev.ninefold.term.ExitReason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SYS-14 to SYS-23: who sees an event, and what becomes of them. */
class DebugEngineTest {

  private static final EventFormat FORMAT = (event, process) -> process + ": " + event;

  private static final Facility TRACE = new Facility.Trace();
  private static final Facility COUNTER = new Facility.Counter(7, 0, 0);

  @TempDir Path dir;

  /** Writes down what is done. */
  private static final class Recorded implements DebugEngine.Output {
    final List<String> done = new ArrayList<>();
    boolean canWrite = true;

    @Override
    public void print(DebugItem item) {
      done.add("print " + item.line());
    }

    @Override
    public boolean write(EventFile file, DebugItem item) {
      done.add("write " + item.line());
      return canWrite;
    }

    @Override
    public void failed(Facility.Installed function, DebugItem item, Throwable failure) {
      done.add("failed " + function.id() + " at " + item.event() + ": " + failure.getMessage());
    }
  }

  private static DebugItem item(SystemEvent event) {
    return new DebugItem(event, "p", FORMAT);
  }

  private static Facility.Installed function(Object id, DebugFunction<Object> function, Object state) {
    return new Facility.Installed(id, function, state);
  }

  private static List<Facility> handle(List<Facility> before, Recorded output, SystemEvent... events) {
    List<Facility> facilities = before;
    for (SystemEvent event : events) {
      facilities = DebugEngine.handle(facilities, item(event), output);
    }
    return facilities;
  }

  // ---- SYS-23: all see each event, the most recently installed first

  @Test
  void allSeeEachEventTheNewestFirst() throws Exception {
    Recorded output = new Recorded();
    EventFile file = EventFile.open(dir.resolve("events"));
    DebugFunction<Object> seeing = (state, event, process) -> {
      output.done.add("call " + state + " " + event + " " + process);
      return DebugFunction.next((Integer) state + 1);
    };
    List<Facility> facilities = List.of();
    for (Facility next : List.of(TRACE, function("f", seeing, 1), new Facility.LogToFile(file), function("g", seeing, 10))) {
      facilities = DebugEngine.install(facilities, next);
    }

    List<Facility> after = handle(facilities, output, new Term("a"), new Term("b"));

    assertThat(output.done).containsExactly("call 10 a p", "write p: a", "call 1 a p", "print p: a", "call 11 b p", "write p: b",
        "call 2 b p", "print p: b");
    assertThat(after).containsExactly(function("g", seeing, 12), new Facility.LogToFile(file), function("f", seeing, 3), TRACE);
    file.close();
  }

  @Test
  void aListThatDoesNotChangeIsTheSame() {
    List<Facility> facilities = List.of(TRACE);
    assertThat(handle(facilities, new Recorded(), new Term("a"))).isSameAs(facilities);
  }

  // ---- SYS-16, SYS-21: one of each kind and id, the old one stays

  static Stream<Arguments> same() {
    DebugFunction<Object> f = (state, _, _) -> DebugFunction.next(state);
    DebugFunction<Object> g = (state, _, _) -> DebugFunction.next(state);
    return Stream.of(
        Arguments.of(TRACE, new Facility.Trace()),
        Arguments.of(new Facility.Log(EventLog.empty(3)), new Facility.Log(EventLog.empty(5))),
        Arguments.of(COUNTER, new Facility.Counter(9, 1, 1)),
        Arguments.of(function("id", f, 1), function("id", g, 2)),
        Arguments.of(function(f, f, 1), function(f, f, 2)));
  }

  @ParameterizedTest
  @MethodSource("same")
  void theSecondOfOneKeyIsIgnored(Facility first, Facility second) {
    List<Facility> facilities = DebugEngine.install(List.of(), first);
    assertThat(DebugEngine.install(facilities, second)).containsExactly(first);
    assertThat(DebugEngine.remove(facilities, second.key())).isEmpty();
    assertThat(DebugEngine.remove(facilities, "another")).containsExactly(first);
  }

  @Test
  void functionsOfDifferentIdsStandBesideEachOther() {
    DebugFunction<Object> f = (state, _, _) -> DebugFunction.next(state);
    List<Facility> both = DebugEngine.install(List.of(function("a", f, 1)), function("b", f, 2));
    assertThat(both).containsExactly(function("b", f, 2), function("a", f, 1));
    assertThat(DebugEngine.remove(both, "a")).containsExactly(function("b", f, 2));
    // without an id the function is it
    assertThat(DebugEngine.remove(List.of(function(f, f, 1)), f)).isEmpty();
  }

  // ---- SYS-20: what a function returns

  static Stream<Arguments> results() {
    DebugFunction<Object> next = (state, _, _) -> DebugFunction.next(state + "!");
    DebugFunction<Object> done = (_, _, _) -> DebugFunction.done();
    DebugFunction<Object> throwsDone = (_, _, _) -> {
      throw new ThrownException(DebugFunction.done());
    };
    DebugFunction<Object> throwsNext = (_, _, _) -> {
      throw new ThrownException(DebugFunction.next("thrown"));
    };
    DebugFunction<Object> throwsValue = (_, _, _) -> {
      throw new ThrownException("any");
    };
    DebugFunction<Object> checked = (_, _, _) -> {
      throw new Exception("checked");
    };
    DebugFunction<Object> error = (_, _, _) -> {
      throw new AssertionError("error");
    };
    DebugFunction<Object> exit = (_, _, _) -> {
      throw new ExitException(new ExitReason.Other("exit"));
    };
    DebugFunction<Object> nothing = (_, _, _) -> nothing();
    return Stream.of(
        Arguments.of("next", next, Optional.of("s!"), 0),
        Arguments.of("done", done, Optional.empty(), 0),
        Arguments.of("throws done", throwsDone, Optional.empty(), 0),
        Arguments.of("throws next", throwsNext, Optional.of("thrown"), 0),
        Arguments.of("throws another value", throwsValue, Optional.of("any"), 0),
        Arguments.of("fails by a checked exception", checked, Optional.empty(), 1),
        Arguments.of("fails by an error", error, Optional.empty(), 1),
        Arguments.of("exits", exit, Optional.empty(), 1),
        Arguments.of("returns null", nothing, Optional.empty(), 1));
  }

  @SuppressWarnings({"NullAway", "unchecked"}) // what the compiler cannot keep a lambda from
  private static Result<Object> nothing() {
    return (Result<Object>) Optional.empty().orElse(null);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("results")
  void whatAFunctionReturns(String name, DebugFunction<Object> function, Optional<Object> state, int failures) {
    Recorded output = new Recorded();
    List<Facility> after = handle(List.of(function("id", function, "s"), TRACE), output, new Term("x"));
    if (state.isPresent()) {
      assertThat(after).containsExactly(function("id", function, state.get()), TRACE);
    } else {
      assertThat(after).containsExactly(TRACE);
    }
    assertThat(output.done.stream().filter(done -> done.startsWith("failed id at x"))).hasSize(failures);
    // whatever it did, those behind it saw the event
    assertThat(output.done).endsWith("print p: x");
  }

  @Test
  void aFileThatCannotBeWrittenIsGivenUp() throws Exception {
    Recorded output = new Recorded();
    output.canWrite = false;
    EventFile file = EventFile.open(dir.resolve("events"));
    assertThat(handle(List.of(new Facility.LogToFile(file), TRACE), output, new Term("x"))).containsExactly(TRACE);
    file.close();
  }

  // ---- SYS-18

  @Test
  void messagesInAndOutAreCounted() {
    List<Facility> after = handle(List.of(COUNTER), new Recorded(), new In("m"), new In("m", Optional.of("state")),
        new Out("r", "to"), new Out("r", "to", Optional.of("state")), new In("m"), new NoReply("s"), new Term("x"),
        new SystemEvent.Consume("e", "s", "s"));
    assertThat(after).containsExactly(new Facility.Counter(7, 3, 2));
  }

  // ---- SYS-15

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10})
  void theLastEventsAreKeptOldestFirst(int limit) {
    for (int count = 0; count <= 25; count++) {
      Term[] events = IntStream.range(0, count).mapToObj(Term::new).toArray(Term[]::new);
      List<Facility> after = handle(List.of(new Facility.Log(EventLog.empty(limit))), new Recorded(), events);
      assertThat(DebugEngine.logged(after).stream().map(DebugItem::event))
          .as("the last %d of %d", limit, count)
          .containsExactly(List.of(events).subList(Math.max(0, count - limit), count).toArray(Term[]::new));
    }
  }

  @Test
  void withoutALogNothingIsKept() {
    assertThat(DebugEngine.logged(handle(List.of(TRACE), new Recorded(), new Term("x")))).isEmpty();
  }
}
