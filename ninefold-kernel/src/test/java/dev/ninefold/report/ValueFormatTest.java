package dev.ninefold.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ninefold.term.ExitReason;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ValueFormatTest {

  record Push(String element, int times) {}

  record Secret(String password) {
    @Override
    public String toString() {
      return "Secret[…]";
    }
  }

  private static String format(Object value, int depth) {
    return ValueFormat.format(value, FormatLimits.DEFAULT.withDepth(depth), FormatLimits.UNLIMITED, null);
  }

  private static String format(Object value) {
    return format(value, FormatLimits.UNLIMITED);
  }

  static Stream<Object> ordinaryValues() {
    return Stream.of("text", 'c', 42, 1.5, true, List.of(1, List.of(2, "x")), List.of(), Map.of("a", List.of(1)),
        new Push("cat", 2), List.of(new Push("cat", 2)), Optional.of(new Push("dog", 1)), Optional.empty(), new Secret("hush"),
        Map.entry("k", "v"), ExitReason.NORMAL, ExitReason.shutdown(List.of(1)), ExitReason.of("why"), Thread.State.NEW,
        new AtomicInteger(7));
  }

  @ParameterizedTest
  @MethodSource("ordinaryValues")
  void whatIsNotCutLooksLikeItsToString(Object value) {
    assertThat(format(value)).isEqualTo(value.toString());
  }

  /** As OTP's ~P prints the same lists, tuples and maps. */
  @ParameterizedTest
  @MethodSource("cut")
  void depthCountsAsInOtp(Object value, int depth, String expected) {
    assertThat(format(value, depth)).isEqualTo(expected);
  }

  static Stream<Arguments> cut() {
    var ten = IntStream.rangeClosed(1, 10).boxed().toList();
    var map = new LinkedHashMap<String, Object>();
    map.put("a", 1);
    map.put("b", 2);
    map.put("c", 3);
    map.put("d", List.of(1, 2, 3, List.of(4, 5, List.of(6))));
    return Stream.of(Arguments.of(ten, 1, "[...]"), Arguments.of(ten, 2, "[1, ...]"), Arguments.of(ten, 5, "[1, 2, 3, 4, ...]"),
        Arguments.of(map, 1, "{...}"), Arguments.of(map, 3, "{a=1, b=2, ...}"),
        Arguments.of(map, 5, "{a=1, b=2, c=3, d=[...]}"), Arguments.of(new Push("cat", 2), 2, "Push[element=cat, ...]"),
        Arguments.of(new Push("cat", 2), 1, "Push[...]"), Arguments.of(List.of(List.of(List.of(1))), 3, "[[[...]]]"),
        Arguments.of("a string is one piece", 1, "a string is one piece"), Arguments.of(new int[] {1, 2, 3}, 2, "[1, ...]"));
  }

  @ParameterizedTest
  @CsvSource({"10,0123456789", "9,012345...", "3,...", "2,.."})
  void textIsCutAtTheLimitOfCharacters(int limit, String expected) {
    assertThat(ValueFormat.format("0123456789", FormatLimits.DEFAULT, limit, null)).isEqualTo(expected);
  }

  @Test
  void noSurrogateIsTornApart() {
    assertThat(ValueFormat.format("ab\uD83D\uDE00cdefg", FormatLimits.DEFAULT, 6, null)).isEqualTo("ab...");
  }

  @Test
  void arraysShowTheirElements() {
    assertThat(format(new Object[] {1, new int[] {2, 3}, null, new byte[] {4}})).isEqualTo("[1, [2, 3], null, [4]]");
  }

  @Test
  void whatContainsItselfIsCut() {
    var list = new ArrayList<Object>();
    list.add(1);
    list.add(list);
    var map = new HashMap<String, Object>();
    map.put("self", map);
    var array = new Object[1];
    array[0] = Collections.singletonList(array);

    assertThat(format(list)).isEqualTo("[1, (contains itself)]");
    assertThat(format(map)).isEqualTo("{self=(contains itself)}");
    assertThat(format(array)).isEqualTo("[[(contains itself)]]");
  }

  @Test
  void theSameTwiceIsNoCycle() {
    var inner = List.of(1);
    assertThat(format(List.of(inner, inner))).isEqualTo("[[1], [1]]");
  }

  @Test
  void hugeValuesAreCutEvenWithoutLimits() {
    assertThat(format(Collections.nCopies(1_000_000, 7))).hasSizeLessThan(50_000).endsWith("7, ... (990000 more)]");
    assertThat(format(new byte[100_000_000])).hasSizeLessThan(50_000).endsWith("... (99990000 more)]");
    assertThat(format("x".repeat(5_000_000))).hasSize(FormatLimits.MAX_CHARS).endsWith("x...");
  }

  @Test
  void exponentialSharingEnds() {
    List<Object> list = List.of(1);
    for (int i = 0; i < 60; i++) {
      list = List.of(list, list);
    }
    assertThat(format(list)).hasSizeLessThan(200_000).contains("...");
  }

  @Test
  void deepNestingEnds() {
    List<Object> list = List.of(1);
    for (int i = 0; i < 100_000; i++) {
      list = List.of(list);
    }
    assertThat(format(list)).contains("[...]").hasSizeLessThan(1000);
  }

  @Test
  void aListWithoutEndEnds() {
    var endless = new AbstractList<Integer>() {
      @Override
      public Integer get(int index) {
        return index;
      }

      @Override
      public int size() {
        return Integer.MAX_VALUE;
      }
    };
    assertThat(format(endless)).startsWith("[0, 1, 2").endsWith("more)]");
  }

  @Test
  void codeThatThrowsIsTold() {
    var bad = new Object() {
      @Override
      public String toString() {
        throw new IllegalStateException("no");
      }
    };
    var broken = new AbstractList<Object>() {
      @Override
      public Object get(int index) {
        throw new AssertionError("broken");
      }

      @Override
      public int size() {
        return 2;
      }
    };
    var endless = new Object() {
      @Override
      public String toString() {
        return "again " + this;
      }
    };
    var silent = new Object() {
      private final String text = Map.of("a", "b").get("c");

      @Override
      public String toString() {
        return text;
      }
    };

    assertThat(format(List.of(1, bad, 2))).startsWith("[1, <")
        .contains("whose toString threw java.lang.IllegalStateException>")
        .endsWith(", 2]");
    assertThat(format(List.of(broken, 2))).contains("which threw java.lang.AssertionError>").endsWith(", 2]");
    assertThat(format(endless)).contains("whose toString threw java.lang.StackOverflowError>");
    assertThat(format(silent)).isEqualTo("null");
  }

  @Test
  void aRecordWithABrokenComponentShowsTheOthers() {
    record Half(int good, int bad) {
      @Override
      public int bad() {
        throw new IllegalStateException();
      }
    }
    assertThat(format(new Half(1, 2))).isEqualTo("Half[good=1, bad=<threw java.lang.IllegalStateException>]");
  }

  @Test
  void controlCharactersAreShownNotPrinted() {
    assertThat(format("a\u001b[31mb\r\nc\td")).isEqualTo("a\\u001b[31mb\\r\nc\td");
    assertThat(ValueFormat.format("a\nb", FormatLimits.DEFAULT.withSingleLine(true), 100, null)).isEqualTo("a\\nb");
  }

  // ---- exceptions

  private static <E extends Throwable> E at(E exception, String... methods) {
    exception.setStackTrace(Stream.of(methods)
        .map(m -> new StackTraceElement("app.Server", m, "Server.java", 7))
        .toArray(StackTraceElement[]::new));
    return exception;
  }

  @Test
  void exceptionsShowTheirStackAndCauses() {
    var thrown = at(new IllegalStateException("boom", at(new RuntimeException("why"), "inner")), "handleCall", "run");
    thrown.addSuppressed(new Exception("on the way"));

    assertThat(format(thrown)).isEqualTo("""
        java.lang.IllegalStateException: boom
            at app.Server.handleCall(Server.java:7)
            at app.Server.run(Server.java:7)
            Suppressed: java.lang.Exception: on the way
        Caused by: java.lang.RuntimeException: why
            at app.Server.inner(Server.java:7)""");
    assertThat(format(ExitReason.crashed(thrown))).isEqualTo(format(thrown));
  }

  @Test
  void onASingleLineOnlyTheTopFrame() {
    var thrown = at(new IllegalStateException("boom", at(new RuntimeException("why"), "inner")), "handleCall", "run");

    assertThat(ValueFormat.format(thrown, FormatLimits.DEFAULT.withSingleLine(true), 1000, null)).isEqualTo(
        "java.lang.IllegalStateException: boom at app.Server.handleCall(Server.java:7); "
            + "caused by java.lang.RuntimeException: why at app.Server.inner(Server.java:7)");
  }

  @Test
  void depthCutsTheStack() {
    assertThat(format(at(new Exception("e"), "a", "b", "c"), 2))
        .endsWith("a(Server.java:7)\n    at app.Server.b(Server.java:7)\n    ... 1 more");
  }

  @Test
  void anExceptionThatIsPrintedElsewhereHasNoStack() {
    var thrown = at(new IllegalStateException("boom", new RuntimeException("why")), "handleCall");

    assertThat(ValueFormat.format(thrown, FormatLimits.DEFAULT, 1000, thrown)).isEqualTo("java.lang.IllegalStateException: boom");
  }

  @Test
  void exceptionsThatCauseEachOtherEnd() {
    var first = at(new Exception("first"));
    var second = at(new Exception("second", first));
    first.initCause(second);

    assertThat(format(first)).isEqualTo(
        "java.lang.Exception: first\nCaused by: java.lang.Exception: second\nCaused by: itself, java.lang.Exception");
  }

  @Test
  void anExceptionWhoseMessageThrowsIsTold() {
    var thrown = at(new RuntimeException() {
      @Override
      public String getMessage() {
        throw new IllegalStateException();
      }
    });
    assertThat(format(thrown)).contains("whose toString threw java.lang.IllegalStateException>");
  }

  @Test
  void errorInfoSaysItsClass() {
    var exit = at(new RuntimeException("unused"), "handleCast");

    assertThat(format(new ErrorInfo(ErrorInfo.Kind.EXIT, ExitReason.of("why"), Optional.of(exit))))
        .isEqualTo("exception exit: why\n    at app.Server.handleCast(Server.java:7)");
    assertThat(format(ErrorInfo.exit(ExitReason.of("why")))).isEqualTo("exception exit: why");
    assertThat(format(ErrorInfo.error(at(new Exception("e"), "m"))))
        .isEqualTo("exception error: java.lang.Exception: e\n    at app.Server.m(Server.java:7)");
  }
}
