package dev.ninefold.examples.terminal;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The options of a command line, {@code --name} or {@code --name value}.
 *
 * @param flags those without a value
 * @param values those with one
 */
public record Options(Set<String> flags, Map<String, String> values) {

  /** Of ports. */
  public static final int HIGHEST_PORT = 65_535;

  /**
   * Reads a command line.
   *
   * @param flags the options that there are without a value
   * @param values the options that there are with a value
   * @throws UsageException if there is anything else, or one of them twice
   */
  public static Options parse(List<String> arguments, Set<String> flags, Set<String> values) {
    Options options = new Options(new LinkedHashSet<>(), new LinkedHashMap<>());
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String[] option = rest.next().split("=", 2);
      String name = option[0];
      if (values.contains(name)) {
        once(name, options.values.put(name, value(name, option, rest)) == null);
      } else if (!flags.contains(name)) {
        throw new UsageException("'" + name + "' is no option here. The options are: " + listing(flags, values));
      } else if (option.length == 2) {
        throw new UsageException(name + " takes no value, got: " + option[1]);
      } else {
        once(name, options.flags.add(name));
      }
    }
    return options;
  }

  private static void once(String name, boolean isFirst) {
    if (!isFirst) {
      throw new UsageException(name + " is given twice; give it once");
    }
  }

  private static String value(String name, String[] option, Iterator<String> rest) {
    if (option.length == 2) {
      return option[1];
    }
    if (!rest.hasNext()) {
      throw new UsageException(name + " needs a value after it");
    }
    return rest.next();
  }

  private static String listing(Set<String> flags, Set<String> values) {
    return Stream.concat(flags.stream(), values.stream().map(name -> name + " VALUE")).collect(Collectors.joining(", "));
  }

  /** Whether the option is given. */
  public boolean has(String flag) {
    return flags.contains(flag);
  }

  /** The value of the option, if it is given. */
  public Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * The value of the option as a number, if it is given.
   *
   * @throws UsageException if it is no number, or not one of that range
   */
  public Optional<Integer> number(String name, int least, int most) {
    return value(name).map(text -> number(name, text, least, most));
  }

  /**
   * The number that a text is, for what is not an option but a parameter of a command.
   *
   * @throws UsageException if it is none, or not one of that range
   */
  public static int number(String name, String text, int least, int most) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // As any other number that does not fit.
    }
    throw new UsageException(name + ": expected a number from " + least + " to " + most + ", got '" + text + "'");
  }
}
