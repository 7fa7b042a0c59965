package dev.ninefold.examples.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ninefold.examples.http.Deadlines.Deadline;
import dev.ninefold.gen.StartResult;
import dev.ninefold.process.Info;
import dev.ninefold.process.InitialCall;
import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.process.SpawnOptions;
import dev.ninefold.proclib.ProcLib;
import dev.ninefold.term.ExitReason;
import java.io.IOException;
import java.net.Socket;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.HttpProcessors;
import org.apache.hc.core5.http.impl.io.HttpService;
import org.apache.hc.core5.http.io.HttpServerRequestHandler.ResponseTrigger;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;

/** The process of one connection: reads requests, has each of them handled by a process, and writes the responses. */
final class Connection {

  private static final SpawnOptions OPTIONS = SpawnOptions.LINKED.withInitialCall(new InitialCall("Connection", "run", 0));
  private static final SpawnOptions HANDLER = SpawnOptions.LINKED.withInitialCall(new InitialCall("Handler", "handle", 1));

  /** A body that is larger than it may be. */
  private static final class ContentTooLargeException extends HttpException {
    private static final long serialVersionUID = 1L;

    ContentTooLargeException(int limit) {
      super("the body has more than " + limit + " bytes");
    }
  }

  private static final HttpResponse CRASHED = HttpResponse.of(500, "Internal Server Error").with("Connection", "close");
  private static final HttpResponse TOO_SLOW = HttpResponse.of(503, "Service Unavailable").with("Connection", "close");

  private final Wire wire;
  private final Handler handler;
  private final Limits limits;
  private Deadline deadline;

  private Connection(Wire wire, Handler handler, Limits limits) {
    this.wire = wire;
    this.handler = handler;
    this.limits = limits;
    this.deadline = Deadline.in(limits.request());
  }

  /** Starts the process of a connection that was accepted. */
  static StartResult<Pid> startLink(Socket socket, Handler handler, Limits limits) {
    Pid pid =
        ProcLib.spawn(OPTIONS.withLabel("connection of " + socket.getRemoteSocketAddress()), () -> run(socket, handler, limits));
    return StartResult.ok(pid, pid);
  }

  private static void run(Socket socket, Handler handler, Limits limits) throws HttpException {
    Http1Config config =
        Http1Config.custom().setMaxLineLength(limits.line()).setMaxHeaderCount(limits.headers()).build();
    try (socket) {
      new Connection(new Wire(socket, config), handler, limits).serve(config);
    } catch (IOException _) {
      // The client is gone. That is its right, and there is nobody to tell.
    }
  }

  private void serve(Http1Config config) throws IOException, HttpException {
    HttpService service = new HttpService(HttpProcessors.server("Ninefold"), this::answer, config, null, null) {
      @Override
      protected int toStatusCode(Exception e) {
        return e instanceof ContentTooLargeException ? 413 : super.toStatusCode(e);
      }
    };
    try {
      while (wire.isOpen()) {
        wire.requestRead(false);
        service.handleRequest(wire, HttpCoreContext.create());
        deadline.met();
        deadline = Deadline.in(limits.request());
      }
    } catch (MessageConstraintException _) {
      refuse(HttpResponse.of(431, "Request Header Fields Too Large"));
    } catch (MalformedChunkCodingException _) {
      refuse(HttpResponse.of(400, "Bad Request"));
    } finally {
      wire.close(CloseMode.GRACEFUL);
      Process.cancelTimer(deadline.timer());
    }
  }

  /** HttpCore notices, but takes it for a failure of the connection; what comes of it is for us to say. */
  private void refuse(HttpResponse response) throws IOException, HttpException {
    ClassicHttpResponse message = message(response.with("Connection", "close"));
    message.setHeader("Content-Length", message.getEntity().getContentLength());
    wire.sendResponseHeader(message);
    wire.sendResponseEntity(message);
    wire.close();
  }

  private void answer(ClassicHttpRequest message, ResponseTrigger trigger, HttpContext context)
      throws IOException, HttpException {
    HttpRequest request = new HttpRequest(message.getMethod(), path(message), body(message, trigger));
    wire.requestRead(true);
    deadline.met();
    HttpResponse response = handled(request);
    deadline = Deadline.in(limits.response());
    trigger.submitResponse(message(response));
  }

  // tag::handled[]
  /** Has the request handled by a process of its own, and waits until that has ended, in whatever way. */
  private HttpResponse handled(HttpRequest request) {
    Pid connection = Process.self();
    Process.trapExit(true);
    Pid process = ProcLib.spawn(HANDLER.withLabel(request), () -> Process.send(connection, handler.handle(request)));
    Optional<Info.Exit> end = Process.receive(Info.Exit.class, _ -> true, limits.handling());
    Process.trapExit(false);
    if (end.isEmpty()) {
      Process.unlink(process);
      Process.exit(process, ExitReason.KILL);
      return TOO_SLOW;
    }
    obey(end.filter(exit -> exit.from() != process));
    return Process.receive(HttpResponse.class, _ -> true, Duration.ZERO).orElse(CRASHED);
  }
  // end::handled[]

  /** While exits are trapped, that of the supervisor is a message, and it may come after that of the handler. */
  private static void obey(Optional<Info.Exit> supervisor) {
    Optional<Info.Exit> order = supervisor.or(() -> Process.receive(Info.Exit.class, _ -> true, Duration.ZERO));
    if (order.isPresent()) {
      throw Process.exit(order.get().reason());
    }
  }

  private static String path(ClassicHttpRequest message) throws ProtocolException {
    try {
      String path = message.getUri().getPath();
      return path == null ? "" : path;
    } catch (URISyntaxException e) {
      throw new ProtocolException("not a path: " + message.getPath(), e);
    }
  }

  private String body(ClassicHttpRequest message, ResponseTrigger trigger) throws IOException, HttpException {
    HttpEntity entity = message.getEntity();
    if (entity == null) {
      return "";
    }
    if (entity.getContentLength() > limits.body()) {
      throw new ContentTooLargeException(limits.body());
    }
    if (message.containsHeader("Expect")) {
      trigger.sendInformation(new BasicClassicHttpResponse(100));
    }
    byte[] body = entity.getContent().readNBytes(limits.body() + 1);
    if (body.length > limits.body()) {
      throw new ContentTooLargeException(limits.body());
    }
    return new String(body, UTF_8);
  }

  private static ClassicHttpResponse message(HttpResponse response) {
    ClassicHttpResponse message = new BasicClassicHttpResponse(response.status());
    response.headers().forEach(message::setHeader);
    message.setEntity(new StringEntity(response.body(), ContentType.TEXT_PLAIN.withCharset(UTF_8)));
    return message;
  }
}
