package dev.ninefold.genstatem;

import dev.ninefold.gen.From;
import dev.ninefold.gen.RequestId;
import dev.ninefold.gen.Response;
import dev.ninefold.gen.ServerRef;
import dev.ninefold.genstatem.TestStatem.Ask;
import dev.ninefold.process.Process;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Replies that come into the mailbox of the test: what the suite does with a {@code From} that it makes up. Here they are those of requests
 * to another machine, which hands them out.
 */
final class Tags {

  private static final Ask TAG = new Ask("tag");

  private final List<RequestId<Object>> ids = new ArrayList<>();
  private final Queue<From> unused = new ConcurrentLinkedQueue<>();
  private final ServerRef<Ask, Object> pool;

  /** So many of them, for the process that calls this. */
  Tags(int count) {
    pool = GenStatem.start(() -> TestStatem.of("pool", "none", (event, _, _) -> {
      if (event instanceof StateEvent.Call(Ask request, From from)) {
        if (request.equals(TAG)) {
          unused.add(from);
          return Transition.keepStateAndData();
        }
        return Transition.keepStateAndData(Action.reply(from, request, "all here"));
      }
      return Transition.keepStateAndData();
    })).orElseThrow();
    for (int i = 0; i < count; i++) {
      ids.add(GenStatem.sendRequest(pool, TAG));
    }
    GenStatem.call(pool, new Ask("are they all here?"));
  }

  /** Somebody who asked, and is gone. To be called in a process. */
  static From anyone() {
    List<From> caught = new ArrayList<>();
    ServerRef<Ask, Object> machine = GenStatem.start(() -> TestStatem.of("s", "d", (event, _, _) -> {
      if (event instanceof StateEvent.Call(Ask request, From from)) {
        caught.add(from);
        return Transition.keepStateAndData(Action.reply(from, request, "caught"));
      }
      return Transition.keepStateAndData();
    })).orElseThrow();
    GenStatem.call(machine, TAG);
    GenStatem.stop(machine);
    return caught.getFirst();
  }

  /** An action after which the value lies in the mailbox. Any process. */
  Action.Reply reply(Object value) {
    return Action.reply(unused.remove(), TAG, value);
  }

  /** The next message of the mailbox; of a reply its value. */
  Object read() {
    Object message = Process.receive();
    for (RequestId<Object> id : ids) {
      if (GenStatem.checkResponse(message, id) instanceof Response.Reply<Object>(Object value)) {
        return value;
      }
    }
    return message;
  }

  /** The next so many messages. */
  List<Object> read(int count) {
    List<Object> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(read());
    }
    return messages;
  }

  /** Ends the other machine; checks that nothing else has come. */
  void close() {
    SuiteCalls.verifyEmptyMailbox();
    ids.forEach(id -> GenStatem.receiveResponse(id, Duration.ZERO));
    GenStatem.stop(pool);
  }
}
