package dev.ninefold.process;

import static dev.ninefold.process.Messages.assertNoMessage;
import static dev.ninefold.process.Messages.await;
import static dev.ninefold.process.Messages.down;
import static dev.ninefold.process.Messages.idle;
import static dev.ninefold.process.ProcessItem.Named.GROUP_LEADER;
import static dev.ninefold.process.ProcessItem.Named.LABEL;
import static dev.ninefold.process.ProcessItem.Named.LINKS;
import static dev.ninefold.process.ProcessItem.Named.MESSAGES;
import static dev.ninefold.process.ProcessItem.Named.MESSAGE_QUEUE_LEN;
import static dev.ninefold.process.ProcessItem.Named.PARENT;
import static dev.ninefold.process.ProcessItem.Named.REGISTERED_NAME;
import static dev.ninefold.process.ProcessItem.Named.STATUS;
import static dev.ninefold.process.ProcessItem.Named.TRAP_EXIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ninefold.process.ProcessItem.DictionaryKey;
import dev.ninefold.process.ProcessItem.Named;
import dev.ninefold.process.ProcessItem.Value;
import dev.ninefold.term.ExitReason;
import dev.ninefold.testsupport.OtpCase;
import dev.ninefold.testsupport.TestNode;
import dev.ninefold.testsupport.WithNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The cases of process_SUITE about process_info. */
@WithNode
class ProcessSuiteInfoTest {

  private record Request(String what, Object from) {}

  private record Put(Object key, Object value) {}

  private record Erase(Object key) {}

  private record Reply(Ref ref, Object value) {}

