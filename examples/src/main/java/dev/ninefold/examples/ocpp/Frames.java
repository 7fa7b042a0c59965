package dev.ninefold.examples.ocpp;

/** Frames as text, and text as frames. */
public final class Frames {
  private Frames() {}

  /**
   * Reads a frame. Whatever the text is, this returns.
   *
   * <p>Refused, because they can be answered, are calls with too few or too many elements, an action that is no string, a payload that is no
   * object, or a name that stands twice in one object. A payload of {@code null} is taken for an empty one. Of an error, only the id and the
   * code have to be there, and an unknown code is read as {@link ErrorCode#GENERIC_ERROR}: to the one who waits, any error is an end.
   */
  public static Reading read(String text) {
    throw new UnsupportedOperationException("not yet: " + text);
  }

  /** Writes a frame, in ASCII, so that each character of the text is one byte on the wire. */
  public static String write(Frame frame) {
    throw new UnsupportedOperationException("not yet: " + frame);
  }
}
