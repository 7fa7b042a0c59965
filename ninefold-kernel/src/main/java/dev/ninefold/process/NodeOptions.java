package dev.ninefold.process;

import dev.ninefold.report.ReportHandler;
import dev.ninefold.time.Timers;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * How a node is started. Copies with one change: {@code NodeOptions.named("test").withTime(new ManualTime())}.
 *
 * @param name the name of the node
 * @param time the clock and the timers; the real ones if absent
 * @param slots how many steps of event-driven processes run at once; as many as there are processors if absent
 * @param reportHandlers what gets the reports; a {@code Slf4jReportHandler} if absent
 * @param mailbox how many messages may wait for a process whose own options do not say it
 * @param longMessageQueue from when on the mailbox of such a process is reported as long; never by default
 * @param simulation what runs its processes, one at a time; they run on all processors if absent
 * @param random where random numbers come from, such as those that spread restarts over time; used by many threads at once
 * @param console what prints a line for who sits at the terminal, such as those of {@code sys:trace}; standard output if absent; used by
 *     many threads at once
 */
public record NodeOptions(
    String name, Optional<Timers> time, Optional<Integer> slots, Optional<List<ReportHandler>> reportHandlers,
    MailboxLimit mailbox, LongMessageQueue longMessageQueue, Optional<Simulation> simulation, Optional<RandomGenerator> random,
    Optional<Consumer<String>> console) {

  public NodeOptions {
    Objects.requireNonNull(name, "name: expected the name of the node, got null");
    reportHandlers = reportHandlers.map(List::copyOf);
    Objects.requireNonNull(mailbox, "mailbox: expected a limit, or MailboxLimit.UNLIMITED, got null");
    Objects.requireNonNull(longMessageQueue, "longMessageQueue: expected lengths, or LongMessageQueue.OFF, got null");
    if (slots.isPresent() && slots.get() < 1) {
      throw new IllegalArgumentException("slots: expected one or more, got " + slots.get());
    }
  }

  /** A node of that name, with the real time. */
  public static NodeOptions named(String name) {
    return new NodeOptions(name, Optional.empty(), Optional.empty(), Optional.empty(), MailboxLimit.UNLIMITED,
        LongMessageQueue.OFF, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same with other timers, for example a {@code ManualTime}. */
  public NodeOptions withTime(Timers time) {
    return new NodeOptions(name, Optional.of(time), slots, reportHandlers, mailbox, longMessageQueue, simulation, random,
        console);
  }

  /** The same with another number of slots. */
  public NodeOptions withSlots(int slots) {
    return new NodeOptions(name, time, Optional.of(slots), reportHandlers, mailbox, longMessageQueue, simulation, random,
        console);
  }

  /** The same with these handlers of reports instead of the one that prints them; without any, reports go nowhere. */
  public NodeOptions withReportHandlers(ReportHandler... handlers) {
    return new NodeOptions(name, time, slots, Optional.of(List.of(handlers)), mailbox, longMessageQueue, simulation, random,
        console);
  }

  /**
   * The same with a limit for the mailboxes of all processes whose own options do not say one. Not for supervisors and what belongs to
   * applications.
   */
  public NodeOptions withMailbox(MailboxLimit mailbox) {
    return new NodeOptions(name, time, slots, reportHandlers, mailbox, longMessageQueue, simulation, random, console);
  }

  /** The same with reports of long mailboxes, for example {@code LongMessageQueue.of(10_000)}. */
  public NodeOptions withLongMessageQueue(LongMessageQueue longMessageQueue) {
    return new NodeOptions(name, time, slots, reportHandlers, mailbox, longMessageQueue, simulation, random, console);
  }

  /** The same with other random numbers, for example those of a seed. */
  public NodeOptions withRandom(RandomGenerator random) {
    Objects.requireNonNull(random, "random: expected where random numbers come from, got null");
    return new NodeOptions(name, time, slots, reportHandlers, mailbox, longMessageQueue, simulation, Optional.of(random),
        console);
  }

  /** The same with another place for lines that are printed, one call for each line, without its end. */
  public NodeOptions withConsole(Consumer<String> console) {
    Objects.requireNonNull(console, "console: expected what prints a line, got null");
    return new NodeOptions(name, time, slots, reportHandlers, mailbox, longMessageQueue, simulation, random,
        Optional.of(console));
  }

  /** The same as a simulation, with the time of that. */
  NodeOptions withSimulation(Simulation simulation, Timers time) {
    return new NodeOptions(name, Optional.of(time), slots, reportHandlers, mailbox, longMessageQueue, Optional.of(simulation),
        random, console);
  }
}
