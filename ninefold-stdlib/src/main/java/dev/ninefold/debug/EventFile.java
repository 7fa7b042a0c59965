package dev.ninefold.debug;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A file that events are written to, each at once, so that the file is complete whenever somebody looks. */
final class EventFile {

  /*
   * A process can be killed at any moment, and nobody is asked then. So this is a stream that the garbage collector closes with
   * the process, and nothing waits in a buffer.
   */

  private final Path path;
  private final FileOutputStream stream;

  private EventFile(Path path, FileOutputStream stream) {
    this.path = path;
    this.stream = stream;
  }

  /** Makes the file, or empties it. */
  static EventFile open(Path path) throws IOException {
    try {
      return new EventFile(path, new FileOutputStream(path.toFile()));
    } catch (UnsupportedOperationException e) {
      throw new IOException("not on a file system of this machine", e);
    }
  }

  void write(String line) throws IOException {
    stream.write((line + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
  }

  /** No event comes any more. */
  void close() {
    try {
      stream.close();
    } catch (IOException _) {
      // Each event has been written before; the process is not to fail for this.
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
