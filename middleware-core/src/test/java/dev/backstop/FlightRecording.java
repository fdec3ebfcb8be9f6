package dev.backstop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** A recording of the real Java Flight Recorder that is on until its events are read. */
public final class FlightRecording implements AutoCloseable {
  private final Recording recording = new Recording();

  /** Begins to record events of these names. */
  public FlightRecording(String... names) {
    for (String name : names) {
      recording.enable(name);
    }
    recording.start();
  }

  /** Stops, and returns what was recorded, by its start. */
  public List<RecordedEvent> events() throws IOException {
    recording.stop();
    Path file = Files.createTempFile("backstop", ".jfr");
    try {
      recording.dump(file);
      return RecordingFile.readAllEvents(file).stream()
          .filter(event -> event.getEventType().getName().startsWith("backstop."))
          .sorted(Comparator.comparing(RecordedEvent::getStartTime))
          .toList();
    } finally {
      Files.delete(file);
    }
  }

  @Override
  public void close() {
    recording.close();
  }
}
