package dev.ninefold.examples.http;

import dev.ninefold.process.Pid;
import dev.ninefold.process.Process;
import dev.ninefold.supervisor.Supervisor;
import dev.ninefold.supervisor.SupervisorRef;
import dev.ninefold.testsupport.TestNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server for one test, in a process of the node. */
final class HttpServerFixture {
  /** What a test does with it. */
  interface Body {
    void run(HttpServerFixture server) throws Exception;
  }

  private static final Pattern PROCESSES = Pattern.compile("from (?<handler><\\S+>), for connection (?<connection><\\S+>)");

  private final TestNode node;
  private final LinkedBlockingQueue<InetSocketAddress> addresses;
  private final SupervisorRef supervisor;
  private InetSocketAddress address;

  private HttpServerFixture(TestNode node, LinkedBlockingQueue<InetSocketAddress> addresses, SupervisorRef supervisor)
      throws InterruptedException {
    this.node = node;
    this.addresses = addresses;
    this.supervisor = supervisor;
    this.address = addresses.take();
  }

  /** Starts one, on manual time, and stops it after the test. */
  static void with(TestNode node, Handler handler, Body test) throws Exception {
    node.run(() -> {
      Process.trapExit(true);
      var addresses = new LinkedBlockingQueue<InetSocketAddress>();
      var supervisor = HttpSupervisor
          .startLink(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), addresses::add, handler, Limits.DEFAULT)
          .orElseThrow();
      test.run(new HttpServerFixture(node, addresses, supervisor));
      if (Process.isAlive(supervisor.pid())) {
        Supervisor.stop(supervisor);
      }
    });
    // The deadlines of connections that the end of the server has ended.
    node.time().advance(Limits.DEFAULT.request());
  }

  InetSocketAddress address() {
    return address;
  }

  SupervisorRef supervisor() {
    return supervisor;
  }

  /** After the listener was started again. */
  void newAddress() throws InterruptedException {
    address = addresses.take();
  }

  RawClient client() throws Exception {
    return new RawClient(address);
  }

  /** The process of the connection that has greeted. */
  Pid connectionOf(String greeting) {
    var processes = processes(greeting);
    return node.node()
        .processes()
        .stream()
        .filter(pid -> pid.toString().equals(processes.group("connection")))
        .findFirst()
        .orElseThrow();
  }

  /** The process that has greeted; dead by now. */
  static String handlerOf(String greeting) {
    return processes(greeting).group("handler");
  }

  private static Matcher processes(String greeting) {
    var processes = PROCESSES.matcher(greeting);
    if (!processes.find()) {
      throw new AssertionError("expected a greeting that names two processes, got " + greeting);
    }
    return processes;
  }
}
