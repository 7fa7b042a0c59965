package dev.ninefold.supervisor;

import java.util.Locale;

/** Which children are started again when one has ended. */
public enum Strategy {
  /** Only that one. */
  ONE_FOR_ONE,
  /** All: the others are stopped first, last started first. */
  ONE_FOR_ALL,
  /** That one and those after it in start order, which are stopped first. */
  REST_FOR_ONE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
