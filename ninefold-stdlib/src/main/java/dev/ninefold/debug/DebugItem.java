package dev.ninefold.debug;

/**
 * An event, and how to print it.
 *
 * @param event what happened
 * @param process the name of the process
 * @param format how it looks
 */
record DebugItem(SystemEvent event, Object process, EventFormat format) {
  String line() {
    return format.format(event, process);
  }
}
