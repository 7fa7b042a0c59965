package dev.ninefold.supervisor;

import dev.ninefold.gen.Request;
import dev.ninefold.gen.StartOptions;
import dev.ninefold.gen.StartResult;
import dev.ninefold.genserver.GenServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What a supervisor needs to know of a child. Copies with one change: {@code ChildSpec.worker("stash", StackStash::startLink)
 * .withRestart(TRANSIENT)}. A spec that makes no sense is refused by the supervisor that gets it, by a result that names the field; see
 * {@link Supervisor#checkChildspecs}.
 *
 * @param id tells it from the other children of its supervisor; any object, compared by equals
 * @param start how it is started
 * @param restart when it is started again
 * @param shutdown how it is stopped
 * @param type whether it is a supervisor itself
 * @param modules the classes of its callbacks
 * @param significant whether its end may end the supervisor, see {@link AutoShutdown}
 */
public record ChildSpec(
    Object id, StartFunction start, Restart restart, Shutdown shutdown, ChildType type, Modules modules, boolean significant) {

  /** How long a worker may take to stop, if its spec says nothing else. */
  public static final Shutdown WORKER_SHUTDOWN = new Shutdown.After(Duration.ofSeconds(5));

  /** What a child is. */
  public enum ChildType {
    /** A process that does some work. */
    WORKER,
    /** A supervisor. */
    SUPERVISOR;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The classes of a child's callbacks. */
  public sealed interface Modules {

    /** Known classes. */
    record Of(List<Class<?>> classes) implements Modules {
      public Of {
        classes = Collections.unmodifiableList(new ArrayList<>(classes));
      }

      @Override
      public String toString() {
        return classes.stream()
            .map(c -> Objects.toString(c == null ? null : c.getSimpleName()))
            .collect(Collectors.joining(", ", "[", "]"));
      }
    }

    /** They change, as those of an event manager. */
    record Dynamic() implements Modules {
      @Override
      public String toString() {
        return "dynamic";
      }
    }

    /** Known classes. */
    static Modules of(Class<?>... classes) {
      return new Of(java.util.Arrays.asList(classes));
    }

    /** OTP's {@code dynamic}. */
    static Modules dynamic() {
      return new Dynamic();
    }
  }

  /** A worker: permanent, five seconds to stop. */
  public static ChildSpec worker(Object id, StartFunction start) {
    check(id, start);
    return new ChildSpec(id, start, Restart.PERMANENT, WORKER_SHUTDOWN, ChildType.WORKER, writtenIn(start), false);
  }

  /** A supervisor: permanent, any time to stop. */
  public static ChildSpec supervisor(Object id, StartFunction start) {
    check(id, start);
    return new ChildSpec(id, start, Restart.PERMANENT, Shutdown.INFINITY, ChildType.SUPERVISOR, writtenIn(start), false);
  }

  /** A gen_server as a worker whose id is its class: what {@code use GenServer} gives in Elixir. */
  public static <S, Q extends Request<?>, C> ChildSpec ofServer(
      Class<?> module, Supplier<? extends GenServer<S, Q, C>> supplier, StartOptions options) {
    check(module, supplier, options);
    return worker(module, () -> GenServer.startLink(supplier, options)).withModules(Modules.of(module));
  }

  /** The same with the default options. */
  public static <S, Q extends Request<?>, C> ChildSpec ofServer(
      Class<?> module, Supplier<? extends GenServer<S, Q, C>> supplier) {
    return ofServer(module, supplier, StartOptions.DEFAULT);
  }

  /** A supervisor as a child whose id is its class: what {@code use Supervisor} gives in Elixir. */
  public static ChildSpec ofSupervisor(Class<?> module, Supplier<? extends Supervisor> supplier, StartOptions options) {
    check(module, supplier, options);
    return supervisor(module, () -> Supervisor.startLink(supplier, options)).withModules(Modules.of(module));
  }

  /** The same with the default options. */
  public static ChildSpec ofSupervisor(Class<?> module, Supplier<? extends Supervisor> supplier) {
    return ofSupervisor(module, supplier, StartOptions.DEFAULT);
  }

  /** A dynamic supervisor as a child whose id is its class: what {@code use DynamicSupervisor} gives in Elixir. */
  public static ChildSpec ofDynamicSupervisor(
      Class<?> module, Supplier<? extends DynamicSupervisor> supplier, StartOptions options) {
    check(module, supplier, options);
    return supervisor(module, () -> DynamicSupervisor.startLink(supplier, options)).withModules(Modules.of(module));
  }

  /**
   * A dynamic supervisor without a module of its own as a child, whose id is its name, or {@code DynamicSupervisor.class} if it has none: what
   * {@code {DynamicSupervisor, name: Name}} stands for in Elixir.
   */
  public static ChildSpec ofDynamicSupervisor(DynamicSupervisorFlags flags, StartOptions options) {
    Objects.requireNonNull(flags, "flags: expected how the supervisor goes about its children, got null");
    Objects.requireNonNull(options, "options: expected start options, for example StartOptions.DEFAULT, got null");
    return supervisor(options.name().<Object>map(name -> name).orElse(DynamicSupervisor.class),
        () -> DynamicSupervisor.startLink(flags, options)).withModules(Modules.of(DynamicSupervisor.class));
  }

  private static void check(Object id, StartFunction start) {
    Objects.requireNonNull(id, "id: expected what tells the child from its siblings, got null");
    Objects.requireNonNull(start,
        "start: expected what starts the child and links it, for example StackStash::startLink, got null");
  }

  private static void check(Class<?> module, Supplier<?> supplier, StartOptions options) {
    Objects.requireNonNull(module, "module: expected the class of the child's callbacks, got null");
    Objects.requireNonNull(supplier,
        "supplier: expected what makes an instance of the child's module, for example Stack::new, got null");
    Objects.requireNonNull(options, "options: expected start options, for example StartOptions.DEFAULT, got null");
  }

  /** The same with another id. */
  public ChildSpec withId(Object id) {
    return new ChildSpec(id, start, restart, shutdown, type, modules, significant);
  }

  /** The same with another start function. */
  public ChildSpec withStart(StartFunction start) {
    return new ChildSpec(id, start, restart, shutdown, type, modules, significant);
  }

  /** The same, started again at other times. */
  public ChildSpec withRestart(Restart restart) {
    return new ChildSpec(id, start, restart, shutdown, type, modules, significant);
  }

  /** The same, stopped otherwise. */
  public ChildSpec withShutdown(Shutdown shutdown) {
    return new ChildSpec(id, start, restart, shutdown, type, modules, significant);
  }

  /** The same with another time to stop. */
  public ChildSpec withShutdown(Duration timeout) {
    return withShutdown(new Shutdown.After(timeout));
  }

  /** The same of another type; how it is stopped stays. */
  public ChildSpec withType(ChildType type) {
    return new ChildSpec(id, start, restart, shutdown, type, modules, significant);
  }

  /** The same with other modules. */
  public ChildSpec withModules(Modules modules) {
    return new ChildSpec(id, start, restart, shutdown, type, modules, significant);
  }

  /** The same, significant or not. */
  public ChildSpec withSignificant(boolean significant) {
    return new ChildSpec(id, start, restart, shutdown, type, modules, significant);
  }

  /** As OTP prints it, with its keys. */
  @Override
  public String toString() {
    return "#{id => " + id + ", start => " + describe(start) + ", restart => " + restart + ", significant => " + significant
        + ", shutdown => " + shutdown + ", type => " + type + ", modules => " + modules + "}";
  }

  /** The start function of a temporary child that was added by start_child: what it holds is not kept. */
  enum Forgotten implements StartFunction {
    START;

    @Override
    public StartResult<?> start() {
      throw new IllegalStateException("the start function of a temporary child is not kept, and never called again");
    }
  }

  static String describe(Object start) {
    if (start == null) {
      return "null";
    }
    if (start == Forgotten.START) {
      return "undefined";
    }
    Class<?> type = start.getClass();
    return type.isHidden() ? type.getNestHost().getName() + " (lambda)" : start.toString();
  }

  /** OTP takes the module from the start function; a lambda belongs to the class that it was written in. */
  private static Modules writtenIn(StartFunction start) {
    Object written = start instanceof StartFunction.WithExtra<?> taking ? taking.function() : start;
    return Modules.of(written.getClass().getNestHost());
  }
}
