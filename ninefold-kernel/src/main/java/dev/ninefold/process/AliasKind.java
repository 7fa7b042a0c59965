package dev.ninefold.process;

/** When an alias ceases to lead to its process. */
public enum AliasKind {
  /** Only by {@code unalias}. OTP's {@code explicit_unalias}. */
  EXPLICIT,
  /** By the first message through it, too. OTP's {@code reply}; of plain aliases only. */
  REPLY,
  /** By demonitor, too, and when the monitor fires. OTP's {@code demonitor}; of monitors only. */
  DEMONITOR,
  /** By the first message through it, too, which also removes the monitor. OTP's {@code reply_demonitor}; of monitors only. */
  REPLY_DEMONITOR
}
