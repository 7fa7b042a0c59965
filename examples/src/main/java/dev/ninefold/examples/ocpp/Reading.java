package dev.ninefold.examples.ocpp;

/** What came of reading a frame. */
public sealed interface Reading {

  /** It is one. */
  record Read(Frame frame) implements Reading {}

  /**
   * It is a call that is not built as a call is to be, but with an id by which it can be answered.
   *
   * @param answer what to send back
   */
  record Refused(Frame.CallError answer) implements Reading {}

  /**
   * It cannot be answered: it is no JSON, or nests too deep or has too long a number to be read; it is no frame, or has no id that can be
   * used; or it is itself an answer, to which there is none.
   *
   * @param why for a log
   */
  record Unusable(String why) implements Reading {}
}
