package dev.ninefold.examples.http;

import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;

/** What this server has to say. */
final class Routes implements Handler {

  private static final String HELLO = "/hello/";

  private static final String INDEX = """
      GET  /hello/NAME  greets, and says which processes do
      GET  /processes   counts connections, handlers and all processes
      GET  /crash       crashes the handler
      POST /echo        sends back what it gets
      """;

  // tag::routes[]
  @Override
  public HttpResponse handle(HttpRequest request) {
    return switch (request.path()) {
      case "/" -> get(request, INDEX);
      case "/processes" -> get(request, processes());
      case "/crash" -> throw new IllegalStateException("somebody asked for it");
      case "/echo" -> request.method().equals("POST") ? HttpResponse.ok(request.body()) : notAllowed("POST");
      case String path when path.startsWith(HELLO) -> get(request, greeting(path.substring(HELLO.length())));
      default -> HttpResponse.of(404, "Not Found");
    };
  }
  // end::routes[]

  private static HttpResponse get(HttpRequest request, String body) {
    return switch (request.method()) {
      case "GET", "HEAD" -> HttpResponse.ok(body);
      default -> notAllowed("GET, HEAD");
    };
  }

  private static HttpResponse notAllowed(String allowed) {
    return HttpResponse.of(405, "Method Not Allowed").with("Allow", allowed);
  }

  private static String greeting(String name) {
    return "Hello, " + name + ", from " + Process.self() + ", for connection " + Process.parent().orElseThrow() + "\n";
  }

  private static String processes() {
    long handlers = Process.processes().stream().filter(Routes::isHandler).count();
    return "connections " + Connections.count() + ", handlers " + handlers + ", processes " + Process.processes().size() + "\n";
  }

  private static boolean isHandler(Pid pid) {
    return Process.label(pid).filter(HttpRequest.class::isInstance).isPresent();
  }
}
