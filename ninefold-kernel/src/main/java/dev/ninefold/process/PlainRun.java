package dev.ninefold.process;

/**
 * The life of a plain process, on its own thread.
 *
 * @param cell the process
 */
record PlainRun(Cell cell) implements Runnable {

  @Override
  public void run() {
    cell.runPlain();
  }

  @Override
  public String toString() {
    return cell.toString();
  }
}
