package dev.backstop.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstop.Exchange;
import dev.backstop.Middleware;
import dev.backstop.Stage;
import dev.backstop.Watch;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What somebody found out about an exchange is on its log line and on its span. */
class AnnotationsTest {
  private final RecordedLog log = new RecordedLog("test.annotations");
  private final RecordedSpans spans = new RecordedSpans();

  @AfterEach
  void close() {
    log.close();
    spans.close();
  }

  private void serve(ObservedServer.Application application, Middleware... more) throws Exception {
    Middleware[] all = new Middleware[more.length + 2];
    System.arraycopy(more, 0, all, 0, more.length);
    all[more.length] = AccessLog.builder().logger(log.logger()).build();
    all[more.length + 1] = Tracing.create(spans.sdk());
    try (ObservedServer server = new ObservedServer(all).on("/a", application).start()) {
      server.get("/a");
      server.awaitEnd();
    }
  }

  private static String textOf(SpanData span, String key) {
    return span.getAttributes().get(AttributeKey.stringKey(key));
  }

  @Test
  void annotate_inTheApplicationInACleanupAndByAnAssessor_isOnBothRecords() throws Exception {
    Middleware assessor =
        new Middleware() {
          @Override
          public Stage stage() {
            return Stage.ASSESSOR;
          }

          @Override
          public Watch start(Exchange exchange) {
            return (outcome, report) -> exchange.annotate("shop.verdict", "late");
          }
        };

    serve(
        (exchange, request, response) -> {
          exchange.annotate("shop.cart", "first");
          exchange.annotate("shop.cart", "42");
          exchange.cleanups().register("count", outcome -> exchange.annotate("shop.items", "7"));
        },
        assessor);

    assertThat(log.values())
        .containsEntry("shop.cart", "42")
        .containsEntry("shop.items", "7")
        .containsEntry("shop.verdict", "late");
    assertThat(textOf(spans.only(), "shop.cart")).isEqualTo("42");
    assertThat(textOf(spans.only(), "shop.items")).isEqualTo("7");
    assertThat(textOf(spans.only(), "shop.verdict")).isEqualTo("late");
  }

  @Test
  void annotate_aHostileValue_forgesNoLine() throws Exception {
    serve((exchange, request, response) -> exchange.annotate("shop.cart", "a\r\nb\u001b[2J"));

    assertThat((String) log.values().get("shop.cart")).doesNotContain("\r", "\n", "\u001b");
  }

  @Test
  void annotate_withoutEnd_keepsTheFirstOnesAndCutsLongValues() throws Exception {
    CompletableFuture<Map<String, String>> kept = new CompletableFuture<>();

    serve(
        (exchange, request, response) -> {
          for (int i = 0; i < 1_000; i++) {
            exchange.annotate("key." + i, "x".repeat(10_000));
          }
          exchange.annotate("key.3", "new");
          kept.complete(exchange.annotations());
        });

    Map<String, String> annotations = kept.get(10, TimeUnit.SECONDS);
    assertThat(annotations).hasSize(32).containsEntry("key.3", "new").containsKey("key.31");
    assertThat(annotations.get("key.0")).hasSize(256);
    assertThatThrownBy(annotations::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void annotate_withoutKeyOrValue_saysSo() throws Exception {
    CompletableFuture<Exchange> seen = new CompletableFuture<>();
    serve((exchange, request, response) -> seen.complete(exchange));
    Exchange exchange = seen.get(10, TimeUnit.SECONDS);

    assertThatThrownBy(() -> exchange.annotate(" ", "value"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("key of an annotation is blank; give a fixed word");
    assertThatThrownBy(() -> exchange.annotate("key", null))
        .hasMessage("value of an annotation is null; leave the annotation out");
  }
}
