package dev.ninefold.genevent;

import dev.ninefold.process.Pid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The handlers of a manager, the newest first: the order in which they handle events (GE-3 to GE-6). A value.
 *
 * @param all the handlers
 */
record HandlerList(List<Installed> all) {

  static final HandlerList EMPTY = new HandlerList(List.of());

  HandlerList {
    all = List.copyOf(all);
  }

  /** The list with one more at its front. */
  HandlerList add(Installed handler) {
    List<Installed> more = new ArrayList<>(all.size() + 1);
    more.add(handler);
    more.addAll(all);
    return new HandlerList(more);
  }

  /** The newest handler with the key. */
  Optional<Installed> find(HandlerKey<?> key) {
    return all.stream().filter(handler -> handler.key().equals(key)).findFirst();
  }

  /** The list without this handler; others with the same key stay. */
  HandlerList remove(Installed handler) {
    return new HandlerList(all.stream().filter(other -> other != handler).toList());
  }

  /** The list with another handler in the place of this one. */
  HandlerList replace(Installed handler, Installed other) {
    return new HandlerList(all.stream().map(one -> one == handler ? other : one).toList());
  }

  List<Installed> ownedBy(Pid owner) {
    return all.stream().filter(handler -> handler.isOwnedBy(owner)).toList();
  }

  /** Whether one of them waits to be installed again. */
  boolean isAnyAway() {
    // A loop, and no stream: this is asked for each event.
    for (Installed handler : all) {
      if (handler.isAway()) {
        return true;
      }
    }
    return false;
  }

  List<HandlerKey<?>> keys() {
    return all.stream().<HandlerKey<?>>map(Installed::key).toList();
  }
}
