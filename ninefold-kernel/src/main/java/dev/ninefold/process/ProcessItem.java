package dev.ninefold.process;

import java.util.Objects;

/** One thing that can be asked about a process: an item of OTP's {@code process_info/2}. */
public sealed interface ProcessItem {

  /** The items by OTP's names; each says what its value is. */
  enum Named implements ProcessItem {
    /** {@code Optional<String>}. */
    REGISTERED_NAME,
    /** {@code Optional<Object>}. */
    LABEL,
    /** {@code Optional<InitialCall>}. */
    INITIAL_CALL,
    /** {@code ProcessInfo.Status}. */
    STATUS,
    /** {@code Integer}. */
    MESSAGE_QUEUE_LEN,
    /** {@code List<Object>}, oldest first. */
    MESSAGES,
    /** {@code List<Pid>}. */
    LINKS,
    /** {@code List<Destination>}. */
    MONITORS,
    /** {@code List<Pid>}. */
    MONITORED_BY,
    /** {@code Map<Object, Object>}. */
    DICTIONARY,
    /** {@code Boolean}. */
    TRAP_EXIT,
    /** {@code Boolean}. */
    PRIORITY_MESSAGES,
    /** {@code Pid}. */
    GROUP_LEADER,
    /** {@code Optional<Pid>}. */
    PARENT
  }

  /**
   * One key of the dictionary; the value is an {@code Optional<Object>}.
   *
   * @param key the key
   */
  record DictionaryKey(Object key) implements ProcessItem {
    public DictionaryKey {
      Objects.requireNonNull(key, "key: expected a key of the dictionary, got null");
    }
  }

  /**
   * An item and what there was to say.
   *
   * @param item what was asked
   * @param value the answer
   */
  record Value(ProcessItem item, Object value) {}
}
