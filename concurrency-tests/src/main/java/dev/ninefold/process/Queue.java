package dev.ninefold.process;

import dev.ninefold.process.Signal.Message;

/** A queue alone. What it acts on and what it received becomes text. */
final class Queue extends SignalQueue {

  /** Plain fields on purpose: only the ownership guards them (I2). */
  private int acted;
  private String received = "";

  @Override
  void act(Signal signal) {
    acted++;
  }

  @Override
  Admission admit(Ref alias) {
    return Admission.ORDINARY;
  }

  /** Signals acted upon; holder only. */
  int acted() {
    return acted;
  }

  /** Drains as the holder, and lets go. Returns false if the process is dead. */
  boolean handle() {
    if (!acquire()) {
      return false;
    }
    drain();
    collect();
    release();
    return true;
  }

  /** What was received so far, in order. Holder, or when nothing goes on any more. */
  String collect() {
    StringBuilder text = new StringBuilder(received);
    for (Message message = takeReceived(); message != null; message = message.nextMessage()) {
      text.append(message.body);
    }
    received = text.toString();
    return received;
  }

  /** All messages that ever came. */
  String drained() {
    handle();
    return collect();
  }
}
