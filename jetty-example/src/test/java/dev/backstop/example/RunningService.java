package dev.backstop.example;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real service on a free port, with a receiver for its spans and an ear on its log. */
final class RunningService implements AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final SpanReceiver receiver = new SpanReceiver();
  private final Ear ear = new Ear();
  private final OrderService service;

  RunningService() throws IOException, StartException {
    service = OrderService.start(new Settings(0, receiver.endpoint()));
  }

  URI base() {
    return service.baseUri();
  }

  RawClient.Answer get(String target) throws IOException {
    return RawClient.get(base(), target);
  }

  OrderService service() {
    return service;
  }

  /** Waits for the outcomes of a path to be there, and returns them as {@code /outcomes} does. */
  List<JsonNode> outcomesOf(String path) {
    return await().until(() -> readOutcomes(path), outcomes -> !outcomes.isEmpty());
  }

  private List<JsonNode> readOutcomes(String path) {
    try {
      List<JsonNode> found = new ArrayList<>();
      for (JsonNode outcome : MAPPER.readTree(get("/outcomes").body())) {
        if (outcome.get("path").stringValue().equals(path)) {
          found.add(outcome);
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what was logged so far. */
  List<ILoggingEvent> log() {
    return ear.heard();
  }

  /** Returns the spans of a path; complete only after {@link #stop}. */
  List<OtlpSpan> spansOf(String path) {
    return receiver.spans().stream()
        .filter(span -> path.equals(span.attributes().get("url.path")))
        .toList();
  }

  /** Returns the spans right below one, in the order in which they were sent. */
  List<OtlpSpan> spansBelow(OtlpSpan parent) {
    return receiver.spans().stream().filter(span -> span.parentId().equals(parent.id())).toList();
  }

  SpanReceiver receiver() {
    return receiver;
  }

  /** Stops the service as Ctrl-C does; its last spans are sent. */
  void stop() {
    service.close();
  }

  @Override
  public void close() {
    service.close();
    receiver.close();
    ear.close();
  }
}
