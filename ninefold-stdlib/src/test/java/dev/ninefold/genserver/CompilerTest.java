package dev.ninefold.genserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the compiler refuses. */
class CompilerTest {

  private static final String SERVER = """
      import dev.ninefold.gen.*;
      import dev.ninefold.genserver.*;
      import dev.ninefold.process.*;
      import java.util.*;

      final class Stack implements GenServer<List<String>, Stack.Call<?>, Stack.Cast> {
        sealed interface Call<R> extends Request<R> {}
        record Pop() implements Call<Optional<String>> {}
        record Depth() implements Call<Integer> {}
        sealed interface Cast {}
        record Push(String element) implements Cast {}
        record Foreign() implements Request<String> {}

        public Init<List<String>> init() {
          return Init.ok(List.of());
        }

        public CallResult<List<String>> handleCall(Call<?> request, From from, List<String> stack) {
          return switch (request) {
            case Pop pop -> CallResult.reply(pop, Optional.empty(), stack);
            //DEPTH//
          };
        }

        public Next<List<String>> handleCast(Cast message, List<String> stack) {
          return Next.noReply(stack);
        }

        static void client(ServerRef<Call<?>, Cast> stack) {
          //CLIENT//
        }
      }
      """;

  private static final String DEPTH = "case Depth depth -> CallResult.reply(depth, stack.size(), stack);";

  @TempDir Path folder;

  /** The errors of the server with these lines in it, in English. */
  private List<String> errors(String depth, String client) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    String source = SERVER.replace("//DEPTH//", depth).replace("//CLIENT//", client);
    JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Stack.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
    try (var files = compiler.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(folder));
      List<String> options = List.of("-proc:none", "-classpath", System.getProperty("java.class.path"));
      compiler.getTask(new StringWriter(), files, diagnostics, options, null, List.of(file)).call();
    }
    return diagnostics.getDiagnostics()
        .stream()
        .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
        .map(d -> d.getMessage(Locale.ROOT))
        .toList();
  }

  @Test
  void whatIsRightCompiles() throws IOException {
    assertThat(errors(DEPTH, """
        int depth = GenServer.call(stack, new Depth());
        Optional<String> top = GenServer.call(stack, new Pop());
        GenServer.cast(stack, new Push("a"));
        RequestId<Integer> id = GenServer.sendRequest(stack, new Depth());
        RequestIds<Object, String> ids = GenServer.sendRequest(stack, new Pop(), "pop", RequestIds.empty());
        """)).isEmpty();
  }

  @Test
  void aReplyOfTheWrongType() throws IOException {
    assertThat(errors("case Depth depth -> CallResult.reply(depth, \"two\", stack);", "")).singleElement()
        .asString()
        .contains("incompatible", "String", "Integer");
    assertThat(errors(DEPTH, "String depth = GenServer.call(stack, new Depth());")).singleElement()
        .asString()
        .contains("incompatible", "Integer");
    assertThat(errors(DEPTH, "From from = null; from.to(new Depth()).reply(\"two\");")).singleElement()
        .asString()
        .contains("incompatible", "String", "Integer");
  }

  @Test
  void aRequestThatTheServerDoesNotKnow() throws IOException {
    for (String call : List.of("GenServer.call(stack, new Foreign());", "GenServer.sendRequest(stack, new Foreign());")) {
      assertThat(errors(DEPTH, call)).singleElement().asString().contains("Foreign");
    }
  }

  @Test
  void aCastThatTheServerDoesNotKnow() throws IOException {
    for (String cast : List.of("GenServer.cast(stack, \"push\");", "GenServer.cast(stack, new Pop());")) {
      assertThat(errors(DEPTH, cast)).singleElement().asString().contains("incompatible");
    }
  }

  @Test
  void aRequestThatIsForgotten() throws IOException {
    assertThat(errors("", "")).singleElement().asString().contains("does not cover all possible input values");
  }

  @Test
  void aNameThatIsNone() throws IOException {
    for (String name : List.of("\"my_server\"", "List.of(\"invalid_tuple\", \"my_server\")",
        "Name.via(\"Via\", \"my_server\")")) {
      assertThat(errors(DEPTH, "GenServer.startLink(Stack::new, StartOptions.DEFAULT.withName(" + name + "));")).singleElement()
          .asString()
          .contains("incompatible types");
    }
  }
}
