package dev.ninefold.examples.special;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which channels there are.
 *
 * @param allocated those that somebody has, the latest first
 * @param free those that nobody has
 */
record Channels(List<Channel> allocated, List<Channel> free) {

  Channels {
    allocated = List.copyOf(allocated);
    free = List.copyOf(free);
  }

  /** So many, all free. */
  static Channels of(int count) {
    return new Channels(List.of(), from(1, count).toList());
  }

  private static Stream<Channel> from(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(Channel::new);
  }

  /** The channel that is handed out next. */
  Optional<Channel> next() {
    return free.stream().findFirst();
  }

  /** After that one was handed out. */
  Channels allocate(Channel channel) {
    return new Channels(Stream.concat(Stream.of(channel), allocated.stream()).toList(), without(free, channel));
  }

  /** After that one was given back; if nobody had it, nothing changes. */
  Channels release(Channel channel) {
    return allocated.contains(channel)
        ? new Channels(without(allocated, channel), Stream.concat(Stream.of(channel), free.stream()).toList())
        : this;
  }

  /** As many as that. Whoever has a channel keeps it, so it cannot be one of those that there are no more. */
  Channels resize(int count) {
    allocated.stream().filter(channel -> channel.number() > count).findFirst().ifPresent(channel -> {
      throw new IllegalStateException(channel + " is allocated, so there cannot be only " + count);
    });
    return new Channels(allocated, from(1, count).filter(channel -> !allocated.contains(channel)).toList());
  }

  private static List<Channel> without(List<Channel> channels, Channel channel) {
    return channels.stream().filter(other -> !other.equals(channel)).toList();
  }

  @Override
  public String toString() {
    return "{" + allocated + ", " + free + "}";
  }
}
