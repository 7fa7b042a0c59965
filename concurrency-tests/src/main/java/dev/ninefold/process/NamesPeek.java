package dev.ninefold.process;

import java.lang.reflect.Field;
import java.util.Map;

/** What lies in the tables of {@link Names}, dead holders included, which no lookup ever answers. */
final class NamesPeek {

  private NamesPeek() {}

  static boolean hasLocal(String name) {
    return table("local").containsKey(name);
  }

  static boolean hasGlobal(Object name) {
    return table("global").containsKey(name);
  }

  /** How many reservations of global names a living process has; none if it has never had one. */
  static int reservations(Cell cell) {
    Details details = cell.details;
    return details == null ? 0 : details.globalNames.size();
  }

  private static Map<?, ?> table(String field) {
    try {
      Field table = Names.class.getDeclaredField(field);
      table.setAccessible(true);
      return (Map<?, ?>) table.get(Cells.NODE.names());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Names has no table '" + field + "' any more: adapt this class", e);
    }
  }
}
