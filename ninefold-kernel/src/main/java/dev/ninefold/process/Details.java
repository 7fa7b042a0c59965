package dev.ninefold.process;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What only some processes have, or is seldom asked for. Written by the own process, read by anyone. */
final class Details {

  final @Nullable InitialCall initialCall;
  final List<Object> ancestors;

  /** From when on its mailbox is long, if it does not leave that to its node. */
  final @Nullable LongMessageQueue longMessageQueue;

  volatile @Nullable Object label;

  /** The local name; changed only together with the table of names, under its lock for the process. */
  volatile @Nullable String name;

  /** Whether it ever asked for a global lock. */
  volatile boolean locks;

  /** The global names, one after a registration, more after re-registrations; changed under the ownership only. */
  volatile List<Object> globalNames = List.of();

  /** Whether its crash report has been made. Belongs to the holder of the ownership. */
  boolean crashReported;

  private @Nullable Map<Object, Object> dictionary;
  private @Nullable List<Object> childAncestors;
  private @Nullable String childAncestorsName;

  Details(@Nullable InitialCall initialCall, List<Object> ancestors, @Nullable Object label) {
    this(initialCall, ancestors, label, null);
  }

  Details(
      @Nullable InitialCall initialCall, List<Object> ancestors, @Nullable Object label,
      @Nullable LongMessageQueue longMessageQueue) {
    this.longMessageQueue = longMessageQueue;
    this.initialCall = initialCall;
    this.ancestors = ancestors;
    this.label = label;
  }

  synchronized Map<Object, Object> dictionaryCopy() {
    return dictionary == null ? Map.of() : new LinkedHashMap<>(dictionary);
  }

  synchronized @Nullable Object put(Object key, Object value) {
    Map<Object, Object> map = dictionary;
    if (map == null) {
      map = new LinkedHashMap<>();
      dictionary = map;
    }
    return map.put(key, value);
  }

  synchronized @Nullable Object get(Object key) {
    return dictionary == null ? null : dictionary.get(key);
  }

  synchronized @Nullable Object erase(Object key) {
    return dictionary == null ? null : dictionary.remove(key);
  }

  synchronized void eraseAll() {
    dictionary = null;
  }

  /** The ancestors of a child of this process; kept, because siblings share them. Own process only. */
  List<Object> childAncestors(Pid pid) {
    List<Object> known = childAncestors;
    String now = name;
    if (known == null || !Objects.equals(now, childAncestorsName)) {
      ArrayList<Object> list = new ArrayList<>(ancestors.size() + 1);
      list.add(now == null ? pid : now);
      list.addAll(ancestors);
      known = List.copyOf(list);
      childAncestors = known;
      childAncestorsName = now;
    }
    return known;
  }
}