  // No name: nothing; then the name; the own status is running; the group leader is the own one; what is no pid is refused. Of a dead
  // process nothing is known.
  @Test
  @OtpCase(suite = "process_SUITE", name = "t_process_info")
  void ofOneself(TestNode node) throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      assertThat(Process.info(self, REGISTERED_NAME)).contains(Optional.empty());
      Process.register("my_name", self);
      assertThat(Process.info(self, REGISTERED_NAME)).contains(Optional.of("my_name"));
      assertThat(Process.info(self, STATUS)).contains(ProcessInfo.Status.RUNNING);
      assertThat(Process.info(self, GROUP_LEADER)).contains(Process.groupLeader());
      assertThatThrownBy(() -> Process.info(null)).isInstanceOf(NullPointerException.class);
      var dead = Process.spawnMonitor(() -> {});
      down(dead.ref());
      assertThat(Process.info(dead.pid())).isEmpty();
      assertThat(Process.info(dead.pid(), STATUS)).isEmpty();
    });
  }

  // Ten processes send three messages each and say that they are done. Asked meanwhile for its own messages, the receiver gets a list
  // of things that were really sent, each sender's in order, and can pass it on.
  @Test
  @OtpCase(suite = "process_SUITE", name = "process_info_messages")
  void ownMessagesWhileOthersSend(TestNode node) throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      List<Pid> senders = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        senders.add(Process.spawnLink(() -> {
          await("go");
          for (int n = 1; n <= 3; n++) {
            Process.send(self, List.of(Process.self(), n));
          }
          Process.send(self, new Request("done", Process.self()));
        }));
      }
      senders.forEach(sender -> Process.send(sender, "go"));
      List<Object> seen = Process.messages(self);
      for (Pid sender : senders) {
        await(new Request("done", sender));
        List<List<Object>> all = List.of(List.of(sender, 1), List.of(sender, 2), List.of(sender, 3));
        List<Object> ofSender = seen.stream().filter(m -> m instanceof List<?> list && list.getFirst() == sender).toList();
        assertThat(ofSender).isEqualTo(all.subList(0, ofSender.size()));
      }
      Pid second = Process.spawnLink(() -> {
        await("go");
        Process.send(self, Process.messages(Process.self()));
      });
      Process.send(second, seen);
      List<Object> rest = new ArrayList<>();
      rest.add(seen);
      for (var message = Messages.now(Object.class); message.isPresent(); message = Messages.now(Object.class)) {
        rest.add(message.get());
        Process.send(second, message.get());
      }
      assertThat(rest).hasSize(31);
      Process.send(second, "go");
      assertThat(Process.receive()).isEqualTo(rest);
    });
  }

  // A process that sent itself a message, then gets five more, one by one: each time the list is what was sent so far, in order. When
  // it has received all, the list is empty.
  @Test
  @OtpCase(suite = "process_SUITE", name = "process_info_other_msg")
  void messagesOfAnother(TestNode node) throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Pid other = Process.spawnLink(() -> {
        Process.send(Process.self(), "own message");
        Process.send(self, "go ahead");
        await("empty");
        while (Messages.now(Object.class).isPresent()) {
          Process.yield();
        }
        Process.send(self, "empty");
        await("stop");
      });
      await("go ahead");
      List<Object> sent = new ArrayList<>(List.of("own message"));
      assertThat(Process.info(other, MESSAGES)).contains(sent);
      for (String name : List.of("a", "b", "c", "d", "e")) {
        Object message = List.of(name, Messages.largeReason());
        Process.send(other, message);
        sent.add(message);
        assertThat(Process.info(other, MESSAGES)).contains(sent);
        assertThat(Process.info(other, MESSAGE_QUEUE_LEN)).contains(sent.size());
      }
      Process.send(other, "empty");
      await("empty");
      assertThat(Process.info(other, MESSAGES)).contains(List.of());
      Process.send(other, "stop");
    });
  }

  // Each item can be asked for alone, of oneself and of another. A list is answered in its order: all items, one, all backwards; a
  // small list; 5000 times the same.
  @Test
  @OtpCase(suite = "process_SUITE", name = "process_info_2_list")
  void listsOfItems(TestNode node) throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Pid other = Process.spawnLink(() -> idle());
      Process.register("process_info_2_list1", self);
      Process.register("process_info_2_list2", other);
      List<ProcessItem> items = new ArrayList<>(Arrays.asList(Named.values()));
      items.add(STATUS);
      items.addAll(Arrays.asList(Named.values()).reversed());
      for (Pid pid : List.of(other, self)) {
        for (ProcessItem item : items) {
          assertThat(Process.info(pid, item)).isPresent();
        }
        assertThat(itemsOf(Process.info(pid, items).orElseThrow())).isEqualTo(items);
        List<ProcessItem> small = List.of(STATUS, LINKS, TRAP_EXIT, PARENT);
        assertThat(itemsOf(Process.info(pid, small).orElseThrow())).isEqualTo(small);
      }
      List<ProcessItem> huge = Collections.nCopies(5000, MESSAGES);
      assertThat(itemsOf(Process.info(other, huge).orElseThrow())).isEqualTo(huge);
    });
  }

  private static List<ProcessItem> itemsOf(List<Value> values) {
    return values.stream().map(Value::item).toList();
  }

  // The parent of a child is who spawned it; the first process has none: here, one that an ordinary thread spawned.
  @Test
  @OtpCase(suite = "process_SUITE", name = "process_info_parent")
  void parent(TestNode node) throws Exception {
    node.run(() -> {
      Pid child = Process.spawnLink(() -> await("stop"));
      assertThat(Process.info(child, PARENT)).contains(Optional.of(Process.self()));
      Process.send(child, "stop");
    });
    Pid first = node.spawnIdle();
    assertThat(Process.info(first, PARENT)).contains(Optional.empty());
    node.kill(first);
  }

  // All items at once of a process with name, dictionary, monitors, links and messages: all there. Killed, it is dead, and nothing is
  // known of it.
  @Test
  @OtpCase(suite = "process_SUITE", name = "process_info_smoke_all")
  void allItems(TestNode node) throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Pid other = Process.spawnLink(() -> idle());
      Pid pid = Process.spawnLink(() -> {
        Process.register("process_info_smoke_all_tester", Process.self());
        Process.put("binary", new byte[1000]);
        List<Pid> procs = List.of(other, self);
        Process.put("procs", procs);
        procs.forEach(p -> {
          Process.monitor(p);
          Process.link(p);
        });
        Process.send(self, "ready");
        idle();
      });
      await("ready");
      List.of("blapp", "blipp", new byte[1000]).forEach(m -> Process.send(pid, m));
      Process.monitor(pid);
      assertThat(Process.isAlive(pid)).isTrue();
      List<ProcessItem> items = new ArrayList<>(Arrays.asList(Named.values()));
      items.add(new DictionaryKey("procs"));
      List<Value> values = Process.info(pid, items).orElseThrow();
      assertThat(values).hasSize(items.size());
      assertThat(values)
          .contains(new Value(REGISTERED_NAME, Optional.of("process_info_smoke_all_tester")),
              new Value(LINKS, List.of(self, other)), new Value(Named.MONITORS, List.of(other, self)),
              new Value(Named.MONITORED_BY, List.of(self)), new Value(MESSAGE_QUEUE_LEN, 3), new Value(TRAP_EXIT, false),
              new Value(new DictionaryKey("procs"), Optional.of(List.of(other, self))));
      Process.unlink(other);
      Process.unlink(pid);
      Process.exit(other, ExitReason.KILL);
      Process.exit(pid, ExitReason.KILL);
      assertThat(Process.isAlive(pid)).isFalse();
      assertThat(Process.info(pid, items)).isEmpty();
      assertThat(Process.info(pid)).isEmpty();
    });
  }

  // Others flood a process with messages and monitors: the length that it sees of its own queue counts those that have arrived.
  @Test
  @OtpCase(suite = "process_SUITE", name = "process_info_self_msgq_len")
  void ownQueueLength(TestNode node) throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Process.send(self, "to myself");
      assertThat(Process.info(self, MESSAGE_QUEUE_LEN)).contains(1);
      Pid spammer = spammer(self);
      Process.receive(String.class, "spam"::equals);
      Process.receive(String.class, "spam"::equals);
      assertThat((Integer) Process.info(self, MESSAGE_QUEUE_LEN).orElseThrow()).isPositive();
      stop(spammer);
    });
  }

  // The same asked together with the messages: as many as the length says.
  @Test
  @OtpCase(suite = "process_SUITE", name = "process_info_self_msgq_len_messages")
  void ownQueueLengthAndMessages(TestNode node) throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Pid spammer = spammer(self);
      Process.receive(String.class, "spam"::equals);
      for (int i = 0; i < 20; i++) {
        List<Value> values = Process.info(self, List.of(MESSAGE_QUEUE_LEN, MESSAGES)).orElseThrow();
        assertThat((List<?>) values.get(1).value()).hasSize((Integer) values.get(0).value());
      }
      stop(spammer);
    });
  }

  private static Pid spammer(Pid to) {
    return Process.spawnLink(() -> {
      for (int i = 0; i < 50_000; i++) {
        Process.send(to, "spam");
        Process.demonitor(Process.monitor(to));
      }
    });
  }

  private static void stop(Pid pid) {
    Process.unlink(pid);
    Process.exit(pid, ExitReason.KILL);
    assertThat(Process.isAlive(pid)).isFalse();
  }

  // Lengths of the own queue and that of an idle process: 0; 1 when a third has sent to both; 0 again when it was received.
  @Test
  @OtpCase(suite = "process_SUITE", name = "process_info_msgq_len_no_very_long_delay")
  void queueLengthIsAnsweredAtOnce(TestNode node) throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Pid first = Process.spawnLink(() -> idle());
      assertThat(Process.info(self, MESSAGE_QUEUE_LEN)).contains(0);
      assertThat(Process.info(first, MESSAGE_QUEUE_LEN)).contains(0);
      Pid second = Process.spawnLink(() -> {
        Process.send(first, "hello");
        Process.send(self, "hello");
        idle();
      });
      node.await("hello", () -> !Process.isMailboxEmpty());
      assertThat(Process.info(self, MESSAGE_QUEUE_LEN)).contains(1);
      assertThat(Process.info(first, MESSAGE_QUEUE_LEN)).contains(1);
      await("hello");
      assertThat(Process.info(self, MESSAGE_QUEUE_LEN)).contains(0);
      stop(first);
      stop(second);
    });
  }

  // Keys of any kind in the dictionary of another process: each looked up alone, in a list of one, and in a list mixed with other items;
  // erased, each is undefined. Then the same with the own dictionary.
  @Test
  @OtpCase(suite = "process_SUITE", name = "process_info_dict_lookup")
  void dictionaryKeys(TestNode node) throws Exception {
    node.run(() -> {
      Pid other = Process.spawnLink(ProcessSuiteInfoTest::dictionaryHelper);
      Ref ref = Process.makeRef();
      Map<Object, Object> entries = new LinkedHashMap<>();
      entries.put("hej", "hopp");
      entries.put("hopp", "hej");
      entries.put(ref, 99_999_999_999L);
      entries.put(99_999_999_999L, 11_111_111_111L);
      entries.put(other, ref);
      entries.put(List.of(1, 2), "tuple");

      entries.forEach((key, value) -> Process.send(other, new Put(key, value)));
      assertThat(ask(other, new Put("last", ref))).isEqualTo(Optional.empty());
      entries.put("last", ref);
      checkKeys(other, ref, entries, true);
      entries.keySet().stream().filter(key -> !key.equals("last")).forEach(key -> Process.send(other, new Erase(key)));
      assertThat(ask(other, new Erase("last"))).isEqualTo(Optional.of(ref));
      checkKeys(other, ref, entries, false);
      stop(other);

      entries.forEach((key, value) -> assertThat(Process.put(key, value)).isEmpty());
      checkKeys(Process.self(), ref, entries, true);
      entries.forEach((key, value) -> assertThat(Process.erase(key)).contains(value));
      checkKeys(Process.self(), ref, entries, false);
    });
  }

  private static void checkKeys(Pid pid, Ref ref, Map<Object, Object> entries, boolean there) {
    Optional<Object> value = there ? Optional.of(99_999_999_999L) : Optional.empty();
    assertThat(Process.info(pid, new DictionaryKey(ref))).contains(value);
    assertThat(Process.info(pid, List.of(new DictionaryKey(ref)))).contains(List.of(new Value(new DictionaryKey(ref), value)));
    List<ProcessItem> items = new ArrayList<>(List.of(TRAP_EXIT));
    List<Value> expected = new ArrayList<>(List.of(new Value(TRAP_EXIT, false)));
    entries.forEach((key, entry) -> {
      items.add(new DictionaryKey(key));
      expected.add(new Value(new DictionaryKey(key), there ? Optional.of(entry) : Optional.empty()));
      items.add(TRAP_EXIT);
      expected.add(new Value(TRAP_EXIT, false));
    });
    assertThat(Process.info(pid, items)).contains(expected);
  }

  private static Object ask(Pid pid, Object what) {
    Ref ref = Process.makeRef();
    Process.send(pid, new Reply(ref, List.of(Process.self(), what)));
    return Process.receive(Reply.class, r -> r.ref() == ref).value();
  }

  private static void dictionaryHelper() {
    while (true) {
      switch (Process.receive()) {
        case Put(Object key, Object value) -> Process.put(key, value);
        case Erase(Object key) -> Process.erase(key);
        case Reply(Ref ref, List<?> request) when request.get(1) instanceof Put(Object key, Object value) ->
          Process.send((Pid) request.getFirst(), new Reply(ref, Process.put(key, value)));
        case Reply(Ref ref, List<?> request) when request.get(1) instanceof Erase(Object key) ->
          Process.send((Pid) request.getFirst(), new Reply(ref, Process.erase(key)));
        case Object other -> throw new IllegalArgumentException(other.toString());
      }
    }
  }

  // The label of another, alone and in a list with other items, in the order asked; then the own one.
  @Test
  @OtpCase(suite = "process_SUITE", name = "process_info_label")
  void label(TestNode node) throws Exception {
    node.run(() -> {
      Pid self = Process.self();
      Object label = List.of("label", 4711);
      Pid other = Process.spawnLink(() -> {
        Process.setLabel(label);
        Process.send(self, "labelled");
        idle();
      });
      await("labelled");
      assertThat(Process.info(other, LABEL)).contains(Optional.of(label));
      assertThat(Process.info(other, List.of(LABEL, REGISTERED_NAME, LINKS)))
          .contains(List.of(new Value(LABEL, Optional.of(label)), new Value(REGISTERED_NAME, Optional.empty()),
              new Value(LINKS, List.of(self))));
      Process.setLabel("mine");
      assertThat(Process.info(self, LABEL)).contains(Optional.of("mine"));
      assertNoMessage();
    });
  }
}
