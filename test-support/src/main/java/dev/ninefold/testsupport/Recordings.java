package dev.ninefold.testsupport;

import dev.ninefold.process.Process;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Recordings of JDK Flight Recorder. */
public final class Recordings {

  private Recordings() {}

  /** Records while the body runs, with these events besides those that are on by themselves, and returns all of ours. */
  public static List<RecordedEvent> record(List<String> enabled, Process.Body body) throws Exception {
    try (var recording = new Recording()) {
      enabled.forEach(recording::enable);
      recording.start();
      body.run();
      recording.stop();
      return ours(recording);
    }
  }

  private static List<RecordedEvent> ours(Recording recording) throws IOException {
    Path file = Files.createTempFile("ninefold", ".jfr");
    try {
      recording.dump(file);
      return RecordingFile.readAllEvents(file)
          .stream()
          .filter(event -> event.getEventType().getName().startsWith("dev.ninefold."))
          // Each thread has a buffer of its own, and files have them one after the other.
          .sorted(Comparator.comparing(RecordedEvent::getStartTime))
          .toList();
    } finally {
      Files.delete(file);
    }
  }
}
