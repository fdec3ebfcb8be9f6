package dev.backstop.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Backstop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;

/** What a logger gets that takes text alone, as most bindings other than Logback's do. */
class LogEventTest {
  private final Lines lines = new Lines();

  @Test
  void log_loggerWithoutEvents_getsKeyValuesAndMessageInOneLine() {
    new Sent()
        .header("X-Request-Id", "client-7")
        .to(to(lines), exchange -> exchange.route("/orders/{id}"), 200);

    assertThat(lines.written).hasSize(1);
    assertThat(lines.written.get(0))
        .startsWith(
            "INFO method=GET path=/orders/42 route=/orders/{id} status=200 ending=COMPLETED")
        .contains(" request_id=client-7 ", "\"GET /orders/42\" 200, 0 bytes in ")
        .endsWith(" ms null");
  }

  @Test
  void log_loggerWithoutEvents_getsTheCause() {
    new Sent()
        .to(to(lines), exchange -> exchange.recordError(new IllegalStateException("oh")), 500);

    assertThat(lines.written.get(0))
        .startsWith("ERROR ")
        .contains(" error_message=oh ")
        .endsWith(" java.lang.IllegalStateException: oh");
  }

  @Test
  void log_levelDisabled_writesNothing() {
    Backstop quiet =
        Backstop.builder()
            .use(AccessLog.builder().logger(lines).level(outcome -> Level.DEBUG).build())
            .build();

    new Sent().to(quiet, exchange -> {}, 200);

    assertThat(lines.written).isEmpty();
  }

  private static Backstop to(Logger logger) {
    return Backstop.builder().use(AccessLog.builder().logger(logger).build()).build();
  }

  /** SLF4J's own base of a simple logger, with INFO enabled. */
  private static final class Lines extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;
    private final transient List<String> written = new ArrayList<>();

    @Override
    protected void handleNormalizedLoggingCall(
        Level level, Marker marker, String message, Object[] arguments, Throwable cause) {
      written.add(level + " " + message + " " + cause);
    }

    @Override
    protected String getFullyQualifiedCallerName() {
      return null;
    }

    @Override
    public boolean isTraceEnabled() {
      return false;
    }

    @Override
    public boolean isDebugEnabled() {
      return false;
    }

    @Override
    public boolean isInfoEnabled() {
      return true;
    }

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }
  }
}
