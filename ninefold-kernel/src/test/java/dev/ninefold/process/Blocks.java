package dev.ninefold.process;

import java.util.concurrent.CountDownLatch;

/** Code as users write it that does not end when its process does. */
final class Blocks {

  private Blocks() {}

  /** Waits without our API and ignores interrupts; afterwards the interrupt status tells whether there was one. */
  static void ignoringInterrupts(CountDownLatch latch) {
    boolean interrupted = false;
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** An event-driven process that gives each message to the handler. */
  static EventBody handling(Handler handler) {
    return new EventBody() {
      @Override
      public void start() {}

      @Override
      public void handle(Object message) throws Exception {
        handler.handle(message);
      }
    };
  }

  /** What {@link #handling} does with a message. */
  interface Handler {
    void handle(Object message) throws Exception;
  }
}
