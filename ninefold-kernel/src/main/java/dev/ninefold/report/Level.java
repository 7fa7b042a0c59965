package dev.ninefold.report;

/** How grave a report is. */
public enum Level {
  /** Something ended that should not have. */
  ERROR,
  /** Something unexpected that was survived. */
  WARNING,
  /** Something that operators want to know. */
  NOTICE,
  /** The normal course of things. */
  INFO,
  /** For who looks for a fault. */
  DEBUG
}
