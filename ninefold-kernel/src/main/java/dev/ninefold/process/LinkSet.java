package dev.ninefold.process;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The links of a process: most have one or two, a supervisor may have a million. Keeps the order in which they were made. */
final class LinkSet {

  private static final int SMALL = 8;

  private Pid[] few = new Pid[1];
  private int count;
  private @Nullable Set<Pid> many;

  boolean add(Pid pid) {
    Set<Pid> set = many;
    if (set != null) {
      return set.add(pid);
    }
    if (contains(pid)) {
      return false;
    }
    if (count == SMALL) {
      set = new LinkedHashSet<>(toList());
      many = set;
      return set.add(pid);
    }
    if (count == few.length) {
      few = Arrays.copyOf(few, count * 2);
    }
    few[count++] = pid;
    return true;
  }

  boolean remove(Pid pid) {
    Set<Pid> set = many;
    if (set != null) {
      return set.remove(pid);
    }
    for (int i = 0; i < count; i++) {
      if (few[i] == pid) {
        System.arraycopy(few, i + 1, few, i, count - i - 1);
        count--;
        return true;
      }
    }
    return false;
  }

  boolean contains(Pid pid) {
    Set<Pid> set = many;
    if (set != null) {
      return set.contains(pid);
    }
    for (int i = 0; i < count; i++) {
      if (few[i] == pid) {
        return true;
      }
    }
    return false;
  }

  List<Pid> toList() {
    Set<Pid> set = many;
    return set != null ? List.copyOf(set) : List.of(Arrays.copyOf(few, count));
  }
}
