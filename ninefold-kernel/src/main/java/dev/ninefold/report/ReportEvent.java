package dev.ninefold.report;

import java.util.Map;

/**
 * A report together with where and when it was made.
 *
 * @param report the report
 * @param node the name of the node
 * @param process the pid of the process that made it, or the thread if it was none
 * @param wallMillis when, in milliseconds since 1970
 * @param metadata what the process said about itself, by its keys
 */
public record ReportEvent(Report report, String node, Object process, long wallMillis, Map<String, Object> metadata) {}
