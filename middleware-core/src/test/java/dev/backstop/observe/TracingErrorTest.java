package dev.backstop.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Backstop;
import dev.backstop.pitfall.Pitfall;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which exchanges are errors to a trace, and what the span tells of them. */
class TracingErrorTest {
  private final RecordedSpans spans = new RecordedSpans();

  @AfterEach
  void close() {
    spans.close();
  }

  private Backstop backstop() {
    return backstop(Tracing.builder(spans.sdk()));
  }

  private static Backstop backstop(TracingBuilder tracing) {
    return Backstop.builder().use(tracing.build()).build();
  }

  @Test
  void end_errorEscapes_isRecordedOnceWithItsOwnStack() throws Exception {
    IOException raised = new IOException("disk");
    raised.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("java.io.FileOutputStream", "write", "FileOutputStream.java", 1),
          new StackTraceElement("shop.Orders", "add", "Orders.java", 42),
        });
    try (ObservedServer server =
        new ObservedServer(Tracing.create(spans.sdk()))
            .on(
                "/fail",
                (exchange, request, response) -> {
                  exchange.recordError(raised); // seen twice, told once
                  throw new ServletException("wrapped", raised);
                })
            .start()) {
      server.get("/fail");
      server.awaitEnd();
    }

    SpanData span = spans.only();
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.getStatus().getDescription()).isEmpty();
    assertThat(spans.attribute("error.type")).isEqualTo("java.io.IOException");
    assertThat(spans.attribute("backstop.error.category")).isEqualTo("io");
    assertThat(spans.attribute("backstop.error.origin"))
        .isEqualTo("shop.Orders.add(Orders.java:42)");
    assertThat(spans.attribute("http.response.status_code")).isEqualTo(500L);
    EventData event = span.getEvents().get(0);
    assertThat(span.getEvents()).hasSize(1);
    assertThat(event.getName()).isEqualTo("exception");
    assertThat(event.getAttributes().get(AttributeKey.stringKey("exception.type")))
        .isEqualTo("java.io.IOException");
    assertThat(event.getAttributes().get(AttributeKey.stringKey("exception.message")))
        .isEqualTo("disk");
    assertThat(event.getAttributes().get(AttributeKey.stringKey("exception.stacktrace")))
        .startsWith("java.io.IOException: disk")
        .contains("at shop.Orders.add(Orders.java:42)");
  }

  @Test
  void end_errorHandledAs409_isToldByAttributesAlone() {
    IllegalArgumentException raised = new IllegalArgumentException("taken");
    raised.setStackTrace(
        new StackTraceElement[] {new StackTraceElement("shop.Orders", "add", "Orders.java", 42)});

    new Sent().to(backstop(), exchange -> exchange.recordError(raised), 409);

    assertThat(spans.only().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(spans.only().getEvents()).isEmpty();
    assertThat(spans.attribute("error.type")).isNull();
    assertThat(spans.attribute("exception.type")).isEqualTo("java.lang.IllegalArgumentException");
    assertThat(spans.attribute("exception.message")).isEqualTo("taken");
    assertThat(spans.attribute("backstop.error.origin"))
        .isEqualTo("shop.Orders.add(Orders.java:42)");
  }

  /** Errors of an application that fail while they are read, each in another way. */
  private enum Unreadable {
    MESSAGE {
      @Override
      RuntimeException make() {
        return new IllegalStateException() {
          private static final long serialVersionUID = 1L;

          @Override
          public String getMessage() {
            throw new UnsupportedOperationException();
          }
        };
      }
    },
    STACK {
      @Override
      RuntimeException make() {
        return new IllegalStateException("no stack") {
          private static final long serialVersionUID = 1L;

          @Override
          public StackTraceElement[] getStackTrace() {
            return null;
          }
        };
      }
    };

    abstract RuntimeException make();
  }

  @ParameterizedTest
  @EnumSource(Unreadable.class)
  void end_errorThatCannotBeRead_costsNeitherItsEventNorTheCleanupSpans(Unreadable kind) {
    List<Pitfall> pitfalls = new ArrayList<>();
    Backstop backstop =
        Backstop.builder()
            .use(Tracing.builder(spans.sdk()).cleanupSpans(CleanupSpans.ALL).build())
            .onPitfall(pitfalls::add)
            .build();
    for (int status : new int[] {500, 404}) {
      new Sent()
          .to(
              backstop,
              exchange -> {
                exchange.cleanups().register("mine", outcome -> {});
                exchange.recordError(kind.make());
              },
              status);
    }

    assertThat(spans.all())
        .extracting(SpanData::getName)
        .containsExactly("cleanup mine", "GET", "cleanup mine", "GET");
    assertThat(pitfalls).isEmpty();
    List<EventData> events = spans.all().get(1).getEvents();
    assertThat(events).extracting(EventData::getName).containsExactly("exception");
    assertThat(events.get(0).getAttributes().get(AttributeKey.stringKey("exception.type")))
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(spans.all().get(3).getAttributes().get(AttributeKey.stringKey("exception.type")))
        .isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void end_errorSwallowed_isAnError() {
    new Sent()
        .to(backstop(), exchange -> exchange.recordError(new IllegalStateException("oh")), 200);

    assertThat(spans.only().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(spans.attribute("error.type")).isEqualTo("java.lang.IllegalStateException");
    assertThat(spans.only().getEvents())
        .extracting(EventData::getName)
        .containsExactly("backstop.pitfall", "exception");
  }

  @Test
  void end_status503WithoutError_isAnErrorNamedByItsStatus() {
    new Sent().to(backstop(), exchange -> {}, 503);

    assertThat(spans.only().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(spans.attribute("error.type")).isEqualTo("503");
    assertThat(spans.only().getEvents()).isEmpty();
  }

  @Test
  void end_cutOffAfterCommit_isAnErrorThough200WasSent() throws Exception {
    try (ObservedServer server =
        new ObservedServer(Tracing.create(spans.sdk()))
            .on(
                "/cut",
                (exchange, request, response) -> {
                  response.flushBuffer();
                  throw new IllegalStateException("cut");
                })
            .start()) {
      server.get("/cut");
      server.awaitEnd();
    }

    assertThat(spans.attribute("http.response.status_code")).isEqualTo(200L);
    assertThat(spans.attribute("backstop.ending")).isEqualTo("TRUNCATED");
    assertThat(spans.only().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void end_cleanupsFailed_countsAndNamesThem() {
    new Sent()
        .to(
            backstop(),
            exchange -> {
              exchange.cleanups().register("audit", outcome -> Integer.parseInt("x"));
              exchange.cleanups().register("fine", outcome -> {});
              exchange.cleanups().register("lock", outcome -> Integer.parseInt("x"));
            },
            200);

    assertThat(spans.attribute("backstop.cleanup.count")).isEqualTo(3L);
    assertThat(spans.attribute("backstop.cleanup.failures")).isEqualTo(2L);
    assertThat(spans.attribute("backstop.cleanup.failed")).isEqualTo(List.of("lock", "audit"));
    assertThat(spans.only().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
  }
}
