package dev.backstop.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One trace from the request to the record's end, as the lines of the log tell it. */
class KafkaOrdersTest {
  private static final Pattern SPAN = Pattern.compile("trace=(\\w+) span=(\\w+) parent=(\\w+)");

  private final Ear ear = new Ear();

  private record Line(String trace, String span, String parent) {}

  @Test
  void post_isOneTraceFromTheRequestToTheConsumer() throws Exception {
    try (DemoBroker broker = DemoBroker.start();
        OrderService service =
            OrderService.start(
                new Settings(0, null),
                telemetry -> new KafkaOrders(broker.bootstrapServers(), telemetry))) {
      RawClient.Answer answer =
          RawClient.ask(
              service.baseUri(), "POST", "/orders", "{\"item\": \"lamp\", \"quantity\": 2}");
      assertThat(answer.status()).isEqualTo(201);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> spanOf("CONSUMER process orders") != null && spanOf("SERVER POST") != null);

      Line request = spanOf("SERVER POST");
      Line sent = spanOf("PRODUCER send orders");
      Line packed = spanOf("CONSUMER process orders");
      assertThat(sent.trace()).isEqualTo(request.trace());
      assertThat(sent.parent()).isEqualTo(request.span());
      assertThat(packed.trace()).isEqualTo(request.trace());
      assertThat(packed.parent()).isEqualTo(sent.span());
      assertThat(ear.heard())
          .extracting(event -> event.getFormattedMessage())
          .anyMatch(line -> line.contains("is packed at table 7: 2 lamp"))
          .contains("table 7 is clear");
    } finally {
      ear.close();
    }
  }

  private @Nullable Line spanOf(String begin) {
    return ear.heard().stream()
        .map(event -> event.getFormattedMessage())
        .filter(line -> line.startsWith(begin))
        .map(SPAN::matcher)
        .filter(Matcher::find)
        .map(found -> new Line(found.group(1), found.group(2), found.group(3)))
        .findFirst()
        .orElse(null);
  }
}
